import type { EntityManager } from "typeorm";
import type { DocumentId } from "#edxml";
import { readCursor } from "../core/events/cursor.ts";
import { eventOf, laneOf, type EntryOwner } from "../core/events/event-of.ts";
import type { Extent } from "../core/events/place-of.ts";
import type { EventFilter, EventReader } from "../core/events/ports.ts";
import type { IncomingId, OutgoingId } from "../core/ids.ts";
import { below } from "./below.ts";
import { SORT_LOCK } from "./advisory-locks.ts";
import type { Database, Run } from "./database.ts";
import { Events, eventRecord, type EventRow } from "./entities/event.ts";
import { Journal, journalRecord, type JournalRow } from "./entities/journal-entry.ts";
import { planned } from "./preparing-client.ts";
import { rowsOf } from "./rows.ts";

const BATCH = 500;
const JOURNAL = rowsOf(Journal);
const EVENTS = rowsOf(Events);
const ANY_FRESH = planned("SELECT EXISTS (SELECT FROM journal_fresh) AS fresh");
const ONE_SORTER = planned("SELECT pg_advisory_xact_lock($1, 0)");
const HEAD = planned("SELECT coalesce(max(place), 0) AS place FROM event");
const EXTENT = planned("SELECT coalesce(min(place) - 1, 0)::text AS horizon, coalesce(max(place), 0)::text AS head FROM event");
const FRESH = planned("SELECT position FROM journal_fresh ORDER BY position LIMIT $1");
const SORTED = planned("DELETE FROM journal_fresh WHERE position = ANY($1)");

/** See JournalSorting: one sorter at a time, until nothing is fresh. The lock outlives the commit, so the next sorter sees all places given. */
export async function sortJournal(database: Database): Promise<void> {
  for (let sorted = BATCH; sorted === BATCH; ) {
    const [look]: { fresh: boolean }[] = await database.read((db) => db.query(ANY_FRESH, []));
    if (look?.fresh !== true) return;
    sorted = await database.transaction(sortBatch);
  }
}

async function sortBatch(run: Run): Promise<number> {
  await run((db) => db.query(ONE_SORTER, [SORT_LOCK]));
  return await run(async (db) => {
    const fresh: { position: string }[] = await db.query(FRESH, [BATCH]);
    const positions = fresh.map(({ position }) => position);
    const entries = await JOURNAL.find(db, "WHERE r.position = ANY($1) ORDER BY r.position", [positions]);
    await EVENTS.add(db, await placed(db, entries));
    await db.query(SORTED, [positions]);
    return positions.length;
  });
}

async function placed(db: EntityManager, entries: readonly JournalRow[]): Promise<EventRow[]> {
  const ownerOf = await ownersOf(db, entries);
  let place = BigInt(await headOf(db));
  return entries.flatMap((entry) => {
    const event = eventOf(journalRecord(entry), ownerOf(entry));
    if (event === null) return [];
    place += 1n;
    return [{ ...event, place: place.toString(), journalPosition: entry.position, lane: laneOf(event) }];
  });
}

/** A notice or a report is about no document: it names the agency it is told to, one entry for each. */
function toldAgency(kind: JournalRow["kind"], { agency }: JournalRow["facts"]): EntryOwner | null {
  return (kind.startsWith("notice.") || kind.startsWith("report.")) && typeof agency === "string" ? { agencyCode: agency, subject: { kind: "gateway" } } : null;
}

interface OutgoingNames {
  readonly id: OutgoingId;
  readonly senderCode: string;
  readonly documentId: DocumentId;
  readonly code: string;
}
interface IncomingNames {
  readonly id: IncomingId;
  readonly receiverCode: string;
  readonly senderCode: string;
  readonly documentId: DocumentId;
  readonly code: string;
}

const OUTGOING_NAMES = planned(`SELECT id, sender_code AS "senderCode", message->>'documentId' AS "documentId", code FROM outgoing_document WHERE id = ANY($1)`);
const INCOMING_NAMES = planned(`
  SELECT id, receiver_code AS "receiverCode", sender_code AS "senderCode", message->>'documentId' AS "documentId", concat(message #>> '{code,number}', '/', message #>> '{code,notation}') AS code
  FROM incoming_document WHERE id = ANY($1)`);

