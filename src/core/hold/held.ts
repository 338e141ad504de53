import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import type { IncomingId, OutgoingId } from "../ids.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { OutgoingDocument } from "../outgoing/outgoing-document.ts";
import type { Page, PageRequest, Reader } from "../ports.ts";
import { conceal } from "./conceal.ts";
import type { Hold } from "./hold.ts";

/** A document that is or was held, in either direction. */
export type HeldDocument =
  | { readonly direction: "outgoing"; readonly document: OutgoingDocument; readonly hold: Hold }
  | { readonly direction: "incoming"; readonly document: IncomingDocument; readonly hold: Hold };

export interface HeldFilter extends PageRequest {
  readonly direction?: "outgoing" | "incoming";
}

/** What waits for a person, newest first. Both directions share one order, that of their ids. */
export async function listHeld(reader: Reader, { direction, ...page }: HeldFilter, access: Access): Promise<Page<HeldDocument>> {
  const nothing: Page<never> = { rows: [], next: null };
  const [outgoing, incoming] = await Promise.all([
    direction === "incoming" ? nothing : reader.outgoing.list({ ...page, senders: access.agencies, held: true }),
    direction === "outgoing" ? nothing : reader.incoming.list({ ...page, receivers: access.agencies, held: true }),
  ]);
  const rows = [
    ...outgoing.rows.flatMap((document): HeldDocument[] => (document.hold === null ? [] : [{ direction: "outgoing", document, hold: document.hold }])),
    ...incoming.rows.flatMap((document): HeldDocument[] => (document.hold === null ? [] : [{ direction: "incoming", document: conceal(document), hold: document.hold }])),
  ].toSorted((a, b) => (a.document.id < b.document.id ? 1 : -1));
  const shown = rows.slice(0, page.limit);
  const more = rows.length > shown.length || outgoing.next !== null || incoming.next !== null;
  return { rows: shown, next: more ? (shown.at(-1)?.document.id ?? null) : null };
}

/** Throws `not-found` for what is not held, was never held, or is not the caller's. */
export async function findHeld(reader: Reader, id: string, access: Access): Promise<HeldDocument> {
  const outgoing = await reader.outgoing.byId(id as OutgoingId);
  if (outgoing !== null && outgoing.hold !== null && mayActFor(access, outgoing.senderCode)) return { direction: "outgoing", document: outgoing, hold: outgoing.hold };
  const incoming = await reader.incoming.byId(id as IncomingId);
  if (incoming !== null && incoming.hold !== null && mayActFor(access, incoming.receiverCode)) return { direction: "incoming", document: incoming, hold: incoming.hold };
  throw notFound("held document", id);
}
