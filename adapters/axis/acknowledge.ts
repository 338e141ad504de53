import type { PendingItem } from "../adapter.ts";
import { readAnswer } from "./answer.ts";
import { exchange } from "./exchange.ts";
import type { AxisLine } from "./exchange.ts";
import { headerText } from "./plain-ascii.ts";
import { failureOf } from "./refusals.ts";

/** updateStatus. Sent under the name `docid`, which no other operation uses. A message acknowledged before counts as acknowledged. */
export async function acknowledgeItem(line: AxisLine, item: PendingItem, verdict: "done" | "fail", description: string | undefined, signal: AbortSignal): Promise<void> {
  const text = headerText(description ?? "", 200);
  const parameters = { status: verdict, docid: headerText(item.partnerMessageId, 200), ...(text === "" ? {} : { description: text }) };
  const reply = await exchange(line, { operation: "updateStatus", parameters, body: "braces" }, signal);
  const answer = await readAnswer(reply, "updateStatus");
  if (answer.ok || /da (duoc )?(cap nhat|xu ly|xac nhan|hoan thanh)|already/.test(answer.errorDesc.toLowerCase())) return;
  throw failureOf("updateStatus", answer);
}
