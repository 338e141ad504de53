import { once } from "node:events";
import { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Channel, type ChannelModel, type RecoveringChannelModel } from "amqplib";
import { AdapterError } from "../errors.ts";
import type { PinnedTls } from "../pinned-tls.ts";
import type { WorkQueueOptions } from "../work-queue.ts";
import { within } from "./farewell.ts";

export interface RabbitmqConnectionOptions {
  /** amqp:// or amqps:// with user, password and virtual host. */
  readonly url: string;
  /** As the broker lists it. */
  readonly name: string;
  /** Begins the kind of every event that is told, e.g. `queue` in `queue-lost`. */
  readonly kind: "queue" | "door" | "peer";
  /** What to believe of a broker behind amqps; absent: what Node believes by itself. */
  readonly tls?: PinnedTls;
  readonly onEvent: WorkQueueOptions["onEvent"];
  /** Declares and consumes on a new connection, before anybody may use it. Channels come from `openChannel`. */
  readonly establish: (model: ChannelModel) => Promise<void>;
  /** The connection is gone, and every channel of it. */
  readonly onGone: () => void;
  /** How long a set-up may take; 15 s unless told. */
  readonly setUpMs?: number;
}

interface Setting {
  readonly model: ChannelModel;
  broken: { readonly reason: string; readonly cause: unknown } | null;
}

/** How long opening waits for the broker. After that the part is open but not ready, and goes on trying. */
const CONNECT_PATIENCE_MS = 5_000;
const SETUP_PATIENCE_MS = 15_000;
const CLOSE_PATIENCE_MS = 5_000;
const CUT_PATIENCE_MS = 1_000;
const RECOVERY = { initialDelay: 200, maxDelay: 5_000, factor: 2, jitter: 0.3, waitForConnect: false } as const;

/** One connection to the broker that comes back by itself; whatever stood on it is established anew. */
export class RabbitmqConnection {
  readonly #options: RabbitmqConnectionOptions;
  #recovering: RecoveringChannelModel | null = null;
  /** The present connection, once everything stands on it. */
  #model: ChannelModel | null = null;
  /** The connection everything is being established on, and what broke on it meanwhile. */
  #setting: Setting | null = null;
  #blocked = false;
  #closing = false;

  constructor(options: RabbitmqConnectionOptions) {
    this.#options = options;
  }

  get model(): ChannelModel | null {
    return this.#model;
  }

  isReady(): boolean {
    return this.#model !== null && !this.#blocked;
  }

