import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ExchangeAdapter, PendingItem, RemoteAgency, SendOutcome } from "../adapter.ts";
import { AdapterError } from "../errors.ts";
import type { PinnedTls } from "../pinned-tls.ts";
import { Inbox, type InboxNeeds } from "./inbox.ts";
import { PeerLine } from "./line.ts";
import { endNames, type PeerLinkEnds } from "./names.ts";
import { findParcel, sendParcel, sendTest, type SendingEnd } from "./send.ts";
import { Spool, type Arrival } from "./spool.ts";

export interface PeerAmqpOptions extends Pick<InboxNeeds, "known" | "refuse" | "ownAgencies" | "onArrival" | "onEvent"> {
  /** Stable name of the channel in records: `peer:<code>`. */
  readonly channel: string;
  /** amqp(s) with user, password and virtual host; several while a password changes over, newest first. */
  readonly urls: readonly [string, ...string[]];
  readonly tls?: PinnedTls;
  readonly link: PeerLinkEnds;
  /** Where parcels lie until the house has them; common to all processes of the gateway. */
  readonly spoolDirectory: string;
  readonly reaches: (code: string) => boolean;
  readonly now: () => Date;
  /** Largest parcel in either direction, in bytes; 2 GiB unless told. */
  readonly maxBytes?: number;
  /** A part not confirmed by the broker for this long counts as lost; 30 s unless told. */
  readonly confirmMs?: number;
  /** How long the peer may take to answer; 15 s unless told. */
  readonly answerMs?: number;
}

export interface PeerAmqpAdapter extends ExchangeAdapter {
  /** The broker lets us in and our end stands there. Throws AdapterError. */
  signIn(signal: AbortSignal): Promise<void>;
  /** A parcel of 64 KiB on the whole way there, checked by the peer and thrown away. */
  exchangeTest(signal: AbortSignal): Promise<SendOutcome>;
}

const TEST_BYTES = 64 * 1024;

/**
 * A gateway or QLVB that meets us at a RabbitMQ broker (docs/peer-amqp.md). It connects when it is first needed, and reads its inbox from the first
 * `listPending` on. What it has listed lies on our own disk.
 */
export function peerAmqpAdapter(options: PeerAmqpOptions): PeerAmqpAdapter {
  const { channel, link, now, maxBytes = 2 * 1024 ** 3, onEvent } = options;
  const [own, theirs] = [endNames(link.here, link.there), endNames(link.there, link.here)];
  const spool = new Spool(options.spoolDirectory);
  const inbox = new Inbox({ ...options, maxBytes, queue: own.inbox, spool, line: () => line });
  const line = new PeerLine({
    urls: options.urls,
    name: `lienthong ${channel}`,
    tls: options.tls ?? {},
    own,
    theirs,
    confirmMs: options.confirmMs ?? 30_000,
    answerMs: options.answerMs ?? 15_000,
    onEvent,
    readInbox: (model) => inbox.attach(model),
    onGone: () => inbox.detach(),
  });
  const end: SendingEnd = { line, now, maxBytes, reaches: options.reaches };
  return {
    channel,
    send: (parcel, signal) => sendParcel(end, parcel, signal),
    findSent: (parcel, signal) => findParcel(end, parcel, signal),
    async listPending(signal) {
      inbox.start();
      await line.check(signal);
      await inbox.catchUp();
      return (await spool.list()).map(itemOf);
    },
    async fetch(item, sink, signal) {
      sink.on("error", () => undefined);
      try {
        await pipeline(spool.read(item.partnerMessageId), sink, { signal });
      } catch (cause) {
        sink.destroy();
        throw new AdapterError(signal.aborted ? "aborted" : "parcel-unreadable", `parcel ${item.partnerMessageId} cannot be read from the spool`, { partnerMessageId: item.partnerMessageId }, { cause });
      }
    },
    async acknowledge(item, verdict, _signal, description) {
      if (verdict === "fail") onEvent({ kind: "peer-parcel-unusable", message: `parcel ${item.partnerMessageId} was given up: ${description ?? "no reason"}` });
      await spool.drop(item.partnerMessageId);
    },
    listAgencies: (signal) => listAgencies(line, options.reaches, signal),
    signIn: (signal) => line.check(signal),
    exchangeTest: (signal) => {
      const bytes = randomBytes(TEST_BYTES);
      return sendTest(end, bytes, () => Readable.from([bytes]), signal);
    },
    async close() {
      await inbox.close();
      await line.close();
    },
  };
}

function itemOf({ manifest: { id, messageKind, from, to } }: Arrival): PendingItem {
  const [only, ...others] = to;
  return { partnerMessageId: id, messageKind, from, to: others.length === 0 ? (only ?? null) : null };
}

/** Only those the peer was registered for: nobody tells us the names of somebody else's agencies. */
async function* listAgencies(line: PeerLine, reaches: (code: string) => boolean, signal: AbortSignal): AsyncGenerator<RemoteAgency> {
  await line.ready(signal);
  const answer = await line.ask("ask", { question: "agencies" }, signal);
  if (answer.outcome !== "agencies") throw new AdapterError("partner-answer-unreadable", `the peer answered "${answer.outcome}" when asked for its agencies`);
  for (const { code, name } of answer.agencies) if (reaches(code)) yield { code, name, email: null, parentId: null, id: null, otherCode: null };
}
