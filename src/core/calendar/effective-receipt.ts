import type { Calendar, Day, Doubt } from "./calendar.ts";
import type { ReceiptRuleRow } from "./data.ts";
import { instantAt, localDateOf, timeOfDay } from "./local-time.ts";
import { searchDays } from "./search.ts";
import type { Session } from "./sessions.ts";

/** One thing the computation found, in order. */
export type Step =
  | { readonly kind: "rule"; readonly rule: ReceiptRuleRow }
  | { readonly kind: "inside"; readonly day: Day }
  | { readonly kind: "day-off"; readonly day: Day }
  | { readonly kind: "day-over"; readonly day: Day }
  | { readonly kind: "before-session"; readonly day: Day; readonly lunch: boolean }
  | { readonly kind: "counts-from"; readonly day: Day }
  | { readonly kind: "doubt"; readonly doubt: Doubt };

/** Thời điểm tiếp nhận được tính. */
export interface EffectiveReceipt {
  readonly receivedAt: Date;
  readonly effectiveAt: Date;
  readonly kind: "inside" | "shifted" | "not-shifted-by-rule";
  /** An open question of the calendar could still move `effectiveAt`; the steps of kind `doubt` name it. */
  readonly provisional: boolean;
  readonly calendarId: string;
  readonly calendarVersion: string;
  readonly reasons: readonly Step[];
}

/**
 * The moment a document received at `receivedAt` counts as received (QĐ 57/2014 Đ11.2 where it holds): unchanged inside a
 * session, else the start of the next one. Ask for the calendar of the receiver on the day of receipt.
 * Half-open: 07:30:00.000 is inside, 11:30:00.000 is not. Throws `calendar-exhausted` after 60 days without a session.
 */
export function effectiveReceipt(receivedAt: Date, calendar: Calendar): EffectiveReceipt {
  const today = localDateOf(receivedAt);
  const base = { receivedAt, calendarId: calendar.id, calendarVersion: calendar.version };
  const rule: Step = { kind: "rule", rule: calendar.receiptRule };
  if (calendar.receiptRule.rule === "NONE") return { ...base, effectiveAt: receivedAt, kind: "not-shifted-by-rule", provisional: false, reasons: [rule] };

  const arrived = timeOfDay(receivedAt);
  const found = searchDays(calendar, today, (sessions, date) => nextOpen(sessions, date === today ? arrived : 0));
  const inside = found.day.date === today && found.value === arrived;
  const doubts = found.doubts.map((doubt): Step => ({ kind: "doubt", doubt }));
  return {
    ...base,
    effectiveAt: inside ? receivedAt : new Date(instantAt(found.day.date, 0).getTime() + found.value),
    kind: inside ? "inside" : "shifted",
    provisional: doubts.length > 0,
    reasons: [rule, ...found.passed.map(passedStep), lastStep(found.day, inside), ...doubts],
  };

  function lastStep(day: Day, unchanged: boolean): Step {
    if (unchanged) return { kind: "inside", day };
    if (day.date !== today) return { kind: "counts-from", day };
    return { kind: "before-session", day, lunch: arrived >= (day.sessions[0]?.to ?? 0) * 60_000 };
  }
}

/** Milliseconds after midnight at which the first session not yet over is open, or undefined when the day has none left. */
function nextOpen(sessions: readonly Session[], at: number): number | undefined {
  const session = sessions.find(({ to }) => at < to * 60_000);
  return session === undefined ? undefined : Math.max(at, session.from * 60_000);
}

function passedStep(day: Day): Step {
  return { kind: day.sessions.length === 0 ? "day-off" : "day-over", day };
}
