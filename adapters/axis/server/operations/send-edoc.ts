import { rename, rm } from "node:fs/promises";
import type { AxisMessageType } from "../../message-type.ts";
import { unpaddedHash } from "../../signing.ts";
import type { AxisAccount, AxisDesk } from "../desk.ts";
import { readRoute } from "../read-route.ts";
import { receiveBody, type ReceivedFile } from "../receive-body.ts";
import { refuse } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

/** sendEdoc: the envelope to disk, its digest and header looked at, then the desk decides; one docId for the sender. */
export async function sendEdoc<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  const from = await senderOf(desk, request);
  const kind = kindOf(request);
  const file = await receiveBody(request.stream, desk.scratchDirectory, desk.maxMessageBytes);
  let taken = false;
  const take = async (to: string): Promise<void> => {
    await rename(file.path, to);
    taken = true;
  };
  try {
    checkHash(desk, request, file);
    const route = await readRoute(file, kind);
    const { path, size, sha256 } = file;
    const docId = await desk.send(request.account, { kind, from, toHeader: request.parameter("to"), route, path, size, sha256, take });
    return { kind: "members", members: { DocId: docId } };
  } finally {
    if (!taken) await rm(file.path, { force: true });
  }
}

async function senderOf<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<string> {
  const from = request.parameter("from") ?? "";
  if (await desk.speaksFor(request.account, from)) return from;
  // Word for word what the real axis answers.
  return refuse("sender", `${from} khong dung voi ma da dang ky: ${request.account.systemId}`);
}

function kindOf(request: VerifiedRequest): AxisMessageType {
  const kind = request.parameter("messagetype");
  return kind === "edoc" || kind === "status" ? kind : refuse("request", "messagetype");
}

/** Padded or not, in either case: official clients leave the leading zeros of each byte out. */
function checkHash<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>, file: ReceivedFile): void {
  const mode = desk.hashFile();
  const said = (request.parameter("hash-file") ?? "").toLowerCase();
  if (mode === "ignored" || (mode === "checked" && said === "")) return;
  if (said !== file.sha256 && said !== unpaddedHash(file.sha256)) refuse("hash");
}
