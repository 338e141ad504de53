import { setTimeout as sleep } from "node:timers/promises";
import type { Channel } from "amqplib";

const MOMENT_MS = 2_000;

/**
 * Closes a channel nobody needs any more, and waits for a moment at most. amqplib 2.3 never settles a close whose connection ends before the
 * broker has answered it; the channel's own `close` comes in either case. Never throws.
 */
export async function farewell(channel: Channel): Promise<void> {
  const closed = new Promise<void>((resolve) => channel.once("close", resolve));
  const closing = channel.close().catch(() => undefined);
  await within(MOMENT_MS, Promise.race([closing, closed]));
}

/** False when it took longer; throws as the work does. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  try {
    return await Promise.race([work.then(() => true), sleep(ms, false, { signal: stop.signal })]);
  } finally {
    stop.abort();
  }
}
