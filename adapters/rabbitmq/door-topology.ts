import type { Channel } from "amqplib";
import type { DoorQueue } from "../message-door.ts";

/** A door that nobody reads from, or that brings more than we can take, refuses at these sizes instead of filling the broker. */
const MOST_MESSAGES = 10_000;
const MOST_SUBMITTED_BYTES = 256 * 1024 * 1024;
/** Deliveries cut short (process or connection died) before the broker itself puts a message aside. */
const DELIVERY_LIMIT = 20;

/** The exchange has the name of the door: a system may write to it and to nothing else, so no message can reach the door of another. */
export function doorExchange(prefix: string, door: string): string {
  return `${prefix}door.${door}`;
}

export function doorQueue(prefix: string, door: string, queue: DoorQueue): string {
  return `${prefix}door.${door}.${queue}`;
}

/** Declares exchange and queues of a door; repeating it is harmless. One active consumer at a time: the order of a system's messages is kept over several gateways. */
export async function declareDoor(channel: Channel, prefix: string, door: string): Promise<void> {
  const name = (queue: DoorQueue): string => doorQueue(prefix, door, queue);
  const bounded = { "x-overflow": "reject-publish", "x-max-length": MOST_MESSAGES };
  await channel.assertQueue(name("dead"), quorum({}));
  await channel.assertQueue(
    name("submit"),
    quorum({
      ...bounded,
      "x-max-length-bytes": MOST_SUBMITTED_BYTES,
      "x-single-active-consumer": true,
      "x-delivery-limit": DELIVERY_LIMIT,
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": name("dead"),
      "x-dead-letter-strategy": "at-least-once",
    }),
  );
  await channel.assertQueue(name("result"), quorum(bounded));
  await channel.assertQueue(name("events"), quorum(bounded));
  await channel.assertExchange(doorExchange(prefix, door), "fanout", { durable: true });
  await channel.bindQueue(name("submit"), doorExchange(prefix, door), "");
}

function quorum(more: Record<string, unknown>): { durable: boolean; arguments: Record<string, unknown> } {
  return { durable: true, arguments: { "x-queue-type": "quorum", ...more } };
}
