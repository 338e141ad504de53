import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { farewell } from "../rabbitmq/farewell.ts";
import type { PeerLine } from "./line.ts";
import { isDigest, MOST_PART_BYTES, readAsk, readManifest, type Answer, type Manifest } from "./message.ts";
import { answersKey } from "./names.ts";
import type { Spool } from "./spool.ts";

export interface InboxNeeds {
  readonly queue: string;
  readonly spool: Spool;
  readonly line: () => PeerLine;
  readonly now: () => Date;
  /** Largest parcel, in bytes. */
  readonly maxBytes: number;
  /** When this parcel was taken into the house; null: never. */
  readonly known: (id: string) => Promise<Date | null>;
  /** Why this parcel must not come from this peer, or not now; null: it may. */
  readonly refuse: (manifest: Manifest) => Promise<{ readonly outcome: "refused"; readonly code: string; readonly reason: string } | { readonly outcome: "later"; readonly reason: string } | null>;
  readonly ownAgencies: () => Promise<readonly { readonly code: string; readonly name: string }[]>;
  readonly onArrival: () => void;
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
}

/** Messages on their way to us at once: with their size, the memory a parcel takes on its way in. */
const PREFETCH = 16;
const FLUSH_AFTER = 8;
/** Parcels that come beside each other may lie unfinished on our disk with so many times the largest size. */
const UNFINISHED_TIMES = 4;
const SWEEP_EVERY = 1_000;

/**
 * Reads the inbox, one message after the other, in the order they were sent. A message is acknowledged when what it said is on our disk; one
 * process of the gateway reads at a time (single active consumer), and another takes over where it ended.
 */
export class Inbox {
  readonly #needs: InboxNeeds;
  #reading = false;
  #channel: Channel | null = null;
  #starting: Promise<void> | null = null;
  #tag = "";
  #running: Promise<void> = Promise.resolve();
  #queued = 0;
  #unflushed = 0;
  #taken = 0;
  /** Parcels too large to go on with, until their manifest has come. */
  readonly #tooLarge = new Set<string>();

  constructor(needs: InboxNeeds) {
    this.#needs = needs;
  }

  /** From now on every new connection is read from. */
  start(): void {
    this.#reading = true;
  }

