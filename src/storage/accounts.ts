import type { Account, Session } from "../core/accounts/account.ts";
import type { AccountReader, AccountWrites } from "../core/accounts/ports.ts";
import type { AccountId, SessionId } from "../core/ids.ts";
import { ACCOUNTS_LOCK } from "./advisory-locks.ts";
import { auditPage } from "./audit.ts";
import type { Run } from "./database.ts";
import { handoverReads, handoverWrites } from "./handovers.ts";

/** Name of the field, name of the column. */
const COLUMNS = {
  id: "id",
  userName: "user_name",
  fullName: "full_name",
  roles: "roles",
  agencies: "agencies",
  supervises: "supervises",
  passwordHash: "password_hash",
  mustChangePassword: "must_change_password",
  passwordUntil: "password_until",
  secondFactor: "second_factor",
  pendingSecondFactor: "pending_second_factor",
  lastCodeStep: "last_code_step",
  recoveryHashes: "recovery_hashes",
  signOnName: "sign_on_name",
  locked: "locked",
  decision: "decision",
  createdAt: "created_at",
  createdBy: "created_by",
  lastSignInAt: "last_sign_in_at",
} as const satisfies Record<keyof Account, string>;
const FIELDS = Object.keys(COLUMNS) as (keyof Account)[];
const NAMES = Object.values(COLUMNS).join(", ");
const PLACES = FIELDS.map((_field, i) => `$${i + 1}`).join(", ");
const ACCOUNT_COLUMNS = FIELDS.map((field) => `a.${COLUMNS[field]} AS "${field}"`).join(", ");
const ACCOUNT = `SELECT ${ACCOUNT_COLUMNS} FROM account a`;
const SESSION = `s.id AS "sessionId", s.account_id AS "accountId", s.token_hash AS "tokenHash", s.opened_at AS "openedAt", s.last_seen_at AS "lastSeenAt", s.ended_at AS "endedAt", s.address, s.agent, s.means`;

type AccountRow = Omit<Account, "lastCodeStep"> & { readonly lastCodeStep: string | null };
type SessionRow = Omit<Session, "id"> & { readonly sessionId: SessionId } & AccountRow;

export function accountReads(run: Run): AccountReader {
  const rows = async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> => await run((db) => db.query<Row[]>(sql, [...parameters]));
  const one = async (where: string, value: string): Promise<Account | null> => first(await rows<AccountRow>(`${ACCOUNT} ${where}`, [value]));
  // asked with every request of a person, so in one round trip
  const session = async (where: string, value: string): Promise<{ readonly session: Session; readonly account: Account } | null> => {
    const [found] = await rows<SessionRow>(`SELECT ${SESSION}, ${ACCOUNT_COLUMNS} FROM session s JOIN account a ON a.id = s.account_id WHERE ${where} AND s.ended_at IS NULL`, [value]);
    if (found === undefined) return null;
    const { sessionId, accountId, tokenHash, openedAt, lastSeenAt, endedAt, address, agent, means, ...account } = found;
    return { session: { id: sessionId, accountId, tokenHash, openedAt, lastSeenAt, endedAt, address, agent, means }, account: accountOf(account) };
  };
  return {
    exist: async () => (await rows("SELECT FROM account LIMIT 1")).length > 0,
    byId: (id) => one("WHERE a.id = $1", id),
    byUserName: (userName) => one("WHERE a.user_name = $1", userName),
    bySignOnName: (name) => one("WHERE a.sign_on_name = $1 OR (a.sign_on_name IS NULL AND a.user_name = lower($1)) ORDER BY a.sign_on_name NULLS LAST LIMIT 1", name),
    list: async ({ after, limit, words, locked }) =>
      (
        await rows<AccountRow>(
          `${ACCOUNT} WHERE ($1::uuid IS NULL OR a.id < $1) AND ($2::text IS NULL OR a.user_name LIKE $2 OR lower(a.full_name) LIKE $2) AND ($3::boolean IS NULL OR (a.locked IS NOT NULL) = $3) ORDER BY a.id DESC LIMIT $4`,
          [after ?? null, words === undefined ? null : `%${words.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`, locked ?? null, limit],
        )
      ).map(accountOf),
    sessionByToken: (hash) => session("s.token_hash = $1", hash),
    sessionById: (id) => session("s.id = $1", id),
    sessionsOf: async (id, usedSince) => {
      const found = await rows<Omit<Session, "id"> & { sessionId: SessionId }>(`SELECT ${SESSION} FROM session s WHERE account_id = $1 AND ended_at IS NULL AND last_seen_at > $2 ORDER BY id DESC LIMIT 200`, [id, usedSince]);
      return found.map(({ sessionId, ...session }) => ({ ...session, id: sessionId }));
    },
    audit: (filter) => auditPage(run, filter),
    ...handoverReads(run),
  };
}

