import { canonicalOrganId, parseOrganId, type LocalDate, type Priority } from "#edxml";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import { buildCalendars, type Calendars } from "./build.ts";
import type { Calendar, Day } from "./calendar.ts";
import type { CorrectionCommand } from "./correction-command.ts";
import { correctCalendar, type CorrectingNeeds } from "./correct.ts";
import type { Correction } from "./corrections.ts";
import { explainDuty, explainMinutes, explainReceipt, explainSending, type Explanation } from "./explain-time.ts";
import { addDays, daysBetween, localDateOf } from "./local-time.ts";

/** What is to be explained, for one agency; `version`: by an older version of the calendar. */
export type TimeQuestion = { readonly agency: string; readonly version?: string } & (
  | { readonly what: "receipt" | "acknowledge" | "register"; readonly at: Date }
  | { readonly what: "send"; readonly at: Date; readonly urgency: Priority }
  | { readonly what: "minutes"; readonly at: Date; readonly until: Date }
);

export interface CalendarDays {
  readonly agency: string;
  readonly calendarId: string;
  readonly version: string;
  readonly days: readonly Day[];
}

/** What doors can ask of the calendar; part of GatewayService. Whoever may call may look. */
export interface CalendarService {
  /** Any computation in Vietnamese, step by step. Throws FieldsRefused for what is no agency, `not-found` for an unknown version. */
  explainTime(question: TimeQuestion): Promise<Explanation>;
  /** Day by day, both included. Throws FieldsRefused for more than 400 days. */
  calendarDays(agency: string, from: LocalDate, to: LocalDate): Promise<CalendarDays>;
  /** Đính chính lịch: a new version. Throws FieldsRefused, `agency-not-yours`. */
  correctCalendar(command: CorrectionCommand, access: Access): Promise<Correction>;
  /** Oldest first, with the version in force. */
  calendarCorrections(): Promise<{ readonly version: string; readonly corrections: readonly Correction[] }>;
}

const LONGEST_SPAN_DAYS = 400;

export function calendarService(needs: CorrectingNeeds): CalendarService {
  const { reader } = needs.store;
  return {
    async explainTime(question) {
      const calendars = question.version === undefined ? needs.calendars : await ofVersion(question.version);
      return explained(question, calendars.for(agencyOf(question.agency), localDateOf(question.at)));
    },
    async calendarDays(agency, from, to) {
      const code = agencyOf(agency);
      const count = daysBetween(from, to) + 1;
      if (count < 1 || count > LONGEST_SPAN_DAYS) throw refused("/query/to", `Khoảng ngày phải từ 1 đến ${LONGEST_SPAN_DAYS} ngày.`);
      const calendar = needs.calendars.for(code, from);
      return Promise.resolve({ agency: canonicalOrganId(code), calendarId: calendar.id, version: calendar.version, days: Array.from({ length: count }, (_, i) => calendar.day(addDays(from, i))) });
    },
    correctCalendar: (command, access) => correctCalendar(needs, command, access),
    async calendarCorrections() {
      await needs.calendars.refresh(reader.calendar);
      return { version: needs.calendars.version, corrections: await reader.calendar.corrections() };
    },
  };

  async function ofVersion(version: string): Promise<Calendars> {
    if (version === needs.calendars.version) return needs.calendars;
    const data = version === needs.calendars.base.version ? needs.calendars.base : await reader.calendar.version(version);
    if (data === null) throw new HouseError("not-found", `no calendar version ${version.slice(0, 60)}`, { what: "calendar version", id: version.slice(0, 60) });
    return buildCalendars(data);
  }
}

function explained(question: TimeQuestion, calendar: Calendar): Explanation {
  switch (question.what) {
    case "receipt":
      return explainReceipt(question.at, calendar);
    case "send":
      return explainSending(question.at, question.urgency, calendar);
    case "acknowledge":
    case "register":
      return explainDuty(question.what, question.at, calendar);
    case "minutes":
      return explainMinutes(question.at, question.until, calendar);
  }
}

function agencyOf(text: string): ReturnType<typeof parseOrganId> {
  try {
    return parseOrganId(text);
  } catch {
    throw refused("/query/agency", `“${text.slice(0, 40)}” không phải mã định danh cơ quan. Mã đúng có dạng H48 hoặc H48.06.`);
  }
}

function refused(field: string, message: string): FieldsRefused {
  return new FieldsRefused([{ field, code: "field-invalid", message, rule: "docs/working-hours.md" }]);
}
