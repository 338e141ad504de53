import { z } from "zod";
import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { IncomingId } from "../ids.ts";
import { writeAnswer } from "../status/answer-text.ts";
import { decideRequest, type Request } from "../status/request.ts";
import { prepareStatus, queueStatus } from "../status/send-status.ts";
import type { IncomingDocument } from "./incoming-document.ts";
import { purge } from "./purge.ts";
import { hosted, staffOf, type Reported, type ReportingNeeds } from "./report-status.ts";
import { personSchema } from "./status-command.ts";

/** Trả lời thu hồi. The law knows no refusal (QĐ 28/2018 Đ.9.2), the axis does: it needs a reason, and the supervising body sees it. */
export const answerRecallSchema = z
  .discriminatedUnion("answer", [
    z.strictObject({ answer: z.literal("agree"), person: personSchema, note: z.string().trim().max(500, { error: "Ghi chú: tối đa 500 ký tự" }).optional() }),
    z.strictObject({
      answer: z.literal("decline"),
      person: personSchema,
      reason: z.string({ error: "Lý do từ chối thu hồi: phải ghi rõ" }).trim().min(1, { error: "Lý do từ chối thu hồi: phải ghi rõ" }).max(500, { error: "Lý do từ chối thu hồi: tối đa 500 ký tự" }),
    }),
  ])
  .meta({ id: "AnswerRecall", description: "Trả lời yêu cầu thu hồi: agree hủy văn bản và báo 15; decline báo 16, dù quy định phải hủy" });
export type AnswerRecall = z.output<typeof answerRecallSchema>;

/** A clerk decides on a recall. Agreeing cancels the document here and now. Repeating the same answer answers the same. */
export async function answerRecall(needs: ReportingNeeds, id: IncomingId, command: AnswerRecall, access: Access): Promise<Reported> {
  const document = await needs.store.reader.incoming.byId(id);
  if (document === null || !mayActFor(access, document.receiverCode)) throw notFound("incoming document", id);
  if (document.recall === null) throw new HouseError("move-illegal", `nobody has recalled incoming document ${id}`, { incomingId: id });
  const code = command.answer === "agree" ? "15" : "16";
  if (decide(document.recall, command) === "repeated") {
    const status = (await needs.store.reader.statuses.ofIncoming(id)).findLast((record) => record.statusCode === code);
    if (status === undefined) throw new HouseError("invariant-broken", `the recall of ${id} is answered without a report`, { incomingId: id });
    return { document, status, created: false };
  }

  const asked = document.recall.askedAt;
  const agency = await hosted(needs, document.receiverCode);
  const at = needs.clock.now();
  const text = command.answer === "agree" ? (command.note ?? null) : command.reason;
  const prepared = await prepareStatus(needs, document, agency, { code, staff: staffOf(command), description: writeAnswer(document.recall.takeBack === true ? "take-back" : "recall", command.answer, text), statedAt: at }, at);
  const answered = await needs.store.write(async (tx) => {
    const current = await tx.lockIncoming(id);
    if (current?.recall == null) throw notFound("incoming document", id);
    const changed = current.recall.askedAt.getTime() !== asked.getTime(); // a recall took the place of the take back: another answer
    if (changed || decide(current.recall, command) === "repeated") return null;
    const recall: Request = { ...current.recall, state: command.answer === "agree" ? "agreed" : "declined", answeredAt: at, answer: text, person: command.person.fullName };
    const after: IncomingDocument = { ...current, recall };
    await tx.updateIncoming(after);
    await tx.append({ kind: "incoming.recall-answered", at, actor: access.actor, incomingId: id, facts: { recall: recall.state, reason: text, person: command.person.fullName } });
    const kept = command.answer === "agree" ? await purge(tx, after, at, access.actor) : after;
    await queueStatus(tx, prepared);
    return kept;
  });
  if (answered !== null) return { document: answered, status: prepared.record, created: true };
  return answerRecall(needs, id, command, access); // somebody else answered the same meanwhile, or another question was put
}

function decide(recall: Request, { answer }: AnswerRecall): "moved" | "repeated" {
  const move = decideRequest(recall.state, answer);
  if (move.kind === "contradiction") throw new HouseError("move-illegal", "the document is cancelled already", { recall: recall.state });
  return move.kind === "moved" ? "moved" : "repeated";
}
