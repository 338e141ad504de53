import type { LocalDate } from "#edxml";
import { z } from "zod";

/** Columns that several data files share. */
export const localDate = z.iso.date("is no day YYYY-MM-DD").transform((text) => text as LocalDate);
/** An empty CSV field. */
export const emptyIsNull = z.literal("").transform(() => null);
export const text = z.string().min(1, "is empty");
export const yesNo = z.enum(["yes", "no"], "is neither yes nor no").transform((answer) => answer === "yes");
