import type { AgencyLayer, DirectorySyncs, SkippedRow, SyncCounts } from "../core/directory/index.ts";
import { newId, type DirectorySyncId } from "../core/ids.ts";
import type { Database } from "./database.ts";
import { DirectorySyncs as Syncs } from "./entities/agency.ts";

const STAGE = `
  INSERT INTO agency_staging (sync_id, code, organ_id, partner_id, partner_parent_id, layer)
  SELECT $1, code, "organId", "partnerId", "partnerParentId", layer
  FROM jsonb_to_recordset($2) AS given(code text, "organId" text, "partnerId" text, "partnerParentId" text, layer jsonb)`;

/** Partners say the unit above by their own id, some by its code. An empty or unknown one says nothing. */
const PARENTS = `
  UPDATE agency_staging child SET layer = child.layer || jsonb_build_object('parent', above.code)
  FROM (SELECT partner_id, min(code) AS code FROM agency_staging WHERE sync_id = $1 AND partner_id IS NOT NULL GROUP BY partner_id) above
  WHERE child.sync_id = $1 AND child.partner_parent_id = above.partner_id AND child.code <> above.code`;

/** One row for a code: the one in the form of QĐ 20/2020, the one that tells most, the first by the alphabet: never by chance, or every sync would change it. */
const DOUBLES = `
  WITH ranked AS (
    SELECT position, code, layer->>'name' AS name, first_value(layer->>'name') OVER best AS kept, row_number() OVER best AS place
    FROM agency_staging WHERE sync_id = $1
    WINDOW best AS (PARTITION BY code ORDER BY (organ_id = code) DESC, (layer ? 'parent') DESC, (layer ? 'email') DESC, layer->>'name', organ_id, position)),
  gone AS (DELETE FROM agency_staging USING ranked WHERE agency_staging.sync_id = $1 AND agency_staging.position = ranked.position AND ranked.place > 1)
  SELECT code, name FROM ranked WHERE place > 1 AND name <> kept ORDER BY code, name`;

/** A code that is listed itself is nobody's alias. */
const ALIASES = `
  UPDATE agency_staging SET layer = layer - 'aliases' WHERE sync_id = $1 AND layer ? 'aliases'
    AND EXISTS (SELECT FROM agency_staging other WHERE other.sync_id = $1 AND other.code = agency_staging.layer->'aliases'->>0)`;

const DIFFERS = "(a.synced IS DISTINCT FROM s.layer OR a.synced_from IS DISTINCT FROM sync.channel OR a.vanished_at IS NOT NULL)";
const BESIDE = "directory_sync sync JOIN agency_staging s ON s.sync_id = sync.id LEFT JOIN agency a ON a.code = s.code";
const NOT_LISTED = "NOT EXISTS (SELECT FROM agency_staging s WHERE s.sync_id = sync.id AND s.code = a.code)";

const COMPARE = `
  SELECT count(*)::int AS listed,
    count(*) FILTER (WHERE a.code IS NULL)::int AS added,
    count(*) FILTER (WHERE a.vanished_at IS NULL AND a.synced_from = sync.channel AND a.synced <> s.layer)::int AS changed,
    count(*) FILTER (WHERE a.vanished_at IS NOT NULL)::int AS returned
  FROM ${BESIDE} WHERE sync.id = $1`;
const COMPARE_KNOWN = `
  SELECT count(*)::int AS known, count(*) FILTER (WHERE ${NOT_LISTED})::int AS vanished
  FROM directory_sync sync JOIN agency a ON a.synced_from = sync.channel AND a.vanished_at IS NULL WHERE sync.id = $1`;
/*
 * A portion at a time, each row looked up by its key: joined and sorted anew for every portion, the comparison of a first sync took as long
 * as writing it. LATERAL … LIMIT 1 holds the planner to it, which knows nothing yet of a directory being filled.
 */
const DIFFERING = `
  SELECT s.code, CASE WHEN a.code IS NULL OR ${DIFFERS} THEN s.layer END AS layer
  FROM directory_sync sync
  CROSS JOIN LATERAL (SELECT code, layer FROM agency_staging WHERE sync_id = sync.id AND code > $2 ORDER BY code LIMIT $3) s
  LEFT JOIN LATERAL (SELECT code, synced, synced_from, vanished_at FROM agency WHERE agency.code = s.code LIMIT 1) a ON true
  WHERE sync.id = $1 ORDER BY s.code`;
