import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { reasonOf } from "../work-item.ts";
import type { DoorHandler, DoorRequest, MessageDoorsOptions } from "../message-door.ts";
import { declareDoor, doorQueue } from "./door-topology.ts";
import { farewell } from "./farewell.ts";

export interface DoorConsumerNeeds {
  readonly prefix: string;
  readonly handler: DoorHandler;
  readonly onEvent: MessageDoorsOptions["onEvent"];
  readonly closeGraceMs: number;
  readonly onBroken: (reason: string) => void;
}

const PAUSE_MS = 1_000;

/** Reads one door, one request at a time: the order of a system's messages is kept, and what is in memory is bounded. Lives through reconnections. */
export class DoorConsumer {
  readonly #door: string;
  readonly #needs: DoorConsumerNeeds;
  readonly #closing = new AbortController();
  #channel: Channel | null = null;
  #tag = "";
  #running: Promise<void> = Promise.resolve();

  constructor(door: string, needs: DoorConsumerNeeds) {
    this.#door = door;
    this.#needs = needs;
  }

  /** A request still running from an older connection ends first: its copy is not taken beside it. */
  async attach(model: ChannelModel): Promise<void> {
    const channel = await model.createChannel();
    channel.on("error", () => undefined);
    channel.on("close", () => {
      if (this.#channel === channel) this.#needs.onBroken(`the channel of door ${this.#door} closed`);
    });
    await declareDoor(channel, this.#needs.prefix, this.#door);
    this.#channel = channel;
    await channel.prefetch(1);
    const { consumerTag } = await channel.consume(doorQueue(this.#needs.prefix, this.#door, "submit"), (message) => {
      if (message === null) this.#needs.onBroken(`the broker cancelled the consumer of door ${this.#door}`);
      else this.#running = this.#running.then(async () => await this.#take(channel, message));
    });
    this.#tag = consumerTag;
  }

  detach(): void {
    this.#channel = null;
  }

  /** Takes nothing new, lets the running request end, and aborts it when that takes too long; it is delivered again then. */
  async close(): Promise<void> {
    const channel = this.#channel;
    this.#channel = null;
    await channel?.cancel(this.#tag).catch(() => undefined);
    const late = setTimeout(() => this.#closing.abort(), this.#needs.closeGraceMs);
    await this.#running;
    clearTimeout(late);
    this.#closing.abort();
    if (channel !== null) await farewell(channel);
  }

  async #take(channel: Channel, message: ConsumeMessage): Promise<void> {
    try {
      await this.#needs.handler(this.#door, requestOf(message), this.#closing.signal);
      answer(() => channel.ack(message));
    } catch (cause) {
      this.#needs.onEvent({ kind: "door-request-not-done", message: `a request of door ${this.#door} is delivered again: ${reasonOf(cause)}`, cause });
      await sleep(PAUSE_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      answer(() => channel.nack(message, false, true));
    }
  }
}

function requestOf(message: ConsumeMessage): DoorRequest {
  const id: unknown = message.properties.messageId;
  const earlier: unknown = message.properties.headers?.["x-delivery-count"];
  return { id: typeof id === "string" && id !== "" ? id : null, body: message.content, delivery: typeof earlier === "number" ? earlier + 1 : 1 };
}

/** On a channel that is gone there is nothing to answer: the broker hands the message out again. */
function answer(send: () => void): void {
  try {
    send();
  } catch {
    // IllegalOperationError: channel closed
  }
}
