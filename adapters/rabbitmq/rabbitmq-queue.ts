import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Channel, type ChannelModel, type RecoveringChannelModel } from "amqplib";
import { AdapterError } from "../errors.ts";
import { checkItems } from "../work-item.ts";
import type { Consumer, QueueDepth, WorkHandler, WorkItem, WorkQueue, WorkQueueOptions } from "../work-queue.ts";
import { firstAttempt, RECOVERY, withHeartbeat } from "./connection.ts";
import { RabbitmqConsumer } from "./consumer.ts";
import { Publisher } from "./publisher.ts";
import { SettledHere } from "./settled-here.ts";
import { declareTopology, laneOf, queuesOf } from "./topology.ts";

export interface RabbitmqQueueOptions extends WorkQueueOptions {
  /** amqp:// or amqps:// with user, password and virtual host. */
  readonly url: string;
  /** Begins every queue name, so that several gateways share a broker; `lienthong.` unless told. */
  readonly prefix?: string;
  /** A message not confirmed for this long counts as failed; 10 s unless told. */
  readonly confirmMs?: number;
}

const SETUP_PATIENCE_MS = 15_000;

/**
 * The work queue on RabbitMQ 3.10 or newer: quorum queues, publisher confirms, two lanes a topic.
 * Opens also while the broker is away (`isReady` is false, publishing refuses): the outbox keeps the work until it is back.
 */
export async function openRabbitmqQueue(options: RabbitmqQueueOptions): Promise<WorkQueue> {
  const queue = new RabbitmqQueue(options);
  await queue.open();
  return queue;
}

class RabbitmqQueue implements WorkQueue {
  readonly #options: RabbitmqQueueOptions;
  readonly #prefix: string;
  readonly #publisher: Publisher;
  readonly #settledHere = new SettledHere();
  readonly #consumers = new Set<RabbitmqConsumer>();
  #connection: RecoveringChannelModel | null = null;
  /** The present connection, once its topology stands. */
  #model: ChannelModel | null = null;
  #asking: Channel | null = null;
  #blocked = false;
  #closing = false;

  constructor(options: RabbitmqQueueOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? "lienthong.";
    this.#publisher = new Publisher(options.confirmMs ?? 10_000, (queue) => this.#reconnect(`the queue ${queue} is missing`));
  }

