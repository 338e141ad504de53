import { canonicalOrganId, levelOneCode, organIdKind, type LocalDate, type OrganId } from "#edxml";
import { HouseError } from "../fault.ts";
import { addDays } from "../calendar/local-time.ts";

/** Mã cấp 1 of the national catalogue, or a range (`A01..A99`) whose single codes are not published. */
export interface LevelOneRow {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly status: "active" | "closed" | "unpublished";
  /** Both days included; null: not known, or without end. */
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
  /** Who took over. `inferred`: no text says so, a person must confirm. */
  readonly successor: string | null;
  readonly successorBasis: "stated" | "inferred" | null;
  /** The 13-character form of QCVN 102:2016. */
  readonly legacyCode: string | null;
  readonly source: string;
}

/** Another spelling of a code that the grammar cannot compute. Both days included. */
export interface AliasRow {
  readonly alias: string;
  readonly code: string;
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
}

/** What the catalogue says of a code on a day. `code` is canonical and may be a unit below level 1. */
export type CodeResolution =
  | { readonly kind: "active"; readonly code: string; readonly levelOne: LevelOneRow }
  /** `since` is the first day without the code; `successor` the agency that has taken over, null when none is published. */
  | { readonly kind: "closed"; readonly code: string; readonly levelOne: LevelOneRow; readonly since: LocalDate; readonly successor: LevelOneRow | null; readonly basis: "stated" | "inferred" | null }
  | { readonly kind: "not-yet"; readonly code: string; readonly levelOne: LevelOneRow; readonly from: LocalDate }
  /** Inside a range whose codes are not published (Đảng, Quốc hội, Zxx): may be right. */
  | { readonly kind: "unpublished"; readonly code: string; readonly range: LevelOneRow }
  /** A grammar the catalogue does not cover: an enterprise number, or a code of a peer's own making. */
  | { readonly kind: "outside"; readonly code: string; readonly grammar: "enterprise" | "unknown" }
  /** The grammar of QĐ 20/2020, but no such level-1 code. */
  | { readonly kind: "unknown"; readonly code: string; readonly levelOneCode: string };

/** Danh mục cấp 1. */
export interface LevelOneCatalogue {
  /** All rows, ranges included, as loaded. */
  readonly rows: readonly LevelOneRow[];
  /** By exact level-1 code. */
  find(code: string): LevelOneRow | null;
  /** What a code of either form, or an alias, means on a day. A unit shares the fate of its level-1 agency. */
  resolve(organId: string, on: LocalDate): CodeResolution;
}

/** Indexes the rows. Throws `data-file-invalid` for a repeated code, a successor that is missing or leads in a circle, or a legacy code of another agency. */
export function buildLevelOneCatalogue(rows: readonly LevelOneRow[], aliases: readonly AliasRow[] = []): LevelOneCatalogue {
  const byCode = new Map<string, LevelOneRow>();
  for (const row of rows) {
    if (byCode.has(row.code)) throw new HouseError("data-file-invalid", `level-1 code ${row.code} is given twice`, { code: row.code });
    if (row.legacyCode !== null && canonicalOrganId(row.legacyCode) !== row.code) {
      throw new HouseError("data-file-invalid", `legacy code ${row.legacyCode} is not a form of ${row.code}`, { code: row.code, found: row.legacyCode });
    }
    byCode.set(row.code, row);
  }
  const ranges = rows.filter((row) => row.status === "unpublished");
  for (const row of rows) successorOf(row, byCode);

  return {
    rows,
    find: (code) => byCode.get(code) ?? null,
    resolve(organId, on) {
      const written = organId.trim();
      const alias = aliases.find((row) => row.alias === written && (row.validFrom ?? "") <= on && on <= (row.validTo ?? "9999"));
      const id = (alias?.code ?? written) as OrganId;
      const code = canonicalOrganId(id);
      const grammar = organIdKind(id);
      if (grammar === "enterprise" || grammar === "unknown") return { kind: "outside", code, grammar };
      const top = levelOneCode(id) ?? code.slice(0, 3);
      const row = byCode.get(top);
      if (row !== undefined) return resolveRow(code, row, on, byCode);
      const range = ranges.find((candidate) => inRange(candidate.code, top));
      return range === undefined ? { kind: "unknown", code, levelOneCode: top } : { kind: "unpublished", code, range };
    },
  };
}

function resolveRow(code: string, levelOne: LevelOneRow, on: LocalDate, byCode: ReadonlyMap<string, LevelOneRow>): CodeResolution {
  if (levelOne.validFrom !== null && on < levelOne.validFrom) return { kind: "not-yet", code, levelOne, from: levelOne.validFrom };
  if (levelOne.validTo === null || on <= levelOne.validTo) return { kind: "active", code, levelOne };
  const { successor, basis } = successorOf(levelOne, byCode);
  return { kind: "closed", code, levelOne, since: addDays(levelOne.validTo, 1), successor, basis };
}

/** The agency at the end of the chain of successors; inferred as soon as one link is. */
function successorOf(row: LevelOneRow, byCode: ReadonlyMap<string, LevelOneRow>): { readonly successor: LevelOneRow | null; readonly basis: "stated" | "inferred" | null } {
  const passed = new Set([row.code]);
  let basis = row.successorBasis;
  let last: LevelOneRow | null = null;
  for (let next = row.successor; next !== null; next = last.successor) {
    const found = byCode.get(next);
    if (found === undefined || passed.has(next)) {
      throw new HouseError("data-file-invalid", `the successors of ${row.code} ${found === undefined ? `name ${next}, which is missing` : "lead in a circle"}`, { code: row.code, successor: next });
    }
    passed.add(next);
    last = found;
    if (last.successorBasis === "inferred") basis = "inferred";
  }
  return { successor: last, basis };
}

/** Whether `Z07` lies in `Z01..Z99`. */
function inRange(range: string, code: string): boolean {
  const [first = "", last = ""] = range.split("..");
  return first <= code && code <= last;
}
