import type { Access } from "../../actor.ts";
import type { Clock, Store } from "../../ports.ts";
import { changeEntries } from "../change-entries.ts";
import { editEntry } from "../change-agency.ts";
import { changeBetween, factsOf, newEntry, type ChangeFacts, type DirectoryEntry } from "../entry.ts";
import { AGENCY_FIELDS, sameValue, type AgencyLayer } from "../facts.ts";
import { contradictions, FIELD_TEXTS } from "../field-text.ts";
import { readAgencyLines, type AgencyLine, type LineProblem } from "./read-rows.ts";
import { requireReason } from "../../reason.ts";

export interface AgencyImport {
  /** Read twice: once to check everything, once to write. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Says what would happen and writes nothing. */
  readonly dryRun: boolean;
  readonly reason: string;
}

export interface ImportReport {
  readonly lines: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** The first thousand, by line. With a single one nothing is written. */
  readonly problems: readonly LineProblem[];
  readonly problemCount: number;
  readonly written: boolean;
}

const AT_ONCE = 200;
const PROBLEMS_KEPT = 1_000;

/** Nhập danh bạ từ CSV: all lines are checked first and every wrong one is reported; only a file without any is written. Cells that say what counts already are not held. */
export async function importAgencies(needs: { readonly store: Store; readonly clock: Clock }, command: AgencyImport, access: Access): Promise<ImportReport> {
  requireReason(command.reason, "an import into the directory");
  const checked = await check(needs, command);
  if (command.dryRun || checked.problemCount > 0) return { ...checked, written: false };

  const author = { actor: access.actor, at: needs.clock.now(), source: "csv", reason: command.reason.trim().slice(0, 1000), syncId: null } as const;
  for await (const batch of batches(command, () => undefined)) {
    const byCode = new Map(batch.map((agency) => [agency.code, agency.says]));
    await needs.store.write((tx) => changeEntries(tx, [...byCode.keys()], author, (code, before) => withSaid(code, before, byCode.get(code) ?? {})));
  }
  return { ...checked, written: true };
}

async function check(needs: { readonly store: Store }, command: AgencyImport): Promise<Omit<ImportReport, "written">> {
  const problems: LineProblem[] = [];
  let problemCount = 0;
  const note = (problem: LineProblem): void => {
    problemCount += 1;
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };
  const tally = { lines: 0, added: 0, changed: 0, unchanged: 0 };
  const lineOf = new Map<string, number>();
  const pointers: Pointer[] = [];

  for await (const batch of batches(command, note)) {
    const known = new Map((await needs.store.reader.directory.entries(batch.map(({ code }) => code))).map((entry) => [entry.code, entry]));
    for (const { line, code, says } of batch) {
      tally.lines += 1;
      const earlier = lineOf.get(code);
      if (earlier !== undefined) note({ line, field: "code", message: `mã ${code} đã có ở dòng ${earlier}` });
      lineOf.set(code, earlier ?? line);
      const before = known.get(code) ?? null;
      const after = withSaid(code, before, says);
      for (const problem of problemsOf(line, after, says)) note(problem);
      pointers.push(...pointersOf(line, code, says));
      tally[tallyOf(before, changeBetween(before, after))] += 1;
    }
  }
  for (const problem of await danglingPointers(needs, pointers, lineOf)) note(problem);
  return { ...tally, problems: problems.sort((a, b) => a.line - b.line), problemCount };
}

async function* batches(command: AgencyImport, note: (problem: LineProblem) => void): AsyncGenerator<readonly AgencyLine[]> {
  let batch: AgencyLine[] = [];
  for await (const read of readAgencyLines(command.open())) {
    if (read.kind === "problems") {
      for (const problem of read.problems) note(problem);
      continue;
    }
    batch.push(read.agency);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Only what differs from what counts now becomes a value of the person; so an exported file imported again holds nothing. */
function withSaid(code: string, before: DirectoryEntry | null, says: AgencyLayer): DirectoryEntry {
  const facts = factsOf(before ?? newEntry(code));
  const set = Object.fromEntries(AGENCY_FIELDS.filter((field) => field in says && !sameValue(says[field], facts[field])).map((field) => [field, says[field]]));
  return editEntry(before, { code, set, release: [] });
}

function tallyOf(before: DirectoryEntry | null, change: ChangeFacts | null): "added" | "changed" | "unchanged" {
  return before === null ? "added" : change === null ? "unchanged" : "changed";
}

function problemsOf(line: number, after: DirectoryEntry, says: AgencyLayer): LineProblem[] {
  const facts = factsOf(after);
  const nameless = facts.name === null ? [{ line, field: "name", message: "cơ quan mới cần có tên" }] : [];
  return [...nameless, ...contradictions(after.code, facts).filter(({ field }) => field in says || field === "validTo").map(({ field, problem }) => ({ line, field: columnOf(field), message: problem }))];
}

interface Pointer {
  readonly line: number;
  readonly code: string;
  readonly field: "successor" | "parent";
  readonly to: string;
}

function pointersOf(line: number, code: string, says: AgencyLayer): Pointer[] {
  return (["successor", "parent"] as const).flatMap((field) => {
    const to = says[field];
    return typeof to === "string" && to !== code ? [{ line, code, field, to }] : [];
  });
}

/** Whoever is pointed at must be in the directory or in the file, and successors must lead somewhere. */
async function danglingPointers(needs: { readonly store: Store }, pointers: readonly Pointer[], lineOf: ReadonlyMap<string, number>): Promise<LineProblem[]> {
  const outside = [...new Set(pointers.map(({ to }) => to).filter((to) => !lineOf.has(to)))];
  const known = new Set<string>();
  for (let from = 0; from < outside.length; from += AT_ONCE) for (const { code } of await needs.store.reader.directory.entries(outside.slice(from, from + AT_ONCE))) known.add(code);
  const next = new Map(pointers.filter(({ field }) => field === "successor").map(({ code, to }) => [code, to]));
  return pointers.flatMap(({ line, code, field, to }) => {
    if (!lineOf.has(to) && !known.has(to)) return [{ line, field, message: `không có cơ quan ${to} trong danh bạ, cũng không có trong tệp` }];
    return field === "successor" && leadsBack(code, next) ? [{ line, field, message: `chuỗi kế thừa của ${code} quay vòng` }] : [];
  });
}

function leadsBack(code: string, next: ReadonlyMap<string, string>): boolean {
  const passed = new Set<string>();
  for (let at = next.get(code); at !== undefined && !passed.has(at); at = next.get(at)) {
    if (at === code) return true;
    passed.add(at);
  }
  return false;
}

function columnOf(field: string): string {
  return FIELD_TEXTS.find((one) => one.field === field)?.column ?? field;
}
