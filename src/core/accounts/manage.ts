import { canonicalOrNull } from "../agency-code.ts";
import { actorName, notFound, requireOperator } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import type { AccountId } from "../ids.ts";
import type { Policies } from "../policy/policies.ts";
import type { Transaction } from "../ports.ts";
import type { Account } from "./account.ts";
import type { ChangeAccount, NewAccount } from "./account-commands.ts";
import { nameProblemOf } from "./name-rule.ts";
import { hashPassword } from "./passwords.ts";
import type { Role } from "./role.ts";
import { newGivenPassword } from "./secrets.ts";
import type { WithPassword } from "./service.ts";
import { newAccount } from "./set-up.ts";
import type { SignInNeeds } from "./sign-in.ts";

export interface ManageNeeds extends SignInNeeds {
  readonly policies: Policies;
}

/** A given password has to be replaced within a week. */
const GIVEN_FOR_MS = 7 * 24 * 60 * 60_000;
const RULE = "docs/accounts.md";

export async function addAccount(needs: ManageNeeds, command: NewAccount, access: Access): Promise<WithPassword> {
  requireOperator(access);
  const rights = await readRights(needs, command);
  const nameProblem = await nameProblemOf(needs, command.userName, command.fullName, rights.agencies[0]);
  if (nameProblem !== null) throw new FieldsRefused([nameProblem]);
  const [password, at] = [newGivenPassword(), needs.clock.now()];
  const until = new Date(at.getTime() + GIVEN_FOR_MS);
  const account: Account = {
    ...newAccount(command.userName, command.fullName, at, actorName(access.actor)),
    ...rights,
    passwordHash: await hashPassword(password),
    mustChangePassword: true,
    passwordUntil: until,
    signOnName: command.signOnName ?? null,
    decision: command.decision ?? null,
  };
  await needs.store.write(async (tx) => {
    if (!(await tx.addAccount(account))) throw taken(await tx.accounts.byUserName(account.userName) === null ? "/signOnName" : "/userName");
    await tx.append({ kind: "account.created", at, actor: access.actor, facts: { accountId: account.id, userName: account.userName, ...rights, decision: account.decision, first: false } });
  });
  return { account, password, until };
}

export async function changeAccount(needs: ManageNeeds, id: AccountId, { reason, ...wanted }: ChangeAccount, access: Access): Promise<Account> {
  return await changing(needs, id, access, async (tx, before, at) => {
    const rights = await readRights(needs, { roles: wanted.roles ?? before.roles, agencies: wanted.agencies ?? before.agencies, supervises: wanted.supervises ?? before.supervises });
    const after: Account = { ...before, ...rights, fullName: wanted.fullName ?? before.fullName, decision: wanted.decision ?? before.decision, signOnName: wanted.signOnName === undefined ? before.signOnName : wanted.signOnName };
    if (!(await tx.saveAccount(after))) throw taken("/signOnName");
    const moved = JSON.stringify([before.roles, before.agencies, before.supervises, before.signOnName]) !== JSON.stringify([after.roles, after.agencies, after.supervises, after.signOnName]);
    if (moved) await tx.endSessions(id, at, {});
    await tx.append({ kind: "account.changed", at, actor: access.actor, facts: { accountId: id, reason, changed: Object.keys(wanted), ...rights, rolesBefore: before.roles, agenciesBefore: before.agencies, supervisesBefore: before.supervises, decision: after.decision } });
    return after;
  });
}

export async function resetPassword(needs: ManageNeeds, id: AccountId, { reason, secondFactor }: { readonly reason: string; readonly secondFactor: boolean }, access: Access): Promise<WithPassword> {
  requireOperator(access);
  const password = newGivenPassword();
  const passwordHash = await hashPassword(password);
  const until = new Date(needs.clock.now().getTime() + GIVEN_FOR_MS);
  const account = await changing(needs, id, access, async (tx, before, at) => {
    const without = secondFactor ? { secondFactor: null, pendingSecondFactor: null, lastCodeStep: null, recoveryHashes: [] } : {};
    const after: Account = { ...before, ...without, passwordHash, mustChangePassword: true, passwordUntil: until };
    await tx.saveAccount(after);
    await tx.forgetTries(before.userName);
    await tx.endSessions(id, at, {});
    await tx.append({ kind: "account.password-reset", at, actor: access.actor, facts: { accountId: id, reason } });
    if (secondFactor && before.secondFactor !== null) await tx.append({ kind: "account.second-factor-off", at, actor: access.actor, facts: { accountId: id, by: "operator" } });
    return after;
  });
  return { account, password, until };
}

