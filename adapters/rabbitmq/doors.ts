import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Channel, type ChannelModel, type RecoveringChannelModel } from "amqplib";
import { AdapterError } from "../errors.ts";
import { DOOR_QUEUES, type DoorMessage, type DoorQueue, type MessageDoors, type MessageDoorsOptions } from "../message-door.ts";
import { firstAttempt, RECOVERY, withHeartbeat } from "./connection.ts";
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

const SETUP_PATIENCE_MS = 15_000;

/** The message doors on RabbitMQ 3.10 or newer, on a connection of their own: a busy door never delays the work queue. Opens also while the broker is away. */
export async function openRabbitmqDoors(options: RabbitmqDoorsOptions): Promise<MessageDoors> {
  const doors = new RabbitmqDoors(options);
  await doors.open();
  return doors;
}

class RabbitmqDoors implements MessageDoors {
  readonly #options: RabbitmqDoorsOptions;
  readonly #publisher: Publisher;
  readonly #consumers = new Map<string, DoorConsumer>();
  #connection: RecoveringChannelModel | null = null;
  #model: ChannelModel | null = null;
  #asking: Channel | null = null;
  #closing = false;

  constructor(options: RabbitmqDoorsOptions) {
    this.#options = options;
    this.#publisher = new Publisher(options.confirmMs ?? 10_000, (queue) => this.#reconnect(`the queue ${queue} is missing`));
  }

  async open(): Promise<void> {
    const connection = await connect(withHeartbeat(this.#options.url), {
      timeout: 10_000,
      noDelay: true,
      clientProperties: { connection_name: `lienthong ${this.#options.prefix}door` },
      recovery: { ...RECOVERY, setup: async (model: ChannelModel) => await this.#setUp(model) },
    });
    this.#connection = connection;
    connection.on("error", () => undefined);
    connection.on("handler-error", (cause) => this.#tell("door-fault", "a listener of the broker connection threw", cause));
    connection.on("disconnect", (cause) => this.#forgetConnection("door-lost", "the connection of the doors ended, connecting again", cause));
    connection.on("connect-failed", (cause) => this.#forgetConnection("door-away", "the doors cannot connect to the broker yet", cause));
    await firstAttempt(connection);
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
      const consumer = new DoorConsumer(door, { prefix, handler, onEvent, closeGraceMs, onBroken: (reason) => this.#reconnect(reason) });
      this.#consumers.set(door, consumer);
      // without a connection the next one starts it
      if (this.#model !== null) await consumer.attach(this.#model).catch((cause: unknown) => this.#reconnect(`opening door ${door} failed`, cause));
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
    return this.#model !== null;
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    await Promise.all([...this.#consumers.values()].map(async (consumer) => await consumer.close()));
    this.#closing = true;
    await this.#publisher.settled();
    await this.#connection?.close();
    this.#model = null;
  }

  /** Runs on every new connection; an exception here makes amqplib try again later. */
  async #setUp(model: ChannelModel): Promise<void> {
    // amqplib listens only after the set-up: a reset during it would be an uncaught exception
    model.on("error", () => undefined);
    const stop = new AbortController();
    const tooLong = sleep(SETUP_PATIENCE_MS, undefined, { signal: stop.signal }).then(() => {
      throw new AdapterError("queue-unavailable", `the broker did not set up the doors within ${SETUP_PATIENCE_MS} ms`);
    });
    try {
      await Promise.race([this.#establish(model), tooLong]);
    } finally {
      stop.abort();
      tooLong.catch(() => undefined);
    }
  }

  async #establish(model: ChannelModel): Promise<void> {
    const [asking, confirming] = [await model.createChannel(), await model.createConfirmChannel()];
    for (const channel of [asking, confirming]) {
      channel.on("error", () => undefined);
      channel.on("close", () => {
        if (this.#model === model) this.#reconnect("a channel closed");
      });
    }
    this.#publisher.attach(confirming);
    for (const consumer of this.#consumers.values()) await consumer.attach(model);
    this.#asking = asking;
    this.#model = model;
  }

  #reconnect(reason: string, cause?: unknown): void {
    const model = this.#model;
    if (model === null || this.#closing) return;
    this.#model = null;
    this.#tell("door-reconnecting", `connecting the doors to the broker anew: ${reason}`, cause);
    model.close().catch(() => undefined);
  }

  #forgetConnection(kind: string, message: string, cause: Error): void {
    this.#model = null;
    this.#asking = null;
    this.#publisher.detach();
    for (const consumer of this.#consumers.values()) consumer.detach();
    if (!this.#closing) this.#tell(kind, message, cause);
  }

  #tell(kind: string, message: string, cause?: unknown): void {
    this.#options.onEvent(cause === undefined ? { kind, message } : { kind, message, cause });
  }
}
