import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import { roomIn } from "#edxml";
import type { PendingItem } from "../adapter.ts";
import { AdapterError } from "../errors.ts";
import { AnswerReader } from "./answer.ts";
import { exchange } from "./exchange.ts";
import type { AxisLine } from "./exchange.ts";
import { headerText } from "./plain-ascii.ts";
import { failureOf } from "./refusals.ts";

/**
 * getEdoc: the envelope comes as one base64 string inside JSON and leaves into the sink while it arrives.
 * The sink is ended only after the whole answer said OK; in every other case it is destroyed, so that half a message is never taken for a whole one.
 */
export async function fetchEnvelope(line: AxisLine, item: PendingItem, sink: Writable, maxBytes: number, signal: AbortSignal): Promise<void> {
  // A sink that breaks before we look at it must not end the process.
  sink.on("error", () => undefined);
  try {
    await intoSink(line, item, sink, maxBytes, signal);
    sink.end();
    await finished(sink, { signal });
  } catch (cause) {
    sink.destroy(cause instanceof Error ? cause : undefined);
    throw cause instanceof AdapterError || !signal.aborted ? cause : new AdapterError("aborted", `fetching ${item.partnerMessageId} was stopped`, { partnerMessageId: item.partnerMessageId }, { cause });
  }
}

async function intoSink(line: AxisLine, item: PendingItem, sink: Writable, maxBytes: number, signal: AbortSignal): Promise<void> {
  // `filePath` is where the official client stores the file on its own disk; the axis ignores it.
  const parameters = { docId: headerText(item.partnerMessageId, 200), filePath: "edxml" };
  const reply = await exchange(line, { operation: "getEdoc", parameters, body: "braces" }, signal);
  try {
    const reader = new AnswerReader("getEdoc", reply, Math.ceil((maxBytes * 4) / 3) * 1.1 + 65_536);
    let size = 0;
    for await (const chunk of reply.body) {
      reader.push(chunk);
      for (const bytes of reader.takeContent()) size += await write(sink, bytes, signal);
      if (size > maxBytes) throw new AdapterError("partner-message-too-large", `message ${item.partnerMessageId} is larger than ${maxBytes} bytes`, { partnerMessageId: item.partnerMessageId, limit: maxBytes });
    }
    const answer = reader.end();
    for (const bytes of reader.takeContent()) size += await write(sink, bytes, signal);
    if (!answer.ok) throw failureOf("getEdoc", answer);
    if (size === 0) throw new AdapterError("partner-answer-unreadable", `the axis said OK for ${item.partnerMessageId} but gave no content`, { partnerMessageId: item.partnerMessageId });
  } finally {
    reply.release();
  }
}

async function write(sink: Writable, bytes: Buffer, signal: AbortSignal): Promise<number> {
  if (bytes.length > 0 && !sink.write(bytes)) await roomIn(sink, signal);
  return bytes.length;
}
