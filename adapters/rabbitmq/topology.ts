import type { Channel } from "amqplib";
import { CRASH_ALLOWANCE, isUrgent } from "../work-item.ts";
import type { WorkItem } from "../work-queue.ts";

/** Queues of one topic. Quorum queues know no priorities before RabbitMQ 4, so each topic has two lanes. */
export interface TopicQueues {
  readonly urgent: string;
  readonly normal: string;
  /** Where failed items wait out their pause, per lane: when the message expires it goes back to the lane. */
  readonly urgentRetry: string;
  readonly normalRetry: string;
  /** What the broker itself gave up on: more deliveries cut short than x-delivery-limit allows. */
  readonly dead: string;
}

export function queuesOf(prefix: string, topic: string): TopicQueues {
  const base = `${prefix}${topic}`;
  return { urgent: `${base}.urgent`, normal: `${base}.normal`, urgentRetry: `${base}.urgent.retry`, normalRetry: `${base}.normal.retry`, dead: `${base}.dead` };
}

export function laneOf(queues: TopicQueues, item: WorkItem): string {
  return isUrgent(item) ? queues.urgent : queues.normal;
}

export function retryOf(queues: TopicQueues, item: WorkItem): string {
  return isUrgent(item) ? queues.urgentRetry : queues.normalRetry;
}

/** Messages that are no work items are kept here for a person to look at. */
export function parkedOf(prefix: string): string {
  return `${prefix}parked`;
}

/**
 * Declares every queue; repeating it is harmless. No argument depends on a setting, or changing the setting would end in PRECONDITION_FAILED:
 * pauses travel with the messages, failures are counted in a header.
 * At-least-once dead-lettering needs reject-publish; with it nothing is lost between a queue and the one its messages expire to.
 */
export async function declareTopology(channel: Channel, prefix: string, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    const queues = queuesOf(prefix, topic);
    await channel.assertQueue(queues.dead, quorum({}));
    for (const lane of [queues.urgent, queues.normal]) {
      await channel.assertQueue(lane, quorum({ "x-delivery-limit": CRASH_ALLOWANCE, ...deadLetterTo(queues.dead) }));
    }
    await channel.assertQueue(queues.urgentRetry, quorum(deadLetterTo(queues.urgent)));
    await channel.assertQueue(queues.normalRetry, quorum(deadLetterTo(queues.normal)));
  }
  await channel.assertQueue(parkedOf(prefix), quorum({}));
}

function quorum(more: Record<string, unknown>): { durable: boolean; arguments: Record<string, unknown> } {
  return { durable: true, arguments: { "x-queue-type": "quorum", ...more } };
}

function deadLetterTo(queue: string): Record<string, unknown> {
  return {
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": queue,
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
  };
}
