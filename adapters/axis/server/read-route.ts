import { createReadStream } from "node:fs";
import { EdxmlError, peekEnvelope } from "#edxml";
import type { UnverifiedRoute } from "#edxml";
import type { AxisMessageType } from "../message-type.ts";
import type { ReceivedFile } from "./receive-body.ts";
import { refuse } from "./refusal.ts";

/** Reads the header of an envelope and nothing behind it. Refuses what is no edXML, or of the other kind than its `messagetype` says. */
export async function readRoute(file: ReceivedFile, kind: AxisMessageType): Promise<UnverifiedRoute> {
  const route = await peek(file);
  if ((route.kind === "status") !== (kind === "status")) refuse("envelope", `messagetype ${kind}`);
  return route;
}

async function peek(file: ReceivedFile): Promise<UnverifiedRoute> {
  try {
    return await peekEnvelope(contentOf(file));
  } catch (cause) {
    if (cause instanceof EdxmlError && cause.blame === "partner") return refuse("envelope", cause.code);
    throw cause;
  }
}

/** The file is opened only for a header that goes on behind what was kept of it. */
async function* contentOf({ head, path, size }: ReceivedFile): AsyncGenerator<Buffer> {
  yield head;
  if (size > head.length) yield* createReadStream(path, { start: head.length, highWaterMark: 16 * 1024 }) as AsyncIterable<Buffer>;
}
