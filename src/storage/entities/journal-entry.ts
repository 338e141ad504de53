import { EntitySchema } from "typeorm";
import type { Facts } from "#edxml";
import type { Actor } from "../../core/actor.ts";
import type { IncomingId, InboundId, OutgoingId } from "../../core/ids.ts";
import type { JournalEntry, JournalKind, RecordedJournalEntry } from "../../core/journal/journal-entry.ts";
import { instant, json, named, orNull, text, uuid } from "./columns.ts";

export interface JournalRow {
  position: string;
  kind: JournalKind;
  at: Date;
  actor: Actor;
  outgoingId: OutgoingId | null;
  incomingId: IncomingId | null;
  inboundId: InboundId | null;
  facts: Facts;
}

export const Journal = new EntitySchema<JournalRow>({
  name: "Journal",
  tableName: "journal",
  columns: {
    position: { type: "bigint", primary: true, generated: "increment" },
    kind: text,
    at: instant,
    actor: json,
    outgoingId: named("outgoing_id", orNull(uuid)),
    incomingId: named("incoming_id", orNull(uuid)),
    inboundId: named("inbound_id", orNull(uuid)),
    facts: json,
  },
});

export function journalRow(entry: JournalEntry): Omit<JournalRow, "position"> {
  return {
    kind: entry.kind,
    at: entry.at,
    actor: entry.actor,
    outgoingId: entry.outgoingId ?? null,
    incomingId: entry.incomingId ?? null,
    inboundId: entry.inboundId ?? null,
    facts: entry.facts,
  };
}

export function journalRecord({ outgoingId, incomingId, inboundId, ...row }: JournalRow): RecordedJournalEntry {
  return {
    ...row,
    ...(outgoingId === null ? {} : { outgoingId }),
    ...(incomingId === null ? {} : { incomingId }),
    ...(inboundId === null ? {} : { inboundId }),
  };
}
