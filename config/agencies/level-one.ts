import { z } from "zod";
import { emptyIsNull, localDate, text } from "../columns.ts";
import { parseRows, readDataFile, wrongField } from "../data-file.ts";

const FILE = "config/agencies/level-1.csv";

const code = z.string().regex(/^[A-Y]\d{2}$/, "is no level-1 code");
const range = z.string().regex(/^([A-Z])\d{2}\.\.\1\d{2}$/, "is no range of level-1 codes");

const row = z.object({
  code: z.union([code, range]),
  name: text,
  kind: text,
  status: z.enum(["active", "closed", "unpublished"]),
  valid_from: z.union([localDate, emptyIsNull]),
  valid_to: z.union([localDate, emptyIsNull]),
  successor: z.union([code, emptyIsNull]),
  successor_basis: z.union([z.enum(["stated", "inferred"]), emptyIsNull]),
  legacy_code: z.union([z.string().regex(/^\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}$/, "is no code of 13 characters"), emptyIsNull]),
  source: text,
  note: z.string(),
});

/** Danh mục mã cấp 1 (QĐ 20/2020/QĐ-TTg Phụ lục I, QĐ 09/2025/QĐ-TTg) as plain rows. `root` is the folder that holds `config/`. Throws DataFileError. */
export function loadLevelOne(root?: string) {
  const rows = parseRows(FILE, readDataFile(FILE, root), row);
  return rows.map((found, i) => {
    const line = i + 2;
    if ((found.status === "closed") !== (found.valid_to !== null)) throw wrongField(FILE, line, "valid_to", "a closed code, and only a closed one, has a last day");
    if ((found.status === "unpublished") !== found.code.includes("..")) throw wrongField(FILE, line, "status", "a range, and only a range, is unpublished");
    if ((found.successor === null) !== (found.successor_basis === null)) throw wrongField(FILE, line, "successor_basis", "a successor, and only a successor, has a basis");
    const { valid_from: validFrom, valid_to: validTo, successor_basis: successorBasis, legacy_code: legacyCode } = found;
    return { code: found.code, name: found.name, kind: found.kind, status: found.status, validFrom, validTo, successor: found.successor, successorBasis, legacyCode, source: found.source };
  });
}
