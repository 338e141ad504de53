/** Every time is read in Vietnam, wherever the browser is: dd/MM/yyyy HH:mm. */
const FORMAT = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const LONG_DAY = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });
const RELATIVE = new Intl.RelativeTimeFormat("vi", { numeric: "auto" });
const NUMBER = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

function partsOf(instant: string | Date): { readonly date: string; readonly time: string } {
  const parts = Object.fromEntries(FORMAT.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const { day = "", month = "", year = "", hour = "", minute = "" } = parts;
  return { date: `${day}/${month}/${year}`, time: `${hour}:${minute}` };
}

export function sayInstant(instant: string | Date): string {
  const { date, time } = partsOf(instant);
  return `${date} ${time}`;
}

/** A term: midnight is the end of the day before, as people count. */
export function sayDue(instant: string): string {
  const { date, time } = partsOf(instant);
  return time === "00:00" ? `hết ${partsOf(new Date(new Date(instant).getTime() - 1)).date}` : `${date} ${time}`;
}

/** `2026-11-20` or an instant. */
export function sayDay(day: string): string {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  return plain === null ? partsOf(day).date : `${plain[3]}/${plain[2]}/${plain[1]}`;
}

export function sayToday(now: Date): string {
  return LONG_DAY.format(now);
}

/** Today in Vietnam as `2026-11-20`. */
export function today(now: Date = new Date()): string {
  const [day, month, year] = partsOf(now).date.split("/");
  return `${year}-${month}-${day}`;
}

const STEPS = [
  { unit: "minute", seconds: 60, until: 60 * 60 },
  { unit: "hour", seconds: 3600, until: 24 * 3600 },
  { unit: "day", seconds: 86_400, until: 30 * 86_400 },
  { unit: "month", seconds: 30.44 * 86_400, until: 365 * 86_400 },
  { unit: "year", seconds: 365.25 * 86_400, until: Number.POSITIVE_INFINITY },
] as const;

/** `5 phút trước`, `ngày mai`. */
export function sayRelative(instant: string, now: Date): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return "vừa xong";
  const step = STEPS.find(({ until }) => size < until) ?? STEPS[4];
  return RELATIVE.format(Math.round(seconds / step.seconds), step.unit);
}

/** Minutes of working time; a working day has eight hours. */
export function sayWorkingMinutes(minutes: number): string {
  const size = Math.abs(Math.round(minutes));
  const [days, hours, rest] = [Math.floor(size / 480), Math.floor((size % 480) / 60), size % 60];
  if (days > 0) return hours > 0 ? `${days} ngày ${hours} giờ làm việc` : `${days} ngày làm việc`;
  if (hours > 0) return rest > 0 ? `${hours} giờ ${rest} phút làm việc` : `${hours} giờ làm việc`;
  return `${rest} phút làm việc`;
}

export function sayNumber(value: number): string {
  return NUMBER.format(value);
}

export function sayPercent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${NUMBER.format((100 * part) / whole)}%`;
}

export function saySize(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte`;
  if (bytes < 1024 * 1024) return `${NUMBER.format(bytes / 1024)} KB`;
  return `${NUMBER.format(bytes / 1024 / 1024)} MB`;
}
