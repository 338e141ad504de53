import { FieldsRefused, HouseError } from "../fault.ts";
import { newId, type AccountId } from "../ids.ts";
import type { Account, Origin } from "./account.ts";
import type { SetUp } from "./account-commands.ts";
import { passwordProblem } from "./password-rules.ts";
import { hashPassword } from "./passwords.ts";
import { newToken, tokenHash } from "./secrets.ts";
import type { Opened } from "./service.ts";
import { openSession, personOf } from "./sessions.ts";
import type { SignInNeeds } from "./sign-in.ts";

/** Every start of a gateway without accounts prints one; all are good until the first is used. */
export async function newSetupToken({ store, clock }: SignInNeeds): Promise<string | null> {
  if (await store.reader.accounts.exist()) return null;
  const token = newToken();
  await store.write((tx) => tx.addSetupToken(tokenHash(token), clock.now()));
  return token;
}

/** The first operator. */
export async function setUp({ store, clock }: SignInNeeds, command: SetUp, origin: Origin): Promise<Opened> {
  if (await store.reader.accounts.exist()) throw new HouseError("move-illegal", "the gateway is set up already");
  const problem = passwordProblem(command.password, [command.userName, ...command.fullName.split(/\s+/)], "/password");
  if (problem !== null) throw new FieldsRefused([problem]);
  const account: Account = { ...newAccount(command.userName, command.fullName, clock.now(), "thiết lập lần đầu"), roles: ["operator"], passwordHash: await hashPassword(command.password), lastSignInAt: clock.now() };
  return await store.write(async (tx) => {
    if (!(await tx.takeSetupToken(tokenHash(command.setupToken)))) throw new HouseError("wrong-credentials", "the setup token is unknown or was used");
    await tx.addAccount(account);
    await tx.append({ kind: "account.created", at: account.createdAt, actor: personOf(account), facts: { accountId: account.id, userName: account.userName, roles: account.roles, agencies: [], supervises: [], decision: null, first: true } });
    return await openSession(tx, account, "setup", origin, account.createdAt);
  });
}

/** Without any right, any way to sign in, any secret. */
export function newAccount(userName: string, fullName: string, createdAt: Date, createdBy: string): Account {
  return {
    id: newId<AccountId>(),
    userName,
    fullName,
    roles: [],
    agencies: [],
    supervises: [],
    passwordHash: null,
    mustChangePassword: false,
    passwordUntil: null,
    secondFactor: null,
    pendingSecondFactor: null,
    lastCodeStep: null,
    recoveryHashes: [],
    signOnName: null,
    locked: null,
    decision: null,
    createdAt,
    createdBy,
    lastSignInAt: null,
  };
}
