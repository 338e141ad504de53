import type { EntityManager } from "typeorm";
import type { Deadline, KeptDeadline } from "../core/deadlines/deadline.ts";
import type { BoardLine, DeadlineFilter, DeadlineReader, DeadlineWrites } from "../core/deadlines/ports.ts";
import { HouseError } from "../core/fault.ts";
import { asId, newId, type DeadlineId } from "../core/ids.ts";
import { below } from "./below.ts";
import type { Run } from "./database.ts";
import { planned } from "./preparing-client.ts";

const COLUMNS = `d.id, kind, side, subject_id AS "subjectId", document_id AS "documentId", agency_code AS "agencyCode", receiver_code AS "receiverCode", receiver_name AS "receiverName", code, urgency::int,
  opened_at AS "openedAt", near_at AS "nearAt", due_at AS "dueAt", rule, provisional, calendar_id AS "calendarId", calendar_version AS "calendarVersion",
  closed_at AS "closedAt", outcome, near_told_at AS "nearToldAt", late_told_at AS "lateToldAt"`;

/** What is kept already and the same is not written again. A due instant moved into the future may be told of anew. */
const KEEP = planned(`
  INSERT INTO deadline AS d (id, kind, side, subject_id, document_id, agency_code, receiver_code, receiver_name, code, urgency, opened_at, near_at, due_at, rule, provisional, calendar_id, calendar_version, closed_at, outcome, near_told_at, late_told_at)
  SELECT id, kind, side, "subjectId", "documentId", "agencyCode", "receiverCode", "receiverName", code, urgency, "openedAt", "nearAt", "dueAt", rule, provisional, "calendarId", "calendarVersion", "closedAt", outcome,
    CASE WHEN "dueAt" < $2 THEN $2 END, CASE WHEN "dueAt" < $2 THEN $2 END
  FROM jsonb_to_recordset($1) AS given(id uuid, kind text, side text, "subjectId" uuid, "documentId" uuid, "agencyCode" text, "receiverCode" text, "receiverName" text, code text, urgency smallint,
    "openedAt" timestamptz(3), "nearAt" timestamptz(3), "dueAt" timestamptz(3), rule text, provisional boolean, "calendarId" text, "calendarVersion" text, "closedAt" timestamptz(3), outcome text)
  ON CONFLICT (subject_id, kind) DO UPDATE SET
    opened_at = excluded.opened_at, near_at = excluded.near_at, due_at = excluded.due_at, rule = excluded.rule, provisional = excluded.provisional,
    calendar_id = excluded.calendar_id, calendar_version = excluded.calendar_version, closed_at = excluded.closed_at, outcome = excluded.outcome, urgency = excluded.urgency, receiver_name = excluded.receiver_name,
    near_told_at = CASE WHEN excluded.due_at > d.due_at THEN NULL ELSE d.near_told_at END,
    late_told_at = CASE WHEN excluded.due_at > d.due_at THEN NULL ELSE d.late_told_at END
  WHERE (d.opened_at, d.near_at, d.due_at, d.rule, d.provisional, d.closed_at, d.outcome, d.urgency) IS DISTINCT FROM
    (excluded.opened_at, excluded.near_at, excluded.due_at, excluded.rule, excluded.provisional, excluded.closed_at, excluded.outcome, excluded.urgency)`);

const NO_LONGER = planned(`DELETE FROM deadline WHERE document_id = ANY($1) AND NOT EXISTS (SELECT FROM jsonb_to_recordset($2) AS given("subjectId" uuid, kind text) WHERE given."subjectId" = deadline.subject_id AND given.kind = deadline.kind)`);

const TAKE_LATE = planned(`
  UPDATE deadline d SET late_told_at = $1, near_told_at = coalesce(d.near_told_at, $1) FROM (
    SELECT id FROM deadline WHERE late_told_at IS NULL AND (closed_at IS NULL OR outcome = 'missed') AND due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED) late
  WHERE d.id = late.id RETURNING ${COLUMNS}`);
const TAKE_NEAR = planned(`
  UPDATE deadline d SET near_told_at = $1 FROM (
    SELECT id FROM deadline WHERE near_told_at IS NULL AND closed_at IS NULL AND near_at <= $1 AND due_at > $1 ORDER BY near_at LIMIT $2 FOR UPDATE SKIP LOCKED) near
  WHERE d.id = near.id RETURNING ${COLUMNS}`);

const TOUCHED = `
  SELECT id, side, document_id AS "documentId" FROM deadline
  WHERE due_at >= $1 AND ($2::timestamptz IS NULL OR opened_at < $2) AND id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY id LIMIT $4`;

export function deadlineReads(run: Run): DeadlineReader {
  return {
    list: (filter) => run((db) => list(db, filter)),
    board: (filter) =>
      run(async (db) => {
        const { where, parameters, near: nearSql } = matching({ ...filter, state: "open" });
        const near = nearSql();
        // by the index `deadline_board` alone; whether one is near may cost a look into the cutoffs, so it is asked once a row, and names only of the lines that are shown
        return await db.query<BoardLine[]>(
          `SELECT "agencyCode", "receiverCode", kind, ("left" - near) AS "onTime", near, late, "nextDueAt",
             (SELECT max(n.receiver_name) FROM deadline n WHERE n.closed_at IS NULL AND n.agency_code = "agencyCode" AND n.receiver_code = "receiverCode" AND n.kind = worst.kind) AS "receiverName"
           FROM (SELECT * FROM (
             SELECT agency_code AS "agencyCode", receiver_code AS "receiverCode", kind,
               count(*) FILTER (WHERE due_at > $1)::int AS "left", count(*) FILTER (WHERE due_at > $1 AND ${near})::int AS near, count(*) FILTER (WHERE due_at <= $1)::int AS late, min(due_at) AS "nextDueAt"
             FROM deadline d WHERE ${where} GROUP BY agency_code, receiver_code, kind) counted
           ORDER BY late DESC, near DESC, "nextDueAt", "agencyCode", "receiverCode", kind LIMIT ${filter.limit}) worst ORDER BY late DESC, near DESC, "nextDueAt", "agencyCode", "receiverCode", kind`,
          parameters,
        );
      }),
    touched: ({ from, to, after, limit }) => run((db) => db.query(TOUCHED, [from, to, after, limit])),
    ofDocument: (documentId) => run((db) => db.query(`SELECT ${COLUMNS} FROM deadline d WHERE document_id = $1 ORDER BY due_at, id`, [documentId])),
  };
}

