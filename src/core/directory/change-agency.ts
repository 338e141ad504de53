import type { Access } from "../actor.ts";
import type { Agency, Hosting } from "../agency.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import type { Clock, Store } from "../ports.ts";
import { changeEntries } from "./change-entries.ts";
import { agencyOf, factsOf, newEntry, type ChangeFacts, type DirectoryEntry } from "./entry.ts";
import { AGENCY_FIELDS, type AgencyField, type AgencyLayer } from "./facts.ts";
import { contradictions, FIELD_TEXTS } from "./field-text.ts";
import type { DirectoryReader } from "./directory-ports.ts";
import { requireReason } from "../reason.ts";

export interface AgencyEdit {
  /** Canonical. */
  readonly code: string;
  /** Values a person holds from now on; null: "it has none". */
  readonly set: AgencyLayer;
  /** Fields a person lets go: what the partner's list or the catalogue says counts again. */
  readonly release: readonly AgencyField[];
  /** Absent: hosting stays as it is. */
  readonly hosting?: Hosting | null;
  readonly reason: string;
}

export interface EditedAgency {
  readonly agency: Agency;
  /** null: it was so already. */
  readonly change: ChangeFacts | null;
}

export const DIRECTORY_RULE = "QĐ 20/2020/QĐ-TTg Đ.10; docs/directory.md";
const LONGEST_CHAIN = 20;

/** Sửa danh bạ bằng tay. Throws FieldsRefused with everything wrong at once, `reason-missing`. A new code needs a name. */
export async function changeAgency(needs: { readonly store: Store; readonly clock: Clock }, edit: AgencyEdit, access: Access): Promise<EditedAgency> {
  requireReason(edit.reason, "a change of the directory", { code: edit.code });
  const author = { actor: access.actor, at: needs.clock.now(), source: "hand", reason: edit.reason.trim().slice(0, 1000), syncId: null } as const;
  const [done] = await needs.store.write(async (tx) => {
    const known = await tx.lockEntries([edit.code]);
    const problems = await problemsOf(tx.directory, editEntry(known.get(edit.code) ?? null, edit));
    const [first, ...rest] = problems;
    if (first !== undefined) throw new FieldsRefused([first, ...rest]);
    return await changeEntries(tx, [edit.code], author, (_code, before) => editEntry(before, edit));
  });
  if (done === undefined) throw new HouseError("invariant-broken", `agency ${edit.code} neither changed nor found`, { code: edit.code });
  return { agency: agencyOf(done.entry), change: done.change };
}

/** The entry as a person wants it. */
export function editEntry(before: DirectoryEntry | null, edit: Pick<AgencyEdit, "code" | "set" | "release" | "hosting">): DirectoryEntry {
  const entry = before ?? newEntry(edit.code);
  const kept = Object.fromEntries(AGENCY_FIELDS.filter((field) => field in entry.manual && !edit.release.includes(field)).map((field) => [field, entry.manual[field]]));
  return { ...entry, manual: { ...kept, ...edit.set }, hosting: edit.hosting === undefined ? entry.hosting : edit.hosting };
}

async function problemsOf(directory: DirectoryReader, after: DirectoryEntry): Promise<FieldProblem[]> {
  const facts = factsOf(after);
  const problems: FieldProblem[] = contradictions(after.code, facts).map(({ field, problem }) => refused(field, problem));
  if (facts.name === null) problems.push({ ...refused("name", "cơ quan mới cần có tên"), code: "field-missing" });
  if (facts.successor !== null && facts.successor !== after.code) problems.push(...(await successorProblems(directory, after.code, facts.successor)));
  if (facts.parent !== null && facts.parent !== after.code && (await directory.entry(facts.parent)) === null) problems.push(refused("parent", `không có cơ quan ${facts.parent} trong danh bạ`));
  return problems;
}

/** Whoever follows the successors must arrive somewhere. */
async function successorProblems(directory: DirectoryReader, code: string, successor: string): Promise<FieldProblem[]> {
  for (let next: string | null = successor, steps = 0; next !== null; steps += 1) {
    if (next === code || steps > LONGEST_CHAIN) return [refused("successor", `chuỗi kế thừa từ ${code} qua ${successor} quay vòng`)];
    const entry: DirectoryEntry | null = await directory.entry(next);
    if (entry === null) return [refused("successor", `không có cơ quan ${next} trong danh bạ`)];
    next = factsOf(entry).successor;
  }
  return [];
}

function refused(field: AgencyField, problem: string): FieldProblem {
  const named = FIELD_TEXTS.find((one) => one.field === field);
  return { field: `/${named?.column ?? field}`, code: "field-invalid", message: `${named?.label ?? field}: ${problem}.`, rule: DIRECTORY_RULE };
}