async function ownersOf(db: EntityManager, entries: readonly JournalRow[]): Promise<(entry: JournalRow) => EntryOwner | null> {
  const outgoing = await namesOf<OutgoingNames>(db, OUTGOING_NAMES, entries.map(({ outgoingId }) => outgoingId));
  const incoming = await namesOf<IncomingNames>(db, INCOMING_NAMES, entries.map(({ incomingId }) => incomingId));
  return ({ outgoingId, incomingId, kind, facts }) => {
    const sent = outgoing.get(outgoingId ?? "");
    if (sent !== undefined) return { agencyCode: sent.senderCode, subject: { kind: "outgoing", id: sent.id, documentId: sent.documentId, code: sent.code } };
    const received = incoming.get(incomingId ?? "");
    if (received === undefined) return toldAgency(kind, facts);
    return { agencyCode: received.receiverCode, subject: { kind: "incoming", id: received.id, documentId: received.documentId, code: received.code, sender: received.senderCode } };
  };
}

async function namesOf<Row extends { readonly id: string }>(db: EntityManager, sql: string, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, Row>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows: Row[] = wanted.length === 0 ? [] : await db.query(sql, [wanted]);
  return new Map(rows.map((row) => [row.id, row]));
}

export function eventReads(run: Run): EventReader {
  return {
    extent: () => run(extentOf),
    after: (filter) =>
      run(async (db) => {
        // The head first: whoever sees it sees every smaller place, so nothing below it can turn up later.
        const extent = await extentOf(db);
        const rows = await eventsUpTo(db, filter, extent.head);
        return { events: rows.map(eventRecord), extent: { ...extent, horizon: (await extentOf(db)).horizon } }; // what was swept meanwhile is not in the rows
      }),
  };
}

async function headOf(db: EntityManager): Promise<string> {
  const [last]: { place: string }[] = await db.query(HEAD, []);
  return last?.place ?? "0";
}

/** Places have no gaps, and the newest event is never swept. */
async function extentOf(db: EntityManager): Promise<Extent> {
  const [extent]: Extent[] = await db.query(EXTENT, []);
  return extent ?? { horizon: "0", head: "0" };
}

/** Webhooks that will never be sent anything again wait for nothing. */
const WAITED_FOR = `
  SELECT min(least(w.place, (SELECT min(d.place) - 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.given_up_at IS NULL))) AS place
  FROM webhook w WHERE NOT EXISTS (SELECT FROM api_key k WHERE k.id = w.key_id AND k.revoked_at IS NOT NULL)`;

const SWEPT_UP_TO = `
  WITH oldest AS (SELECT place, at FROM event WHERE place < (SELECT max(place) FROM event) ORDER BY place LIMIT $2), waited AS (${WAITED_FOR})
  SELECT least(coalesce((SELECT min(place) - 1 FROM oldest WHERE at >= $1), (SELECT max(place) FROM oldest)), (SELECT place FROM waited), $3::bigint)::text AS place`;

/** Where those of our own jobs stand that follow the feed; null when none does. They lose nothing, however long they were stopped. */
async function ownPlace(db: EntityManager): Promise<string | null> {
  const followers: { cursor: string }[] = await db.query("SELECT cursor FROM door_cursor WHERE door LIKE 'gateway:%'");
  const places = followers.map(({ cursor }) => BigInt(readCursor(cursor)));
  return places.length === 0 ? null : places.reduce((least, place) => (place < least ? place : least)).toString();
}

/** A replay locks its webhook too, so none begins at a place that is being swept. */
export async function sweepEvents(run: Run, before: Date, most: number): Promise<number> {
  return await run(async (db) => {
    await db.query("SELECT FROM webhook FOR SHARE");
    const [upTo]: { place: string | null }[] = await db.query(SWEPT_UP_TO, [before, most, await ownPlace(db)]);
    if (upTo?.place == null) return 0;
    await db.query("DELETE FROM webhook_delivery WHERE place <= $1", [upTo.place]);
    const [, swept]: [unknown, number] = await db.query("DELETE FROM event WHERE place <= $1", [upTo.place]);
    return swept;
  });
}

async function eventsUpTo(db: EntityManager, filter: EventFilter, head: string): Promise<EventRow[]> {
  const query = db.createQueryBuilder(Events, "r").where("r.place > :place AND r.place <= :head", { place: filter.place, head });
  if (filter.agencies !== "all") query.andWhere("(r.agencyCode = ANY(:agencies) OR r.agencyCode LIKE ANY(:below))", { agencies: [...filter.agencies, ...(filter.trees ?? [])], below: (filter.trees ?? []).map(below) });
  if (filter.types !== null) query.andWhere("r.type = ANY(:types)", { types: [...filter.types] });
  return await query.orderBy("r.place", "ASC").limit(filter.limit).getMany();
}
