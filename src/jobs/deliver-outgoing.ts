import type { OutgoingParcel, SendOutcome, SentTrace } from "#adapters/adapter";
import type { WorkItem } from "#adapters/work-queue";
import type { Actor } from "../core/actor.ts";
import { HouseError } from "../core/fault.ts";
import type { TransmissionId, WorkOrderId } from "../core/ids.ts";
import type { SendingWire } from "../core/local/local-channel.ts";
import { LARGE_ENVELOPE_BYTES, type FlowSettings } from "../core/flow/flow-settings.ts";
import { decideAfterSend } from "../core/outgoing/decide-after-send.ts";
import { settleAttempts, startAttempts, type Attempted, type Ordered } from "../core/outgoing/settle-transmission.ts";
import { subjectOf, type Transmission } from "../core/outgoing/transmission.ts";
import type { Blobs, Clock, Store } from "../core/ports.ts";
import { together } from "../core/together.ts";
import { waitAskedBy } from "./loop.ts";
import { outlast } from "./outlast.ts";
import type { FlowWatch } from "./watch-flow.ts";

export interface DeliveringNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** null: the channel is not configured here; the transmission waits. */
  readonly adapterFor: (channel: string) => SendingWire | null;
  readonly random: () => number;
  readonly flow: FlowSettings;
  readonly watch: Pick<FlowWatch, "note">;
  /** Transmissions this process is sending right now: a row that says "sending" by us and is not among them is a leftover. */
  readonly running: Set<TransmissionId>;
}

const GATEWAY: Actor = { kind: "gateway", job: "deliver" };
const BUSY_AGAIN_MS = 5_000;
const MOST_TOGETHER = 32;

/**
 * One attempt of one transmission a call. Safe to run twice, and safe to die anywhere: the next run asks the partner before it sends. What is claimed
 * or settled side by side shares its transactions.
 */
export function deliverer(needs: DeliveringNeeds): (item: WorkItem, signal: AbortSignal) => Promise<void> {
  const claimOne = together((orders: readonly Ordered[]) => needs.store.write((tx) => startAttempts(tx, orders, needs.clock.now(), GATEWAY)), MOST_TOGETHER);
  const settleOne = together(async (attempted: readonly Attempted[]) => {
    await needs.store.write((tx) => settleAttempts(tx, attempted, needs.clock.now(), GATEWAY));
    return attempted;
  }, MOST_TOGETHER);
  /** What the partner said is not forgotten when the database is away just then: asked or sent to again, it would get the message twice. */
  const settleSurely = async (attempted: Attempted, signal: AbortSignal): Promise<void> => {
    let isTold = false;
    await outlast(signal, async () => {
      if (isTold && !(await isUnderWay(needs.store, attempted.transmission))) return; // a commit that was not confirmed, or another process took it over
      isTold = true;
      await settleOne(attempted);
    });
  };
  return async (item, signal) => {
    const orderId = item.id as WorkOrderId;
    const id = item.ref as TransmissionId;
    const busy = (): Promise<void> => needs.store.write((tx) => tx.postponeWork(orderId, BUSY_AGAIN_MS));
    if (needs.running.has(id)) return busy();
    needs.running.add(id); // before the claim: a copy of the order arriving between commit and here would take us for a leftover
    try {
      const claim = await claimOne({ id, orderId });
      if (claim.kind === "finished") return await needs.store.write((tx) => tx.finishWork(orderId));
      if (claim.kind === "busy") return await busy();
      const { transmission, triedForMs } = claim;
      const outcome = await outcomeOf(needs, transmission, claim.before === "outcome-unknown", signal);
      const { retry } = needs.flow.of(transmission.channel);
      const decision = decideAfterSend(transmission, outcome, { now: needs.clock.now(), triedForMs, retry, random: needs.random() });
      await settleSurely({ transmission, decision, orderId }, signal);
    } finally {
      needs.running.delete(id);
    }
  };
}

async function isUnderWay({ reader }: Store, { id, attempts }: Transmission): Promise<boolean> {
  const now = await reader.transmissions.byId(id);
  return now !== null && now.state === "sending" && now.attempts === attempts;
}

