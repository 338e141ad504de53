import { addWorkingMinutes, instantAt, localDateOf, workingMinutesBetween, type Calendar, type LiveCalendars } from "../calendar/index.ts";
import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import { mayRead } from "../reports/scope.ts";
import type { Clock, Page, Store } from "../ports.ts";
import { stateAt, type DeadlineState, type KeptDeadline } from "./deadline.ts";
import type { BoardLine, Cutoffs, DeadlineFilter } from "./ports.ts";

/** A deadline as it stands now. */
export interface StandingDeadline extends KeptDeadline {
  readonly state: DeadlineState;
  /** Office minutes until it is due, negative when late; null once it is closed. */
  readonly minutesLeft: number | null;
}

export interface DeadlineQuestion extends Pick<DeadlineFilter, "after" | "limit" | "agency" | "receiver" | "kind" | "state"> {
  /** Near: due within so many office minutes, instead of as configured. */
  readonly withinMinutes?: number;
}

/** What doors can ask about deadlines; part of GatewayService. Those of the caller's agencies, and of the trees it supervises (QĐ 28/2018 Đ.15). */
export interface DeadlineService {
  /** Soonest due first. Throws `agency-not-yours`, `request-invalid` for a cursor that is not ours. */
  deadlines(question: DeadlineQuestion, access: Access): Promise<Page<StandingDeadline>>;
  /** How many are on time, near and late, by agency, receiver and kind; the worst lines first. Throws `agency-not-yours`. */
  deadlineBoard(question: Omit<DeadlineQuestion, "after" | "state">, access: Access): Promise<readonly BoardLine[]>;
}

export interface DeadlineNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly calendars: LiveCalendars;
}

export function deadlineService(needs: DeadlineNeeds): DeadlineService {
  const { deadlines } = needs.store.reader;
  return {
    async deadlines(question, access) {
      const now = needs.clock.now();
      const cutoffs = cutoffsOf(needs, question.withinMinutes, now);
      const page = await deadlines.list(filterOf(question, access, now, cutoffs));
      return { next: page.next, rows: page.rows.map((row) => standing(needs, row, now, cutoffs)) };
    },
    async deadlineBoard(question, access) {
      const now = needs.clock.now();
      return await deadlines.board(filterOf(question, access, now, cutoffsOf(needs, question.withinMinutes, now)));
    },
  };
}

function filterOf({ withinMinutes: _within, ...question }: DeadlineQuestion, access: Access, now: Date, cutoffs: Cutoffs | null): DeadlineFilter {
  const { agency } = question;
  if (agency !== undefined && !mayRead(access, agency)) throw new HouseError("agency-not-yours", `the caller may not see the deadlines of ${agency}`, { agency });
  return { ...question, agencies: access.agencies, trees: access.supervises ?? [], now, ...(cutoffs !== null && { cutoffs }) };
}

/** The instant until which so many office minutes last, by each calendar there is: few, however many agencies. */
function cutoffsOf({ calendars }: DeadlineNeeds, withinMinutes: number | undefined, now: Date): Cutoffs | null {
  if (withinMinutes === undefined) return null;
  return new Map(calendars.scopes().map((id) => [id, lastWithin(calendars.named(id, localDateOf(now)), now, withinMinutes)]));
}

/** Duties of a day are due at its midnight: after the last session nothing of the day is left to work. */
function lastWithin(calendar: Calendar, now: Date, minutes: number): Date {
  const at = addWorkingMinutes(now, minutes, calendar);
  const midnight = instantAt(localDateOf(at), 1440);
  return workingMinutesBetween(at, midnight, calendar) === 0 ? midnight : at;
}

function standing({ calendars }: DeadlineNeeds, row: KeptDeadline, now: Date, cutoffs: Cutoffs | null): StandingDeadline {
  const known = stateAt(row, now);
  const cutoff = cutoffs?.get(row.calendarId);
  const open = known === "on-time" || known === "near";
  return { ...row, state: open && cutoff !== undefined ? (row.dueAt <= cutoff ? "near" : "on-time") : known, minutesLeft: row.closedAt === null ? minutesLeft(calendars, row, now) : null };
}

/** Of office hours; of the clock on the wall for what urgent documents demand at any hour. */
function minutesLeft(calendars: LiveCalendars, { kind, urgency, dueAt, calendarId }: KeptDeadline, now: Date): number {
  const atAnyHour = urgency > 0 && (kind === "send" || kind === "register");
  return Math.round(atAnyHour ? (dueAt.getTime() - now.getTime()) / 60_000 : workingMinutesBetween(now, dueAt, calendars.named(calendarId, localDateOf(dueAt))));
}
