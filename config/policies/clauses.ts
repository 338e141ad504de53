import { z } from "zod";
import { text } from "../columns.ts";
import { parseRows, readDataFile, wrongField } from "../data-file.ts";

const FILE = "config/policies/clauses.csv";
const CLAUSE_ID = /^(?:HG|DN|QN|BG|KD)-\d+(?:\.\d+)?(?:[a-z]\d?(?:-[a-z])?)?$/;

const row = z.object({
  id: z.string().regex(CLAUSE_ID, "is no clause id like HG-4.3"),
  instrument: text,
  article: text,
  duty: text,
  mark: z.string().regex(/^[EWRPNSX](?:\/[EWRPNSX])*$/, "is not made of E, W, R, P, N, S, X"),
  rule: z.string(),
  code: z.string(),
  outside: z.string(),
});

/** Điều khoản: what one clause of one of the five regulations asks of a gateway, and which rule of ours answers it. */
export interface Clause {
  /** As tests name it, e.g. `HG-4.3`. */
  readonly id: string;
  readonly instrument: string;
  readonly article: string;
  readonly duty: string;
  /** Enforce, Warn, Record, rePort, Notify, Support; X: context only. */
  readonly mark: string;
  /** The capability of ours; empty while it is missing, or when the clause is outside. */
  readonly rule: string;
  /** Files of ours, relative to the package. */
  readonly code: readonly string[];
  /** Why a gateway has nothing to do with it; empty: it has. */
  readonly outside: string;
}

/** Throws DataFileError. */
export function loadClauses(root?: string): readonly Clause[] {
  const seen = new Set<string>();
  return parseRows(FILE, readDataFile(FILE, root), row).map((found, i) => {
    if (seen.has(found.id)) throw wrongField(FILE, i + 2, "id", `${found.id} is given twice`);
    seen.add(found.id);
    if (found.outside !== "" && found.rule + found.code !== "") throw wrongField(FILE, i + 2, "outside", "a clause is either answered by a rule or outside, not both");
    if ((found.rule === "") !== (found.code === "")) throw wrongField(FILE, i + 2, "code", "a rule needs the code that executes it, and the other way round");
    return { ...found, code: found.code.split(" ").filter((path) => path !== "") };
  });
}
