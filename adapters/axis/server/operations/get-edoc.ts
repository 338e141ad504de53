import type { AxisAccount, AxisDesk } from "../desk.ts";
import { refuse } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

/** getEdoc: the whole envelope as base64 in `data`. Acknowledges nothing. */
export async function getEdoc<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  return contentOf(desk, request, "base64");
}

/** downloadEdoc: the bytes alone. Official clients store whatever comes, so a wrong docId answers with an empty body. */
export async function downloadEdoc<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  return contentOf(desk, request, "raw");
}

async function contentOf<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>, as: "base64" | "raw"): Promise<Reply> {
  const docId = request.parameter("docId") ?? request.parameter("docid") ?? "";
  const found = await desk.content(request.account, docId);
  if (found === null) return refuse("not-found", `docId ${docId}`);
  desk.emit("fetched", request.operation, request.account.systemId, { docId });
  return { kind: "content", as, content: found };
}
