import type { Channel, ConsumeMessage } from "amqplib";
import { parseItem } from "../work-item.ts";
import type { WorkItem } from "../work-queue.ts";

/** Headers that travel with an item through its copies; the broker counts only within one queue. */
export interface Travelled {
  readonly failures: number;
  /** Deliveries made before the message came into its present queue. */
  readonly deliveries: number;
  readonly reason: string;
}

/** One message that was handed to us, on the channel it must be answered on. */
export interface Delivery {
  readonly message: ConsumeMessage;
  readonly channel: Channel;
  readonly item: WorkItem | null;
  readonly travelled: Travelled;
  /** Which delivery of the item this is, from 1. */
  readonly number: number;
}

export function readDelivery(message: ConsumeMessage, channel: Channel): Delivery {
  const headers: Record<string, unknown> = message.properties.headers ?? {};
  const travelled = { failures: countIn(headers["x-failures"]), deliveries: countIn(headers["x-deliveries"]), reason: textIn(headers["x-reason"]) };
  // x-delivery-count: earlier deliveries of this message from this quorum queue that ended without an answer
  const number = travelled.deliveries + countIn(headers["x-delivery-count"]) + 1;
  return { message, channel, item: parseItem(message.content), travelled, number };
}

export function headersOf(travelled: Travelled): Record<string, string | number> {
  return { "x-failures": travelled.failures, "x-deliveries": travelled.deliveries, "x-reason": travelled.reason };
}

function countIn(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 500) : "";
}
