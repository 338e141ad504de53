import type { Channels, OpenChannel } from "../core/peers/channels.ts";
import { startLoop, type Loop } from "./loop.ts";
import { pullerOf, type Puller, type PullingNeeds } from "./pull-incoming.ts";
import { syncDirectory } from "./sync-directory.ts";
import type { SyncNeeds } from "../core/directory/sync-directory.ts";

export interface ChannelLoopNeeds extends PullingNeeds, SyncNeeds {
  readonly channels: Channels;
  /** Which of them are this process's to pull from. */
  pullsFrom(channel: string): boolean;
  readonly log: { info(message: string, facts: Readonly<Record<string, unknown>>): void };
}

export interface ChannelLoops {
  /** Looks at the partners now instead of at the next round. */
  pullNow(): void;
  close(): Promise<void>;
}

const LONGEST_FAULT_PAUSE_MS = 30_000;
const SOON_MS = 200;
/** One round that found nothing is no end yet: a sender pauses for less. */
const LATELY_MS = 1_000;
const DIRECTORY_EVERY_MS = 6 * 60 * 60 * 1_000;

interface Running {
  readonly puller: Puller;
  readonly pull: Loop;
  readonly directory: Loop | null;
  stopListening(): void;
}

/** Pulls from every channel that is open, and keeps doing so while channels open and close. */
export function startChannelLoops(needs: ChannelLoopNeeds): ChannelLoops {
  const running = new Map<OpenChannel, Running>();
  const ending = new Set<Promise<void>>();
  const follow = (): void => {
    const open = new Set(needs.channels.open().filter(({ adapter }) => needs.pullsFrom(adapter.channel)));
    for (const [channel, loops] of running) {
      if (open.has(channel)) continue;
      running.delete(channel);
      const end = stop(loops).finally(() => ending.delete(end));
      ending.add(end);
    }
    for (const channel of open) if (!running.has(channel)) running.set(channel, start(needs, channel));
  };
  const stopFollowing = needs.channels.onChange(follow);
  const stopWanting = needs.store.onDirectoryWanted(() => {
    for (const { directory } of running.values()) directory?.wake();
  });
  follow();
  return {
    pullNow() {
      for (const { pull } of running.values()) pull.wake();
    },
    async close() {
      stopFollowing();
      stopWanting();
      await Promise.all([...Array.from(running.values(), stop), ...ending]);
    },
  };
}

function start(needs: ChannelLoopNeeds, channel: OpenChannel): Running {
  const { adapter, pullEveryMs } = channel;
  const puller = pullerOf(needs, adapter);
  let cameAt = -Infinity;
  const pull = startLoop({
    name: `pull:${adapter.channel}`,
    round: async () => {
      const begun = performance.now();
      const fresh = await puller.round();
      if (fresh !== null && fresh > 0) cameAt = performance.now();
      // where something came more is coming; never more than half of the time is spent on asking
      return performance.now() - cameAt > LATELY_MS ? false : Math.min(pullEveryMs, Math.max(SOON_MS, performance.now() - begun));
    },
    pauseMs: pullEveryMs,
    longestFaultPauseMs: Math.max(pullEveryMs, LONGEST_FAULT_PAUSE_MS),
    onFault: needs.onFault,
  });
  return { puller, pull, directory: channel.takesDirectory ? startDirectoryLoop(needs, channel) : null, stopListening: channel.onArrival(() => pull.wake()) };
}

async function stop(running: Running): Promise<void> {
  running.stopListening();
  await Promise.all([running.pull.close(), running.puller.close(), running.directory?.close()]);
}

function startDirectoryLoop(needs: ChannelLoopNeeds, { adapter }: OpenChannel): Loop {
  return startLoop({
    name: `directory:${adapter.channel}`,
    round: async (signal) => {
      const sync = await syncDirectory(needs, adapter, signal);
      if (sync !== null) needs.log.info("directory.synced", { channel: adapter.channel, syncId: sync.id, state: sync.state, ...sync.counts, skipped: sync.skipped, hold: sync.hold });
      return false;
    },
    pauseMs: DIRECTORY_EVERY_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault: needs.onFault,
  });
}