export function accountWrites(run: Run): AccountWrites {
  const rows = async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> => await run((db) => db.query<Row[]>(sql, [...parameters]));
  // TypeORM answers a bare UPDATE with [rows, count]: wrapped, it answers with rows
  const changed = async <Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> => await rows<Row>(`WITH changed AS (${sql}) SELECT * FROM changed`, parameters);
  return {
    addAccount: async (account) => (await rows(`INSERT INTO account (${NAMES}) VALUES (${PLACES}) ON CONFLICT DO NOTHING RETURNING id`, valuesOf(account))).length === 1,
    holdAccount: async (id) => first(await rows<AccountRow>(`${ACCOUNT} WHERE a.id = $1 FOR UPDATE`, [id])),
    saveAccount: async (account) =>
      (await changed(`UPDATE account SET (${NAMES}) = (${PLACES}) WHERE id = $1 AND NOT EXISTS (SELECT FROM account other WHERE other.sign_on_name = $${FIELDS.indexOf("signOnName") + 1} AND other.id <> $1) RETURNING id`, valuesOf(account))).length === 1,
    holdOperators: async () => {
      await rows("SELECT pg_advisory_xact_lock($1, 0)", [ACCOUNTS_LOCK]);
      return (await rows<{ count: number }>("SELECT count(*)::int AS count FROM account WHERE 'operator' = ANY(roles) AND locked IS NULL"))[0]?.count ?? 0;
    },
    addSession: async ({ id, accountId, tokenHash, openedAt, lastSeenAt, address, agent, means }) => {
      await rows("INSERT INTO session (id, account_id, token_hash, opened_at, last_seen_at, address, agent, means) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", [id, accountId, tokenHash, openedAt, lastSeenAt, address, agent, means]);
    },
    touchSession: async (id, at) => {
      await changed("UPDATE session SET last_seen_at = greatest(last_seen_at, $2) WHERE id = $1 RETURNING id", [id, at]);
    },
    endSessions: (id: AccountId, at, { only, except }) =>
      changed<{ id: SessionId }>("UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL AND ($3::uuid IS NULL OR id = $3) AND ($4::uuid IS NULL OR id <> $4) RETURNING id", [id, at, only ?? null, except ?? null]).then((ended) => ended.map((row) => row.id)),

    countTry: async (userName, at, { tries, windowMs }) => {
      await changed("DELETE FROM sign_in_try WHERE user_name <> $1 AND last_at < $2::timestamptz - interval '1 day' RETURNING user_name", [userName, at]);
      const since = new Date(at.getTime() - windowMs);
      // a name that waits is not made to wait longer by trying
      const [counted] = await rows<{ tries: number; lastAt: Date }>(
        `INSERT INTO sign_in_try (user_name, tries, last_at) VALUES ($1, 1, $2)
         ON CONFLICT (user_name) DO UPDATE SET tries = CASE WHEN sign_in_try.last_at <= $3 THEN 1 ELSE sign_in_try.tries + 1 END, last_at = CASE WHEN sign_in_try.tries >= $4 AND sign_in_try.last_at > $3 THEN sign_in_try.last_at ELSE $2 END
         RETURNING tries, last_at AS "lastAt"`,
        [userName, at, since, tries],
      );
      const counts = counted?.tries ?? 1;
      return { tries: counts, waitUntil: counts > tries ? new Date((counted?.lastAt ?? at).getTime() + windowMs) : null };
    },
    uncountTry: async (userName) => {
      await changed("UPDATE sign_in_try SET tries = greatest(tries - 1, 0) WHERE user_name = $1 RETURNING user_name", [userName]);
    },
    forgetTries: async (userName) => {
      await changed("DELETE FROM sign_in_try WHERE user_name = $1 RETURNING user_name", [userName]);
    },

    sweepSessions: async (before) =>
      (await changed("DELETE FROM session WHERE coalesce(ended_at, last_seen_at) < $1 RETURNING id", [before])).length +
      (await changed("DELETE FROM setup_token WHERE made_at < $1 OR EXISTS (SELECT FROM account) RETURNING hash", [before])).length,
    addSetupToken: async (hash, at) => {
      await rows("INSERT INTO setup_token (hash, made_at) VALUES ($1, $2)", [hash, at]);
    },
    takeSetupToken: async (hash) => {
      await rows("SELECT pg_advisory_xact_lock($1, 0)", [ACCOUNTS_LOCK]);
      if ((await rows("SELECT FROM account LIMIT 1")).length > 0) return false;
      if ((await rows("SELECT FROM setup_token WHERE hash = $1", [hash])).length === 0) return false;
      await changed("DELETE FROM setup_token RETURNING hash", []);
      return true;
    },
    ...handoverWrites(run),
  };
}

function first([row]: readonly AccountRow[]): Account | null {
  return row === undefined ? null : accountOf(row);
}

function accountOf(row: AccountRow): Account {
  return { ...row, lastCodeStep: row.lastCodeStep === null ? null : Number(row.lastCodeStep) };
}

function valuesOf(account: Account): readonly unknown[] {
  return FIELDS.map((field) => (field === "locked" && account.locked !== null ? JSON.stringify(account.locked) : account[field]));
}
