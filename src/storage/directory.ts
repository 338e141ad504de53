import type { EntityManager } from "typeorm";
import type { Agency } from "../core/agency.ts";

const BATCH = 500;

/** Only rows that differ are written, so that the daily fetch of the same directory costs nothing. Hosting is ours and stays unless given. */
const UPSERT = `
  INSERT INTO agency (code, organization, source, hosting)
  SELECT code, organization, source, hosting FROM jsonb_to_recordset($1) AS given(code text, organization jsonb, source text, hosting jsonb)
  ORDER BY code
  ON CONFLICT (code) DO UPDATE SET
    organization = excluded.organization, source = excluded.source, hosting = coalesce(excluded.hosting, agency.hosting), changed_at = clock_timestamp()
  WHERE (agency.organization, agency.source) IS DISTINCT FROM (excluded.organization, excluded.source)
     OR (excluded.hosting IS NOT NULL AND agency.hosting IS DISTINCT FROM excluded.hosting)
  RETURNING code`;

const ALIASES = `
  WITH given AS (SELECT alias, code FROM jsonb_to_recordset($1) AS given(alias text, code text)),
  gone AS (DELETE FROM agency_alias WHERE agency_code = ANY($2) AND alias NOT IN (SELECT alias FROM given) RETURNING agency_code),
  named AS (
    INSERT INTO agency_alias (alias, agency_code) SELECT alias, code FROM given ORDER BY alias
    ON CONFLICT (alias) DO UPDATE SET agency_code = excluded.agency_code WHERE agency_alias.agency_code <> excluded.agency_code
    RETURNING agency_code
  )
  SELECT agency_code AS code FROM gone UNION SELECT agency_code FROM named`;

/** Inserts or updates the agencies with their aliases; an alias belongs to the agency that named it last. Returns how many changed. */
export async function saveAgencies(db: EntityManager, agencies: readonly Agency[]): Promise<number> {
  const byCode = new Map(agencies.map((agency) => [agency.code, agency])); // the last of two with the same code counts
  const given = [...byCode.values()];
  const aliases = new Map(given.flatMap(({ code, aliases: names }) => names.map((alias) => [alias, { alias, code }] as const)));
  const written: { code: string }[] = await db.query(UPSERT, [JSON.stringify(given.map(({ code, organization, source, hosting }) => ({ code, organization, source, hosting })))]);
  const renamed: { code: string }[] = await db.query(ALIASES, [JSON.stringify([...aliases.values()]), [...byCode.keys()]]);
  return new Set([...written, ...renamed].map(({ code }) => code)).size;
}

/** Groups a long sequence for `saveAgencies`. */
export async function* batchesOf(agencies: AsyncIterable<Agency>): AsyncGenerator<readonly Agency[]> {
  let batch: Agency[] = [];
  for await (const agency of agencies) {
    batch.push(agency);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