  /** For a connection that stood before. */
  async catchUp(): Promise<void> {
    if (this.#channel !== null) return;
    this.#starting ??= this.#needs.line().startReading().finally(() => (this.#starting = null));
    await this.#starting;
  }

  async attach(model: ChannelModel): Promise<void> {
    if (!this.#reading) return;
    await this.#running;
    await this.#needs.spool.prepare();
    const channel = await model.createChannel();
    channel.on("error", () => undefined);
    channel.on("close", () => {
      if (this.#channel === channel) this.#needs.line().restart("the channel of the inbox closed");
    });
    await channel.prefetch(PREFETCH);
    this.#channel = channel;
    this.#unflushed = 0;
    const { consumerTag } = await channel.consume(this.#needs.queue, (message) => {
      if (message === null) return this.#needs.line().restart("the broker cancelled the reader of the inbox");
      this.#queued += 1;
      this.#running = this.#running.then(async () => await this.#takeOne(channel, message));
    });
    this.#tag = consumerTag;
  }

  detach(): void {
    this.#channel = null;
  }

  async close(): Promise<void> {
    const channel = this.#channel;
    this.#channel = null;
    await channel?.cancel(this.#tag).catch(() => undefined);
    await this.#running;
    if (channel !== null) await farewell(channel);
    await this.#needs.spool.close();
  }

  async #takeOne(channel: Channel, message: ConsumeMessage): Promise<void> {
    this.#queued -= 1;
    if (this.#channel !== channel) return; // the broker hands it out again on the next connection
    try {
      await this.#take(message);
      this.#unflushed += 1;
      if (this.#queued > 0 && this.#unflushed < FLUSH_AFTER && message.properties.type === "part") return;
      await this.#needs.spool.flush();
      this.#unflushed = 0;
      channel.ack(message, true);
    } catch (cause) {
      // a full or broken disk of ours: nothing is acknowledged, and it comes again
      if (this.#channel === channel) this.#channel = null; // what follows must not acknowledge this one
      this.#needs.onEvent({ kind: "peer-inbox-broken", message: "a message of the inbox could not be kept, it comes again", cause });
      this.#needs.line().restart("the inbox could not be kept");
    }
  }

  async #take(message: ConsumeMessage): Promise<void> {
    if (++this.#taken % SWEEP_EVERY === 0) await this.#needs.spool.sweep(Date.now());
    switch (message.properties.type) {
      case "part":
        return this.#takePart(message);
      case "manifest":
        return this.#reply(message, await this.#takeManifest(message.content));
      case "ask":
        return this.#reply(message, await this.#answer(message.content));
      default:
        this.#needs.onEvent({ kind: "peer-message-unreadable", message: "a message of no known type was dropped" });
    }
  }

  async #takePart(message: ConsumeMessage): Promise<void> {
    const { spool, maxBytes } = this.#needs;
    const id: unknown = message.properties.messageId;
    const offset: unknown = message.properties.headers?.["offset"];
    if (!isDigest(id) || typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0 || message.content.length > MOST_PART_BYTES) {
      return this.#needs.onEvent({ kind: "peer-message-unreadable", message: "a part without a digest, an offset or within its size was dropped" });
    }
    if (this.#tooLarge.has(id) || (await spool.find(id)) !== null) return; // a repetition; the manifest says what becomes of it
    if (offset + message.content.length > maxBytes || (offset === 0 && (await spool.unfinishedBytes()) > UNFINISHED_TIMES * maxBytes)) {
      this.#tooLarge.add(id);
      return spool.drop(id);
    }
    await spool.write(id, offset, message.content);
  }

  async #takeManifest(body: Buffer): Promise<Answer> {
    const { spool, known, refuse, now, maxBytes, onArrival } = this.#needs;
    const manifest = readManifest(body);
    if (manifest === null) return { outcome: "refused", code: "manifest-unreadable", reason: "the manifest is not as docs/peer-amqp.md describes it" };
    const { id, size, test } = manifest;
    const here = (await spool.find(id))?.at ?? (await known(id));
    if (here !== null) {
      if ((await spool.find(id)) === null) await spool.drop(id);
      return { outcome: "kept", at: here.toISOString() };
    }
    const tooLarge = this.#tooLarge.delete(id) || size > maxBytes;
    const refused = tooLarge ? { outcome: "refused" as const, code: "message-too-large", reason: `more than ${maxBytes} bytes, or too many parcels at once` } : test ? null : await refuse(manifest);
    if (refused !== null) {
      await spool.drop(id);
      return refused;
    }
    if (!(await spool.isWhole(manifest))) {
      await spool.drop(id);
      return { outcome: "incomplete", reason: `the parts do not make the ${size} bytes with this digest` };
    }
    if (test) {
      await spool.drop(id);
      return { outcome: "kept", at: now().toISOString() };
    }
    const { at } = await spool.keep(manifest, now());
    onArrival();
    return { outcome: "kept", at: at.toISOString() };
  }

  async #answer(body: Buffer): Promise<Answer> {
    const { spool, known, ownAgencies } = this.#needs;
    const ask = readAsk(body);
    if (ask === null) return { outcome: "refused", code: "question-unreadable", reason: "the question is not as docs/peer-amqp.md describes it" };
    if (ask.question === "agencies") return { outcome: "agencies", agencies: [...(await ownAgencies())].slice(0, 5_000) };
    const at = (await spool.find(ask.id))?.at ?? (await known(ask.id));
    return at === null ? { outcome: "absent" } : { outcome: "kept", at: at.toISOString() };
  }

  #reply(message: ConsumeMessage, answer: Answer): void {
    const key = answersKey(message.properties.replyTo);
    const correlationId: unknown = message.properties.correlationId;
    if (key !== null && typeof correlationId === "string") this.#needs.line().answer(key, correlationId, answer);
  }
}
