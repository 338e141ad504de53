import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { Clock, Store, Transaction } from "../ports.ts";
import type { SecretSealer } from "../secret-sealer.ts";
import type { Account, Origin } from "./account.ts";
import type { SignIn } from "./account-commands.ts";
import { isPassword } from "./passwords.ts";
import type { SignInLimits } from "./ports.ts";
import { recoveryHash } from "./secrets.ts";
import type { Opened } from "./service.ts";
import { openSession, personOf } from "./sessions.ts";
import { acceptedStep } from "./totp.ts";

export interface SignInNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
}

/** Five tries, then a quarter of an hour: 480 guesses a day against 79 bits and more. Who is in already stays in. */
export const TRIES: SignInLimits = { tries: 5, windowMs: 15 * 60_000 };
/** What a sealed second factor is sealed for. */
export const SECOND_FACTOR = "second factor of an account";

const STRANGER: Access["actor"] = { kind: "gateway", job: "sign-in" };

/**
 * Every try is counted before it is judged, so that many at once are no way around the limit; names nobody has count alike. Somebody
 * unknown, a wrong password and a wrong code get the same answer after the same work.
 */
export async function signIn(needs: SignInNeeds, command: SignIn, origin: Origin): Promise<Opened> {
  const userName = command.userName.normalize("NFC").toLowerCase();
  const tries = await countTry(needs, userName);
  const account = await needs.store.reader.accounts.byUserName(userName);
  const right = await isPassword(command.password, account?.passwordHash ?? null);
  const at = needs.clock.now();
  if (account === null || !right || isOver(account.passwordUntil, at)) throw await refused(needs, account, tries, "password", origin);
  if (account.locked !== null) throw await lockedOut(needs, account, origin);
  if (account.secondFactor !== null && command.code === undefined) {
    await needs.store.write((tx) => tx.uncountTry(userName));
    throw new HouseError("code-needed", `account ${account.id} has a second factor`);
  }
  const secret = account.secondFactor === null ? null : await needs.sealer.open(account.secondFactor, SECOND_FACTOR);
  const opened = await needs.store.write(async (tx) => {
    const now = await tx.holdAccount(account.id);
    if (now === null || now.locked !== null || now.passwordHash !== account.passwordHash || now.secondFactor !== account.secondFactor) return null;
    const proven = secret === null ? now : withCode(now, secret, command.code ?? "", at);
    if (proven === null) return null;
    return await enter(tx, proven, "password", origin, at);
  });
  if (opened === null) throw await refused(needs, account, tries, "code", origin);
  return opened;
}

/** Somebody has proven who they are. */
export async function enter(tx: Transaction, account: Account, means: "password" | "sign-on", origin: Origin, at: Date): Promise<Opened> {
  const seen = { ...account, lastSignInAt: at };
  await tx.saveAccount(seen);
  await tx.forgetTries(account.userName);
  return await openSession(tx, seen, means, origin, at);
}

/** Throws `locked` with the instant from which the name may be tried again. */
export async function countTry({ store, clock }: Pick<SignInNeeds, "store" | "clock">, userName: string): Promise<number> {
  const { tries, waitUntil } = await store.write((tx) => tx.countTry(userName.slice(0, 200), clock.now(), TRIES));
  if (waitUntil !== null) throw new HouseError("locked", "too many failed tries at this name", { until: waitUntil.toISOString() });
  return tries;
}

/** For a locked account whose password was right: only its owner learns that. */
export async function lockedOut(needs: Pick<SignInNeeds, "store" | "clock">, account: Account, origin: Origin): Promise<HouseError> {
  await needs.store.write((tx) => tx.append({ kind: "session.refused", at: needs.clock.now(), actor: personOf(account), facts: { accountId: account.id, why: "locked", address: origin.address } }));
  return new HouseError("locked", `account ${account.id} is locked`, { until: null });
}

export async function refused(needs: SignInNeeds, account: Account | null, tries: number, why: "password" | "code", origin: Origin): Promise<HouseError> {
  const [at, actor] = [needs.clock.now(), account === null ? STRANGER : personOf(account)];
  const who = { accountId: account?.id ?? null, address: origin.address }; // never the name: people type passwords there
  await needs.store.write(async (tx) => {
    await tx.append({ kind: "session.refused", at, actor, facts: { ...who, why: account === null ? "unknown" : why } });
    if (tries >= TRIES.tries) await tx.append({ kind: "session.locked-out", at, actor, facts: { ...who, minutes: TRIES.windowMs / 60_000 } });
  });
  return new HouseError("wrong-credentials", "the name, the password or the code is wrong");
}

/** The account after it took this code, which it takes once; null when it does not. */
export function withCode(account: Account, secret: string, code: string, at: Date): Account | null {
  const digits = code.replaceAll(/\s/g, "");
  if (/^\d{6}$/.test(digits)) {
    const step = acceptedStep(secret, digits, at, account.lastCodeStep);
    return step === null ? null : { ...account, lastCodeStep: step };
  }
  const used = recoveryHash(code);
  return account.recoveryHashes.includes(used) ? { ...account, recoveryHashes: account.recoveryHashes.filter((kept) => kept !== used) } : null;
}

function isOver(until: Date | null, now: Date): boolean {
  return until !== null && now >= until;
}
