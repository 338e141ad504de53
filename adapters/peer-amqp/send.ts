import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { OutgoingParcel, SendOutcome, SentTrace } from "../adapter.ts";
import { AdapterError } from "../errors.ts";
import type { PeerLine } from "./line.ts";
import { PART_BYTES, type Manifest } from "./message.ts";

export interface SendingEnd {
  readonly line: PeerLine;
  readonly now: () => Date;
  readonly maxBytes: number;
  /** Whether the peer was registered for this agency. */
  readonly reaches: (code: string) => boolean;
}

/** Parts, manifest, answer. Before the manifest has left nothing has entered; after it only an answer says more than `unknown`. */
export async function sendParcel(end: SendingEnd, parcel: OutgoingParcel, signal: AbortSignal): Promise<SendOutcome> {
  const stranger = parcel.to.find((code) => !end.reaches(code));
  if (stranger !== undefined) return { kind: "refused", code: "receiver-not-reached", reason: `the peer is not registered for ${stranger}` };
  if (parcel.size > end.maxBytes) return { kind: "refused", code: "message-too-large", reason: `the peer takes parcels of at most ${end.maxBytes} bytes` };
  return sendWhole(end, parcel, manifestOf(parcel, false), signal);
}

/** The whole way of a parcel with bytes that mean nothing; the other end checks them and throws them away. */
export async function sendTest(end: SendingEnd, bytes: Buffer, open: () => Readable, signal: AbortSignal): Promise<SendOutcome> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const manifest: Manifest = { version: 1, id: sha256, size: bytes.length, messageKind: "document", from: "test", to: ["test"], documentId: "test", test: true };
  return sendWhole(end, { size: bytes.length, sha256, open }, manifest, signal);
}

async function sendWhole(end: SendingEnd, parcel: Pick<OutgoingParcel, "size" | "sha256" | "open">, manifest: Manifest, signal: AbortSignal): Promise<SendOutcome> {
  const { line } = end;
  const leftAt = end.now();
  try {
    await line.ready(signal);
    if (!(await line.theirsIsThere())) return { kind: "not-sent", code: "peer-inbox-missing", reason: "the peer has not opened its inbox at the broker yet" };
    await line.sendParts(parcel.sha256, partsOf(parcel), signal);
  } catch (cause) {
    return { kind: "not-sent", ...faultOf(cause) };
  }
  try {
    const answer = await line.ask("manifest", manifest, signal);
    switch (answer.outcome) {
      case "kept":
        return { kind: "entered", partnerMessageId: parcel.sha256, leftAt, enteredAt: end.now() };
      case "refused":
        return { kind: "refused", code: answer.code, reason: answer.reason };
      case "incomplete":
        return { kind: "not-sent", code: "damaged-on-the-way", reason: answer.reason };
      case "later":
        return { kind: "not-sent", code: "partner-busy", reason: answer.reason };
      case "absent":
      case "agencies":
        return { kind: "unknown", code: "partner-answer-unreadable", reason: `the peer answered "${answer.outcome}" to a parcel`, leftAt };
    }
  } catch (cause) {
    const fault = faultOf(cause);
    return fault.code === "queue-unavailable" ? { kind: "not-sent", ...fault } : { kind: "unknown", ...fault, leftAt };
  }
}

/** The peer reads in the order we sent, so when it answers it has seen all that was on the way: "absent" is certain. */
export async function findParcel({ line }: SendingEnd, { sha256 }: OutgoingParcel, signal: AbortSignal): Promise<SentTrace> {
  await line.ready(signal);
  if (!(await line.theirsIsThere())) return { kind: "not-found" };
  const answer = await line.ask("ask", { question: "parcel", id: sha256 }, signal);
  if (answer.outcome === "kept") return { kind: "found", partnerMessageId: sha256, enteredAt: new Date(answer.at) };
  return answer.outcome === "absent" ? { kind: "not-found" } : { kind: "cannot-tell", reason: `the peer answered "${answer.outcome}" to a question about a parcel` };
}

function manifestOf({ sha256, size, messageKind, from, to, documentId }: OutgoingParcel, test: boolean): Manifest {
  return { version: 1, id: sha256, size, messageKind, from, to: [...to], documentId, test };
}

/** Cuts anew, and lets no byte out that was not promised. */
async function* partsOf({ size, sha256, open }: Pick<OutgoingParcel, "size" | "sha256" | "open">): AsyncGenerator<{ offset: number; bytes: Buffer }> {
  const hash = createHash("sha256");
  let [offset, kept, length]: [number, Buffer[], number] = [0, [], 0];
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    hash.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + PART_BYTES - length);
      kept.push(piece);
      length += piece.length;
      at += piece.length;
      if (length < PART_BYTES) continue;
      yield { offset, bytes: Buffer.concat(kept) };
      [offset, kept, length] = [offset + length, [], 0];
    }
  }
  if (length > 0) yield { offset, bytes: Buffer.concat(kept) };
  if (offset + length !== size || hash.digest("hex") !== sha256) throw new AdapterError("parcel-unreadable", "the content is not the one that was promised", { sha256 });
}

function faultOf(cause: unknown): { readonly code: string; readonly reason: string } {
  if (cause instanceof AdapterError) return { code: cause.code, reason: cause.message };
  return { code: "parcel-unreadable", reason: cause instanceof Error ? cause.message : String(cause) };
}
