import { canonicalOrganId, type EdxmlDocument } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import type { Agency } from "../agency.ts";
import { mayMeet } from "../sample/sample-codes.ts";
import type { Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";

export type HostedAgency = Agency & { readonly hosting: NonNullable<Agency["hosting"]> };

/** Our agencies a delivery is for: the one the partner names, when the envelope names it too; else all of ours in `To`. */
export async function receiversOf(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument): Promise<readonly HostedAgency[]> {
  const sender = canonicalOrganId(message.from.organId);
  return (await addressedOf(needs, read, message)).filter(({ code }) => mayMeet(code, sender));
}

async function addressedOf(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument): Promise<readonly HostedAgency[]> {
  const named = message.to.map((to) => canonicalOrganId(to.organId));
  const stated = canonicalOrNull(read.inbound.statedTo);
  const agency = stated === null ? null : await needs.store.reader.agencies.byCode(stated);
  // A document to 60 receivers comes 60 times: mostly the one it came for is named by its own code, and the other 59 need no look.
  if (agency?.hosting != null && named.includes(agency.code)) return [{ ...agency, hosting: agency.hosting }];
  const known = await needs.store.reader.agencies.byCodes(named);
  const addressed: HostedAgency[] = [];
  for (const code of named) {
    const found = known.get(code);
    if (found?.hosting != null && !addressed.some((other) => other.code === found.code)) addressed.push({ ...found, hosting: found.hosting });
  }
  return stated === null ? addressed : addressed.filter((other) => other.code === (agency?.code ?? stated));
}

/** Why nobody here may take the message; null when somebody may. */
export function refuseReceivers(read: ReadInbound, message: EdxmlDocument, receivers: readonly HostedAgency[]): Processed | null {
  if (receivers.length === 0) return { kind: "quarantined", code: "receiver-not-ours", reason: `không có cơ quan nào của cổng này trong nơi nhận (${message.to.map((to) => to.organId).join(", ")})` };
  const strict = receivers.filter((agency) => agency.hosting.unsignedPolicy === "quarantine");
  if (read.reading.verdict.kind !== "unsigned" || strict.length === 0) return null;
  return { kind: "quarantined", code: "signature-not-acceptable", reason: `gói tin không có chữ ký, ${strict.map((agency) => agency.code).join(", ")} không nhận gói tin không ký` };
}

/** When the sender says it made this message, in whole seconds. Taken from what a relay may have touched: it only puts a sender's own messages in order. */
export function statedInstant(read: ReadInbound, message: EdxmlDocument): Date {
  const { unverified } = read.reading;
  const hops = unverified.kind === "document" ? unverified.traceHeaders : [];
  const own = hops.find((hop) => hop.timestamp !== undefined && hop.organId !== undefined && canonicalOrNull(hop.organId) === canonicalOrganId(message.from.organId));
  return (own ?? hops.find((hop) => hop.timestamp !== undefined))?.timestamp ?? read.inbound.receivedAt;
}
