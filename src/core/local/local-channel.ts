import type { ExchangeAdapter, OutgoingParcel, SendOutcome, SentTrace } from "#adapters/adapter";
import { canonicalOrganId, type OrganId } from "#edxml";
import type { Actor } from "../actor.ts";
import { newId, type InboundId } from "../ids.ts";
import type { InboundEnvelope } from "../incoming/inbound-envelope.ts";
import { keepInbound } from "../incoming/keep-inbound.ts";
import type { Clock, Reader, Store } from "../ports.ts";

/** What the outgoing road asks of a channel. */
export type SendingWire = Pick<ExchangeAdapter, "channel" | "send" | "findSent">;

/** Agencies of one gateway exchange without leaving it, by the same road and with the same evidence. */
export const LOCAL_CHANNEL = "local";

const GATEWAY: Actor = { kind: "gateway", job: "local" };

/**
 * Hands an envelope over inside the house: the bytes lie in the common blob store already, so entering is one transaction that keeps it
 * as an inbound envelope of each receiver. From there it is processed as if a partner had brought it, signature and all.
 */
export function localChannel(needs: { readonly store: Store; readonly clock: Clock }): SendingWire {
  return {
    channel: LOCAL_CHANNEL,
    async send(parcel, signal): Promise<SendOutcome> {
      if (signal.aborted) return { kind: "not-sent", code: "aborted", reason: "stopped before it began" };
      const at = needs.clock.now();
      await needs.store.write((tx) => keepInbound(tx, parcel.to.map((receiver) => inboundFor(parcel, receiver, at)), GATEWAY));
      return { kind: "entered", partnerMessageId: parcel.sha256, leftAt: at, enteredAt: at };
    },
    async findSent(parcel): Promise<SentTrace> {
      const [first] = parcel.to;
      const known = first === undefined ? null : await find(needs.store.reader, parcel, first);
      return known === null ? { kind: "not-found" } : { kind: "found", partnerMessageId: parcel.sha256, enteredAt: known.receivedAt };
    },
  };
}

/** All receivers of a parcel are kept in one transaction, so one of them tells of all. */
function find(reader: Reader, parcel: OutgoingParcel, receiver: OrganId): Promise<InboundEnvelope | null> {
  return reader.inbound.byPartnerMessageId(LOCAL_CHANNEL, localMessageId(parcel, receiver));
}

/** The same signed bytes for the same receiver say nothing new. */
function localMessageId(parcel: OutgoingParcel, receiver: OrganId): string {
  return `${parcel.sha256}:${canonicalOrganId(receiver)}`;
}

function inboundFor(parcel: OutgoingParcel, receiver: OrganId, at: Date): InboundEnvelope {
  return {
    id: newId<InboundId>(),
    channel: LOCAL_CHANNEL,
    partnerMessageId: localMessageId(parcel, receiver),
    messageKind: parcel.messageKind,
    statedFrom: parcel.from,
    statedTo: receiver,
    envelope: { sha256: parcel.sha256, size: parcel.size },
    receivedAt: at,
    acknowledgedAt: at,
    state: "kept",
    attempts: 0,
    verdict: null,
    fault: null,
    about: [],
    purgedAt: null,
  };
}
