import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { loadClauses, type Clause } from "#config/policies/clauses";

const TITLE = /\btest(?:\.serial)?\(\s*(?:"(?<double>(?:[^"\\\n]|\\.)*)"|`(?<back>(?:[^`\\]|\\.)*)`)/g;
const ID = /\b(?:HG|DN|QN|BG|KD)-\d+(?:\.\d+)?(?:[a-z]\d?(?:-[a-z])?)?/g;
const OPEN_LIST = join(packageRoot(), "test", "docs", "law-open.txt");

const INSTRUMENTS = [
  ["HG", "Hà Giang: 1690/QĐ-UBND ngày 01/08/2016", "Hà Giang sáp nhập vào Tuyên Quang từ 01/07/2025 (H22 đóng, kế thừa H60)."],
  ["DN", "Đắk Nông: 01/2022/QĐ-UBND ngày 05/01/2022", "Đắk Nông sáp nhập vào Lâm Đồng từ 01/07/2025 (H16 đóng, kế thừa H36)."],
  ["QN", "Quảng Ngãi: 57/2014/QĐ-UBND ngày 10/11/2014", "H48 còn hiệu lực, nhận thêm Kon Tum (H34 đóng)."],
  ["BG", "TP Bắc Giang: 04/2014/QĐ-UBND ngày 25/06/2014", "Cấp huyện bỏ từ 01/07/2025; Bắc Giang (H02 đóng) thành Bắc Ninh (H05)."],
  ["KD", "Huyện ủy Kim Động: 19-QC/HU ngày 16/09/2024", "Cấp huyện bỏ từ 01/07/2025; 217-QĐ/TW nay là 337-QĐ/TW."],
] as const;

const PROSE = `# The law, clause by clause

This page is written by \`npm run docs\` from \`config/policies/clauses.csv\` and from the titles of the tests; a test fails when it is stale, when a clause has
neither a rule with its code and its test nor a reason why it is outside a gateway, and when a named file does not exist.

A clause is found in the tests by its id in a title. Marks: E enforced, W warned of, R recorded, P reported, N notified, S supported, X context.
`;

export interface Law {
  readonly clauses: readonly Clause[];
  /** Files of tests that name a clause in a title. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
}

export function readLaw(): Law {
  const tests = new Map<string, string[]>();
  for (const file of testFiles()) {
    for (const { groups } of readFileSync(join(packageRoot(), file), "utf8").matchAll(TITLE)) {
      for (const id of new Set((groups?.["double"] ?? groups?.["back"] ?? "").match(ID))) {
        const files = tests.get(id) ?? [];
        if (!files.includes(file)) tests.set(id, [...files, file]);
      }
    }
  }
  return { clauses: loadClauses(), tests };
}

/** Clauses without a rule, or without a test of it. */
export function openClauses({ clauses, tests }: Law): string[] {
  return clauses.filter(({ id, rule, outside }) => outside === "" && (rule === "" || !tests.has(id))).map(({ id }) => id);
}

/** Clauses that may still be open. The list only ever shrinks. */
export function admittedOpen(): string[] {
  return existsSync(OPEN_LIST) ? readFileSync(OPEN_LIST, "utf8").split("\n").filter((line) => line !== "") : [];
}

/** Takes out of the list what is open no more. */
export function shrinkOpenList(law: Law): void {
  const open = new Set(openClauses(law));
  writeFileSync(OPEN_LIST, admittedOpen().filter((id) => open.has(id)).map((id) => `${id}\n`).join(""));
}

/** `docs/law.md`. */
export function lawPage(law: Law): string {
  const sections = INSTRUMENTS.flatMap(([prefix, title, note]) => ["", `## ${title}`, "", note, "", "| điều khoản | nghĩa vụ | | quy tắc của cổng | mã nguồn | kiểm thử |", "|---|---|---|---|---|---|", ...law.clauses.filter(({ id }) => id.startsWith(`${prefix}-`)).map((clause) => rowOf(clause, law))]);
  return [PROSE, ...sections.slice(1), ""].join("\n");
}

function rowOf({ id, article, duty, mark, rule, code, outside }: Clause, { tests }: Law): string {
  const cells = outside === "" ? [rule, code.map(link).join("<br>"), (tests.get(id) ?? []).map(link).join("<br>")] : [`*Ngoài cổng:* ${outside}`, "–", "–"];
  return `| ${[`**${id}** ${article}`, duty, mark, ...cells].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function link(file: string): string {
  return `[${file.split("/").at(-1)?.replace(/\.test\.ts$|\.ts$/, "") ?? file}](../${file})`;
}

function testFiles(): string[] {
  return readdirSync(join(packageRoot(), "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${name}`)
    .sort();
}
