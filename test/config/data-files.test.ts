import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { loadLevelOne } from "#config/agencies/level-one";
import { loadCalendarData } from "#config/calendars/calendar-data";
import { loadDocumentTypes } from "#config/document-types";
import { packageRoot } from "#config/package-root";

/** A copy of the data files in which one text is replaced; the replaced text must occur. */
function changed(t: { teardown(undo: () => void): void }, file: string, from: string, to: string): string {
  const root = mkdtempSync(join(tmpdir(), "lienthong-data-"));
  t.teardown(() => rmSync(root, { recursive: true }));
  cpSync(join(packageRoot(), "config"), join(root, "config"), { recursive: true });
  const path = join(root, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new RangeError(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
  return root;
}

test("the shipped files load", (t) => {
  const data = loadCalendarData();
  t.is(data.days.length, 64);
  t.like(
    data.days.find((row) => row.date === "2026-11-23"),
    { kind: "swap_off", state: "proposed", name: "Ngày Văn hóa Việt Nam" },
  );
  t.is(loadLevelOne().length, 205);
  const types = loadDocumentTypes();
  t.is(types.filter((row) => row.group === "administrative").length, 29);
  t.like(types.find((row) => row.name === "Công văn"), { abbreviation: null, edxmlType: 2, edxmlTypeDetail: 18, outgoing: true });
  t.like(types.find((row) => row.name === "Giấy chứng nhận"), { outgoing: false });
});

test("any edit of a calendar file makes another version", (t) => {
  const root = changed(t, "config/calendars/years.csv", "2027,pending", "2027,complete");
  t.not(loadCalendarData(root).version, loadCalendarData().version);
});

const HOLIDAYS = "config/calendars/holidays.csv";
const LEVEL1 = "config/agencies/level-1.csv";
const HOURS = "config/calendars/office-hours.json";
const mistakes: readonly (readonly [what: string, load: (root: string) => unknown, file: string, from: string, to: string, message: RegExp])[] = [
  ["a day that does not exist", loadCalendarData, HOLIDAYS, "2026-11-24", "2026-11-31", /holidays\.csv line 47, field date/],
  ["a weekday that does not fit", loadCalendarData, HOLIDAYS, "2026-11-24,T3", "2026-11-24,T4", /holidays\.csv line 47, field weekday: 2026-11-24 is T3, not T4/],
  ["an unknown state", loadCalendarData, HOLIDAYS, "swap_off,proposed", "swap_off,maybe", /holidays\.csv line 46, field state/],
  ["a swap confirmed on one side only", loadCalendarData, HOLIDAYS, "swap_off,proposed", "swap_off,official", /holidays\.csv line 46, field swapped_with: no swap_work of 2026-11-28 in state official/],
  ["a missing field", loadCalendarData, HOLIDAYS, "2026-11-24,T3,", "2026-11-24,", /holidays\.csv line 47: 8 fields instead of 9/],
  ["a renamed column", loadCalendarData, HOLIDAYS, "swapped_with", "swap", /holidays\.csv line 1: the columns are not/],
  ["a day without a source", loadCalendarData, HOLIDAYS, "Như ngày 23/11/2026", "", /holidays\.csv line 48, field source/],
  ["a year with an unknown state", loadCalendarData, "config/calendars/years.csv", "pending", "soon", /years\.csv line 5, field state/],
  ["hours past midnight", loadCalendarData, HOURS, "17:00", "25:00", /office-hours\.json, field officeHours\.0\.weekly\.1\.1\.1: is no time HH:MM/],
  ["a weekday 8", loadCalendarData, HOURS, '"5":', '"8":', /office-hours\.json, field officeHours\.0\.weekly/],
  ["a broken JSON", loadCalendarData, HOURS, "{", "", /office-hours\.json is not JSON/],
  ["letters that are not composed", loadCalendarData, HOLIDAYS, "Ngày Văn hóa", "Ngày Văn hóa".normalize("NFD"), /holidays\.csv is not in Unicode NFC/],
  ["a closed code without its last day", loadLevelOne, LEVEL1, "2025-06-30", "", /level-1\.csv line \d+, field valid_to/],
  ["a successor that is no code", loadLevelOne, LEVEL1, ",H36,", ",H3,", /level-1\.csv line \d+, field successor/],
  ["a type given twice", loadDocumentTypes, "config/document-types.csv", "Quy chế", "Chỉ thị", /document-types\.csv line 5, field name/],
];
for (const [what, load, file, from, to, message] of mistakes) {
  test(`${what} in ${file} is refused with file, line and field`, (t) => {
    const root = changed(t, file, from, to);
    t.like(t.throws(() => load(root), { message }), { code: "data-file-invalid" });
  });
}

test("a file that is missing or not UTF-8 is refused by name", (t) => {
  const root = changed(t, HOLIDAYS, "date", "date");
  writeFileSync(join(root, HOLIDAYS), Buffer.from([0x64, 0xff, 0xfe]));
  t.throws(() => loadCalendarData(root), { message: /holidays\.csv cannot be read as UTF-8/ });
  t.throws(() => loadCalendarData(join(root, "nowhere")), { message: /office-hours\.json cannot be read/ });
});
