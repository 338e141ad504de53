import type { Desk } from "../desk.ts";
import { refuse } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

/** getEdoc: the whole envelope as base64 in `data`. Acknowledges nothing. */
export async function getEdoc(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  return contentOf(desk, request, "base64");
}

/** downloadEdoc: the bytes alone. Official clients store whatever comes, so a wrong docId answers with an empty body. */
export async function downloadEdoc(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  return contentOf(desk, request, "raw");
}

function contentOf(desk: Desk, request: VerifiedRequest, as: "base64" | "raw"): Reply {
  const docId = request.parameter("docId") ?? request.parameter("docid") ?? "";
  const found = desk.state.delivery(docId);
  if (found === null || found.delivery.systemId !== request.member.systemId) return refuse("not-found", `docId ${docId}`);
  const { message } = found;
  desk.emit("fetched", request.operation, request.member.systemId, { docId });
  return { kind: "content", as, size: message.size, open: () => desk.content.read(message.docId) };
}
