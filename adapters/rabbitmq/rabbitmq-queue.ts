import type { Channel, ChannelModel } from "amqplib";
import { AdapterError } from "../errors.ts";
import { checkItems } from "../work-item.ts";
import type { Consumer, QueueDepth, WorkHandler, WorkItem, WorkQueue, WorkQueueOptions } from "../work-queue.ts";
import { RabbitmqConnection } from "./connection.ts";
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
  /** How long setting everything up on a new connection may take; 15 s unless told. */
  readonly setUpMs?: number;
}

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
  readonly #connection: RabbitmqConnection;
  readonly #publisher: Publisher;
  readonly #settledHere = new SettledHere();
  readonly #consumers = new Set<RabbitmqConsumer>();
  #asking: Channel | null = null;

  constructor(options: RabbitmqQueueOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? "lienthong.";
    const { url, onEvent, setUpMs } = options;
    this.#connection = new RabbitmqConnection({ url, name: `lienthong ${this.#prefix}`, kind: "queue", onEvent, establish: (model) => this.#establish(model), onGone: () => this.#forgetChannels(), ...(setUpMs !== undefined && { setUpMs }) });
    this.#publisher = new Publisher(options.confirmMs ?? 10_000, (queue) => this.#connection.reconnect(`the queue ${queue} is missing`));
  }

  async open(): Promise<void> {
    await this.#connection.open();
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
      onBroken: (reason) => this.#connection.reconnect(reason),
    });
    this.#consumers.add(consumer);
    // without a connection the next one starts it
    const { model } = this.#connection;
    if (model !== null) await consumer.attach(model).catch((cause: unknown) => this.#connection.reconnect(`consuming ${topic} failed`, cause));
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
    return this.#connection.isReady();
  }

  async close(): Promise<void> {
    if (!this.#connection.beginClosing()) return;
    await Promise.all([...this.#consumers].map(async (consumer) => await consumer.close()));
    await this.#publisher.settled();
    await this.#connection.close();
  }

  async #establish(model: ChannelModel): Promise<void> {
    const asking = this.#connection.onChannel(model, await model.createChannel());
    await declareTopology(asking, this.#prefix, this.#options.topics);
    this.#publisher.attach(this.#connection.onChannel(model, await model.createConfirmChannel()));
    for (const consumer of this.#consumers) await consumer.attach(model);
    this.#asking = asking;
  }

  #forgetChannels(): void {
    this.#asking = null;
    this.#publisher.detach();
    for (const consumer of this.#consumers) consumer.detach();
  }
}
