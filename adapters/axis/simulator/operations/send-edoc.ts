import { randomBytes } from "node:crypto";
import type { UnverifiedRoute } from "#edxml";
import { agencyKey } from "../../agency-code.ts";
import type { AxisMessageType } from "../../message-type.ts";
import { unpaddedHash } from "../../signing.ts";
import type { ReceivedFile } from "../content-store.ts";
import type { Desk } from "../desk.ts";
import { readRoute, reserialise } from "../envelope.ts";
import type { AgencyRecord, SentMessage } from "../records.ts";
import { refuse } from "../refusal.ts";
import { repeatKey } from "../repeats.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

/** sendEdoc: one docId for the sender, one delivery with its own docId for every receiver of the envelope. */
export async function sendEdoc(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  const from = senderOf(desk, request);
  const kind = kindOf(request);
  const file = await desk.content.receive(request.stream, desk.maxMessageBytes);
  try {
    checkHash(desk, request, file);
    const route = await readRoute(file.path, kind);
    const receivers = receiversOf(desk, request, route);
    const docId = await enterOnce(desk, request, { kind, from, route, file, receivers });
    return { kind: "members", members: { DocId: docId } };
  } finally {
    await desk.content.drop(file.path);
  }
}

interface Draft {
  readonly kind: AxisMessageType;
  readonly from: string;
  readonly route: UnverifiedRoute;
  readonly file: ReceivedFile;
  readonly receivers: readonly AgencyRecord[];
}

function senderOf(desk: Desk, request: VerifiedRequest): string {
  const from = request.parameter("from") ?? "";
  if (desk.state.unit(from)?.systemId === request.member.systemId) return from;
  // Word for word what the real axis answers.
  return refuse("sender", `${from} khong dung voi ma da dang ky: ${request.member.systemId}`);
}

function kindOf(request: VerifiedRequest): AxisMessageType {
  const kind = request.parameter("messagetype");
  return kind === "edoc" || kind === "status" ? kind : refuse("request", "messagetype");
}

/** Padded or not, in either case: official clients leave the leading zeros of each byte out. */
function checkHash(desk: Desk, request: VerifiedRequest, file: ReceivedFile): void {
  const mode = desk.faults.current.hashFile;
  const said = (request.parameter("hash-file") ?? "").toLowerCase();
  if (mode === "ignored" || (mode === "checked" && said === "")) return;
  if (said !== file.sha256 && said !== unpaddedHash(file.sha256)) refuse("hash");
}

function receiversOf(desk: Desk, request: VerifiedRequest, route: UnverifiedRoute): readonly AgencyRecord[] {
  // A status has no To: it goes back to whom it responds.
  const named = route.kind === "status" ? [route.responseForOrganId] : narrowed(desk, request, route.to);
  if (named.length === 0) refuse("envelope", "thieu To/OrganId");
  const known = new Map<string, AgencyRecord>();
  for (const code of named) {
    const agency = desk.state.unit(code);
    if (agency !== null) known.set(agency.unit.code, agency);
    else if (desk.faults.current.unknownReceiver === "refuse") refuse("receiver", code);
  }
  if (known.size === 0) refuse("receiver", named.join(" "));
  return [...known.values()];
}

function narrowed(desk: Desk, request: VerifiedRequest, to: readonly string[]): readonly string[] {
  const header = request.parameter("to");
  if (desk.faults.current.toHeader === "ignored" || header === null) return to;
  const wanted = new Set((header.match(/[^\s,"[\]]+/g) ?? []).map(agencyKey));
  return to.filter((code) => wanted.has(agencyKey(code)));
}

async function enterOnce(desk: Desk, request: VerifiedRequest, draft: Draft): Promise<string> {
  const { repeatedSend, repeatWindowMs } = desk.faults.current;
  const key = repeatKey({ kind: draft.kind, from: draft.from, documentId: draft.route.documentId, sha256: draft.file.sha256 });
  const now = desk.now().getTime();
  const earlier = repeatedSend === "accept" ? null : desk.repeats.find(key, now, repeatWindowMs);
  if (earlier !== null) {
    const docId = await earlier;
    desk.emit("repeated", "sendEdoc", request.member.systemId, { docId });
    return repeatedSend === "dedupe" ? docId : refuse("repeated", `voi DocId ${docId}`);
  }
  const entered = enter(desk, request, draft);
  desk.repeats.note(key, now, entered);
  return entered;
}

/** The file gets its lasting name first, then the record that names it: a crash between the two leaves only a file to sweep away. */
async function enter(desk: Desk, request: VerifiedRequest, draft: Draft): Promise<string> {
  const docId = newDocId(desk);
  const changed = desk.faults.current.reserialise ? await reserialise(desk, request.member, draft.file.path, draft.route, draft.receivers) : null;
  await desk.content.keep(changed?.path ?? draft.file.path, docId);
  const message = recordOf(desk, request, draft, docId, changed?.size ?? draft.file.size);
  await desk.state.record({ entry: "message", message });
  desk.emit("sent", "sendEdoc", request.member.systemId, { docId, receivers: message.deliveries.length, documentId: message.documentId });
  return docId;
}

function recordOf(desk: Desk, request: VerifiedRequest, { kind, from, route, file, receivers }: Draft, docId: string, size: number): SentMessage {
  const at = desk.now().toISOString();
  return {
    docId,
    systemId: request.member.systemId,
    kind,
    from,
    documentId: route.documentId,
    title: route.kind === "document" ? route.subject : "",
    notation: route.code,
    sha256: file.sha256,
    sentAt: at,
    size,
    deliveries: receivers.map(({ unit, systemId }) => ({ docId: newDocId(desk), toCode: unit.code, systemId, createdAt: at, state: "initial", updatedAt: at, description: "" })),
  };
}

/** 24 hexadecimal digits as on the real axis: seconds, then chance. */
function newDocId(desk: Desk): string {
  const seconds = Math.floor(desk.now().getTime() / 1000) % 0x1_0000_0000;
  return seconds.toString(16).padStart(8, "0") + randomBytes(8).toString("hex");
}
