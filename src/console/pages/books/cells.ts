import type { Schemas } from "../../api/client.ts";
import { sayDay, sayInstant, sayNumber, sayWorkingMinutes } from "../../text/dates.ts";

/** A cell of a register or report, by the kind of its column. */
export function sayCell(value: string | number | null, kind: Schemas["Column"]["kind"]): string {
  if (value === null || value === "") return "";
  switch (kind) {
    case "date":
      return sayDay(String(value));
    case "instant":
      return typeof value === "string" && value.includes("T") ? sayInstant(value) : String(value);
    case "number":
      return typeof value === "number" ? sayNumber(value) : value;
    case "percent":
      return typeof value === "number" ? `${sayNumber(value)}%` : value;
    case "minutes":
      return typeof value === "number" ? sayWorkingMinutes(value) : value;
    case "text":
      return String(value);
  }
}
