import { EdxmlError, readEnvelope, type EnvelopeReading, type SignatureVerdict, type UntrustedReason } from "#edxml";
import type { Actor } from "../actor.ts";
import type { InboundId, WorkOrderId } from "../ids.ts";
import { refuseUnboundSender } from "../peers/sender-binding.ts";
import type { BlobDraft, Transaction } from "../ports.ts";
import type { StoredFile } from "../stored-file.ts";
import { sideBySide } from "../side-by-side.ts";
import { together } from "../together.ts";
import { applyStatus } from "./apply-status.ts";
import { doubtUnsigned } from "./doubt-unsigned.ts";
import { fileDocument } from "./file-document.ts";
import { fileUpdate } from "./file-update.ts";
import { fileRecall } from "./file-recall.ts";
import type { InboundEnvelope, InboundState } from "./inbound-envelope.ts";
import type { Filing, Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";

const GATEWAY: Actor = { kind: "gateway", job: "process-incoming" };
const WAIT_AGAIN_MS = 30_000;
const MAX_WAITS = 40;
const MOST_TOGETHER = 16;

/**
 * Verifies, reads and files one kept envelope a call; resolves to the state it reached. Safe to run twice: whatever was committed is found and not done
 * again. Envelopes that are decided side by side share their transactions: those about different documents side by side, so that they share their
 * statements too, all others one after the other.
 */
export function envelopeProcessor(needs: ProcessingNeeds): (id: InboundId, orderId: WorkOrderId) => Promise<InboundState | null> {
  const finish = together((decided: readonly Decided[]) => needs.store.write((tx) => finishTogether(needs, tx, decided)), MOST_TOGETHER);
  return async (id, orderId) => {
    const inbound = await needs.store.reader.inbound.byId(id);
    if (inbound === null || !isOpen(inbound)) {
      await needs.store.write((tx) => tx.finishWork(orderId));
      return inbound?.state ?? null;
    }
    const read = await readInbound(needs, inbound);
    if (read.kind === "unreadable") return await finish({ id, orderId, verdict: null, processed: () => Promise.resolve(read.processed) });
    return await finish({ id, orderId, verdict: read.read.reading.verdict, processed: await decide(needs, read.read) });
  };
}

interface Decided {
  readonly id: InboundId;
  readonly orderId: WorkOrderId;
  readonly verdict: SignatureVerdict | null;
  readonly processed: Filing;
}

async function finishTogether(needs: ProcessingNeeds, tx: Transaction, decided: readonly Decided[]): Promise<readonly (InboundState | null)[]> {
  const locked = new Map((await tx.lockInbounds(decided.map(({ id }) => id))).map((inbound) => [inbound.id, inbound]));
  const reached: (InboundState | null)[] = [];
  for (const group of abreast(decided)) {
    const inbounds = group.map(({ id }) => locked.get(id));
    const outcomes = await sideBySide(group.map(async ({ processed }, index) => (isOpen(inbounds[index]) ? await processed(tx) : null)));
    for (const [index, { id, orderId, verdict }] of group.entries()) {
      const [inbound, outcome] = [inbounds[index], outcomes[index] ?? null];
      if (inbound !== undefined && outcome !== null) reached.push(await settle(needs, tx, inbound, verdict, outcome, orderId));
      else {
        await tx.finishWork(orderId);
        reached.push(inbound?.state ?? null);
      }
      locked.delete(id); // the same one twice is done the first time
    }
  }
  return reached;
}

/** In their order, as many side by side as are about different things: whoever comes second sees what the first did. */
function abreast(decided: readonly Decided[]): readonly (readonly Decided[])[] {
  const groups: Decided[][] = [];
  let taken = new Set<string>();
  for (const one of decided) {
    const about = one.processed.about === undefined ? null : [one.id, ...one.processed.about];
    const last = groups.at(-1);
    if (last === undefined || about === null || taken.size === 0 || about.some((thing) => taken.has(thing))) {
      groups.push([one]);
      taken = new Set(about);
    } else {
      last.push(one);
      for (const thing of about) taken.add(thing);
    }
  }
  return groups;
}

function isOpen(inbound: InboundEnvelope | undefined): boolean {
  return inbound?.state === "kept" || inbound?.state === "waiting";
}

type Reading = { readonly kind: "read"; readonly read: ReadInbound } | { readonly kind: "unreadable"; readonly processed: Processed };

async function readInbound(needs: ProcessingNeeds, inbound: InboundEnvelope): Promise<Reading> {
  const drafts: BlobDraft[] = [];
  try {
    const reading = await readEnvelope(needs.blobs.open(inbound.envelope.sha256), {
      trust: await needs.trust(inbound.receivedAt),
      scratchDirectory: needs.blobs.scratchDirectory,
      openAttachment: () => {
        const draft = needs.blobs.draft();
        drafts.push(draft);
        return draft.sink;
      },
    });
    await sideBySide(drafts.map((draft) => draft.commit()));
    return { kind: "read", read: { inbound, reading, files: reading.attachments.map(storedFile) } };
  } catch (error) {
    await Promise.all(drafts.map((draft) => draft.discard()));
    if (error instanceof EdxmlError && error.retry === "never") return { kind: "unreadable", processed: { kind: "quarantined", code: error.code, reason: error.message } };
    throw error;
  }
}

function storedFile(attachment: EnvelopeReading["attachments"][number]): StoredFile {
  return { name: attachment.name, description: attachment.description ?? null, contentId: attachment.contentId, contentType: attachment.contentType, sha256: attachment.sha256, size: attachment.size };
}

/** Does the slow part (calendar, signing the 01) and returns what is left for the transaction. */
async function decide(needs: ProcessingNeeds, read: ReadInbound): Promise<Filing> {
  const refusal = refuseVerdict(read.reading.verdict);
  if (refusal !== null) return () => Promise.resolve(refusal);
  const message = read.reading.verified ?? read.reading.unverified;
  const doubt = (await refuseUnboundSender(needs, read.inbound, message.from.organId)) ?? (await doubtUnsigned(needs, read));
  if (doubt !== null) return () => Promise.resolve(doubt);
  if (message.kind === "status") return applyStatus(needs, read, message);
  switch (message.business.kind) {
    case "new":
    case "replace":
      return fileDocument(needs, read, message);
    case "recall":
      return fileRecall(needs, read, message);
    case "update":
      return fileUpdate(needs, read, message);
  }
}

/** A signature that is wrong is never overlooked. One that is absent is a matter of the receiver's policy, decided where the receiver is known. */
function refuseVerdict(verdict: SignatureVerdict): Processed | null {
  switch (verdict.kind) {
    case "intact":
    case "relayed":
    case "unsigned":
      return null;
    case "altered":
      return distrusted(`nội dung đã bị thay đổi sau khi ký: ${verdict.altered.join(", ")}`);
    case "untrusted":
      return distrusted(`${UNTRUSTED_TEXTS[verdict.reason]} (${verdict.signer.subject})`);
    case "invalid":
      return distrusted(`chữ ký không hợp lệ (${verdict.reason}: ${verdict.detail})`);
  }
}

function distrusted(reason: string): Processed {
  return { kind: "quarantined", code: "signature-not-acceptable", reason };
}

const UNTRUSTED_TEXTS: Readonly<Record<UntrustedReason, string>> = {
  "no-trust-given": "cổng chưa có chứng thư gốc nào để kiểm tra chữ ký",
  "not-registered": "chứng thư này chưa được đăng ký cho cơ quan gửi; nếu đúng là của họ, hãy đăng ký rồi xử lý lại",
  "chain-incomplete": "chuỗi chứng thư không dẫn tới chứng thư gốc được tin cậy",
  "chain-invalid": "chuỗi chứng thư không hợp lệ",
  "not-yet-valid": "chứng thư chưa có hiệu lực khi nhận",
  expired: "chứng thư đã hết hạn khi nhận",
  "key-usage": "chứng thư không được cấp để ký",
  "key-too-weak": "khóa ký quá yếu",
};

async function settle(needs: ProcessingNeeds, tx: Transaction, inbound: InboundEnvelope, verdict: SignatureVerdict | null, processed: Processed, orderId: WorkOrderId): Promise<InboundState> {
  const outcome = processed.kind === "waiting" && inbound.attempts + 1 >= MAX_WAITS ? { ...processed, kind: "quarantined" as const } : processed;
  const state: InboundState = outcome.kind;
  const fault = outcome.kind === "waiting" || outcome.kind === "quarantined" ? { code: outcome.code, reason: outcome.reason } : null;
  await tx.updateInbound({ ...inbound, state, verdict: verdict?.kind ?? null, fault, attempts: inbound.attempts + 1, about: processed.about ?? inbound.about });
  if (outcome.kind !== "filed") {
    await tx.append({ kind: `inbound.${outcome.kind}`, at: needs.clock.now(), actor: GATEWAY, inboundId: inbound.id, facts: { verdict: verdict?.kind ?? null, code: fault?.code ?? null, reason: fault?.reason.slice(0, 500) ?? null } });
  }
  if (outcome.kind === "waiting") await tx.postponeWork(orderId, WAIT_AGAIN_MS);
  else await tx.finishWork(orderId);
  return state;
}

