import { z } from "zod";
import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { IncomingId, OutgoingId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { PaperCopy } from "./ports.ts";

export const paperDecisionSchema = z
  .strictObject({
    matches: z.boolean({ error: "Bản giấy cùng nội dung với bản điện tử: true hoặc false" }).meta({ description: "true: bản giấy và bản điện tử là một văn bản; false: khác nhau" }),
    person: z.string({ error: "Người đối chiếu: cần họ tên" }).trim().min(1, { error: "Người đối chiếu: cần họ tên" }).max(100),
    note: z.string().trim().min(1).max(500).optional().meta({ description: "Khác nhau chỗ nào; bắt buộc khi matches là false" }),
  })
  .refine(({ matches, note }) => matches || note !== undefined, { path: ["note"], error: "Ghi rõ khác nhau chỗ nào" })
  .meta({ id: "PaperDecision", description: "Kết quả đối chiếu bản giấy với bản điện tử" });
export type PaperDecisionCommand = z.output<typeof paperDecisionSchema>;

export interface PaperNeeds {
  readonly store: Store;
  readonly clock: Clock;
}

/** The receiver holds the paper beside the electronic document: one document, or two. The sender learns it at once when it lives in this gateway. */
export async function confirmPaper(needs: PaperNeeds, id: IncomingId, command: PaperDecisionCommand, access: Access): Promise<PaperCopy> {
  const document = await needs.store.reader.incoming.byId(id);
  if (document === null || !mayActFor(access, document.receiverCode)) throw notFound("incoming document", id);
  return decide(needs, { direction: "incoming", documentId: id, ...document }, command, access);
}

/** The sender writes down what a receiver said by telephone or letter. */
export async function notePaper(needs: PaperNeeds, id: OutgoingId, receiverCode: string, command: PaperDecisionCommand, access: Access): Promise<PaperCopy> {
  const document = await needs.store.reader.outgoing.byId(id);
  if (document === null || !mayActFor(access, document.senderCode)) throw notFound("document", id);
  return decide(needs, { direction: "outgoing", documentId: id, receiverCode, senderCode: document.senderCode, identityKey: document.identityKey }, command, access);
}

type Which = Pick<PaperCopy, "direction" | "documentId" | "receiverCode" | "senderCode" | "identityKey">;

async function decide({ store, clock }: PaperNeeds, { direction, documentId, receiverCode, senderCode, identityKey }: Which, command: PaperDecisionCommand, access: Access): Promise<PaperCopy> {
  return store.write(async (tx) => {
    const known = (await tx.policies.paperOf(direction, documentId)).find((paper) => paper.receiverCode === receiverCode);
    if (known === undefined) throw new HouseError("move-illegal", `no paper was promised to ${receiverCode} with document ${documentId}`, { documentId, receiver: receiverCode });
    const state = command.matches ? "matched" : "mismatched";
    if (known.state === "matched") {
      if (state === "matched") return known;
      throw new HouseError("move-illegal", `the paper of document ${documentId} was confirmed already`, { documentId, receiver: receiverCode });
    }
    const at = clock.now();
    const changed = await tx.decidePaper(identityKey, senderCode, receiverCode, { state, decidedAt: at, decidedBy: access.actor, person: command.person, note: command.note ?? null });
    for (const paper of changed) {
      const about = paper.direction === "incoming" ? { incomingId: paper.documentId as IncomingId } : { outgoingId: paper.documentId as OutgoingId };
      await tx.append({ kind: "paper.decided", at, actor: access.actor, ...about, facts: { paper: state, receiver: receiverCode } });
    }
    return changed.find((paper) => paper.direction === direction) ?? known;
  });
}
