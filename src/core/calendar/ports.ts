import type { LocalDate } from "#edxml";
import type { IncomingId, DispatchId } from "../ids.ts";
import type { Correction } from "./corrections.ts";
import type { CalendarData } from "./data.ts";

/** What was computed before, and with which version: kept for ever beside the value in force. */
export interface EarlierValue {
  readonly field: "effective-receipt" | "due";
  readonly value: Date;
  readonly explanation: string | null;
  readonly provisional: boolean;
  /** null: computed before versions were kept with it. */
  readonly calendarVersion: string | null;
  readonly replacedAt: Date;
  readonly replacedByVersion: string;
}

/** A receipt that may have to be computed again. */
export interface KeptReceipt<Id> {
  readonly id: Id;
  readonly receiverCode: string;
  readonly receivedAt: Date;
  readonly effectiveAt: Date | null;
  readonly provisional: boolean | null;
}

/** Which days a correction touches, and a place to go on from. */
export interface TouchedDays {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly after: string | null;
  readonly limit: number;
}

export interface CalendarReader {
  /** Of the latest correction; null when there is none. */
  lastPosition(): Promise<string | null>;
  /** Oldest first. */
  corrections(): Promise<readonly Correction[]>;
  /** All the rows a version was made of, whatever files the running program has. */
  version(version: string): Promise<CalendarData | null>;
  /** Oldest first. */
  earlierValues(subjectId: string): Promise<readonly EarlierValue[]>;
  /** By id; received so that the days could have moved its effective receipt. */
  incomingReceipts(days: TouchedDays): Promise<readonly KeptReceipt<IncomingId>[]>;
  dispatchReceipts(days: TouchedDays): Promise<readonly KeptReceipt<DispatchId>[]>;
}

export interface NewReceipt {
  readonly effectiveAt: Date;
  readonly explanation: string;
  readonly provisional: boolean;
  readonly calendarVersion: string;
}

/** Part of a transaction. */
export interface CalendarWrites {
  /** One correction at a time. */
  lockCalendar(): Promise<void>;
  /** The place the next correction gets; only under the lock. */
  nextPosition(): Promise<string>;
  addCorrection(correction: Omit<Correction, "rederivedAt">): Promise<void>;
  /** Keeps the rows of a version for ever; a second time changes nothing. */
  keepVersion(data: CalendarData, at: Date): Promise<void>;
  markRederived(position: string, at: Date): Promise<void>;
  /** The earlier value is kept by the database itself (`EarlierValue`). */
  renewIncomingReceipt(id: IncomingId, receipt: NewReceipt): Promise<void>;
  renewDispatchReceipt(id: DispatchId, receipt: NewReceipt): Promise<void>;
}
