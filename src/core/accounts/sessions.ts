import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import { newId, type AccountId, type SessionId } from "../ids.ts";
import type { Clock, Store, Transaction } from "../ports.ts";
import { isLive, type Account, type Origin, type Session } from "./account.ts";
import { inRoles } from "./callers.ts";
import { newToken, tokenHash } from "./secrets.ts";
import type { Opened } from "./service.ts";

/** A busy page must not write on every request. */
const USE_NOTED_EVERY_MS = 60_000;

/** Opens a session in this transaction. A token is never taken from the browser: what was planted there before stays worthless. */
export async function openSession(tx: Transaction, account: Account, means: Session["means"], origin: Origin, at: Date): Promise<Opened> {
  const token = newToken();
  const session: Session = { id: newId<SessionId>(), accountId: account.id, tokenHash: tokenHash(token), openedAt: at, lastSeenAt: at, endedAt: null, address: origin.address.slice(0, 100), agent: origin.agent.slice(0, 300), means };
  await tx.addSession(session);
  await tx.append({ kind: "session.opened", at, actor: personOf(account), facts: { accountId: account.id, sessionId: session.id, means, address: session.address } });
  return { token, session, account };
}

/** After a change of what protects the account: this session goes on under a new token until the time it had, all others end. */
export async function renewSession(tx: Transaction, session: Session, account: Account, at: Date): Promise<Opened> {
  const token = newToken();
  const next: Session = { ...session, id: newId<SessionId>(), tokenHash: tokenHash(token), lastSeenAt: at };
  await tx.endSessions(account.id, at, {});
  await tx.addSession(next);
  return { token, session: next, account };
}

export async function resume({ store, clock }: { readonly store: Store; readonly clock: Clock }, token: string): Promise<Access | null> {
  const found = await store.reader.accounts.sessionByToken(tokenHash(token));
  const now = clock.now();
  if (found === null || !isLive(found.session, found.account, now)) return null;
  const { session, account } = found;
  if (now.getTime() - session.lastSeenAt.getTime() >= USE_NOTED_EVERY_MS) await store.write((tx) => tx.touchSession(session.id, now));
  return accessOf(session, account);
}

/** For answers that stay open: looked at again, without counting as use. */
export async function renewPerson({ store, clock }: { readonly store: Store; readonly clock: Clock }, access: Access): Promise<Access | null> {
  const { person } = access;
  if (person === undefined) return null;
  const found = await store.reader.accounts.sessionById(person.sessionId);
  if (found === null || !isLive(found.session, found.account, clock.now())) return null;
  const roles = found.account.roles.filter((role) => person.roles.includes(role));
  return roles.length === 0 ? null : inRoles(accessOf(found.session, found.account), person.roles, person.roles);
}

/** Throws `credentials-missing` for a session that ended meanwhile, `role-missing` for a caller that is no person. */
export async function ownSession({ store, clock }: { readonly store: Store; readonly clock: Clock }, access: Access): Promise<{ readonly session: Session; readonly account: Account }> {
  if (access.person === undefined) throw new HouseError("role-missing", "this is for persons, not for keys of systems", { needed: ["person"] });
  const found = await store.reader.accounts.sessionById(access.person.sessionId);
  if (found === null || !isLive(found.session, found.account, clock.now())) throw new HouseError("credentials-missing", "the session has ended");
  return found;
}

export function accountIdOf(access: Access): AccountId {
  if (access.actor.kind !== "person") throw new HouseError("role-missing", "this is for persons, not for keys of systems", { needed: ["person"] });
  return access.actor.accountId;
}

export function personOf({ id, userName }: Account): Access["actor"] {
  return { kind: "person", accountId: id, name: userName };
}

function accessOf(session: Session, account: Account): Access {
  return {
    actor: personOf(account),
    agencies: account.agencies,
    supervises: account.supervises,
    person: { sessionId: session.id, roles: account.roles, mustChangePassword: account.mustChangePassword },
  };
}
