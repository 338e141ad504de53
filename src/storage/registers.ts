import type { EntityManager } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { asId } from "../core/ids.ts";
import type { Page } from "../core/ports.ts";
import type { RegisterKind } from "../core/registers/register-kind.ts";
import type { RegisterEntries, RegisterPage, RegisterQuestion, RegisterReader } from "../core/registers/register-ports.ts";
import type { Run } from "./database.ts";
import { REGISTER_SQL } from "./register-sql.ts";

type Read = <Kind extends RegisterKind>(kind: Kind, page: RegisterPage) => Promise<Page<RegisterEntries[Kind]>>;

/** Entries by keyset on (instant, id), so that a register of any length is read page by page at the same cost. */
export function registerReads(run: Run): RegisterReader {
  const page: Read = (kind, question) =>
    run(async (db) => {
      const { instant, select, revive } = REGISTER_SQL[kind];
      const values = [...bounds(question), ...cursor(question), question.limit + 1];
      const found: (Stored & { readonly entry: never })[] = await db.query(
        `SELECT r.id, to_char(r.${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS place, ${select}
         FROM (SELECT * FROM ${REGISTER_SQL[kind].from} r WHERE ${scopeSql(kind, question)} AND r.${instant} >= $2 AND r.${instant} < $3 AND (r.${instant}, r.id) > ($4::timestamptz, $5::uuid)
               ORDER BY r.${instant}, r.id LIMIT $6) r ${REGISTER_SQL[kind].joins}
         ORDER BY r.${instant}, r.id`,
        values,
      );
      const shown = found.slice(0, question.limit);
      const last = shown.at(-1);
      return { rows: shown.map((row) => revive(row.entry)), next: found.length > shown.length && last !== undefined ? `${Date.parse(last.place)}_${last.id}` : null };
    });
  return { page, span: (kind, question) => run((db) => spanOf(db, kind, question)) };
}

interface Stored {
  readonly id: string;
  readonly place: string;
}

async function spanOf(db: EntityManager, kind: RegisterKind, question: RegisterQuestion): Promise<{ count: number; firstCode: string | null; lastCode: string | null }> {
  const { from, instant, code } = REGISTER_SQL[kind];
  const where = `FROM ${from} r WHERE ${scopeSql(kind, question)} AND r.${instant} >= $2 AND r.${instant} < $3`;
  const values = bounds(question);
  const [counted]: { count: number }[] = await db.query(`SELECT count(*)::int AS count ${where}`, values);
  if (code === null) return { count: counted?.count ?? 0, firstCode: null, lastCode: null };
  const edge = async (order: "ASC" | "DESC"): Promise<string | null> => {
    const [row]: { code: string }[] = await db.query(`SELECT ${code} AS code ${where} ORDER BY r.${instant} ${order}, r.id ${order} LIMIT 1`, values);
    return row?.code ?? null;
  };
  return { count: counted?.count ?? 0, firstCode: await edge("ASC"), lastCode: await edge("DESC") };
}

/** $1 is the code of the agency; below it in the tree are the codes that go on with a dot. */
function scopeSql(kind: RegisterKind, { scope }: RegisterQuestion): string {
  const { agency, where } = REGISTER_SQL[kind];
  const mine = scope.tree ? `(r.${agency} = $1 OR r.${agency} LIKE replace(replace($1, '\\', '\\\\'), '_', '\\_') || '.%')` : `r.${agency} = $1`;
  return where === null ? mine : `${mine} AND ${where}`;
}

function bounds({ scope, start, end }: RegisterQuestion): unknown[] {
  return [scope.code, start, end];
}

const NIL = "00000000-0000-0000-0000-000000000000";

function cursor({ after, start }: RegisterPage): [Date, string] {
  if (after === undefined) return [start, NIL];
  const match = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(after);
  const id = asId(match?.[2] ?? "");
  if (match === null || id === null) throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
  return [new Date(Number(match[1])), id];
}
