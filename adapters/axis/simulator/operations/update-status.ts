import { headerText } from "../../plain-ascii.ts";
import type { Desk } from "../desk.ts";
import type { DeliveryState } from "../records.ts";
import { refuse } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

const VERDICTS: readonly DeliveryState[] = ["processing", "done", "fail"];

/**
 * updateStatus. `docid`, which no other operation sets, goes before `docId`, which may be left over from an earlier getEdoc (A5).
 * Repeating a verdict changes nothing; `done` is final.
 */
export async function updateStatus(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  const verdict = VERDICTS.find((one) => one === request.parameter("status")) ?? refuse("request", "status");
  const docId = request.parameter("docid") ?? request.parameter("docId") ?? "";
  const found = desk.state.delivery(docId);
  if (found === null || found.delivery.systemId !== request.member.systemId) return refuse("not-found", `docId ${docId}`);
  if (found.delivery.state !== "done" && found.delivery.state !== verdict) {
    const description = headerText(request.parameter("description") ?? "", 300);
    await desk.state.record({ entry: "delivery", docId, state: verdict, at: desk.now().toISOString(), description });
    desk.emit("acknowledged", "updateStatus", request.member.systemId, { docId, status: verdict });
  }
  return { kind: "members", members: {} };
}
