import type { Desk } from "./desk.ts";
import type { SentMessage } from "./records.ts";

/** Forgets messages all of whose receivers finished more than `days` ago: first the record, then the file. */
export async function sweepFinished(desk: Desk, days: number): Promise<void> {
  const before = new Date(desk.now().getTime() - days * 86_400_000).toISOString();
  for (const message of [...desk.state.messages()].filter((one) => isFinished(one, before))) {
    await desk.state.record({ entry: "forget", docId: message.docId });
    await desk.content.forget(message.docId);
  }
}

function isFinished({ deliveries }: SentMessage, before: string): boolean {
  return deliveries.every(({ state, updatedAt }) => (state === "done" || state === "fail") && updatedAt < before);
}
