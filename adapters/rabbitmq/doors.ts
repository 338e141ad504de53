import type { Channel, ChannelModel } from "amqplib";
import { AdapterError } from "../errors.ts";
import { DOOR_QUEUES, type DoorMessage, type DoorQueue, type MessageDoors, type MessageDoorsOptions } from "../message-door.ts";
import { RabbitmqConnection } from "./connection.ts";
import { DoorConsumer } from "./door-consumer.ts";
import { declareDoor, doorQueue } from "./door-topology.ts";
import { Publisher } from "./publisher.ts";

export interface RabbitmqDoorsOptions extends MessageDoorsOptions {
  readonly url: string;
  /** Begins every name: `<prefix>door.<door>.submit`. */
  readonly prefix: string;
  /** A message not confirmed for this long counts as failed; 10 s unless told. */
  readonly confirmMs?: number;
}

/** The message doors on RabbitMQ 3.10 or newer, on a connection of their own: a busy door never delays the work queue. Opens also while the broker is away. */
export async function openRabbitmqDoors(options: RabbitmqDoorsOptions): Promise<MessageDoors> {
  const doors = new RabbitmqDoors(options);
  await doors.open();
  return doors;
}

class RabbitmqDoors implements MessageDoors {
  readonly #options: RabbitmqDoorsOptions;
  readonly #connection: RabbitmqConnection;
  readonly #publisher: Publisher;
  readonly #consumers = new Map<string, DoorConsumer>();
  #asking: Channel | null = null;

  constructor(options: RabbitmqDoorsOptions) {
    this.#options = options;
    const { url, prefix, onEvent } = options;
    this.#connection = new RabbitmqConnection({ url, name: `lienthong ${prefix}door`, kind: "door", onEvent, establish: (model) => this.#establish(model), onGone: () => this.#forgetChannels() });
    this.#publisher = new Publisher(options.confirmMs ?? 10_000, (queue) => this.#connection.reconnect(`the queue ${queue} is missing`));
  }

  async open(): Promise<void> {
    await this.#connection.open();
  }

  async serve(doors: readonly string[]): Promise<void> {
    const gone = [...this.#consumers].filter(([door]) => !doors.includes(door));
    for (const [door, consumer] of gone) {
      this.#consumers.delete(door);
      await consumer.close();
    }
    for (const door of doors) {
      if (this.#consumers.has(door)) continue;
      const { prefix, handler, onEvent, closeGraceMs = 20_000 } = this.#options;
      const consumer = new DoorConsumer(door, { prefix, handler, onEvent, closeGraceMs, onBroken: (reason) => this.#connection.reconnect(reason) });
      this.#consumers.set(door, consumer);
      // without a connection the next one starts it
      const { model } = this.#connection;
      if (model !== null) await consumer.attach(model).catch((cause: unknown) => this.#connection.reconnect(`opening door ${door} failed`, cause));
    }
  }

  async send(door: string, queue: Exclude<DoorQueue, "submit">, message: DoorMessage): Promise<void> {
    await this.#publisher.send(doorQueue(this.#options.prefix, door, queue), message.body, {
      messageId: message.id,
      contentType: "application/json",
      ...(message.correlationId !== undefined && { correlationId: message.correlationId }),
      ...(message.headers !== undefined && { headers: { ...message.headers } }),
    });
  }

  async depths(door: string): Promise<Readonly<Record<DoorQueue, number>>> {
    const channel = this.#asking;
    if (channel === null) throw new AdapterError("queue-unavailable", "the broker is away");
    try {
      await declareDoor(channel, this.#options.prefix, door);
      const counts: Record<DoorQueue, number> = { submit: 0, result: 0, events: 0, dead: 0 };
      for (const queue of DOOR_QUEUES) counts[queue] = (await channel.checkQueue(doorQueue(this.#options.prefix, door, queue))).messageCount;
      return counts;
    } catch (cause) {
      throw new AdapterError("queue-unavailable", `the broker does not tell the depth of door ${door}`, {}, { cause });
    }
  }

  isReady(): boolean {
    return this.#connection.isReady();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers.values()].map(async (consumer) => await consumer.close()));
    if (!this.#connection.beginClosing()) return;
    await this.#publisher.settled();
    await this.#connection.close();
  }

  async #establish(model: ChannelModel): Promise<void> {
    const asking = this.#connection.onChannel(model, await model.createChannel());
    this.#publisher.attach(this.#connection.onChannel(model, await model.createConfirmChannel()));
    for (const consumer of this.#consumers.values()) await consumer.attach(model);
    this.#asking = asking;
  }

  #forgetChannels(): void {
    this.#asking = null;
    this.#publisher.detach();
    for (const consumer of this.#consumers.values()) consumer.detach();
  }
}