async function list(db: EntityManager, filter: DeadlineFilter): ReturnType<DeadlineReader["list"]> {
  const { where, parameters } = matching(filter);
  const rows = await db.query<KeptDeadline[]>(`SELECT ${COLUMNS} FROM deadline d WHERE ${where} ORDER BY due_at, d.id LIMIT ${filter.limit + 1}`, parameters);
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > shown.length && last !== undefined ? `${last.dueAt.getTime()}.${last.id}` : null };
}

/** Every state of an open deadline is a range of one index. `$1` is now. */
function matching(filter: DeadlineFilter): { readonly where: string; readonly parameters: unknown[]; readonly near: () => string } {
  const parameters: unknown[] = [filter.now];
  const given = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions: string[] = [];
  const [only, ...others] = filter.agencies === "all" ? [] : filter.agencies;
  const { trees = [] } = filter;
  // with one agency by `=`, so that its index also gives the order
  if (filter.agencies !== "all" && trees.length > 0) conditions.push(`(agency_code = ANY(${given([...filter.agencies, ...trees])}) OR agency_code LIKE ANY(${given(trees.map(below))}))`);
  else if (filter.agencies !== "all") conditions.push(only !== undefined && others.length === 0 ? `agency_code = ${given(only)}` : `agency_code = ANY(${given(filter.agencies)})`);
  if (filter.agency !== undefined) conditions.push(`agency_code = ${given(filter.agency)}`);
  if (filter.receiver !== undefined) conditions.push(`receiver_code = ${given(filter.receiver)}`);
  if (filter.kind !== undefined) conditions.push(`kind = ${given(filter.kind)}`);
  const near = (): string => nearIn(filter, given);
  conditions.push(stateIn(filter, near, given));
  if (filter.after !== undefined) {
    const { dueAt, id } = cursorOf(filter.after);
    conditions.push(`(due_at, d.id) > (${given(dueAt)}::timestamptz, ${given(id)}::uuid)`);
  }
  return { where: conditions.join(" AND "), parameters, near };
}

/** Most calendars of a country end the same minutes at the same instant: only what lies between the first and the last of them is looked up. */
function nearIn({ cutoffs }: DeadlineFilter, given: (value: unknown) => string): string {
  if (cutoffs === undefined) return "near_at <= $1";
  const [first, last] = [Math.min, Math.max].map((of) => given(new Date(of(...[...cutoffs.values()].map((at) => at.getTime())))));
  const own = given(JSON.stringify(Object.fromEntries([...cutoffs].map(([id, at]) => [id, at.toISOString()]))));
  return `(due_at <= ${first} OR (due_at <= ${last} AND due_at <= coalesce((${own}::jsonb->>calendar_id)::timestamptz, near_at)))`;
}

function stateIn({ state = "open", cutoffs }: DeadlineFilter, near: () => string, given: (value: unknown) => string): string {
  switch (state) {
    case "open":
      return "closed_at IS NULL AND $1::timestamptz IS NOT NULL";
    case "late":
      return "closed_at IS NULL AND due_at <= $1";
    case "near":
      return `closed_at IS NULL AND due_at > $1${latestIn(cutoffs, given)} AND ${near()}`;
    case "on-time":
      return `closed_at IS NULL AND due_at > $1 AND NOT ${near()}`;
    case "met":
    case "missed":
    case "void":
      return `outcome = '${state}' AND $1::timestamptz IS NOT NULL`;
  }
}

/** Nothing due after the latest of them is near: the end of the range of the index. */
function latestIn(cutoffs: DeadlineFilter["cutoffs"], given: (value: unknown) => string): string {
  return cutoffs === undefined ? "" : ` AND due_at <= ${given(new Date(Math.max(...[...cutoffs.values()].map((at) => at.getTime()))))}`;
}

function cursorOf(text: string): { readonly dueAt: Date; readonly id: DeadlineId } {
  const [time = "", id = ""] = text.split(".");
  const known = asId<DeadlineId>(id);
  if (!/^\d{1,15}$/.test(time) || known === null) throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
  return { dueAt: new Date(Number(time)), id: known };
}

export function deadlineWrites(run: Run): DeadlineWrites {
  const take = async (sql: string, now: Date, limit: number): Promise<readonly KeptDeadline[]> => {
    const [rows]: [KeptDeadline[], number] = await run((db) => db.query(sql, [now, limit])); // an UPDATE answers with its rows and their number
    return rows;
  };
  return {
    keepDeadlines: async (documentIds, deadlines, silentBefore) => {
      const given = JSON.stringify(deadlines.map((deadline: Deadline) => ({ id: newId<DeadlineId>(), ...deadline })));
      await run((db) => db.query(NO_LONGER, [documentIds, given]));
      await run((db) => db.query(KEEP, [given, silentBefore]));
    },
    takeNear: (now, limit) => take(TAKE_NEAR, now, limit),
    takeLate: (now, limit) => take(TAKE_LATE, now, limit),
  };
}