const MISSING = `
  SELECT a.code, listed.code IS NOT NULL AS listed
  FROM directory_sync sync
  CROSS JOIN LATERAL (SELECT code FROM agency WHERE synced_from = sync.channel AND vanished_at IS NULL AND code > $2 ORDER BY code LIMIT $3) a
  LEFT JOIN LATERAL (SELECT code FROM agency_staging s WHERE s.sync_id = sync.id AND s.code = a.code LIMIT 1) listed ON true
  WHERE sync.id = $1 ORDER BY a.code`;

/** Partners' lists in a table beside the directory, compared by the database. */
export function directorySyncs(database: Database): DirectorySyncs {
  return {
    begin: async (channel, at) => {
      const id = newId<DirectorySyncId>();
      await database.transaction(async (run) => {
        await run(async (db) => {
          await db.query("DELETE FROM agency_staging WHERE sync_id IN (SELECT id FROM directory_sync WHERE channel = $1 AND state IN ('running', 'held'))", [channel]);
          await db.query("UPDATE directory_sync SET state = 'superseded', finished_at = $2 WHERE channel = $1 AND state = 'held'", [channel, at]);
          await db.query(`UPDATE directory_sync SET state = 'failed', finished_at = $2, fault = '{"code": "process-died", "reason": "the process ended before the sync did"}' WHERE channel = $1 AND state = 'running'`, [channel, at]);
          await db.query("INSERT INTO directory_sync (id, channel, started_at, state, counts) VALUES ($1, $2, $3, 'running', $4)", [id, channel, at, JSON.stringify({ listed: 0, known: 0, added: 0, changed: 0, vanished: 0, returned: 0 })]);
        });
      });
      return id;
    },
    stage: async (id, rows) => {
      await database.once((db) => db.query(STAGE, [id, JSON.stringify(rows)]));
    },
    settleStaged: async (id) =>
      await database.once(async (db) => {
        await db.query("ANALYZE agency_staging"); // made a moment ago: the planner has never seen these rows
        await db.query(PARENTS, [id]);
        const doubles: { code: string; name: string }[] = await db.query(DOUBLES, [id]);
        await db.query(ALIASES, [id]);
        return doubles.map(({ code, name }): SkippedRow => ({ reason: "named-twice", code, name: name.slice(0, 120) }));
      }),
    compare: async (id) =>
      await database.read(async (db) => {
        const [beside]: [Omit<SyncCounts, "known" | "vanished">] = await db.query(COMPARE, [id]);
        const [known]: [Pick<SyncCounts, "known" | "vanished">] = await db.query(COMPARE_KNOWN, [id]);
        return { ...beside, ...known };
      }),
    differing: async (id, after, looked) => {
      const rows: { code: string; layer: AgencyLayer | null }[] = await database.read((db) => db.query(DIFFERING, [id, after, looked]));
      return { rows: rows.flatMap(({ code, layer }) => (layer === null ? [] : [{ code, layer }])), next: lastOf(rows, looked) };
    },
    missing: async (id, after, looked) => {
      const rows: { code: string; listed: boolean }[] = await database.read((db) => db.query(MISSING, [id, after, looked]));
      return { rows: rows.filter(({ listed }) => !listed), next: lastOf(rows, looked) };
    },
    close: async (id, end) => {
      await database.transaction(async (run) => {
        await run(async (db) => {
          const { skipped, skippedRows, hold, fault, decision } = end;
          await db.update(Syncs, { id }, {
            state: end.state,
            finishedAt: end.at,
            counts: end.counts,
            ...(skipped !== undefined && { skipped }),
            ...(skippedRows !== undefined && { skippedRows: [...skippedRows] }),
            ...(hold !== undefined && { hold }),
            ...(fault !== undefined && { fault }),
            ...(decision !== undefined && { decision }),
          });
          if (end.state !== "held") await db.query("DELETE FROM agency_staging WHERE sync_id = $1", [id]);
        });
      });
      if (end.state === "done") await database.once((db) => db.query("ANALYZE agency, agency_search"));
    },
    outdatedTerms: async (version, limit) => {
      const rows: { code: string }[] = await database.read((db) =>
        db.query("SELECT a.code FROM agency a LEFT JOIN agency_search s ON s.code = a.code WHERE s.code IS NULL OR s.version < $1 ORDER BY a.code LIMIT $2", [version, limit]),
      );
      return rows.map(({ code }) => code);
    },
  };
}

function lastOf(rows: readonly { readonly code: string }[], looked: number): string | null {
  return rows.length < looked ? null : (rows.at(-1)?.code ?? null);
}
