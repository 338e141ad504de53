import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelModel } from "amqplib";
import { isUrgent, reasonOf, urgentPlaces } from "../work-item.ts";
import { runHandler, WorkPlaces, type RunResult } from "../work-places.ts";
import type { Consumer, WorkHandler, WorkItem, WorkQueueOptions } from "../work-queue.ts";
import { headersOf, readDelivery, type Delivery, type Travelled } from "./delivery.ts";
import { farewell } from "./farewell.ts";
import type { Publisher } from "./publisher.ts";
import type { SettledHere } from "./settled-here.ts";
import { laneOf, parkedOf, queuesOf, retryOf, type TopicQueues } from "./topology.ts";

export interface ConsumerNeeds {
  readonly publisher: Publisher;
  readonly settledHere: SettledHere;
  readonly prefix: string;
  readonly options: WorkQueueOptions;
  /** The channel or its queue broke: connect anew, which declares and consumes anew. */
  readonly onBroken: (reason: string) => void;
}

type Known = Delivery & { readonly item: WorkItem };

/** Dead letters of the broker that are looked at together. */
const DEAD_PREFETCH = 10;

/** Takes items of one topic from both lanes, urgent first, and answers each only after its handler. Lives through reconnections. */
export class RabbitmqConsumer implements Consumer {
  readonly topic: string;
  readonly #handler: WorkHandler;
  readonly #needs: ConsumerNeeds;
  readonly #queues: TopicQueues;
  readonly #places: WorkPlaces;
  #channel: Channel | null = null;
  #tags: readonly string[] = [];
  #waiting: Known[] = [];
  #closing = false;

  constructor(topic: string, handler: WorkHandler, concurrency: number, needs: ConsumerNeeds) {
    this.topic = topic;
    this.#handler = handler;
    this.#needs = needs;
    this.#queues = queuesOf(needs.prefix, topic);
    this.#places = new WorkPlaces(concurrency);
  }

  get running(): number {
    return this.#places.size;
  }

  /** Starts to consume on a fresh connection. What waited from the old one is handed out again by the broker. */
  async attach(model: ChannelModel): Promise<void> {
    if (this.#closing) return;
    const channel = await model.createChannel();
    channel.on("error", () => undefined);
    channel.on("close", () => {
      if (this.#channel === channel) this.#needs.onBroken(`the channel of topic ${this.topic} closed`);
    });
    this.#waiting = [];
    this.#channel = channel;
    const { concurrency } = this.#places;
    this.#tags = [
      await this.#consume(channel, this.#queues.urgent, concurrency, (delivery) => this.#take(delivery)),
      await this.#consume(channel, this.#queues.normal, concurrency - urgentPlaces(concurrency), (delivery) => this.#take(delivery)),
      await this.#consume(channel, this.#queues.dead, DEAD_PREFETCH, (delivery) => void this.#buryForBroker(delivery)),
    ];
  }

  detach(): void {
    this.#channel = null;
    this.#tags = [];
    this.#waiting = [];
  }

  async close(): Promise<void> {
    this.#closing = true;
    const channel = this.#channel;
    if (channel !== null) await Promise.all(this.#tags.map(async (tag) => await channel.cancel(tag))).catch(() => undefined);
    await Promise.all(this.#waiting.splice(0).map(async (delivery) => await this.#giveBack(delivery)));
    await this.#places.drain(this.#needs.options.closeGraceMs);
    this.detach();
    if (channel !== null) await farewell(channel);
  }

  async #consume(channel: Channel, queue: string, prefetch: number, onDelivery: (delivery: Delivery) => void): Promise<string> {
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(queue, (message) => {
      // null: the broker cancelled us because the queue is gone
      if (message === null) this.#needs.onBroken(`the broker cancelled the consumer of ${queue}`);
      else onDelivery(readDelivery(message, channel));
    });
    return consumerTag;
  }

  #take(delivery: Delivery): void {
    const { item } = delivery;
    if (item === null || item.topic !== this.topic) {
      void this.#park(delivery);
      return;
    }
    const known = { ...delivery, item };
    if (this.#waiting.some((waiting) => makesNeedless(waiting, known))) {
      ack(known);
      return;
    }
    this.#waiting.push(known);
    this.#pump();
  }

  /** Gives places to what waits: urgent first, then in the order of arrival. */
  #pump(): void {
    const { settledHere } = this.#needs;
    for (;;) {
      const mayRun = (delivery: Known): boolean => (isUrgent(delivery.item) ? this.#places.free : this.#places.freeForNormal) > 0 && !settledHere.running.has(delivery.item.id);
      const next = this.#waiting.find((delivery) => isUrgent(delivery.item) && mayRun(delivery)) ?? this.#waiting.find(mayRun);
      if (next === undefined) return;
      this.#waiting = this.#waiting.filter((delivery) => delivery !== next);
      const { id } = next.item;
      if (next.message.fields.redelivered && settledHere.isDone(id)) {
        ack(next);
        continue;
      }
      settledHere.running.add(id);
      void this.#places
        .occupy(next.item, async (signal) => await this.#work(next, signal))
        .finally(() => {
          settledHere.running.delete(id);
          this.#pump();
        });
    }
  }

  async #work(delivery: Known, signal: AbortSignal): Promise<void> {
    const { item, travelled, number } = delivery;
    if (travelled.failures >= this.#needs.options.maxDeliveries) return await this.#bury(delivery, number - 1, travelled.reason);
    await this.#settle(delivery, await runHandler(this.#handler, item, number, signal));
  }

  async #settle(delivery: Known, result: RunResult): Promise<void> {
    if (result.kind === "done") {
      this.#needs.settledHere.remember(delivery.item.id);
      return ack(delivery);
    }
    if (result.kind === "aborted") return await this.#giveBack(delivery);
    const failures = delivery.travelled.failures + 1;
    if (failures >= this.#needs.options.maxDeliveries) return await this.#bury(delivery, delivery.number, result.reason);
    return await this.#comeBackLater(delivery, { failures, deliveries: delivery.number, reason: result.reason });
  }

  /** The item is removed only when somebody took note of its death; else it is brought up again later, straight to here. */
  async #bury(delivery: Known, deliveries: number, reason: string): Promise<void> {
    const { options } = this.#needs;
    try {
      await options.onDead({ item: delivery.item, deliveries, reason });
    } catch (cause) {
      options.onEvent({ kind: "queue-dead-item-not-taken", message: `onDead failed for work item ${delivery.item.id}: ${reasonOf(cause)}`, cause });
      return await this.#comeBackLater(delivery, { failures: options.maxDeliveries, deliveries, reason });
    }
    this.#needs.settledHere.remember(delivery.item.id);
    ack(delivery);
  }

  async #buryForBroker(delivery: Delivery): Promise<void> {
    const { item } = delivery;
    if (item === null) return await this.#park(delivery);
    await this.#bury({ ...delivery, item }, delivery.number - 1, delivery.travelled.reason || "the process ended each time while handling it");
  }

