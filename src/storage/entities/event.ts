import { EntitySchema } from "typeorm";
import type { Facts } from "#edxml";
import type { EventSubject, EventType, GatewayEvent } from "../../core/events/event.ts";
import type { EventId } from "../../core/ids.ts";
import { instant, json, named, orNull, text, uuid } from "./columns.ts";

export interface EventRow {
  place: string;
  id: EventId;
  journalPosition: string;
  type: EventType;
  at: Date;
  agencyCode: string | null;
  /** Id of the document or envelope: told one after the other. */
  lane: string;
  subject: EventSubject;
  data: Facts;
}

export const Events = new EntitySchema<EventRow>({
  name: "Event",
  tableName: "event",
  columns: {
    place: { type: "bigint", primary: true },
    id: uuid,
    journalPosition: named("journal_position", { type: "bigint" }),
    type: text,
    at: instant,
    agencyCode: named("agency_code", orNull(text)),
    lane: uuid,
    subject: json,
    data: json,
  },
});

export function eventRecord({ journalPosition: _journalPosition, lane: _lane, ...event }: EventRow): GatewayEvent {
  return event;
}
