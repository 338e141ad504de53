import { REFUSAL_CODES, REFUSAL_TEXTS, type RefusalCode } from "../incoming/status-command.ts";
import type { Refusal } from "../outgoing/dispatch.ts";

/** The wire has one free text for a refusal; ours begins with the words of the code, so that a peer's clerk reads it and our side finds the code again. */
export function writeRefusal(code: RefusalCode, reason: string): string {
  return code === "OTHER" ? reason : `${capitalised(REFUSAL_TEXTS[code])}: ${reason}`;
}

export function readRefusal(description: string | null, person: string | null): Refusal {
  const text = description ?? "";
  const code = REFUSAL_CODES.find((known) => known !== "OTHER" && text.startsWith(`${capitalised(REFUSAL_TEXTS[known])}: `));
  return code === undefined
    ? { code: "OTHER", text, person: person ?? "" }
    : { code, text: text.slice(REFUSAL_TEXTS[code].length + 2), person: person ?? "" };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