  /** A copy with its pause goes to the retry queue, confirmed, before the original is answered: rather twice than never. */
  async #comeBackLater(delivery: Known, travelled: Travelled): Promise<void> {
    const { redeliveryDelayMs } = this.#needs.options;
    await this.#replace(delivery, retryOf(this.#queues, delivery.item), { expiration: String(redeliveryDelayMs), headers: headersOf(travelled) });
  }

  /** By a copy as well: a refused message would count as a delivery. */
  async #giveBack(delivery: Known): Promise<void> {
    await this.#replace(delivery, laneOf(this.#queues, delivery.item), { headers: headersOf({ ...delivery.travelled, deliveries: delivery.number - 1 }) });
  }

  async #park(delivery: Delivery): Promise<void> {
    this.#needs.options.onEvent({ kind: "queue-message-unreadable", message: `a message of ${this.topic} is no work item, it is kept in ${parkedOf(this.#needs.prefix)}` });
    await this.#replace(delivery, parkedOf(this.#needs.prefix), { headers: { "x-from": delivery.message.fields.routingKey } });
  }

  async #replace(delivery: Delivery, queue: string, options: { readonly expiration?: string; readonly headers: Record<string, string | number> }): Promise<void> {
    try {
      await this.#needs.publisher.send(queue, delivery.message.content, { ...options, messageId: delivery.item?.id ?? "" });
      ack(delivery);
    } catch (cause) {
      this.#needs.options.onEvent({ kind: "queue-retry-not-kept", message: `a message could not be moved to ${queue}, the broker hands it out again`, cause });
      await sleep(this.#closing ? 0 : this.#needs.options.redeliveryDelayMs);
      answer(() => delivery.channel.nack(delivery.message, false, true));
    }
  }
}

/**
 * An order that runs long is relayed again and again. One copy that waits for its end is enough, more would fill the prefetch until nothing else comes.
 * Not one that is less urgent, has failed less often, or came before (it may be thrown away as done, see `isDone`).
 */
function makesNeedless(waiting: Known, copy: Known): boolean {
  return (
    waiting.item.id === copy.item.id &&
    isUrgent(waiting.item) >= isUrgent(copy.item) &&
    waiting.travelled.failures >= copy.travelled.failures &&
    waiting.message.fields.redelivered === copy.message.fields.redelivered
  );
}

function ack(delivery: Delivery): void {
  answer(() => delivery.channel.ack(delivery.message));
}

/** On a channel that is gone there is nothing to answer: the broker hands the message out again. */
function answer(send: () => void): void {
  try {
    send();
  } catch {
    // IllegalOperationError: channel closed
  }
}
