import { randomBytes } from "node:crypto";
import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { AdapterError } from "../errors.ts";
import type { PinnedTls } from "../pinned-tls.ts";
import { RabbitmqConnection } from "../rabbitmq/connection.ts";
import { farewell } from "../rabbitmq/farewell.ts";
import { Publisher } from "../rabbitmq/publisher.ts";
import { jsonBody, readAnswer, type Answer, type Ask, type Manifest } from "./message.ts";
import { INBOX_KEY, type EndNames } from "./names.ts";

export interface PeerLineOptions {
  /** amqp(s) with user, password and virtual host; the first one that lets us in counts. Several while a password changes over. */
  readonly urls: readonly string[];
  readonly name: string;
  readonly tls: PinnedTls;
  /** What we read from, and what the other end reads from. */
  readonly own: EndNames;
  readonly theirs: EndNames;
  readonly confirmMs: number;
  readonly answerMs: number;
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
  /** Declares and reads our inbox on a new connection; null: this process does not read. */
  readonly readInbox: (model: ChannelModel) => Promise<void>;
  readonly onGone: () => void;
}

const PATIENCE_MS = 5_000;
/** Unconfirmed parts at once: with their size, the memory a parcel takes on its way out. */
const WINDOW = 8;

/** Our connection to the broker where a peer meets us. Opened by the first who needs it, and it comes back by itself. */
export class PeerLine {
  readonly #options: PeerLineOptions;
  readonly #publisher: Publisher;
  readonly #waiting = new Map<string, (answer: Answer | null) => void>();
  readonly #mark = `answers.${randomBytes(8).toString("hex")}`;
  #connection: RabbitmqConnection | null = null;
  #opening: Promise<void> | null = null;
  #url = 0;
  #control: Channel | null = null;
  #theirsIsThere = false;
  /** What the last failed attempt to connect said; null while one is under way or none has failed. */
  #away: unknown = null;
  #changed: (() => void)[] = [];
  #closed = false;

  constructor(options: PeerLineOptions) {
    this.#options = options;
    this.#publisher = new Publisher(options.confirmMs, () => undefined);
  }

