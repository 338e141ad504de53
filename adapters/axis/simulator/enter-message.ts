import { randomBytes } from "node:crypto";
import { rename } from "node:fs/promises";
import { agencyKey } from "../agency-code.ts";
import type { AxisParcel } from "../server/desk.ts";
import { refuse } from "../server/refusal.ts";
import { reserialise } from "./envelope.ts";
import type { AxisMember } from "./members.ts";
import type { AgencyRecord, SentMessage } from "./records.ts";
import { repeatKey } from "./repeats.ts";
import type { Workings } from "./workings.ts";

/** One docId for the sender, one delivery with its own docId for every receiver of the envelope. */
export async function enterMessage(workings: Workings, member: AxisMember, parcel: AxisParcel): Promise<string> {
  const receivers = receiversOf(workings, parcel);
  const { repeatedSend, repeatWindowMs } = workings.faults.current;
  const key = repeatKey({ kind: parcel.kind, from: parcel.from, documentId: parcel.route.documentId, sha256: parcel.sha256 });
  const now = workings.now().getTime();
  const earlier = repeatedSend === "accept" ? null : workings.repeats.find(key, now, repeatWindowMs);
  if (earlier !== null) {
    const docId = await earlier;
    workings.emit("repeated", "sendEdoc", member.systemId, { docId });
    return repeatedSend === "dedupe" ? docId : refuse("repeated", `voi DocId ${docId}`);
  }
  const entered = enter(workings, member, parcel, receivers);
  workings.repeats.note(key, now, entered);
  return entered;
}

function receiversOf({ state, faults }: Workings, parcel: AxisParcel): readonly AgencyRecord[] {
  const { route } = parcel;
  // A status has no To: it goes back to whom it responds.
  const named = route.kind === "status" ? [route.responseForOrganId] : narrowed(faults.current.toHeader === "ignored" ? null : parcel.toHeader, route.to);
  if (named.length === 0) refuse("envelope", "thieu To/OrganId");
  const known = new Map<string, AgencyRecord>();
  for (const code of named) {
    const agency = state.unit(code);
    if (agency !== null) known.set(agency.unit.code, agency);
    else if (faults.current.unknownReceiver === "refuse") refuse("receiver", code);
  }
  if (known.size === 0) refuse("receiver", named.join(" "));
  return [...known.values()];
}

function narrowed(header: string | null, to: readonly string[]): readonly string[] {
  if (header === null) return to;
  const wanted = new Set((header.match(/[^\s,"[\]]+/g) ?? []).map(agencyKey));
  return to.filter((code) => wanted.has(agencyKey(code)));
}

/** The file gets its lasting name first, then the record that names it: a crash between the two leaves only a file to sweep away. */
async function enter(workings: Workings, member: AxisMember, parcel: AxisParcel, receivers: readonly AgencyRecord[]): Promise<string> {
  const docId = newDocId(workings);
  const changed = workings.faults.current.reserialise ? await reserialise(workings, member, parcel, receivers) : null;
  await workings.content.keep(docId, (path) => (changed === null ? parcel.take(path) : rename(changed.path, path)));
  const message = recordOf(workings, member, parcel, receivers, docId, changed?.size ?? parcel.size);
  await workings.state.record({ entry: "message", message });
  workings.emit("sent", "sendEdoc", member.systemId, { docId, receivers: message.deliveries.length, documentId: message.documentId });
  return docId;
}

function recordOf(workings: Workings, member: AxisMember, { kind, from, route, sha256 }: AxisParcel, receivers: readonly AgencyRecord[], docId: string, size: number): SentMessage {
  const at = workings.now().toISOString();
  return {
    docId,
    systemId: member.systemId,
    kind,
    from,
    documentId: route.documentId,
    title: route.kind === "document" ? route.subject : "",
    notation: route.code,
    sha256,
    sentAt: at,
    size,
    deliveries: receivers.map(({ unit, systemId }) => ({ docId: newDocId(workings), toCode: unit.code, systemId, createdAt: at, state: "initial", updatedAt: at, description: "" })),
  };
}

/** 24 hexadecimal digits as on the real axis: seconds, then chance. */
function newDocId(workings: Workings): string {
  const seconds = Math.floor(workings.now().getTime() / 1000) % 0x1_0000_0000;
  return seconds.toString(16).padStart(8, "0") + randomBytes(8).toString("hex");
}
