import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import type { Transaction } from "../ports.ts";
import type { Account } from "./account.ts";
import type { NewPassword } from "./account-commands.ts";
import { passwordProblem } from "./password-rules.ts";
import { hashPassword, isPassword } from "./passwords.ts";
import { newRecoveryCodes, recoveryHash } from "./secrets.ts";
import type { Opened } from "./service.ts";
import { ownSession, personOf, renewSession } from "./sessions.ts";
import { countTry, SECOND_FACTOR, withCode, type SignInNeeds } from "./sign-in.ts";
import { newCodeSecret, otpauthUri } from "./totp.ts";

export async function changePassword(needs: SignInNeeds, { current, next }: NewPassword, access: Access): Promise<Opened> {
  const { account, session } = await proven(needs, current, access);
  const problem = passwordProblem(next, [account.userName, ...account.fullName.split(/\s+/)], "/next") ?? (await unchanged(next, account));
  if (problem !== null) throw new FieldsRefused([problem]);
  const passwordHash = await hashPassword(next);
  return await changing(needs, account, async (tx, now, at) => {
    const changed = { ...now, passwordHash, mustChangePassword: false, passwordUntil: null };
    await tx.saveAccount(changed);
    await tx.append({ kind: "account.password-changed", at, actor: personOf(now), facts: { accountId: now.id } });
    return await renewSession(tx, session, changed, at);
  });
}

export async function startSecondFactor(needs: SignInNeeds, password: string, access: Access): Promise<{ readonly secret: string; readonly uri: string }> {
  const { account } = await proven(needs, password, access);
  if (account.secondFactor !== null) throw new HouseError("move-illegal", `account ${account.id} has a second factor already`);
  const secret = newCodeSecret();
  const pendingSecondFactor = await needs.sealer.seal(secret, SECOND_FACTOR);
  await changing(needs, account, async (tx, now) => {
    await tx.saveAccount({ ...now, pendingSecondFactor });
  });
  return { secret, uri: otpauthUri(secret, account.userName) };
}

export async function confirmSecondFactor(needs: SignInNeeds, code: string, access: Access): Promise<Opened & { readonly recoveryCodes: readonly string[] }> {
  const { account, session } = await ownSession(needs, access);
  const { pendingSecondFactor } = account;
  if (pendingSecondFactor === null) throw new HouseError("move-illegal", `account ${account.id} has not begun with a second factor`);
  await countTry(needs, account.userName);
  const secret = await needs.sealer.open(pendingSecondFactor, SECOND_FACTOR);
  const recoveryCodes = newRecoveryCodes();
  const opened = await changing(needs, account, async (tx, now, at) => {
    const taken = now.pendingSecondFactor === pendingSecondFactor ? withCode({ ...now, recoveryHashes: [], lastCodeStep: null }, secret, code, at) : null;
    if (taken === null) return null;
    const changed: Account = { ...taken, secondFactor: pendingSecondFactor, pendingSecondFactor: null, recoveryHashes: recoveryCodes.map(recoveryHash) };
    await tx.saveAccount(changed);
    await tx.forgetTries(account.userName);
    await tx.append({ kind: "account.second-factor-on", at, actor: personOf(now), facts: { accountId: now.id } });
    return await renewSession(tx, session, changed, at);
  });
  if (opened === null) throw new HouseError("wrong-credentials", "the code is wrong");
  return { ...opened, recoveryCodes };
}

export async function removeSecondFactor(needs: SignInNeeds, password: string, access: Access): Promise<Opened> {
  const { account, session } = await proven(needs, password, access);
  return await changing(needs, account, async (tx, now, at) => {
    const changed: Account = { ...now, secondFactor: null, pendingSecondFactor: null, lastCodeStep: null, recoveryHashes: [] };
    await tx.saveAccount(changed);
    if (now.secondFactor !== null) await tx.append({ kind: "account.second-factor-off", at, actor: personOf(now), facts: { accountId: now.id, by: "owner" } });
    return await renewSession(tx, session, changed, at);
  });
}

/** The person at the keyboard is the one who signed in: whoever found the browser open does not know the password. */
async function proven(needs: SignInNeeds, password: string, access: Access): Promise<Awaited<ReturnType<typeof ownSession>>> {
  const own = await ownSession(needs, access);
  await countTry(needs, own.account.userName);
  if (!(await isPassword(password, own.account.passwordHash))) throw new HouseError("wrong-credentials", "the password is wrong");
  await needs.store.write((tx) => tx.forgetTries(own.account.userName));
  return own;
}

async function changing<Result>({ store, clock }: SignInNeeds, account: Account, change: (tx: Transaction, now: Account, at: Date) => Promise<Result>): Promise<Result> {
  return await store.write(async (tx) => {
    const now = await tx.holdAccount(account.id);
    if (now === null || now.locked !== null || now.passwordHash !== account.passwordHash) throw new HouseError("credentials-missing", "the account has changed meanwhile");
    return await change(tx, now, clock.now());
  });
}

async function unchanged(next: string, { passwordHash }: Account): Promise<ReturnType<typeof passwordProblem>> {
  return (await isPassword(next, passwordHash)) ? { field: "/next", code: "field-invalid", message: "Mật khẩu: cần khác mật khẩu đang dùng.", rule: "docs/accounts.md" } : null;
}
