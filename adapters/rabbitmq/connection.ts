import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { RecoveringChannelModel } from "amqplib";

/** How long opening waits for the broker. After that the part is open but not ready, and goes on trying. */
const CONNECT_PATIENCE_MS = 5_000;

export const RECOVERY = { initialDelay: 200, maxDelay: 5_000, factor: 2, jitter: 0.3, waitForConnect: false } as const;

/** The first attempt is over, one way or the other, or takes too long. */
export async function firstAttempt(connection: RecoveringChannelModel): Promise<void> {
  const over = new AbortController();
  const late = sleep(CONNECT_PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([late, ...["connect", "connect-failed"].map(async (event) => await once(connection, event, { signal: over.signal }).catch(() => undefined))]);
  over.abort();
}

/** amqplib 2 has heartbeats off unless asked: without them a dead host is noticed after minutes. */
export function withHeartbeat(url: string): string {
  const target = new URL(url);
  if (!target.searchParams.has("heartbeat")) target.searchParams.set("heartbeat", "10");
  return target.href;
}
