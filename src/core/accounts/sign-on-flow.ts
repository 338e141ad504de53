import { HouseError } from "../fault.ts";
import type { AccountId } from "../ids.ts";
import type { Origin } from "./account.ts";
import type { Opened } from "./service.ts";
import { personOf } from "./sessions.ts";
import { newAccount } from "./set-up.ts";
import { countTry, enter, lockedOut, refused, SECOND_FACTOR, withCode, type SignInNeeds } from "./sign-in.ts";
import type { SignedOn, SignOn, SignOnChecks, SignOnStart } from "./sign-on.ts";

export interface SignOnNeeds extends SignInNeeds {
  /** null: people sign in with their passwords only. */
  readonly signOn: SignOn | null;
}

const PURPOSE = "sign-on in progress";
const CODE_PURPOSE = "sign-on waits for the code";
const GOOD_FOR_MS = 10 * 60_000;

export async function startSignOn({ signOn, sealer, clock }: SignOnNeeds, redirectUri: string, returnTo: string): Promise<SignOnStart | null> {
  if (signOn === null) return null;
  const { url, checks } = await signOn.start(redirectUri);
  return { url, state: await sealer.seal(JSON.stringify({ checks, returnTo, until: clock.now().getTime() + GOOD_FOR_MS }), PURPOSE) };
}

/** The callback counts only in the browser that left: `state` comes from its cookie. An account with a second factor of its own is asked for it, whatever the provider asked. */
export async function finishSignOn(needs: SignOnNeeds, callback: URL, state: string, origin: Origin): Promise<SignedOn> {
  const { signOn, store, clock } = needs;
  const kept = await keptIn<Kept>(needs, state, PURPOSE);
  if (signOn === null || kept === null) throw new HouseError("wrong-credentials", "this browser has not begun to sign in at the provider, or too long ago");
  const person = await signOn.finish(callback, kept.checks);
  const at = clock.now();
  const known = person === null ? null : await store.reader.accounts.bySignOnName(person.name);
  const account = known ?? (person !== null && signOn.createUnknown ? await madeFor(needs, person.name, person.fullName, at) : null);
  if (account === null) {
    await store.write((tx) => tx.append({ kind: "session.refused", at, actor: { kind: "gateway", job: "sign-in" }, facts: { accountId: null, address: origin.address, why: person === null ? "sign-on-refused" : "no-account-for-sign-on" } }));
    throw new HouseError("wrong-credentials", person === null ? "the answer of the provider is not one to this browser" : "no account is for this person of the provider");
  }
  if (account.locked !== null) throw await lockedOut(needs, account, origin);
  if (account.secondFactor !== null) {
    const asking: AskedForCode = { accountId: account.id, until: at.getTime() + GOOD_FOR_MS };
    return { kind: "code-needed", returnTo: kept.returnTo, state: await needs.sealer.seal(JSON.stringify(asking), CODE_PURPOSE) };
  }
  const opened = await store.write(async (tx) => {
    const now = await tx.holdAccount(account.id);
    return now === null || now.locked !== null || now.secondFactor !== null ? null : await enter(tx, now, "sign-on", origin, at);
  });
  if (opened === null) throw await lockedOut(needs, account, origin);
  return { kind: "opened", ...opened, returnTo: kept.returnTo };
}

/** The second step: the code of the account the provider has named, in the browser it was named to. Counted like every other try at the name. */
export async function finishSignOnWithCode(needs: SignOnNeeds, state: string, code: string, origin: Origin): Promise<Opened> {
  const { store, clock, sealer } = needs;
  const asked = await keptIn<AskedForCode>(needs, state, CODE_PURPOSE);
  const account = asked === null ? null : await store.reader.accounts.byId(asked.accountId);
  if (account === null || account.secondFactor === null) throw new HouseError("wrong-credentials", "this browser was not asked for a code, or too long ago");
  const tries = await countTry(needs, account.userName);
  if (account.locked !== null) throw await lockedOut(needs, account, origin);
  const [at, secret] = [clock.now(), await sealer.open(account.secondFactor, SECOND_FACTOR)];
  const opened = await store.write(async (tx) => {
    const now = await tx.holdAccount(account.id);
    const proven = now === null || now.locked !== null || now.secondFactor !== account.secondFactor ? null : withCode(now, secret, code, at);
    return proven === null ? null : await enter(tx, proven, "sign-on", origin, at);
  });
  if (opened === null) throw await refused(needs, account, tries, "code", origin);
  return opened;
}

/** Has no role before an operator gives one. */
async function madeFor({ store }: SignOnNeeds, name: string, fullName: string | null, at: Date): ReturnType<typeof store.reader.accounts.byId> {
  const account = { ...newAccount(`sso-${at.getTime().toString(36)}${Math.floor(performance.now() * 1000).toString(36)}`, fullName ?? name, at, "đăng nhập một lần"), signOnName: name };
  const added = await store.write(async (tx) => {
    if (!(await tx.addAccount(account))) return false;
    await tx.append({ kind: "account.created", at, actor: personOf(account), facts: { accountId: account.id, userName: account.userName, roles: [], agencies: [], supervises: [], decision: null, first: false } });
    return true;
  });
  return added ? account : await store.reader.accounts.bySignOnName(name);
}

interface AskedForCode {
  readonly accountId: AccountId;
  readonly until: number;
}

interface Kept {
  readonly checks: SignOnChecks;
  readonly returnTo: string;
  readonly until: number;
}

async function keptIn<What extends { readonly until: number }>({ sealer, clock }: SignOnNeeds, state: string, purpose: string): Promise<What | null> {
  try {
    const kept = JSON.parse(await sealer.open(state, purpose)) as What;
    return clock.now().getTime() < kept.until ? kept : null;
  } catch {
    return null; // not sealed by us, whatever it is
  }
}