/** Khóa: takes effect with the next request of the person; running streams end. Repeating it changes nothing. */
export async function lockAccount(needs: ManageNeeds, id: AccountId, reason: string, access: Access): Promise<Account> {
  return await changing(needs, id, access, (tx, before, at) => lockIn(tx, before, reason, access, at));
}

export async function lockIn(tx: Transaction, before: Account, reason: string, access: Access, at: Date): Promise<Account> {
  if (before.locked !== null) return before;
  const after: Account = { ...before, locked: { at: at.toISOString(), by: actorName(access.actor), reason } };
  await tx.saveAccount(after);
  await tx.endSessions(before.id, at, {});
  await tx.append({ kind: "account.locked", at, actor: access.actor, facts: { accountId: before.id, reason } });
  return after;
}

/** Also ends the wait after failed tries. */
export async function unlockAccount(needs: ManageNeeds, id: AccountId, reason: string, access: Access): Promise<Account> {
  return await changing(needs, id, access, async (tx, before, at) => {
    await tx.forgetTries(before.userName);
    const after: Account = { ...before, locked: null };
    if (before.locked !== null) await tx.saveAccount(after);
    await tx.append({ kind: "account.unlocked", at, actor: access.actor, facts: { accountId: before.id, reason } });
    return after;
  });
}

/** One change of one account by an operator; somebody is always left who can make another. */
export async function changing(needs: ManageNeeds, id: AccountId, access: Access, change: (tx: Transaction, before: Account, at: Date) => Promise<Account>): Promise<Account> {
  requireOperator(access);
  return await needs.store.write(async (tx) => {
    const operators = await tx.holdOperators();
    const before = await tx.holdAccount(id);
    if (before === null) throw notFound("account", id);
    const after = await change(tx, before, needs.clock.now());
    if (canOperate(before) && !canOperate(after) && operators <= 1) throw new HouseError("move-illegal", `account ${id} is the last operator`, { accountId: id, why: "last-operator" }, { hint: "give another account the role operator first" });
    return after;
  });
}

function canOperate({ roles, locked }: Account): boolean {
  return locked === null && roles.includes("operator");
}

type Rights = Pick<Account, "roles" | "agencies" | "supervises">;

async function readRights({ store }: ManageNeeds, { roles, agencies, supervises }: Rights): Promise<Rights> {
  const [own, roots] = [codesOf(agencies, "/agencies"), codesOf(supervises, "/supervises")];
  const problems: FieldProblem[] = [];
  const bound: readonly Role[] = ["clerk", "leader"];
  if (roles.some((role) => bound.includes(role)) && own.length === 0) problems.push(refused("/agencies", "Văn thư và lãnh đạo cần gắn với ít nhất một cơ quan."));
  if (roles.includes("supervisor") && roots.length === 0) problems.push(refused("/supervises", "Giám sát cần gắn với ít nhất một cơ quan giám sát."));
  const hosted = new Set((await store.reader.agencies.hosted()).map(({ code }) => code));
  for (const [i, code] of own.entries()) if (!hosted.has(code)) problems.push({ ...refused(`/agencies/${i}`, `Cổng này không phục vụ cơ quan ${code}.`), code: "agency-not-yours" });
  const [first, ...rest] = problems;
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return { roles: [...new Set(roles)], agencies: own, supervises: roots };
}

function codesOf(codes: readonly string[], field: string): readonly string[] {
  return [
    ...new Set(
      codes.map((code, i) => {
        const canonical = canonicalOrNull(code);
        if (canonical === null) throw new FieldsRefused([refused(`${field}/${i}`, `“${code.slice(0, 60)}” không phải mã định danh cơ quan. Mã đúng có dạng H48 hoặc H48.06.`)]);
        return canonical;
      }),
    ),
  ];
}

function taken(field: "/userName" | "/signOnName"): FieldsRefused {
  return new FieldsRefused([refused(field, field === "/userName" ? "Tên tài khoản này đã có người dùng; mỗi người một tài khoản." : "Tên đăng nhập một lần này đã gắn với tài khoản khác.")]);
}

function refused(field: string, message: string): FieldProblem {
  return { field, code: "field-invalid", message, rule: RULE };
}
