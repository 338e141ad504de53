import type { Dialect, EdxmlDocument, OrganId } from "#edxml";
import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { instantAt, localDateOf, nextWorkingDay, type Calendars } from "../calendar/index.ts";
import { commonDialect } from "../directory/index.ts";
import { channelOf } from "../peers/peer.ts";
import { HouseError } from "../fault.ts";
import { refuseHeld } from "../hold/conceal.ts";
import type { OutgoingId, TransmissionId } from "../ids.ts";
import type { Clock, Reader, Store } from "../ports.ts";
import { isOver } from "../status/request.ts";
import type { Amendment } from "./amendment.ts";
import type { Dispatch } from "./dispatch.ts";
import type { OutgoingDocument } from "./outgoing-document.ts";
import type { RecallCommand } from "./recall-command.ts";
import type { Transmission } from "./transmission.ts";
import type { WritingNeeds } from "./write-envelope.ts";

/* What recalling and updating have in common. */

export interface AmendingNeeds extends WritingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly calendars: Calendars;
}

export interface Amended {
  readonly document: OutgoingDocument;
  readonly dispatches: readonly Dispatch[];
  readonly amendment: Amendment;
  /** false: it was asked before, and this is that request. */
  readonly created: boolean;
}

export interface Seen {
  readonly document: OutgoingDocument;
  readonly dispatches: readonly Dispatch[];
  readonly amendments: readonly Amendment[];
  readonly transmissions: readonly Transmission[];
}

export async function look(reader: Reader, id: OutgoingId, access: Access): Promise<Seen> {
  const document = await reader.outgoing.byId(id);
  if (document === null || !mayActFor(access, document.senderCode)) throw notFound("document", id);
  refuseHeld(document);
  if (document.purgedAt !== null) throw new HouseError("payload-purged", `document ${id} was discarded`, { documentId: id });
  const [dispatches, amendments, transmissions] = await Promise.all([reader.dispatches.ofDocuments([id]), reader.amendments.ofDocument(id), reader.transmissions.about(id)]);
  return { document, dispatches, amendments, transmissions };
}

export function addressed(message: EdxmlDocument, to: readonly OrganId[]): EdxmlDocument["to"] {
  return to.map((organId) => message.to.find((organization) => organization.organId === organId) ?? { organId });
}

export interface DialectNeeds {
  readonly store: Pick<Store, "reader">;
}

/** The dialect in which these receivers are written to, as when the document itself was sent (edXML §10): their own, or that of the peer that reaches them. */
export async function dialectFor({ store }: DialectNeeds, dispatches: readonly Pick<Dispatch, "receiverCode" | "channel">[]): Promise<Dialect> {
  const [known, peers] = await Promise.all([store.reader.agencies.byCodes(dispatches.map(({ receiverCode }) => receiverCode)), store.reader.peers.list()]);
  return commonDialect(dispatches.map(({ receiverCode, channel }) => known.get(receiverCode)?.facts.dialect ?? peers.find(({ code }) => channelOf(code) === channel)?.settings.dialect ?? null));
}

/** The latest that left for this channel about the document: the next one waits for it. */
export function latestOn(transmissions: readonly Transmission[], channel: string): TransmissionId | null {
  return transmissions.filter((transmission) => transmission.channel === channel).at(-1)?.id ?? null;
}

export function staffOf({ person }: Pick<RecallCommand, "person">): EdxmlDocument["business"]["staff"] {
  if (person === undefined) return [];
  return [{ department: person.department ?? "Văn thư", staff: person.fullName, ...(person.email !== undefined && { email: person.email }), ...(person.phone !== undefined && { mobile: person.phone }) }];
}

/** By when a receiver should have answered: the end of its next working day, as for every duty of its clerk (NĐ 30/2020 Đ.4.2.c). */
export function answerDue(calendars: Calendars, receiverCode: string, askedAt: Date): Date {
  const day = localDateOf(askedAt);
  return instantAt(nextWorkingDay(day, calendars.for(receiverCode, day)).date, 1440);
}


/** While receivers are asked to cancel, and after all of them have, nothing more goes out about the document (QĐ 28/2018 Đ.8.2). Throws `document-frozen`. */
export function refuseFrozen(id: OutgoingId, dispatches: readonly Dispatch[]): void {
  const asking = dispatches.filter((dispatch) => dispatch.recall?.state === "asked").map((dispatch) => dispatch.receiverCode);
  if (asking.length === 0 && !dispatches.every((dispatch) => isOver(dispatch.recall))) return;
  throw new HouseError("document-frozen", `document ${id} is recalled`, { documentId: id, asking });
}