  async open(): Promise<void> {
    const connection = await connect(withHeartbeat(this.#options.url), {
      timeout: 10_000,
      // without it a confirm waits for the 40 ms of a delayed acknowledgement
      noDelay: true,
      clientProperties: { connection_name: `lienthong ${this.#prefix}` },
      recovery: { ...RECOVERY, setup: async (model: ChannelModel) => await this.#setUp(model) },
    });
    this.#connection = connection;
    connection.on("error", () => undefined);
    connection.on("handler-error", (cause) => this.#tell("queue-fault", "a listener of the broker connection threw", cause));
    connection.on("disconnect", (cause) => this.#onDisconnect(cause));
    connection.on("connect-failed", (cause) => this.#onConnectFailed(cause));
    connection.on("connect", () => this.#tell("queue-connected", "connected to the broker"));
    connection.on("blocked", (reason) => {
      this.#blocked = true;
      this.#tell("queue-blocked", `the broker takes no messages for now: ${reason}`);
    });
    connection.on("unblocked", () => {
      this.#blocked = false;
      this.#tell("queue-unblocked", "the broker takes messages again");
    });
    await firstAttempt(connection);
  }

  async publish(items: readonly WorkItem[]): Promise<void> {
    checkItems(items, this.#options.topics);
    const sending = items.map(async (item) => {
      const body = Buffer.from(JSON.stringify({ id: item.id, topic: item.topic, ref: item.ref, urgency: item.urgency }));
      await this.#publisher.send(laneOf(queuesOf(this.#prefix, item.topic), item), body, { messageId: item.id, contentType: "application/json" });
    });
    const results = await Promise.allSettled(sending);
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async consume(topic: string, handler: WorkHandler, { concurrency }: { readonly concurrency: number }): Promise<Consumer> {
    const consumer = new RabbitmqConsumer(topic, handler, concurrency, {
      publisher: this.#publisher,
      settledHere: this.#settledHere,
      prefix: this.#prefix,
      options: this.#options,
      onBroken: (reason) => this.#reconnect(reason),
    });
    this.#consumers.add(consumer);
    // without a connection the next one starts it
    if (this.#model !== null) await consumer.attach(this.#model).catch((cause: unknown) => this.#reconnect(`consuming ${topic} failed`, cause));
    return {
      close: async () => {
        await consumer.close();
        this.#consumers.delete(consumer);
      },
    };
  }

  async depth(): Promise<readonly QueueDepth[]> {
    const channel = this.#asking;
    if (channel === null) throw new AdapterError("queue-unavailable", "the broker is away");
    try {
      return await Promise.all(this.#options.topics.map(async (topic) => await this.#depthOf(channel, topic)));
    } catch (cause) {
      throw new AdapterError("queue-unavailable", "the broker does not tell the depth of its queues", {}, { cause });
    }
  }

  async #depthOf(channel: Channel, topic: string): Promise<QueueDepth> {
    const { dead: _, ...queues } = queuesOf(this.#prefix, topic);
    const counts = await Promise.all(Object.values(queues).map(async (queue) => (await channel.checkQueue(queue)).messageCount));
    const running = [...this.#consumers].filter((consumer) => consumer.topic === topic).reduce((sum, consumer) => sum + consumer.running, 0);
    return { topic, ready: counts.reduce((sum, count) => sum + count, 0), running };
  }

  isReady(): boolean {
    return this.#model !== null && !this.#blocked;
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await Promise.all([...this.#consumers].map(async (consumer) => await consumer.close()));
    await this.#publisher.settled();
    await this.#connection?.close();
    this.#model = null;
  }

  /** Runs on every new connection, before anybody may use it; an exception here makes amqplib try again later. */
  async #setUp(model: ChannelModel): Promise<void> {
    // amqplib listens only after the set-up: a reset during it would be an uncaught exception
    model.on("error", () => undefined);
    const stop = new AbortController();
    const tooLong = sleep(SETUP_PATIENCE_MS, undefined, { signal: stop.signal }).then(() => {
      throw new AdapterError("queue-unavailable", `the broker did not set up the queues within ${SETUP_PATIENCE_MS} ms`);
    });
    try {
      await Promise.race([this.#establish(model), tooLong]);
    } finally {
      stop.abort();
      tooLong.catch(() => undefined);
    }
  }

  async #establish(model: ChannelModel): Promise<void> {
    const asking = await this.#openChannel(model, await model.createChannel());
    await declareTopology(asking, this.#prefix, this.#options.topics);
    this.#publisher.attach(await this.#openChannel(model, await model.createConfirmChannel()));
    for (const consumer of this.#consumers) await consumer.attach(model);
    this.#asking = asking;
    this.#blocked = false;
    this.#model = model;
  }

  async #openChannel<C extends Channel>(model: ChannelModel, channel: C): Promise<C> {
    channel.on("error", () => undefined);
    channel.on("close", () => {
      if (this.#model === model) this.#reconnect("a channel closed");
    });
    return await Promise.resolve(channel);
  }

  /** Ends the present connection; amqplib makes a new one, where everything is declared and consumed anew. */
  #reconnect(reason: string, cause?: unknown): void {
    const model = this.#model;
    if (model === null || this.#closing) return;
    this.#model = null;
    this.#tell("queue-reconnecting", `connecting to the broker anew: ${reason}`, cause);
    model.close().catch(() => undefined);
  }

  #onDisconnect(cause: Error): void {
    this.#forgetConnection();
    if (!this.#closing) this.#tell("queue-lost", "the connection to the broker ended, connecting again", cause);
  }

  #onConnectFailed(cause: Error): void {
    this.#forgetConnection();
    this.#tell("queue-away", "cannot connect to the broker yet", cause);
  }

  #forgetConnection(): void {
    this.#model = null;
    this.#asking = null;
    this.#publisher.detach();
    for (const consumer of this.#consumers) consumer.detach();
  }

  #tell(kind: string, message: string, cause?: unknown): void {
    this.#options.onEvent(cause === undefined ? { kind, message } : { kind, message, cause });
  }
}
