import { channelOf, peerOfChannel, type Peer } from "./peer.ts";
import { closeness } from "./reach.ts";

export type Route = { readonly peer: Peer; readonly channel: string };

/** The registry as this process last read it. */
export interface Peers {
  list(): readonly Peer[];
  /** The direct way to an agency (canonical code): active, or paused and to be waited for. The closest entry wins. */
  routeTo(code: string): Route | null;
  /** Whether what comes by this channel may be from this agency (canonical code). Channels that are no peer's are not bound here. */
  mayBring(channel: string, code: string): boolean;
  /** Reads it again when it is older than a second, so that what any process changed counts at once. */
  refresh(force?: boolean): Promise<void>;
}

const FRESH_FOR_MS = 1_000;

export function openPeers(read: () => Promise<readonly Peer[]>): Peers {
  let peers: readonly Peer[] = [];
  let readAt = -Infinity;
  return {
    list: () => peers,
    routeTo(code) {
      const [best] = peers
        .filter((peer) => peer.state === "active" || (peer.state === "paused" && peer.settings.whenPaused === "wait"))
        .map((peer) => ({ peer, fits: closeness(peer.settings.reaches, code) }))
        .filter(({ fits }) => fits > 0)
        .toSorted((a, b) => b.fits - a.fits);
      return best === undefined ? null : { peer: best.peer, channel: channelOf(best.peer.code) };
    },
    mayBring(channel, code) {
      const wanted = peerOfChannel(channel);
      if (wanted === null) return true;
      const peer = peers.find((known) => known.code === wanted);
      return peer !== undefined && closeness(peer.settings.reaches, code) > 0;
    },
    async refresh(force = false) {
      const now = performance.now();
      if (!force && now - readAt < FRESH_FOR_MS) return;
      readAt = now;
      peers = await read();
    },
  };
}
