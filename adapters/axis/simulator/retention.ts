import type { SentMessage } from "./records.ts";
import type { Workings } from "./workings.ts";

/** Forgets messages all of whose receivers finished more than `days` ago: first the record, then the file. */
export async function sweepFinished(workings: Workings, days: number): Promise<void> {
  const before = new Date(workings.now().getTime() - days * 86_400_000).toISOString();
  for (const message of [...workings.state.messages()].filter((one) => isFinished(one, before))) {
    await workings.state.record({ entry: "forget", docId: message.docId });
    await workings.content.forget(message.docId);
  }
}

function isFinished({ deliveries }: SentMessage, before: string): boolean {
  return deliveries.every(({ state, updatedAt }) => (state === "done" || state === "fail") && updatedAt < before);
}
