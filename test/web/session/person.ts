import type { ExecutionContext } from "ava";
import type { Role } from "#src/core/accounts/role";
import { hashPassword } from "#src/core/accounts/passwords";
import type { Account } from "#src/core/accounts/account";
import { newAccount } from "#src/core/accounts/set-up";
import type { TownGateway } from "#test/support/town";
import type { Answer, Ask, Door } from "../door.ts";

export const PASSWORD = "con trâu đi trước cái cày";

export interface Person {
  readonly account: Account;
  /** As the browser keeps them now. */
  cookie: string;
  csrfToken: string;
  /** As a page of the gateway does. */
  ask(path: string, ask?: Omit<Ask, "key">): Promise<Answer>;
  /** With a body. */
  send(method: string, path: string, body: unknown): Promise<Answer>;
}

let hash: Promise<string> | null = null;

/** An account put into the store, so that a test need not hash a password for each. */
export async function addPerson({ house }: TownGateway, userName: string, rights: Partial<Account> & { readonly roles: readonly Role[] }): Promise<Account> {
  hash ??= hashPassword(PASSWORD);
  const account: Account = { ...newAccount(userName, `Người dùng ${userName}`, house.clock.now(), "thử nghiệm"), passwordHash: await hash, ...rights };
  await house.store.write(async (tx) => {
    await tx.addAccount(account);
  });
  return account;
}

/** A browser that has signed in. */
export async function signedIn(t: ExecutionContext, door: Door, account: Account, password = PASSWORD): Promise<Person> {
  const answer = await door.ask("/api/v1/session", { method: "POST", key: null, headers: { "content-type": "application/json" }, body: JSON.stringify({ userName: account.userName, password }) });
  t.is(answer.status, 201, answer.text);
  return browser(door, account, answer);
}

export function browser(door: Door, account: Account, answer: Answer): Person {
  const person: Person = {
    account,
    cookie: cookieOf(answer) ?? "",
    csrfToken: String(answer.body["csrfToken"]),
    async ask(path, ask = {}) {
      const got = await door.ask(path, { ...ask, key: null, headers: { cookie: person.cookie, origin: door.url, "x-csrf-token": person.csrfToken, ...ask.headers } });
      person.cookie = cookieOf(got) ?? person.cookie;
      const session = (got.body["session"] ?? got.body) as { readonly csrfToken?: unknown };
      if (typeof session.csrfToken === "string") person.csrfToken = session.csrfToken;
      return got;
    },
    send: (method, path, body) => person.ask(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  };
  return person;
}

export function cookieOf({ headers }: Answer): string | undefined {
  return headers.getSetCookie().find((cookie) => cookie.startsWith("lienthong_session="))?.split(";")[0];
}
