import { LOCAL_CHANNEL } from "../local/local-channel.ts";
import type { Receiver } from "./resolve-receivers.ts";

/** The receivers one envelope is for: those reached through one channel. */
export interface Route {
  readonly channel: string;
  readonly receivers: readonly Receiver[];
}

/**
 * Which way to each receiver: the gateway itself if it hosts the receiver, else a peer that reaches it directly, else the sender's own channel.
 * Each route has its own envelope, because a partner that fans out by itself delivers to everybody named in `To`.
 */
export function routesOf(receivers: readonly Receiver[], senderChannel: string): readonly Route[] {
  const byChannel = new Map<string, Receiver[]>();
  for (const receiver of receivers) {
    const channel = receiver.hosted ? LOCAL_CHANNEL : (receiver.directChannel ?? senderChannel);
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), receiver]);
  }
  return Array.from(byChannel, ([channel, reached]) => ({ channel, receivers: reached }));
}
