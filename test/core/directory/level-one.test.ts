import test from "ava";
import { loadLevelOne } from "#config/agencies/level-one";
import type { LocalDate } from "#edxml";
import { buildLevelOneCatalogue, sayCode } from "#src/core/directory/index";
import type { LevelOneRow } from "#src/core/directory/index";

const catalogue = buildLevelOneCatalogue(loadLevelOne());
const today = "2026-11-22" as LocalDate;
const resolve = (code: string, on: LocalDate = today) => catalogue.resolve(code, on);
const say = (code: string) => sayCode(resolve(code));

test("34 provinces live and 29 are closed, each closed one with a living successor", (t) => {
  for (const letter of ["H", "K"]) {
    const rows = catalogue.rows.filter((row) => row.code.startsWith(letter));
    t.is(rows.filter((row) => row.status === "active").length, 34);
    const closed = rows.filter((row) => row.status === "closed");
    t.is(closed.length, 29);
    for (const row of closed) {
      const found = resolve(row.code);
      t.is(found.kind, "closed");
      t.is(found.kind === "closed" ? found.successor?.status : null, "active", row.code);
      t.is(found.kind === "closed" ? found.successor?.code[0] : null, letter, row.code);
    }
  }
});

test("the twelve ministries and agencies of QĐ 09/2025 are closed since 14/04/2025", (t) => {
  for (const code of ["G04", "G05", "G07", "G13", "G14", "G23", "G24", "G25", "G26", "G34", "G36", "G37"]) t.like(resolve(code), { kind: "closed", since: "2025-04-14" }, code);
  for (const code of ["G38", "G39", "G40", "G10", "G21", "G22", "H48", "H57", "K57"]) t.is(resolve(code).kind, "active", code);
});

test("a unit shares the fate of its province, in either form of its code", (t) => {
  for (const code of ["H16", "H16.05", "000.00.05.H16", "001.00.05.H16", " H16.05.00.001 "]) {
    const found = resolve(code);
    t.is(found.kind, "closed", code);
    t.like(found, { levelOne: { code: "H16" }, successor: { code: "H36" }, since: "2025-07-01", basis: "stated" });
  }
  t.like(resolve("000.00.18.G12"), { kind: "active", code: "G12.18" });
});

test("history keeps a code as it was on its day", (t) => {
  t.is(resolve("H16.05", "2025-06-30" as LocalDate).kind, "active");
  t.is(resolve("H16.05", "2025-07-01" as LocalDate).kind, "closed");
  t.like(resolve("G39", "2025-04-13" as LocalDate), { kind: "not-yet", from: "2025-04-14" });
});

test("codes the catalogue cannot know are told apart from wrong ones", (t) => {
  t.like(resolve("A23.01"), { kind: "unpublished", range: { code: "A01..A99" } });
  t.is(resolve("A00").kind, "unknown");
  t.like(resolve("Z01abc"), { kind: "unpublished", range: { code: "Z01..Z99" } });
  t.like(resolve("0100109106-001"), { kind: "outside", grammar: "enterprise" });
  t.like(resolve("02.29.W00"), { kind: "outside", grammar: "unknown" });
  t.like(resolve("H77.01"), { kind: "unknown", levelOneCode: "H77" });
  t.is(resolve("").kind, "outside");
});

test("a clerk reads which code is closed, since when, and where to send instead", (t) => {
  t.is(say("H16"), "Mã H16 (UBND tỉnh Đắk Nông) đã đóng từ 01/07/2025; gửi tới H36 (UBND tỉnh Lâm Đồng).");
  t.is(say("H16.05"), "Mã H16.05 thuộc H16 (UBND tỉnh Đắk Nông), đã đóng từ 01/07/2025; hãy tìm mã mới của đơn vị trong H36 (UBND tỉnh Lâm Đồng).");
  t.is(say("G04"), "Mã G04 (Bộ Giao thông vận tải) đã đóng từ 14/04/2025; nhiệm vụ có thể đã chuyển về G17 (Bộ Xây dựng), hãy xác nhận trước khi gửi.");
  t.is(say("G07"), "Mã G07 (Bộ Lao động - Thương binh và Xã hội) đã đóng từ 14/04/2025; chưa có mã thay thế được công bố, hãy hỏi cơ quan nhận mã mới.");
  t.is(say("H48.01"), null);
  t.regex(say("H77") ?? "", /^Mã H77 không dùng được: H77 không có trong danh mục cấp 1/);
  t.regex(say("A23") ?? "", /^Mã A23 thuộc dải A01\.\.A99 \(Cơ quan Đảng\)/);
});

const row = (code: string, change: Partial<LevelOneRow> = {}): LevelOneRow => ({ code, name: code, kind: "x", status: "active", validFrom: null, validTo: null, successor: null, successorBasis: null, legacyCode: null, source: "test", ...change });
const closed = (code: string, successor: string, basis: "stated" | "inferred" = "stated") => row(code, { status: "closed", validTo: "2025-06-30" as LocalDate, successor, successorBasis: basis });

test("successors are followed to the last one, and one guess makes the whole chain a guess", (t) => {
  const chain = buildLevelOneCatalogue([closed("H01", "H02"), closed("H02", "H03", "inferred"), row("H03")]);
  t.like(chain.resolve("H01.07", today), { kind: "closed", successor: { code: "H03" }, basis: "inferred" });
});

test("an alias of the table goes before the computed form, on its days only", (t) => {
  const alias = { alias: "000.00.00.H43", code: "G09", validFrom: "2024-01-01" as LocalDate, validTo: "2024-12-31" as LocalDate };
  const known = buildLevelOneCatalogue([row("G09"), row("H43")], [alias]);
  t.is(known.resolve("000.00.00.H43", "2024-06-01" as LocalDate).code, "G09");
  t.is(known.resolve("000.00.00.H43", "2025-01-01" as LocalDate).code, "H43");
});

for (const [what, rows] of [
  ["a code given twice", [row("H01"), row("H01")]],
  ["a successor that is missing", [closed("H01", "H02")]],
  ["successors in a circle", [closed("H01", "H02"), closed("H02", "H01")]],
  ["a legacy code of another agency", [row("H01", { legacyCode: "000.00.00.H02" })]],
] as const) {
  test(`${what} is refused when the catalogue is built`, (t) => {
    t.like(t.throws(() => buildLevelOneCatalogue(rows)), { code: "data-file-invalid" });
  });
}