  /** Opens also while the broker is away. */
  async open(): Promise<void> {
    const recovering = await connect(withHeartbeat(this.#options.url), {
      ...this.#options.tls,
      timeout: 10_000,
      // without it a confirm waits for the 40 ms of a delayed acknowledgement
      noDelay: true,
      clientProperties: { connection_name: this.#options.name },
      recovery: { ...RECOVERY, setup: async (model: ChannelModel) => await this.#setUp(model) },
    });
    this.#recovering = recovering;
    recovering.on("error", () => undefined);
    recovering.on("handler-error", (cause) => this.#tell("fault", "a listener of the broker connection threw", cause));
    recovering.on("disconnect", (cause) => this.#forget("lost", "the connection to the broker ended, connecting again", cause));
    recovering.on("connect-failed", (cause) => this.#forget("away", "cannot connect to the broker yet", cause));
    recovering.on("connect", () => this.#tell("connected", "connected to the broker"));
    recovering.on("blocked", (reason) => {
      this.#blocked = true;
      this.#tell("blocked", `the broker takes no messages for now: ${reason}`);
    });
    recovering.on("unblocked", () => {
      this.#blocked = false;
      this.#tell("unblocked", "the broker takes messages again");
    });
    await firstAttempt(recovering);
  }

  /** A channel that takes the connection with it when it closes. */
  onChannel<C extends Channel>(model: ChannelModel, channel: C): C {
    channel.on("error", () => undefined);
    channel.on("close", () => {
      if (this.#model === model || this.#setting?.model === model) this.reconnect("a channel closed");
    });
    return channel;
  }

  /** Ends the present connection; amqplib makes a new one, where everything is established anew. */
  reconnect(reason: string, cause?: unknown): void {
    const model = this.#model;
    if (this.#setting !== null) this.#setting.broken ??= { reason, cause };
    if (model === null || this.#closing) return;
    this.#model = null;
    this.#tell("reconnecting", `connecting to the broker anew: ${reason}`, cause);
    void closeOrCut(model);
  }

  /** From here on nothing is told and nothing reconnects; what stands on the connection may still finish. */
  beginClosing(): boolean {
    const begun = !this.#closing;
    this.#closing = true;
    return begun;
  }

  async close(): Promise<void> {
    this.#closing = true;
    const model = this.#model;
    const closing = this.#recovering?.close() ?? Promise.resolve();
    await within(CLOSE_PATIENCE_MS, closing);
    if (model !== null) socketOf(model)?.destroy();
    this.#model = null;
  }

  /** Runs on every new connection; an exception here makes amqplib try again later. */
  async #setUp(model: ChannelModel): Promise<void> {
    // amqplib listens only after the set-up: a reset during it would be an uncaught exception
    model.on("error", () => undefined);
    const patienceMs = this.#options.setUpMs ?? SETUP_PATIENCE_MS;
    const ended = endOf(model);
    const setting: Setting = { model, broken: null };
    this.#setting = setting;
    try {
      await this.#establishWithin(patienceMs, setting);
    } catch (cause) {
      // amqplib says goodbye to it next, and would wait for the answer without limit
      await cut(model, ended);
      throw cause;
    } finally {
      this.#setting = null;
    }
    this.#blocked = false;
    this.#model = model;
  }

  /** Throws when it fails, takes too long, or when something of it broke again before all of it stood: a deaf consumer would look like a ready one. */
  async #establishWithin(patienceMs: number, setting: Setting): Promise<void> {
    const establishing = this.#options.establish(setting.model);
    establishing.catch(() => undefined); // late: nobody listens any more
    if (!(await within(patienceMs, establishing))) throw new AdapterError("queue-unavailable", `the broker did not set everything up within ${patienceMs} ms`);
    const { broken } = setting;
    if (broken !== null) throw new AdapterError("queue-unavailable", `something broke while everything was set up: ${broken.reason}`, {}, { cause: broken.cause });
  }

  #forget(what: "lost" | "away", message: string, cause: Error): void {
    this.#model = null;
    this.#options.onGone();
    if (!this.#closing) this.#tell(what, message, cause);
  }

  #tell(what: string, message: string, cause?: unknown): void {
    const kind = `${this.#options.kind}-${what}`;
    this.#options.onEvent(cause === undefined ? { kind, message } : { kind, message, cause });
  }
}

async function closeOrCut(model: ChannelModel): Promise<void> {
  const ended = endOf(model);
  const closing = model.close().catch(() => undefined);
  if (!(await within(CLOSE_PATIENCE_MS, Promise.race([closing, ended])))) await cut(model, ended);
}

/**
 * A broker that does not answer does not answer a polite close either, and amqplib would wait for that answer for good, without connecting anew.
 * When the socket is gone, so is the connection, and a close of it fails at once.
 */
async function cut(model: ChannelModel, ended: Promise<void>): Promise<void> {
  socketOf(model)?.destroy(new AdapterError("queue-unavailable", "the broker does not answer; its connection is cut"));
  await within(CUT_PATIENCE_MS, ended);
}

/** amqplib tells of every end, whoever made it. */
async function endOf(model: ChannelModel): Promise<void> {
  await new Promise<void>((resolve) => model.once("close", () => resolve()));
}

function socketOf({ connection }: ChannelModel): Duplex | null {
  return "stream" in connection && connection.stream instanceof Duplex ? connection.stream : null;
}

/** The first attempt is over, one way or the other, or takes too long. */
async function firstAttempt(connection: RecoveringChannelModel): Promise<void> {
  const over = new AbortController();
  const late = sleep(CONNECT_PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([late, ...["connect", "connect-failed"].map(async (event) => await once(connection, event, { signal: over.signal }).catch(() => undefined))]);
  over.abort();
}

/** amqplib 2 has heartbeats off unless asked: without them a dead host is noticed after minutes. */
function withHeartbeat(url: string): string {
  const target = new URL(url);
  if (!target.searchParams.has("heartbeat")) target.searchParams.set("heartbeat", "10");
  return target.href;
}