/** Every attempt ends in an outcome, also one that broke on our side: bytes that cannot be read will not be readable later, all else is asked about. */
async function outcomeOf(needs: DeliveringNeeds, transmission: Transmission, askFirst: boolean, signal: AbortSignal): Promise<SendOutcome> {
  const adapter = needs.adapterFor(transmission.channel);
  const startedAt = needs.clock.now();
  const begun = performance.now();
  try {
    const outcome = adapter === null ? notConfigured(transmission) : await askThenSend(needs, adapter, transmission, askFirst, signal);
    if (!signal.aborted) needs.watch.note(transmission.channel, outcome, isLarge(transmission) ? 0 : performance.now() - begun); // a large one is slow by nature
    return outcome;
  } catch (error) {
    if (error instanceof HouseError && error.retry === "never") return { kind: "refused", code: error.code, reason: error.message };
    return { kind: "unknown", code: "attempt-broke", reason: error instanceof Error ? error.message : String(error), leftAt: startedAt };
  }
}

function notConfigured({ channel }: Transmission): SendOutcome {
  return { kind: "not-sent", code: "channel-not-configured", reason: `kênh ${channel} chưa được khai báo trên cổng này` };
}

function isLarge({ envelope }: Transmission): boolean {
  return envelope.size >= LARGE_ENVELOPE_BYTES;
}

async function askThenSend(needs: DeliveringNeeds, adapter: SendingWire, transmission: Transmission, askFirst: boolean, signal: AbortSignal): Promise<SendOutcome> {
  const parcel = parcelOf(transmission, needs.blobs);
  if (!askFirst) return adapter.send(parcel, signal);
  const subject = await titleOf(needs, transmission);
  let trace: SentTrace;
  try {
    trace = await adapter.findSent({ ...parcel, ...subject }, signal, transmission.leftAt ?? undefined);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause && cause.code === "peer-paused" ? cause.code : "partner-cannot-be-asked";
    const retryAfterMs = waitAskedBy(cause);
    return { kind: "unknown", code, reason: cause instanceof Error ? cause.message : String(cause), leftAt: needs.clock.now(), ...(retryAfterMs > 0 && { retryAfterMs }) };
  }
  await needs.store.write(async (tx) => {
    const about = { at: needs.clock.now(), actor: GATEWAY, ...subjectOf(transmission) };
    await tx.append({ ...about, kind: "transmission.asked", facts: { transmissionId: transmission.id, answer: trace.kind } });
    // the partner cannot tell: sent once more under the same id with the same bytes, and marked, for whoever finds it there twice
    if (trace.kind === "cannot-tell") await tx.append({ ...about, kind: "transmission.sent-unasked", facts: { transmissionId: transmission.id, sha256: transmission.envelope.sha256, attempt: transmission.attempts, why: trace.reason.slice(0, 300) } });
  });
  if (trace.kind === "found") {
    const enteredAt = trace.enteredAt ?? needs.clock.now();
    return { kind: "entered", partnerMessageId: trace.partnerMessageId, leftAt: transmission.leftAt ?? enteredAt, enteredAt };
  }
  // asking takes its time: who lost the claim meanwhile leaves the sending to the one that has it
  if (!(await isUnderWay(needs.store, transmission))) return { kind: "unknown", code: "attempt-broke", reason: "another process took the transmission over", leftAt: needs.clock.now() };
  return adapter.send(parcel, signal); // same id, same bytes: a receiver that has it already will say so
}

/** Some partners list what they were sent by title only. */
async function titleOf(needs: DeliveringNeeds, { carries }: Transmission): Promise<{ readonly subject?: string }> {
  if (carries.kind !== "document") return {};
  const document = await needs.store.reader.outgoing.byId(carries.id);
  return document === null ? {} : { subject: document.message.subject };
}

function parcelOf(transmission: Transmission, blobs: Blobs): OutgoingParcel {
  return {
    messageKind: transmission.messageKind,
    from: transmission.from,
    to: transmission.to,
    documentId: transmission.documentId,
    size: transmission.envelope.size,
    sha256: transmission.envelope.sha256,
    open: () => blobs.open(transmission.envelope.sha256),
  };
}
