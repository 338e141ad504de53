import { notFound, requireOverview } from "../access.ts";
import type { Access } from "../actor.ts";
import { SESSION_IDLE_MS, sessionEnd } from "./account.ts";
import { finishHandover, handovers, openHandover, type HandoverNeeds } from "./hand-over.ts";
import { addAccount, changeAccount, lockAccount, resetPassword, unlockAccount } from "./manage.ts";
import { changePassword, confirmSecondFactor, removeSecondFactor, startSecondFactor } from "./own-account.ts";
import type { AccountService } from "./service.ts";
import { accountIdOf, ownSession, renewPerson, resume } from "./sessions.ts";
import { newSetupToken, setUp } from "./set-up.ts";
import { signIn } from "./sign-in.ts";
import { finishSignOn, finishSignOnWithCode, startSignOn, type SignOnNeeds } from "./sign-on-flow.ts";

export type AccountNeeds = HandoverNeeds & SignOnNeeds;

export function accountService(needs: AccountNeeds): AccountService {
  const { store, clock } = needs;
  const { accounts } = store.reader;
  return {
    setupNeeded: async () => !(await accounts.exist()),
    newSetupToken: () => newSetupToken(needs),
    setUp: (command, origin) => setUp(needs, command, origin),
    signIn: (command, origin) => signIn(needs, command, origin),
    startSignOn: (redirectUri, returnTo) => startSignOn(needs, redirectUri, returnTo),
    finishSignOn: (callback, state, origin) => finishSignOn(needs, callback, state, origin),
    finishSignOnWithCode: (state, code, origin) => finishSignOnWithCode(needs, state, code, origin),
    signsOn: () => needs.signOn !== null,
    resume: (token) => resume(needs, token),
    renewPerson: (access) => renewPerson(needs, access),

    ownSession: (access) => ownSession(needs, access),
    async signOut(access) {
      const { session } = await ownSession(needs, access);
      await endSession(access, session.id);
    },
    async ownSessions(access) {
      const now = clock.now();
      const open = await accounts.sessionsOf(accountIdOf(access), new Date(now.getTime() - SESSION_IDLE_MS));
      return open.filter((session) => now < sessionEnd(session));
    },
    async endOwnSession(id, access) {
      if (!(await endSession(access, id))) throw notFound("session", id);
    },
    changePassword: (command, access) => changePassword(needs, command, access),
    startSecondFactor: (password, access) => startSecondFactor(needs, password, access),
    confirmSecondFactor: (code, access) => confirmSecondFactor(needs, code, access),
    removeSecondFactor: (password, access) => removeSecondFactor(needs, password, access),

    async accounts(filter, access) {
      requireOverview(access);
      const rows = await accounts.list({ ...filter, limit: filter.limit + 1 });
      const shown = rows.slice(0, filter.limit);
      return { rows: shown, next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
    },
    async account(id, access) {
      requireOverview(access);
      const found = await accounts.byId(id);
      if (found === null) throw notFound("account", id);
      return found;
    },
    addAccount: (command, access) => addAccount(needs, command, access),
    changeAccount: (id, command, access) => changeAccount(needs, id, command, access),
    resetPassword: (id, command, access) => resetPassword(needs, id, command, access),
    lockAccount: (id, reason, access) => lockAccount(needs, id, reason, access),
    unlockAccount: (id, reason, access) => unlockAccount(needs, id, reason, access),
    openHandover: (id, command, access) => openHandover(needs, id, command, access),
    finishHandover: (id, access) => finishHandover(needs, id, access),
    handovers: (access) => handovers(needs, access),
    async audit(filter, access) {
      requireOverview(access);
      return await accounts.audit(filter);
    },
  };

  async function endSession(access: Access, only: Parameters<AccountService["endOwnSession"]>[0]): Promise<boolean> {
    const [id, at] = [accountIdOf(access), clock.now()];
    return await store.write(async (tx) => {
      if ((await tx.endSessions(id, at, { only })).length === 0) return false;
      await tx.append({ kind: "session.ended", at, actor: access.actor, facts: { accountId: id, sessionId: only } });
      return true;
    });
  }
}
