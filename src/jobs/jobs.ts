import type { Consumer, WorkItem, WorkQueue } from "#adapters/work-queue";
import { keepCatalogue } from "../core/directory/keep-catalogue.ts";
import type { LevelOneRow } from "../core/directory/index.ts";
import { envelopeProcessor } from "../core/incoming/process-envelope.ts";
import type { ProcessingNeeds } from "../core/incoming/processing.ts";
import type { InboundId, WorkOrderId } from "../core/ids.ts";
import { closeUnanswered } from "../core/outgoing/close-unanswered.ts";
import { deliverer, type DeliveringNeeds } from "./deliver-outgoing.ts";
import { outlast } from "./outlast.ts";
import { keepSending } from "./keep-sending.ts";
import { startRelay } from "./relay-outbox.ts";
import { watchFlow } from "./watch-flow.ts";
import { purgePayload, type PurgingNeeds } from "./purge-payload.ts";
import { startChannelLoops, type ChannelLoopNeeds } from "./channel-loops.ts";
import { startWebhooks, type WebhookJobNeeds } from "./deliver-webhooks.ts";
import { startTimekeeping, type TimeNeeds } from "./keep-time.ts";
import { startLoop, type Loop } from "./loop.ts";
import { startJournalKeeping } from "./keep-journal.ts";
import { startReports } from "./keep-reports.ts";
import { startNoticeMail, type NoticeMailNeeds } from "./send-notices.ts";
import { sweepBlobs, sweepEvents, sweepSessions, type SweepingNeeds } from "./sweep.ts";

export interface JobsNeeds extends Omit<ProcessingNeeds, "calendars">, Omit<DeliveringNeeds, "watch">, PurgingNeeds, Omit<SweepingNeeds, "log">, Omit<WebhookJobNeeds, "onFault">, Omit<TimeNeeds, "log">, Pick<ChannelLoopNeeds, "channels">, NoticeMailNeeds {
  readonly queue: WorkQueue;
  readonly workers: number;
  /** What of all this runs in this process. */
  readonly does: { readonly jobs: boolean; pullsFrom(channel: string): boolean };
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

/** Sending is waiting for others, so a process sends many at once for each that it computes; how many one partner gets is a matter of the lanes. */
const SENDING_PER_WORKER = 16;
/** An envelope waits for the disk, the thread that looks into files and a commit it shares; what it computes is short. */
const PROCESSING_PER_WORKER = 4;
const LONGEST_FAULT_PAUSE_MS = 30_000;
const UNANSWERED_EVERY_MS = 60_000;
const SWEEP_EVERY_MS = 60 * 60 * 1_000;
const SWEEP_BLOBS_EVERY_MS = 24 * 60 * 60 * 1_000;
const DIRECTORY_EVERY_MS = 6 * 60 * 60 * 1_000;

/** Starts everything that moves by itself and is this process's: relay the outbox, deliver, pull, process, keep the directory fresh. */
export async function startJobs(needs: JobsNeeds): Promise<Jobs> {
  const onFault = (name: string, error: unknown): void => needs.log.fault("job.fault", error, { job: name });
  const channels = startChannelLoops({ ...needs, pullsFrom: (channel) => needs.does.pullsFrom(channel), onFault });
  const moving = needs.does.jobs ? await startMoving(needs, onFault) : null;
  return {
    pullNow: () => channels.pullNow(),
    async close() {
      await Promise.all([channels.close(), moving?.close()]);
    },
  };
}

async function startMoving(needs: JobsNeeds, onFault: (name: string, error: unknown) => void): Promise<{ close(): Promise<void> }> {
  const relay = startRelay({ ...needs, onFault });
  const watch = watchFlow({ ...needs, backlog: () => relay.isBehind(), onFault });
  const keeping = keepSending({ ...needs, onFault });
  const freeing = async (work: Promise<void>): Promise<void> => await work.finally(() => relay.freed());
  const deliver = deliverer({ ...needs, watch });
  const process = envelopeProcessor(needs);
  const processIncoming = async ({ id, ref }: WorkItem): Promise<void> => {
    const state = await process(ref as InboundId, id as WorkOrderId);
    if (state === "quarantined") needs.log.warn("inbound.quarantined", { inboundId: ref });
  };
  const consumers: Consumer[] = [
    await needs.queue.consume("deliver", (item, _delivery, signal) => freeing(outlast(signal, () => deliver(item, signal))), { concurrency: needs.workers * SENDING_PER_WORKER }),
    await needs.queue.consume("process-incoming", (item, _delivery, signal) => freeing(outlast(signal, () => processIncoming(item))), { concurrency: needs.workers * PROCESSING_PER_WORKER }),
    await needs.queue.consume("purge", (item, _delivery, signal) => outlast(signal, () => purgePayload(needs, item)), { concurrency: 1 }),
  ];
  const unanswered = startLoop({ name: "close-unanswered", round: () => closeUnanswered(needs), pauseMs: UNANSWERED_EVERY_MS, longestFaultPauseMs: UNANSWERED_EVERY_MS, onFault });
  const catalogue = startCatalogueLoop(needs, onFault);
  const sweeps = [startSweepLoop(needs, "events", sweepEvents, SWEEP_EVERY_MS, onFault), startSweepLoop(needs, "blobs", sweepBlobs, SWEEP_BLOBS_EVERY_MS, onFault), startSweepLoop(needs, "sessions", sweepSessions, SWEEP_BLOBS_EVERY_MS, onFault)];
  const journal = startJournalKeeping(needs, onFault);
  const reports = startReports({ ...needs, onFault });
  const mails = startNoticeMail(needs, onFault);
  const webhooks = startWebhooks({ ...needs, onFault });
  const timekeeping = startTimekeeping(needs, onFault);
  return {
    async close() {
      await webhooks.close();
      await timekeeping.close();
      await Promise.all([catalogue, ...sweeps, ...reports, ...mails, ...journal, unanswered, relay].map((loop) => loop.close()));
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await keeping.close();
      await watch.close();
    },
  };
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
