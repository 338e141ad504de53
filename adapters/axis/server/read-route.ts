import { createReadStream } from "node:fs";
import { EdxmlError, peekEnvelope } from "#edxml";
import type { UnverifiedRoute } from "#edxml";
import type { AxisMessageType } from "../message-type.ts";
import { refuse } from "./refusal.ts";

/** Reads the header of an envelope and nothing behind it. Refuses what is no edXML, or of the other kind than its `messagetype` says. */
export async function readRoute(path: string, kind: AxisMessageType): Promise<UnverifiedRoute> {
  const route = await peek(path);
  if ((route.kind === "status") !== (kind === "status")) refuse("envelope", `messagetype ${kind}`);
  return route;
}

async function peek(path: string): Promise<UnverifiedRoute> {
  try {
    return await peekEnvelope(createReadStream(path, { highWaterMark: 16 * 1024 }));
  } catch (cause) {
    if (cause instanceof EdxmlError && cause.blame === "partner") return refuse("envelope", cause.code);
    throw cause;
  }
}
