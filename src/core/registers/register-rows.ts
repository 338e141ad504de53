import { localDateOf } from "../calendar/index.ts";
import type { IncomingState } from "../incoming/incoming-document.ts";
import { DISPATCH_STATE_WORDS, type DispatchState } from "../outgoing/dispatch.ts";
import { sayDate, type Row } from "../reports/printout.ts";
import type { RegisterKind } from "./register-kind.ts";
import type { FailedEntry, IncomingEntry, OutgoingEntry, PaperEntry, RegisteredDocument, RegisterEntries } from "./register-ports.ts";

const INCOMING_WORDS: Readonly<Record<IncomingState, string>> = { arrived: "đã đến", accepted: "đã tiếp nhận", refused: "từ chối", assigned: "đã phân công", processing: "đang xử lý", completed: "hoàn thành" };
const URGENCY_WORDS: readonly string[] = ["", "Khẩn", "Thượng khẩn", "Hỏa tốc", "Hỏa tốc hẹn giờ"];
const REACHED: ReadonlySet<DispatchState> = new Set(["arrived", "accepted", "refused", "assigned", "processing", "completed"]);
const TAKEN: ReadonlySet<DispatchState> = new Set(["accepted", "assigned", "processing", "completed"]);

/** One line of a register: its cells in the order of the columns, the first one its number in this register. */
export const REGISTER_ROWS: { readonly [Kind in RegisterKind]: (entry: RegisterEntries[Kind], ordinal: number) => Row } = {
  outgoing: (entry, ordinal) => {
    const sent = entry.receivers.flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt]));
    const last = sent.length === 0 ? null : new Date(Math.max(...sent.map((at) => at.getTime())));
    return [
      ordinal,
      entry.code,
      entry.issuedOn,
      named(entry),
      entry.signer,
      entry.receivers.map(({ name, code }) => `${name} (${code})`).join("; "),
      null,
      entry.copies,
      localDateOf(entry.submittedAt),
      null,
      sent.length < entry.receivers.length ? null : last,
      outcomeOf(entry),
      joined([URGENCY_WORDS[entry.urgency] ?? "", entry.paper ? "Có bản giấy gửi kèm" : "", recallOf(entry)]),
    ];
  },
  incoming: (entry, ordinal) => [
    ordinal,
    localDateOf(entry.effectiveAt),
    null,
    `${entry.senderName} (${entry.senderCode})`,
    entry.code,
    entry.issuedOn,
    named(entry),
    entry.unit,
    entry.assignedAt === null ? null : localDateOf(entry.assignedAt),
    null,
    entry.receivedAt,
    entry.effectiveAt,
    stateOf(entry),
    joined([URGENCY_WORDS[entry.urgency] ?? "", entry.refusal ?? "", cancelled(entry)]),
  ],
  "follow-up": (entry, ordinal) => [
    ordinal,
    null,
    `${entry.typeName} số ${entry.code} ngày ${sayDate(entry.issuedOn)} của ${entry.senderName}: ${entry.subject}`,
    entry.unit,
    entry.dueOn,
    joined([`${stateOf(entry)}${entry.lastStatusAt === null ? "" : ` từ ${sayDate(localDateOf(entry.lastStatusAt))}`}`, overdueOf(entry)]),
    entry.answers.join("; "),
    joined([URGENCY_WORDS[entry.urgency] ?? "", cancelled(entry)]),
  ],
  failed: (entry: FailedEntry, ordinal) => [
    ordinal,
    entry.code,
    entry.issuedOn,
    named(entry),
    `${entry.receiverName} (${entry.receiverCode})`,
    entry.submittedAt,
    DISPATCH_STATE_WORDS[entry.state],
    entry.reason,
    entry.attempts,
    entry.paperSentAt === null ? null : `đã gửi bản giấy ngày ${sayDate(localDateOf(entry.paperSentAt))}`,
    null,
  ],
  paper: (entry: PaperEntry, ordinal) => [
    ordinal,
    entry.code,
    entry.issuedOn,
    named(entry),
    entry.receiverName,
    entry.sentAt,
    entry.person,
    entry.reason,
    entry.notice,
    entry.backfilledAt !== null ? `đã cập nhật ngày ${sayDate(localDateOf(entry.backfilledAt))}` : entry.state === null ? "chưa cập nhật" : `bản điện tử: ${DISPATCH_STATE_WORDS[entry.state]}`,
  ],
};

function named({ typeName, subject }: RegisteredDocument): string {
  return typeName === "" ? subject : `${typeName}: ${subject}`;
}

function joined(parts: readonly string[]): string | null {
  const said = parts.filter((part) => part !== "");
  return said.length === 0 ? null : said.join("; ");
}

/** How far it came at its receivers: `3/3 nơi đã đến, 2 tiếp nhận, 1 từ chối`. */
function outcomeOf({ receivers }: OutgoingEntry): string {
  const count = (wanted: ReadonlySet<DispatchState>): number => receivers.filter(({ state }) => wanted.has(state)).length;
  const parts = [
    `${count(REACHED)}/${receivers.length} nơi đã đến`,
    ...said(count(TAKEN), "tiếp nhận"),
    ...said(count(new Set(["refused"])), "từ chối"),
    ...said(count(new Set(["failed", "expired"])), "gửi không thành công"),
    ...said(count(new Set(["withdrawn"])), "rút lại"),
  ];
  return parts.join(", ");
}

function said(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function recallOf({ receivers }: OutgoingEntry): string {
  const asked = receivers.filter(({ recall }) => recall !== null && recall !== "withdrawn");
  const agreed = asked.filter(({ recall }) => recall === "agreed");
  return asked.length === 0 ? "" : `Thu hồi: ${agreed.length}/${asked.length} nơi đã hủy`;
}

function stateOf(entry: IncomingEntry): string {
  return entry.cancelledAt !== null ? "đã hủy theo yêu cầu thu hồi" : INCOMING_WORDS[entry.state];
}

function cancelled(entry: IncomingEntry): string {
  return entry.recall === "asked" ? "Bên gửi yêu cầu thu hồi" : entry.recall === "declined" ? "Đã từ chối thu hồi" : "";
}

/** Completed after the day it was due, or still open on it: the day of the last status tells. */
function overdueOf(entry: IncomingEntry): string {
  if (entry.dueOn === null || entry.state !== "completed" || entry.lastStatusAt === null) return "";
  return localDateOf(entry.lastStatusAt) > entry.dueOn ? "quá hạn" : "đúng hạn";
}
