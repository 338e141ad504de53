import { UsageFault } from "../usage-fault.ts";

/** A whole number from 1 to `most`. */
export function countOf(text: string, most: number): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most) throw new UsageFault(`“${text.slice(0, 20)}” cần là số từ 1 đến ${most}`);
  return count;
}
