import type { LocalDate } from "#edxml";
import type { AccountId, HandoverId } from "../ids.ts";

/** A document that waits, by its number; what it says is not for operators. */
export interface OpenWork {
  readonly direction: "incoming" | "outgoing";
  readonly id: string;
  readonly agencyCode: string;
  readonly code: string;
  readonly state: string;
}

/** Bàn giao: the open work of a person who has moved, named to the successor (01/2022/QĐ-UBND Đắk Nông Đ.23.1.c, Đ.23.2.b). */
export interface Handover {
  readonly id: HandoverId;
  readonly accountId: AccountId;
  readonly fullName: string;
  readonly successorId: AccountId;
  readonly successorName: string;
  readonly decision: string;
  readonly decidedOn: LocalDate;
  readonly openedAt: Date;
  readonly openedBy: string;
  /** The first instant that is late. */
  readonly dueAt: Date;
  readonly provisional: boolean;
  readonly calendarVersion: string;
  readonly work: readonly OpenWork[];
  readonly doneAt: Date | null;
  readonly doneBy: string | null;
}
