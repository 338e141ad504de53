import { headerText } from "../../plain-ascii.ts";
import type { AxisAccount, AxisDesk, AxisVerdict } from "../desk.ts";
import { refuse } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

const VERDICTS: readonly AxisVerdict[] = ["processing", "done", "fail"];

/**
 * updateStatus. `docid`, which no other operation sets, goes before `docId`, which may be left over from an earlier getEdoc (A5).
 * Repeating a verdict changes nothing; `done` is final.
 */
export async function updateStatus<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  const verdict = VERDICTS.find((one) => one === request.parameter("status")) ?? refuse("request", "status");
  const docId = request.parameter("docid") ?? request.parameter("docId") ?? "";
  const description = headerText(request.parameter("description") ?? "", 300);
  if (!(await desk.acknowledge(request.account, docId, verdict, description))) return refuse("not-found", `docId ${docId}`);
  return { kind: "members", members: {} };
}
