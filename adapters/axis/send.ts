import { Readable } from "node:stream";
import type { AskedToWait, OutgoingParcel, SendOutcome } from "../adapter.ts";
import { AdapterError } from "../errors.ts";
import { readAnswer } from "./answer.ts";
import { exchange } from "./exchange.ts";
import type { AxisLine } from "./exchange.ts";
import { messageTypeOf } from "./message-type.ts";
import { isHeaderSafe } from "./plain-ascii.ts";
import { refusalOf } from "./refusals.ts";
import { unpaddedHash } from "./signing.ts";

const CRLF = Buffer.from("\r\n");

/**
 * sendEdoc, once. The body is the envelope plus CRLF; `hash-file` covers the envelope alone.
 * A send that failed before the connection stood is `not-sent`; afterwards only an answer of the axis can say more than `unknown`.
 */
export async function sendParcel(line: AxisLine, parcel: OutgoingParcel, signal: AbortSignal): Promise<SendOutcome> {
  const unsendable = [parcel.from, ...parcel.to].find((code) => !isHeaderSafe(code));
  if (unsendable !== undefined) return { kind: "refused", code: "address-not-sendable", reason: `the agency code ${JSON.stringify(unsendable)} cannot stand in a header of the axis` };

  let leftAt: Date | null = null;
  let asked: AskedToWait = {};
  let busy = false;
  try {
    const reply = await exchange(line, callOf(parcel, () => (leftAt ??= line.now())), signal);
    if (reply.retryAfterMs !== null) asked = { retryAfterMs: reply.retryAfterMs };
    busy = reply.httpStatus === 429 || reply.httpStatus === 503;
    const answer = await readAnswer(reply, "sendEdoc");
    const entered = leftAt ?? line.now();
    if (answer.ok && answer.docId !== null && answer.docId !== "") return { kind: "entered", partnerMessageId: answer.docId, leftAt: entered, enteredAt: line.now() };
    if (answer.ok) return { kind: "unknown", code: "no-message-id", reason: "the axis said OK but gave no DocId", leftAt: entered };
    const { kind, code } = refusalOf(answer);
    const reason = answer.errorDesc === "" ? `the axis answered FAIL ${answer.errorCode}` : answer.errorDesc;
    if (kind === "refused") return { kind, code, reason };
    return kind === "unknown" ? { kind, code, reason, leftAt: entered, ...asked } : { kind, code, reason, ...asked };
  } catch (cause) {
    if (!(cause instanceof AdapterError)) throw cause;
    if (leftAt === null) return { kind: "not-sent", code: cause.code, reason: cause.message };
    const code = busy && cause.code === "partner-answer-unreadable" ? "partner-busy" : cause.code;
    return { kind: "unknown", code, reason: cause.message, leftAt, ...asked };
  }
}

function callOf(parcel: OutgoingParcel, onLeaving: () => void): Parameters<typeof exchange>[1] {
  const document = parcel.messageKind === "document";
  return {
    operation: "sendEdoc",
    parameters: {
      from: parcel.from,
      servicetype: "eDoc",
      messagetype: messageTypeOf(parcel.messageKind),
      // A status has no `To` and is routed by its ResponseFor; the official client sends no `to` with it.
      ...(document ? { to: JSON.stringify(parcel.to) } : {}),
      "hash-file": unpaddedHash(parcel.sha256),
    },
    body: { size: parcel.size + CRLF.length, open: () => Readable.from(withLineEnd(parcel.open())) },
    ownConnection: true,
    onLeaving,
  };
}

async function* withLineEnd(source: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) yield chunk;
  yield CRLF;
}

