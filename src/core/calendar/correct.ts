import type { LocalDate } from "#edxml";
import { isOperator, mayActFor } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import type { Clock, Store } from "../ports.ts";
import type { CorrectionCommand } from "./correction-command.ts";
import { correctedData, versionAfter, type Correction, type RowChange } from "./corrections.ts";
import type { CalendarData, DayRow, DayState } from "./data.ts";
import type { LiveCalendars } from "./live.ts";

export interface CorrectingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly calendars: LiveCalendars;
}

const OPEN: ReadonlySet<DayState> = new Set(["computed", "candidate", "proposed"]);
const RULE = "QĐ 28/2018 Đ.14.4; docs/working-hours.md";

/**
 * Đính chính lịch: makes a new version, journalled with its reason; what older versions made of anything stays. An agency decides about
 * its own hours and days, the country's days and hours are for operators. Throws FieldsRefused, `agency-not-yours`, `data-file-invalid`.
 */
export async function correctCalendar(needs: CorrectingNeeds, command: CorrectionCommand, access: Access): Promise<Correction> {
  refuseOthers(command, access);
  const at = needs.clock.now();
  const made = await needs.store.write(async (tx) => {
    await tx.lockCalendar();
    const earlier = await tx.calendar.corrections();
    const before = correctedData(needs.calendars.base, earlier);
    const rows = rowsOf(command, before);
    const position = await tx.nextPosition();
    const after = understood(() => correctedData(needs.calendars.base, [...earlier, { position, rows }]), command);
    const correction: Omit<Correction, "rederivedAt"> = { position, at, actor: access.actor, reason: command.reason, rows, ...reachOf(rows), version: versionAfter(needs.calendars.base.version, position) };
    await tx.keepVersion(before, at);
    await tx.keepVersion(after, at);
    await tx.addCorrection(correction);
    await tx.append({ kind: "calendar.corrected", at, actor: access.actor, facts: { version: correction.version, before: before.version, scope: correction.scope, from: correction.from, to: correction.to, reason: command.reason, action: command.action } });
    return { ...correction, rederivedAt: null };
  });
  await needs.calendars.refresh(needs.store.reader.calendar);
  return made;
}

function refuseOthers(command: CorrectionCommand, access: Access): void {
  const scope = "scope" in command ? command.scope : "";
  if (isOperator(access) || (scope !== "" && mayCorrect(access, scope))) return;
  throw new HouseError("agency-not-yours", scope === "" ? "the calendar of the country is corrected by operators" : `the caller may not correct the calendar of ${scope}`, { agency: scope }, { hint: "ask the operator of the gateway" });
}

/** Rows of a scope hold for all units below it, so the key must be of the scope itself or of one above. */
function mayCorrect(access: Access, scope: string): boolean {
  const parts = scope.split(".");
  return parts.some((_part, i) => mayActFor(access, parts.slice(0, i + 1).join(".")));
}

/** The rows as they are to be. */
function rowsOf(command: CorrectionCommand, data: CalendarData): readonly RowChange[] {
  switch (command.action) {
    case "decide":
      return decided(command, data);
    case "day":
      return dayRows(command);
    case "override": {
      const { scope, date, sessions, name, source } = command;
      return [{ what: "override", row: { scope, date, sessions, name, source } }];
    }
    case "withdraw-override": {
      const { scope, date } = command;
      if (!data.overrides.some((row) => row.scope === scope && row.date === date)) throw refused("/date", `Cơ quan ${scope} không có lịch riêng cho ngày ${date}.`);
      return [{ what: "override-withdrawn", scope, date }];
    }
    case "hours": {
      const { scope, validFrom, validTo = null, season = null, weekdays, sessions, source } = command;
      const weekly = Object.fromEntries(weekdays.map((weekday) => [weekday, sessions]));
      return [{ what: "hours", row: { scope, validFrom, validTo, season, weekly, state: "confirmed", source } }];
    }
    case "receipt-rule": {
      const { scope, rule, validFrom, citation, source } = command;
      return [{ what: "receipt-rule", row: { scope, rule, validFrom, validTo: null, citation, source } }];
    }
    case "year": {
      const { year, state, source } = command;
      return [{ what: "year", row: { year, state, source } }];
    }
  }
}

/** Both halves of a swap are decided together: neither means anything without the other. */
function decided({ date, decision, source }: Extract<CorrectionCommand, { action: "decide" }>, data: CalendarData): readonly RowChange[] {
  const open = data.days.filter((row) => row.date === date && OPEN.has(row.state));
  if (open.length === 0) throw refused("/date", `Ngày ${date} không có câu hỏi nào còn bỏ ngỏ. Muốn đặt lại ngày này, dùng action "day".`);
  const partners = data.days.filter((row) => OPEN.has(row.state) && open.some((half) => half.swappedWith === row.date && row.swappedWith === half.date));
  return [...open, ...partners].map((row) => ({ what: "day", row: { ...row, state: decision, source } }));
}

function dayRows({ date, kind, name, swappedWith, source }: Extract<CorrectionCommand, { action: "day" }>): readonly RowChange[] {
  const swap = kind === "swap_off" || kind === "swap_work";
  if (swap && swappedWith === undefined) throw refused("/swappedWith", "Hoán đổi và làm bù phải ghi ngày đổi với.");
  if (!swap && swappedWith !== undefined) throw refused("/swappedWith", "Chỉ hoán đổi và làm bù mới có ngày đổi với.");
  const row: DayRow = { date, kind, state: "official", name, swappedWith: swappedWith ?? null, source };
  if (swappedWith === undefined) return [{ what: "day", row }];
  const half: DayRow = { ...row, date: swappedWith, kind: kind === "swap_off" ? "swap_work" : "swap_off", swappedWith: date };
  return [row, half].map((each) => ({ what: "day", row: each }));
}

/** Whose calendar, and which days, the rows touch. */
function reachOf(rows: readonly RowChange[]): Pick<Correction, "scope" | "from" | "to"> {
  const spans = rows.map(spanOf);
  const from = spans.map((span) => span.from).sort()[0] ?? ("0001-01-01" as LocalDate);
  const ends = spans.map((span) => span.to);
  const to = ends.includes(null) ? null : (ends.filter((end) => end !== null).sort().at(-1) ?? null);
  return { scope: spans[0]?.scope ?? "", from, to };
}

function spanOf(change: RowChange): Pick<Correction, "scope" | "from" | "to"> {
  switch (change.what) {
    case "day":
      return { scope: "", from: change.row.date, to: change.row.date };
    case "override":
      return { scope: change.row.scope, from: change.row.date, to: change.row.date };
    case "override-withdrawn":
      return { scope: change.scope, from: change.date, to: change.date };
    case "hours":
    case "receipt-rule":
      return { scope: change.row.scope, from: change.row.validFrom, to: change.row.validTo };
    case "year":
      // whatever only waited for the notices of the year is certain now
      return { scope: "", from: `${change.row.year}-01-01` as LocalDate, to: `${change.row.year}-12-31` as LocalDate };
  }
}

function understood(build: () => CalendarData, command: CorrectionCommand): CalendarData {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof HouseError) || error.code !== "data-file-invalid") throw error;
    throw refused(command.action === "hours" ? "/sessions" : "/date", `Lịch sau khi đính chính sẽ mâu thuẫn: ${error.message}.`);
  }
}

function refused(field: string, message: string): FieldsRefused {
  return new FieldsRefused([{ field, code: "field-invalid", message, rule: RULE }]);
}
