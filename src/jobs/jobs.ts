import type { Consumer, WorkItem, WorkQueue } from "#adapters/work-queue";
import { keepCatalogue } from "../core/directory/keep-catalogue.ts";
import type { LevelOneRow } from "../core/directory/index.ts";
import { processEnvelope } from "../core/incoming/process-envelope.ts";
import type { ProcessingNeeds } from "../core/incoming/processing.ts";
import type { InboundId, WorkOrderId } from "../core/ids.ts";
import { closeUnanswered } from "../core/outgoing/close-unanswered.ts";
import { WORK_TOPICS, type WorkTopic } from "../core/ports.ts";
import { deliverOutgoing, type DeliveringNeeds } from "./deliver-outgoing.ts";
import { purgePayload, type PurgingNeeds } from "./purge-payload.ts";
import { startChannelLoops, type ChannelLoopNeeds } from "./channel-loops.ts";
import { startWebhooks, type WebhookJobNeeds } from "./deliver-webhooks.ts";
import { startTimekeeping, type TimeNeeds } from "./keep-time.ts";
import { startLoop, type Loop } from "./loop.ts";
import { startReports } from "./keep-reports.ts";
import { sweepBlobs, sweepEvents, type SweepingNeeds } from "./sweep.ts";

export interface JobsNeeds extends Omit<ProcessingNeeds, "calendars">, DeliveringNeeds, PurgingNeeds, Omit<SweepingNeeds, "log">, Omit<WebhookJobNeeds, "onFault">, Omit<TimeNeeds, "log">, Pick<ChannelLoopNeeds, "channels"> {
  readonly queue: WorkQueue;
  readonly workers: number;
  /** Level-1 codes that belong into the directory. */
  readonly catalogue: readonly LevelOneRow[];
  readonly log: {
    info(message: string, facts: Readonly<Record<string, unknown>>): void;
    warn(message: string, facts: Readonly<Record<string, unknown>>): void;
    fault(message: string, error: unknown, facts?: Readonly<Record<string, unknown>>): void;
  };
}

export interface Jobs {
  /** Looks at the partners now instead of at the next round. */
  pullNow(): void;
  close(): Promise<void>;
}

const RELAY_BATCH = 200;
const RELAY_POLL_MS = 1_000;
const LONGEST_FAULT_PAUSE_MS = 30_000;
const UNANSWERED_EVERY_MS = 60_000;
const SWEEP_EVERY_MS = 60 * 60 * 1_000;
const SWEEP_BLOBS_EVERY_MS = 24 * 60 * 60 * 1_000;
const DIRECTORY_EVERY_MS = 6 * 60 * 60 * 1_000;

/** Starts everything that moves by itself: relay the outbox, deliver, pull, process, keep the directory fresh. */
export async function startJobs(needs: JobsNeeds): Promise<Jobs> {
  const onFault = (name: string, error: unknown): void => needs.log.fault("job.fault", error, { job: name });
  const consumers: Consumer[] = [
    await needs.queue.consume("deliver", (item, _delivery, signal) => deliverOutgoing(needs, item, signal), { concurrency: needs.workers }),
    await needs.queue.consume("process-incoming", (item) => processIncoming(needs, item), { concurrency: needs.workers }),
    await needs.queue.consume("purge", (item) => purgePayload(needs, item), { concurrency: 1 }),
  ];
  const relay = startLoop({
    name: "relay-outbox",
    round: async () => (await needs.store.relayDue(RELAY_BATCH, (orders) => needs.queue.publish(orders), () => heldByQueue(needs.queue))) >= RELAY_BATCH,
    pauseMs: RELAY_POLL_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  const unanswered = startLoop({ name: "close-unanswered", round: () => closeUnanswered(needs), pauseMs: UNANSWERED_EVERY_MS, longestFaultPauseMs: UNANSWERED_EVERY_MS, onFault });
  const stopListening = needs.store.onWork(() => relay.wake());
  const channels = startChannelLoops({ ...needs, onFault });
  const catalogue = startCatalogueLoop(needs, onFault);
  const sweeps = [startSweepLoop(needs, "events", sweepEvents, SWEEP_EVERY_MS, onFault), startSweepLoop(needs, "blobs", sweepBlobs, SWEEP_BLOBS_EVERY_MS, onFault)];
  const reports = startReports({ ...needs, onFault });
  const webhooks = startWebhooks({ ...needs, onFault });
  const timekeeping = startTimekeeping(needs, onFault);
  return {
    pullNow: () => channels.pullNow(),
    async close() {
      stopListening();
      await webhooks.close();
      await timekeeping.close();
      await channels.close();
      await Promise.all([catalogue, ...sweeps, ...reports, unanswered, relay].map((loop) => loop.close()));
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}

async function processIncoming(needs: JobsNeeds, item: WorkItem): Promise<void> {
  const state = await processEnvelope(needs, item.ref as InboundId, item.id as WorkOrderId);
  if (state === "quarantined") needs.log.warn("inbound.quarantined", { inboundId: item.ref });
}

/** How many items the queue still has of each topic: fewer than it was given means that it lost some. */
async function heldByQueue(queue: WorkQueue): Promise<Readonly<Partial<Record<WorkTopic, number>>>> {
  const depths = await queue.depth();
  return Object.fromEntries(WORK_TOPICS.map((topic) => [topic, depths.filter((depth) => depth.topic === topic).reduce((sum, depth) => sum + depth.ready + depth.running, 0)]));
}

function startSweepLoop(needs: JobsNeeds, what: string, sweep: (needs: SweepingNeeds, signal: AbortSignal) => Promise<number | null>, pauseMs: number, onFault: (name: string, error: unknown) => void): Loop {
  return startLoop({
    name: `sweep:${what}`,
    round: async (signal) => {
      const swept = await sweep(needs, signal);
      if (swept !== null && swept > 0) needs.log.info("swept", { what, swept });
      return false;
    },
    pauseMs,
    longestFaultPauseMs: SWEEP_EVERY_MS,
    onFault,
  });
}

function startCatalogueLoop(needs: JobsNeeds, onFault: (name: string, error: unknown) => void): Loop {
  return startLoop({
    name: "directory:catalogue",
    round: async () => {
      const changed = await keepCatalogue(needs, needs.catalogue);
      if (changed > 0) needs.log.info("directory.catalogue-kept", { changed });
      return false;
    },
    pauseMs: DIRECTORY_EVERY_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
}
