import type { Actor } from "../actor.ts";
import type { Clock, Store } from "../ports.ts";
import { settleRequest } from "./settle-request.ts";

const GATEWAY: Actor = { kind: "gateway", job: "close-unanswered" };
const AT_ONCE = 200;

/** Recalls whose receivers did not answer in time are shown as such; an answer that comes later still counts. Resolves to true when there were more. */
export async function closeUnanswered(needs: { readonly store: Store; readonly clock: Clock }): Promise<boolean> {
  const overdue = await needs.store.reader.dispatches.unanswered(needs.clock.now(), AT_ONCE);
  for (const { id } of overdue) {
    await needs.store.write(async (tx) => {
      const dispatch = await tx.lockDispatchById(id);
      const dueAt = dispatch?.recall?.answerDueAt ?? null;
      if (dispatch === null || dispatch.recall?.state !== "asked" || dueAt === null || dueAt > needs.clock.now()) return;
      await settleRequest(tx, dispatch, { request: "recall", event: "deadline", at: needs.clock.now(), actor: GATEWAY });
    });
  }
  return overdue.length === AT_ONCE;
}
