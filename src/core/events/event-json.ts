import { vietnamTime } from "../vietnam-time.ts";
import { writeCursor } from "./cursor.ts";
import type { EventSubject, EventType, GatewayEvent } from "./event.ts";

/** An event as everybody outside is told of it: feed, stream and webhook say the same. */
export interface EventJson {
  readonly id: string;
  readonly cursor: string;
  readonly type: EventType;
  readonly timestamp: string;
  readonly agency: string | null;
  readonly subject: SubjectJson;
  readonly data: Record<string, unknown>;
}

type SubjectJson = (Extract<EventSubject, { kind: "outgoing" | "incoming" }> & { readonly href: string }) | Extract<EventSubject, { kind: "inbound" | "gateway" }>;

export function eventJson(event: GatewayEvent): EventJson {
  return {
    id: event.id,
    cursor: writeCursor(event.place),
    type: event.type,
    timestamp: vietnamTime(event.at),
    agency: event.agencyCode,
    subject: subjectJson(event.subject),
    data: { ...event.data },
  };
}

function subjectJson(subject: EventSubject): SubjectJson {
  switch (subject.kind) {
    case "outgoing":
      return { ...subject, href: `/api/v1/documents/${subject.id}` };
    case "incoming":
      return { ...subject, href: `/api/v1/incoming/${subject.id}` };
    case "inbound":
    case "gateway":
      return subject;
  }
}
