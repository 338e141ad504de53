import type { LocalDate } from "#edxml";
import type { Cause, Day, Doubt } from "./calendar.ts";
import type { Weekday } from "./data.ts";
import { addDays, localDateOf, timeOfDay, weekdayOf } from "./local-time.ts";
import type { Session } from "./sessions.ts";

const WEEKDAYS: Readonly<Record<Weekday, string>> = { 1: "thứ Hai", 2: "thứ Ba", 3: "thứ Tư", 4: "thứ Năm", 5: "thứ Sáu", 6: "thứ Bảy", 7: "Chủ nhật" };

/** `23/11/2026`. */
export function sayDate(date: LocalDate): string {
  return date.split("-").toReversed().join("/");
}

/** `thứ Hai 23/11/2026`. */
export function sayDay(date: LocalDate): string {
  return `${sayWeekday(date)} ${sayDate(date)}`;
}

export function sayWeekday(date: LocalDate): string {
  return WEEKDAYS[weekdayOf(date)];
}

/** `17:42 thứ Sáu 20/11/2026`; seconds and milliseconds only when there are any. */
export function sayInstant(instant: Date): string {
  const time = new Date(timeOfDay(instant)).toISOString().slice(11, 19);
  return `${time.replace(/:00$/, "")} ${sayDay(localDateOf(instant))}`;
}

/** `07:30–11:30, 13:30–17:00`. */
export function saySessions(sessions: readonly Session[]): string {
  return sessions.length === 0 ? "nghỉ" : sessions.map(({ from, to }) => `${sayMinutes(from)}–${sayMinutes(to)}`).join(", ");
}

/** Why the day is worked or not, e.g. `nghỉ bù Giỗ Tổ Hùng Vương`. */
export function sayCause(cause: Cause): string {
  const partner = cause.swappedWith === null ? "" : ` ngày ${sayDate(cause.swappedWith)}`;
  switch (cause.kind) {
    case "holiday":
      return `nghỉ ${cause.name}`;
    case "substitute":
      return `nghỉ bù ${cause.name}`;
    case "swap_off":
      return `nghỉ hoán đổi${partner === "" ? "" : `, làm bù${partner}`}`;
    case "swap_work":
      return `làm bù${partner === "" ? "" : ` cho${partner}`}`;
    case "override":
      return `cơ quan quy định riêng: ${cause.name}`;
    case "weekly":
      return "ngày làm việc";
    case "weekend":
      return "nghỉ hằng tuần";
    case "no-hours":
      return "chưa có dữ liệu giờ hành chính";
  }
}

/** A day with its grounds and hours: `Thứ Hai 23/11/2026; giờ làm việc 07:30–11:30, … (giờ mặc định, cơ quan chưa xác nhận)`. */
export function describeDay(day: Day): string {
  const hours = day.hoursState === "assumed" ? "giờ mặc định, cơ quan chưa xác nhận" : day.hoursState === "reported" ? "giờ theo nguồn thứ cấp" : "giờ do cơ quan công bố";
  const special = day.cause.kind === "weekly" ? "" : `, ${sayCause(day.cause)}${sourceOf(day)}`;
  const worked = day.sessions.length === 0 ? "" : `; giờ làm việc ${saySessions(day.sessions)} (${hours})`;
  return `${capital(sayDay(day.date))}${special}${worked}`;
}

export function sourceOf(day: Day): string {
  return day.cause.kind === "weekend" || day.cause.source === "" ? "" : `, căn cứ: ${day.cause.source}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The days off between two moments, weekends by name and the others by date: `thứ Bảy, Chủ nhật nghỉ; 24/11/2026 nghỉ …`. */
export function sayDaysOff(days: readonly Day[]): readonly string[] {
  const weekends = [...new Set(days.filter((day) => day.cause.kind === "weekend").map((day) => sayWeekday(day.date)))];
  const said = weekends.length === 0 ? [] : [`${weekends.join(", ")} nghỉ`];
  const others = days.filter((day) => day.cause.kind !== "weekend");
  for (let i = 0; i < others.length; ) {
    const run = runFrom(others, i);
    const first = run[0];
    const last = run.at(-1);
    if (first === undefined || last === undefined) break;
    said.push(`${first === last ? sayDay(first.date) : `từ ${sayDate(first.date)} đến ${sayDate(last.date)}`} ${sayCause(first.cause)}`);
    i += run.length;
  }
  return said;
}

/** An open question, and what it would change. */
export function sayDoubt(doubt: Doubt): string {
  if (doubt.kind === "year") return `năm ${doubt.year} chưa có đủ thông báo lịch nghỉ, hoán đổi`;
  const { row } = doubt;
  const cause = sayCause(row);
  if (row.state === "computed") return `${sayDay(doubt.date)} ${cause}: tính theo luật, chưa có thông báo chính thức`;
  const what = row.state === "proposed" ? "đang có đề xuất" : "có thể";
  return `${sayDay(doubt.date)} ${what} ${cause}, chưa có quyết định nên chưa áp dụng (nếu có: ${saySessions(doubt.otherwise)})`;
}

/** Consecutive days with the same cause, from `start` on. */
function runFrom(days: readonly Day[], start: number): readonly Day[] {
  let end = start + 1;
  while (days[end]?.date === addDays(days[end - 1]?.date ?? ("" as LocalDate), 1) && days[end]?.cause.kind === days[start]?.cause.kind && days[end]?.cause.name === days[start]?.cause.name) end++;
  return days.slice(start, end);
}

function sayMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
