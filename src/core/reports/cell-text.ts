import { sayDate, type Cell, type ColumnKind } from "./printout.ts";

const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** A cell as a clerk reads it: `20/11/2026`, `20/11/2026 09:15:02`, `1.234`, `97,5%`. */
export function cellText(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return "";
  if (cell instanceof Date) return sayMoment(cell);
  if (typeof cell === "string") return kind === "date" ? sayDate(cell) : cell;
  if (kind === "percent") return `${sayNumber(Math.round(cell * 1000) / 10)}%`;
  return sayNumber(cell);
}

function sayMoment(at: Date): string {
  const local = new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString();
  return `${sayDate(local)} ${local.slice(11, 19)}`;
}

/** Thousands by a dot, decimals by a comma. */
function sayNumber(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ".");
  return fraction === undefined ? grouped : `${grouped},${fraction}`;
}
