import { createHash } from "node:crypto";
import { z } from "zod";
import { emptyIsNull, localDate, text as said } from "../columns.ts";
import { parseJson, parseRows, readDataFile, wrongField } from "../data-file.ts";

const FILES = {
  officeHours: "config/calendars/office-hours.json",
  holidays: "config/calendars/holidays.csv",
  years: "config/calendars/years.csv",
} as const;

const scope = z.string().regex(/^([A-Z]\d{2}(\.[0-9A-Z]+)*)?$/, "is no agency code");
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "is no day MM-DD");
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "is no time HH:MM");
const sessions = z.array(z.tuple([time, time]));

const dayRow = z.object({
  date: localDate,
  weekday: z.enum(["T2", "T3", "T4", "T5", "T6", "T7", "CN"]),
  kind: z.enum(["holiday", "substitute", "swap_off", "swap_work"]),
  state: z.enum(["statutory", "official", "computed", "candidate", "proposed", "rejected"]),
  name: said,
  lunar: z.string(),
  swapped_with: z.union([localDate, emptyIsNull]),
  source: said,
  note: z.string(),
});

const yearRow = z.object({ year: z.string().regex(/^\d{4}$/).transform(Number), state: z.enum(["complete", "pending"]), source: said });

const week = z.strictObject({ 1: sessions.optional(), 2: sessions.optional(), 3: sessions.optional(), 4: sessions.optional(), 5: sessions.optional(), 6: sessions.optional(), 7: sessions.optional() });
const validity = { scope, validFrom: localDate, validTo: localDate.nullable() };

const officeHours = z.strictObject({
  asOf: localDate,
  officeHours: z.array(
    z.strictObject({
      ...validity,
      season: z.strictObject({ from: monthDay, to: monthDay }).nullable(),
      weekly: week,
      state: z.enum(["confirmed", "reported", "assumed"]),
      source: said,
    }),
  ),
  receiptRules: z.array(z.strictObject({ ...validity, rule: z.enum(["NONE", "NEXT_OFFICE_HOURS"]), citation: said, source: said })),
  dayOverrides: z.array(z.strictObject({ scope: scope.min(1), date: localDate, sessions, name: said, source: said })),
});

/** The three calendar files as the plain rows of `src/core/calendar`. `root` is the folder that holds `config/`. Throws DataFileError. */
export function loadCalendarData(root?: string) {
  const texts = { officeHours: readDataFile(FILES.officeHours, root), holidays: readDataFile(FILES.holidays, root), years: readDataFile(FILES.years, root) };
  const hours = parseJson(FILES.officeHours, texts.officeHours, officeHours);
  const days = parseRows(FILES.holidays, texts.holidays, dayRow);
  const years = parseRows(FILES.years, texts.years, yearRow);
  for (const [i, row] of days.entries()) checkDay(row, i + 2, days);
  return {
    version: `${hours.asOf}+${digest(Object.values(texts))}`,
    officeHours: hours.officeHours.map((row) => ({ ...row, weekly: definedOnly(row.weekly) })),
    receiptRules: hours.receiptRules,
    overrides: hours.dayOverrides,
    days: days.map(({ date, kind, state, name, swapped_with: swappedWith, source }) => ({ date, kind, state, name, swappedWith, source })),
    years,
  };
}

type DayRecord = z.output<typeof dayRow>;

/** The weekday is written for the reader and checked for the typist; a swap must have both halves, decided alike. */
function checkDay(row: DayRecord, line: number, all: readonly DayRecord[]): void {
  const wrong = (field: string, problem: string) => wrongField(FILES.holidays, line, field, problem);
  const weekday = ["CN", "T2", "T3", "T4", "T5", "T6", "T7"][new Date(`${row.date}T00:00:00Z`).getUTCDay()];
  if (weekday !== row.weekday) throw wrong("weekday", `${row.date} is ${weekday ?? "no day"}, not ${row.weekday}`);
  if (row.kind !== "swap_off" && row.kind !== "swap_work") {
    if (row.swapped_with !== null) throw wrong("swapped_with", "only a swap has another half");
    return;
  }
  const half = row.kind === "swap_off" ? "swap_work" : "swap_off";
  if (!all.some((other) => other.date === row.swapped_with && other.kind === half && other.swapped_with === row.date && other.state === row.state)) {
    throw wrong("swapped_with", `no ${half} of ${row.swapped_with ?? "any day"} in state ${row.state} answers it`);
  }
}

/** Names the exact bytes: any edit makes another version. */
function digest(texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest("hex").slice(0, 12);
}

type Sessions = z.output<typeof sessions>;

function definedOnly(weekly: z.output<typeof week>): Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, Sessions>> {
  return Object.fromEntries(Object.entries(weekly).filter(([, value]) => value !== undefined));
}
