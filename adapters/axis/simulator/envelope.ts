import { createReadStream, createWriteStream } from "node:fs";
import { EdxmlError, legacyOrganId, parseOrganId, relayEnvelope } from "#edxml";
import type { Organization } from "#edxml";
import type { AxisParcel } from "../server/desk.ts";
import { refuse } from "../server/refusal.ts";
import type { AxisMember } from "./members.ts";
import type { AgencyRecord } from "./records.ts";
import type { Workings } from "./workings.ts";

/** A rewritten envelope, not yet named by a record. */
export interface RewrittenFile {
  readonly path: string;
  readonly size: number;
}

/**
 * What the real axis does to an envelope on its way (A6): written anew, with trace entries of the sender, of nobody and of the member's
 * centre, and with a `To` for the code a receiver had before QĐ 20/2020. A signature over the whole envelope does not survive it.
 */
export async function reserialise(workings: Workings, member: AxisMember, { path, route }: AxisParcel, receivers: readonly AgencyRecord[]): Promise<RewrittenFile> {
  const rewritten = workings.content.scratch();
  const timestamp = workings.now();
  try {
    const { size } = await relayEnvelope(createReadStream(path), createWriteStream(rewritten, { flush: true }), {
      traceHeaders: [{ organId: route.from, timestamp }, { timestamp }, { organId: member.centerCode ?? member.systemId, timestamp }],
      extraTo: receivers.flatMap(oldAddress).filter((old) => !route.to.includes(old.organId)),
      scratchDirectory: workings.content.incoming,
    });
    return { path: rewritten, size };
  } catch (cause) {
    await workings.content.drop(rewritten);
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
