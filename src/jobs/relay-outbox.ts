import type { WorkQueue } from "#adapters/work-queue";
import { WORK_TOPICS, type Store, type WorkTopic } from "../core/ports.ts";
import { startLoop } from "./loop.ts";

export interface RelayingNeeds {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly onFault: (name: string, error: unknown) => void;
}

export interface Relay {
  /** An order was finished: its lane has room. */
  freed(): void;
  /** More is due than the lanes have room for. */
  isBehind(): boolean;
  close(): Promise<void>;
}

const BATCH = 200;
/** Rooms and orders that come close together are looked at in one round: a single one waits for nobody. */
const GATHER_MS = 20;
/** While lanes are full, in case another process made room. */
const BEHIND_POLL_MS = 250;
/** Nothing planned; work is announced, this is the net. */
const IDLE_POLL_MS = 30_000;
const QUEUE_AWAY_POLL_MS = 1_000;
const LONGEST_FAULT_PAUSE_MS = 15_000;

/** Moves due orders from the outbox to the work queue whenever there are some and their lanes have room. */
export function startRelay({ store, queue, onFault }: RelayingNeeds): Relay {
  let behind = false;
  const loop = startLoop({
    name: "relay-outbox",
    round: async () => {
      if (!queue.isReady()) return QUEUE_AWAY_POLL_MS * (0.7 + 0.6 * Math.random());
      const { count, heldBack, nextInMs } = await store.relayDue(BATCH, (orders) => queue.publish(orders), () => heldByQueue(queue));
      behind = heldBack;
      if (count >= BATCH) return true;
      return Math.min(Math.max(nextInMs ?? IDLE_POLL_MS, GATHER_MS), heldBack ? BEHIND_POLL_MS : IDLE_POLL_MS);
    },
    pauseMs: IDLE_POLL_MS,
    atMostEveryMs: GATHER_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  const stopListening = store.onWork(() => loop.wake());
  return {
    freed() {
      if (behind) loop.wake();
    },
    isBehind: () => behind,
    async close() {
      stopListening();
      await loop.close();
    },
  };
}

/** How many items the queue still has of each topic: fewer than it was given means that it lost some. */
async function heldByQueue(queue: WorkQueue): Promise<Readonly<Partial<Record<WorkTopic, number>>>> {
  const depths = await queue.depth();
  return Object.fromEntries(WORK_TOPICS.map((topic) => [topic, depths.filter((depth) => depth.topic === topic).reduce((sum, depth) => sum + depth.ready + depth.running, 0)]));
}
