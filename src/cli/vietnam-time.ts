import { UsageFault } from "./usage-fault.ts";

const OFFSET_MS = 7 * 3_600_000;
const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?(Z|[+-]\d{2}:\d{2})?$/;
const DAY_FIRST = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}:\d{2}(?::\d{2})?))?$/;

/** `2026-11-20T17:42:00.000+07:00`, as QĐ 28/2018 Đ.14.4 wants times written. */
export function isoInVietnam(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().replace("Z", "+07:00");
}

/** `20/11/2026 17:42:05`. */
export function clerkTime(instant: Date): string {
  const local = new Date(instant.getTime() + OFFSET_MS).toISOString();
  return `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 19)}`;
}

/** Reads an instant a person typed: ISO or `dd/mm/yyyy hh:mm`, Vietnamese time unless it names a zone. Throws UsageFault. */
export function readInstant(text: string): Date {
  const trimmed = text.trim().replace(DAY_FIRST, (_all, day: string, month: string, year: string, time: string | undefined) => `${year}-${month}-${day}${time === undefined ? "" : `T${time}`}`);
  const parts = FORM.exec(trimmed);
  const wrong = new UsageFault(`“${text.slice(0, 40)}” không phải thời điểm; hãy viết như 2026-11-20T17:42 hoặc "20/11/2026 17:42" (giờ Việt Nam)`);
  if (parts === null) throw wrong;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "0", zone = "+07:00"] = parts;
  const wall = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}Z`);
  // Date rolls 31/02 over; only a time that reads back as written exists
  if (Number.isNaN(wall.getTime()) || !wall.toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}`)) throw wrong;
  return new Date(`${wall.toISOString().slice(0, 23)}${zone}`);
}