  /** Resolves when something can be sent. Throws AdapterError at once when the last attempt to connect failed, else after a short wait. */
  async ready(signal: AbortSignal): Promise<void> {
    stopped(signal);
    if (this.#closed) throw new AdapterError("partner-unreachable", "the link is closed");
    this.#opening ??= this.#open();
    await this.#opening;
    for (const end = Date.now() + PATIENCE_MS; !this.#stands(); ) {
      if (this.#away !== null) throw awayFault(this.#away);
      if (Date.now() > end) throw new AdapterError("partner-unreachable", "the broker does not answer");
      await this.#nextChange(end - Date.now());
      stopped(signal);
    }
  }

  /** A round trip: throws AdapterError when the broker is not really there. */
  async check(signal: AbortSignal): Promise<void> {
    await this.ready(signal);
    try {
      await this.#control?.checkExchange(this.#options.own.exchange);
    } catch (cause) {
      throw new AdapterError("partner-unreachable", "the connection to the broker broke", {}, { cause });
    }
    if (this.#control === null) throw new AdapterError("partner-unreachable", "the connection to the broker broke");
  }

  /** Whether the other end has opened its inbox. Asked once for each connection, while it has not. */
  async theirsIsThere(): Promise<boolean> {
    const model = this.#connection?.model ?? null;
    if (this.#theirsIsThere) return true;
    if (model === null) throw new AdapterError("partner-unreachable", "the connection to the broker broke");
    try {
      this.#theirsIsThere = await exists(model, (channel) => channel.checkExchange(this.#options.theirs.exchange));
    } catch (cause) {
      throw new AdapterError("partner-unreachable", "the connection to the broker broke", {}, { cause });
    }
    return this.#theirsIsThere;
  }

  /** Sends every part, a few at a time; resolves when the broker has all of them on its disk. Throws AdapterError. */
  async sendParts(id: string, parts: AsyncIterable<{ readonly offset: number; readonly bytes: Buffer }>, signal: AbortSignal): Promise<void> {
    const out = new Set<Promise<void>>();
    const faults: unknown[] = [];
    for await (const { offset, bytes } of parts) {
      stopped(signal);
      while (out.size >= WINDOW) await Promise.race(out);
      if (faults.length > 0) break;
      const sent: Promise<void> = this.#publisher
        .send(INBOX_KEY, bytes, { type: "part", messageId: id, headers: { offset }, contentType: "application/octet-stream" }, this.#options.theirs.exchange)
        .catch((error: unknown) => void faults.push(error))
        .finally(() => out.delete(sent));
      out.add(sent);
    }
    await Promise.all(out);
    const [fault] = faults;
    if (fault !== undefined) throw fault instanceof AdapterError ? fault : new AdapterError("queue-publish-unconfirmed", "a part could not be sent", {}, { cause: fault });
  }

  /** Sends a manifest or a question and waits for its answer. Throws AdapterError: `partner-timeout`, `partner-unreachable` when it may have arrived, `queue-publish-unconfirmed`. */
  async ask(type: "manifest" | "ask", body: Manifest | Ask, signal: AbortSignal): Promise<Answer> {
    const { answerMs, theirs } = this.#options;
    const correlationId = randomBytes(12).toString("hex");
    const answered = new Promise<Answer | null>((resolve) => this.#waiting.set(correlationId, resolve));
    const stop = (): void => this.#waiting.get(correlationId)?.(null);
    const timer = setTimeout(stop, answerMs);
    signal.addEventListener("abort", stop, { once: true });
    try {
      // a question nobody reads in time is of no use later; a manifest is
      const expires = type === "ask" ? { expiration: String(answerMs) } : {};
      await this.#publisher.send(INBOX_KEY, jsonBody(body), { type, correlationId, replyTo: this.#mark, contentType: "application/json", ...expires, ...("id" in body && { messageId: body.id }) }, theirs.exchange);
      const answer = await answered;
      if (answer !== null) return answer;
      stopped(signal);
      if (this.#control === null) throw new AdapterError("partner-unreachable", "the connection broke before the other end answered");
      throw new AdapterError("partner-timeout", `the other end did not answer within ${answerMs} ms`, { timeoutMs: answerMs });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      this.#waiting.delete(correlationId);
    }
  }

  /** To whoever asked, if he still listens. */
  answer(key: string, correlationId: string, answer: Answer): void {
    try {
      this.#control?.publish(this.#options.theirs.exchange, key, jsonBody(answer), { type: "answer", correlationId, contentType: "application/json" });
    } catch {
      // the channel is closing: he asks again
    }
  }

  /** The connection is made anew. */
  restart(reason: string): void {
    this.#connection?.reconnect(reason);
  }

  /** Reads the inbox from now on. */
  async startReading(): Promise<void> {
    const model = this.#connection?.model ?? null;
    if (model !== null) await this.#options.readInbox(model).catch((cause: unknown) => this.#connection?.reconnect("reading the inbox failed", cause));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    if (this.#connection?.beginClosing() !== true) return;
    await this.#connection.close();
    this.#gone();
  }

  async #open(): Promise<void> {
    const { urls, name, tls, onEvent } = this.#options;
    const connection = new RabbitmqConnection({
      url: urls[this.#url] ?? "",
      name,
      kind: "peer",
      tls,
      onEvent: (event) => {
        if (event.kind === "peer-away") this.#noteAway(event.cause);
        if (event.kind === "peer-lost") this.#wake();
        if (event.kind === "peer-connected") this.#away = null;
        if (event.kind === "peer-connected" || event.kind === "peer-unblocked") this.#wake();
        onEvent(event);
      },
      establish: (model) => this.#establish(model),
      onGone: () => this.#gone(),
    });
    this.#connection = connection;
    await connection.open();
  }

  async #establish(model: ChannelModel): Promise<void> {
    const connection = this.#connection;
    if (connection === null) return;
    const { own, readInbox } = this.#options;
    await declareOwn(model, own);
    const control = connection.onChannel(model, await model.createChannel());
    const answers = own.answers(this.#mark);
    await control.assertQueue(answers, { exclusive: true, autoDelete: true, durable: false });
    await control.bindQueue(answers, own.exchange, this.#mark);
    await control.consume(answers, (message) => this.#take(message), { noAck: true });
    this.#publisher.attach(connection.onChannel(model, await model.createConfirmChannel()));
    await readInbox(model);
    this.#control = control;
    this.#away = null;
    this.#wake();
  }

  #stands(): boolean {
    return this.#control !== null && this.#connection?.isReady() === true;
  }

  #take(message: ConsumeMessage | null): void {
    if (message === null) {
      this.#connection?.reconnect("the broker cancelled the reader of answers");
      return;
    }
    const answer = readAnswer(message.content);
    // what nobody asked for, and what is none, is not listened to
    if (answer !== null) this.#waiting.get(String(message.properties.correlationId))?.(answer);
  }

  #noteAway(cause: unknown): void {
    this.#away = cause ?? new AdapterError("partner-unreachable", "the broker is away");
    const { urls } = this.#options;
    if (isRefusal(cause) && this.#url + 1 < urls.length) void this.#useNextUrl();
    this.#wake();
  }

  /** The password that was to count from now on is not known there yet: the older one, as long as it has not ended. */
  async #useNextUrl(): Promise<void> {
    const before = this.#connection;
    this.#url += 1;
    this.#away = null;
    before?.beginClosing();
    this.#opening = this.#open();
    await before?.close();
  }

  #gone(): void {
    this.#control = null;
    this.#theirsIsThere = false;
    this.#publisher.detach();
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#options.onGone();
    this.#wake();
  }

  async #nextChange(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, Math.min(ms, 250)));
      this.#changed.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}

function stopped(signal: AbortSignal): void {
  if (signal.aborted) throw new AdapterError("aborted", "stopped");
}

/** Our end: used as it is when somebody made it for us, made by ourselves when nobody has. */
async function declareOwn(model: ChannelModel, { exchange, inbox }: EndNames): Promise<void> {
  if (await exists(model, (channel) => channel.checkQueue(inbox))) return;
  const channel = await model.createChannel();
  channel.on("error", () => undefined);
  await channel.assertExchange(exchange, "direct", { durable: true });
  await channel.assertQueue(inbox, {
    durable: true,
    arguments: { "x-queue-type": "quorum", "x-single-active-consumer": true, "x-overflow": "reject-publish", "x-max-length-bytes": MOST_WAITING_BYTES },
  });
  await channel.bindQueue(inbox, exchange, INBOX_KEY);
  await farewell(channel);
}

const MOST_WAITING_BYTES = 8 * 1024 ** 3;

/** On a channel of its own: asking for what is not there closes it. */
async function exists(model: ChannelModel, look: (channel: Channel) => Promise<unknown>): Promise<boolean> {
  const channel = await model.createChannel();
  channel.on("error", () => undefined);
  try {
    await look(channel);
    await farewell(channel);
    return true;
  } catch (error) {
    if (error instanceof Error && /404|NOT.FOUND/i.test(error.message)) return false;
    throw error;
  }
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && /ACCESS.REFUSED|403/i.test(cause.message);
}

function awayFault(cause: unknown): AdapterError {
  if (isRefusal(cause)) return new AdapterError("partner-credentials-refused", "the broker does not let us in with this user and password", {}, { hint: "check user, password, virtual host and permissions at the broker", cause });
  const errno = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return new AdapterError("partner-unreachable", `cannot connect to the broker${errno === "" ? "" : ` (${errno})`}`, { errno }, { cause });
}
