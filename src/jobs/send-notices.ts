import { composeMail, type Mailer } from "../core/notices/notice-mail.ts";
import type { Store } from "../core/ports.ts";
import { startLoop, type Loop } from "./loop.ts";

export interface NoticeMailNeeds {
  readonly store: Store;
  /** null: no mail server is configured. */
  readonly mailer: Mailer | null;
}

const LOOK_EVERY_MS = 5_000;
const AT_ONCE = 20;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** About two days of trying. */
const MOST_ATTEMPTS = 50;

/** Sends the notices that wait in the database. A server that is away delays them; what it refuses for good stays visible as failed. */
export function startNoticeMail(needs: NoticeMailNeeds, onFault: (name: string, error: unknown) => void): readonly Loop[] {
  const { mailer } = needs;
  if (mailer === null) return [];
  const round = async (signal: AbortSignal): Promise<boolean> => {
    let sent = 0;
    await needs.store.asLeader("send-notices", async () => {
      sent = await sendDue(needs.store, mailer, signal, onFault);
    });
    return sent === AT_ONCE;
  };
  return [startLoop({ name: "send-notices", round, pauseMs: LOOK_EVERY_MS, longestFaultPauseMs: FIRST_PAUSE_MS, onFault })];
}

/** Resolves to how many were tried. Each is settled by itself: one bad mailbox holds up nobody. */
export async function sendDue(store: Store, mailer: Mailer, signal: AbortSignal, onFault: (name: string, error: unknown) => void): Promise<number> {
  const due = await store.reader.notices.mailsDue(AT_ONCE);
  for (const mail of due) {
    if (signal.aborted) break;
    const notice = await store.reader.notices.byId(mail.noticeId);
    if (notice === null) continue;
    try {
      await mailer.send(await composeMail(store.reader, mail, notice));
      await store.write((tx) => tx.settleMail(mail.id, { state: "sent" }));
    } catch (error) {
      onFault("send-notices", error);
      const isFinal = (error instanceof Error && "retry" in error && error.retry === "never") || mail.attempts + 1 >= MOST_ATTEMPTS;
      await store.write((tx) => tx.settleMail(mail.id, isFinal ? { state: "failed", fault: sayFault(error) } : { state: "queued", fault: sayFault(error), retryInMs: Math.min(FIRST_PAUSE_MS * 2 ** mail.attempts, LONGEST_PAUSE_MS) }));
    }
  }
  return due.length;
}

function sayFault(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : "unknown";
}
