import { createReadStream, createWriteStream } from "node:fs";
import { EdxmlError, legacyOrganId, parseOrganId, peekEnvelope, relayEnvelope } from "#edxml";
import type { Organization, UnverifiedRoute } from "#edxml";
import type { AxisMessageType } from "../message-type.ts";
import type { Desk } from "./desk.ts";
import type { AxisMember } from "./members.ts";
import type { AgencyRecord } from "./records.ts";
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

/** A rewritten envelope, not yet named by a record. */
export interface RewrittenFile {
  readonly path: string;
  readonly size: number;
}

/**
 * What the real axis does to an envelope on its way (A6): written anew, with trace entries of the sender, of nobody and of the member's
 * centre, and with a `To` for the code a receiver had before QĐ 20/2020. A signature over the whole envelope does not survive it.
 */
export async function reserialise(desk: Desk, member: AxisMember, path: string, route: UnverifiedRoute, receivers: readonly AgencyRecord[]): Promise<RewrittenFile> {
  const rewritten = desk.content.scratch();
  const timestamp = desk.now();
  try {
    const { size } = await relayEnvelope(createReadStream(path), createWriteStream(rewritten, { flush: true }), {
      traceHeaders: [{ organId: route.from, timestamp }, { timestamp }, { organId: member.centerCode ?? member.systemId, timestamp }],
      extraTo: receivers.flatMap(oldAddress).filter((old) => !route.to.includes(old.organId)),
      scratchDirectory: desk.content.incoming,
    });
    return { path: rewritten, size };
  } catch (cause) {
    await desk.content.drop(rewritten);
    if (cause instanceof EdxmlError && cause.blame === "partner") return refuse("envelope", cause.code);
    throw cause;
  }
}

function oldAddress({ unit }: AgencyRecord): Organization[] {
  const code = parseOrganId(unit.code);
  const old = unit.oldCode ?? legacyOrganId(code);
  if (old === null || old === code) return [];
  return [{ organId: parseOrganId(old), organizationInCharge: "TLTVBQG_CDMDD_QD20", organName: `${unit.name} (Mã cũ) (qd20)` }];
}
