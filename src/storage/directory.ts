import type { EntityManager } from "typeorm";
import { agencyOf, changeBetween, factsOf, layerOf, newEntry, searchTermsOf, TERMS_VERSION, type ChangeAuthor, type DirectoryEntry, type DirectoryWriter, type EntryWrite } from "../core/directory/index.ts";
import type { NewAgency } from "../core/agency.ts";
import { DIRECTORY_LOCK } from "./advisory-locks.ts";
import type { Run } from "./database.ts";
import { Agencies, entryRecord } from "./entities/agency.ts";

const WRITE = `
  INSERT INTO agency (code, organization, source, hosting, catalogue, synced, synced_from, manual, vanished_at)
  SELECT code, organization, source, hosting, catalogue, synced, "syncedFrom", manual, "vanishedAt"
  FROM jsonb_to_recordset($1) AS given(code text, organization jsonb, source text, hosting jsonb, catalogue jsonb, synced jsonb, "syncedFrom" text, manual jsonb, "vanishedAt" timestamptz)
  ON CONFLICT (code) DO UPDATE SET
    organization = excluded.organization, source = excluded.source, hosting = excluded.hosting, catalogue = excluded.catalogue,
    synced = excluded.synced, synced_from = excluded.synced_from, manual = excluded.manual, vanished_at = excluded.vanished_at, changed_at = clock_timestamp()`;

const TERMS = `
  INSERT INTO agency_search (code, version, level, valid_to, vanished, name_key, initials, terms)
  SELECT code, ${TERMS_VERSION}, level, "validTo", vanished, "nameKey", initials, array_to_tsvector(terms)
  FROM jsonb_to_recordset($1) AS given(code text, level smallint, "validTo" date, vanished boolean, "nameKey" text, initials text, terms text[])
  ON CONFLICT (code) DO UPDATE SET
    version = excluded.version, level = excluded.level, valid_to = excluded.valid_to, vanished = excluded.vanished,
    name_key = excluded.name_key, initials = excluded.initials, terms = excluded.terms`;

/** An alias given up goes to whoever else claims it. */
const GIVE_UP_ALIASES = `
  WITH gone AS (
    DELETE FROM agency_alias WHERE agency_code = ANY($1)
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset($2) AS kept(alias text, code text) WHERE kept.alias = agency_alias.alias AND kept.code = agency_alias.agency_code)
    RETURNING alias)
  SELECT gone.alias, min(heir.code) AS code FROM gone
  JOIN agency heir ON coalesce(heir.manual->'aliases', heir.synced->'aliases', heir.catalogue->'aliases') @> to_jsonb(gone.alias) AND NOT heir.code = ANY($1)
  GROUP BY gone.alias`;

/** Whoever has an alias keeps it. */
const TAKE_ALIASES = `
  INSERT INTO agency_alias (alias, agency_code) SELECT alias, min(code) FROM jsonb_to_recordset($1) AS given(alias text, code text) GROUP BY alias ORDER BY alias
  ON CONFLICT (alias) DO NOTHING`;

const HISTORY = `
  INSERT INTO agency_change (code, at, actor, source, reason, kind, before, after, shadowed, sync_id)
  SELECT code, $2, $3, $4, $5, kind, before, after, shadowed, $6
  FROM jsonb_to_recordset($1) AS given(code text, kind text, before jsonb, after jsonb, shadowed jsonb)`;

/** All that writes the directory, on the connection of one transaction. */
export function directoryWrites(run: Run): DirectoryWriter {
  return {
    lockEntries: (codes) => run((db) => lockEntries(db, codes)),
    writeEntries: (writes, author) => run((db) => writeEntries(db, writes, author)),
    refreshTerms: (codes) => run(async (db) => await writeTerms(db, [...(await entriesOf(db, codes)).values()])),
    saveAgency: (agency, author) =>
      run(async (db) => {
        const before = (await lockEntries(db, [agency.code])).get(agency.code) ?? null;
        const entry = introduced(before, agency);
        const change = changeBetween(before, entry);
        if (change !== null) await writeEntries(db, [{ entry, change }], author ?? { actor: { kind: "gateway", job: "introduce-agency" }, at: new Date(), source: "hand", reason: null, syncId: null });
      }),
  };
}

async function lockEntries(db: EntityManager, codes: readonly string[]): Promise<ReadonlyMap<string, DirectoryEntry>> {
  // One writer at a time: an agency that is not there yet has no row to lock.
  await db.query("SELECT pg_advisory_xact_lock($1, 0)", [DIRECTORY_LOCK]);
  return await entriesOf(db, codes);
}

async function entriesOf(db: EntityManager, codes: readonly string[]): Promise<ReadonlyMap<string, DirectoryEntry>> {
  const rows = await db.createQueryBuilder(Agencies, "r").where("r.code = ANY(:codes)", { codes: [...codes] }).getMany();
  return new Map(rows.map((row) => [row.code, entryRecord(row)]));
}

async function writeEntries(db: EntityManager, writes: readonly EntryWrite[], author: ChangeAuthor): Promise<void> {
  if (writes.length === 0) return;
  const entries = writes.map(({ entry }) => entry);
  const rows = entries.map((entry) => {
    const { organization, source } = agencyOf(entry);
    return { ...entry, organization, source };
  });
  await db.query(WRITE, [JSON.stringify(rows)]);
  await writeTerms(db, entries);
  await writeAliases(db, entries);
  const changes = writes.map(({ entry: { code }, change }) => ({ code, ...change }));
  await db.query(HISTORY, [JSON.stringify(changes), author.at, JSON.stringify(author.actor), author.source, author.reason, author.syncId]);
}

async function writeTerms(db: EntityManager, entries: readonly DirectoryEntry[]): Promise<void> {
  await db.query(TERMS, [JSON.stringify(entries.map((entry) => ({ code: entry.code, ...searchTermsOf(entry) })))]);
}

async function writeAliases(db: EntityManager, entries: readonly DirectoryEntry[]): Promise<void> {
  const claimed = entries.flatMap((entry) => factsOf(entry).aliases.map((alias) => ({ alias, code: entry.code })));
  const inherited: { alias: string; code: string }[] = await db.query(GIVE_UP_ALIASES, [entries.map(({ code }) => code), JSON.stringify(claimed)]);
  const wanted = [...claimed, ...inherited];
  if (wanted.length > 0) await db.query(TAKE_ALIASES, [JSON.stringify(wanted)]);
}

function introduced(before: DirectoryEntry | null, agency: NewAgency): DirectoryEntry {
  const entry = before ?? newEntry(agency.code);
  const said = layerOf(agency.organization, agency.aliases);
  const hosting = agency.hosting ?? entry.hosting;
  return agency.source === "axis" ? { ...entry, synced: said, syncedFrom: entry.syncedFrom ?? "axis", hosting } : { ...entry, manual: { ...entry.manual, ...said }, hosting };
}
