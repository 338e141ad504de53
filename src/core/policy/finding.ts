import type { FieldProblem, HouseFaultCode } from "../fault.ts";
import type { RefusalCode } from "../incoming/status-command.ts";
import type { DecidedRule } from "./profile.ts";

/**
 * Một điểm lệch: what a policy says of one field, which article says so, and which version decided.
 * `refuse`: not sent; on receipt a reason to refuse. `note`: told, never in the way.
 */
export interface PolicyFinding {
  readonly severity: "refuse" | "note";
  /** JSON pointer as in the submission, e.g. `/files/1`. */
  readonly field: string;
  readonly code: HouseFaultCode;
  /** Vietnamese, says what to do. */
  readonly message: string;
  /** Article. */
  readonly rule: string;
  readonly found: string;
  readonly allowed: string;
  /** Profile or override with its version. */
  readonly profile: string;
}

type Said = Pick<PolicyFinding, "field" | "code" | "message" | "found" | "allowed"> & { readonly severity?: PolicyFinding["severity"] };

/** A finding under this rule. */
export function finding({ article, label }: DecidedRule, { severity = "refuse", ...said }: Said): PolicyFinding {
  return { severity, ...said, rule: article, profile: label };
}

export function problemOf({ field, code, message, rule, found, allowed, profile }: PolicyFinding): FieldProblem {
  return { field, code, message, rule, found, allowed, profile };
}

/** What stands in the way, as a door says it. */
export function problemsIn(findings: readonly PolicyFinding[]): FieldProblem[] {
  return findings.filter(({ severity }) => severity === "refuse").map(problemOf);
}

const REFUSALS: Partial<Readonly<Record<HouseFaultCode, RefusalCode>>> = {
  "file-too-large": "TOO_LARGE",
  "file-format-not-allowed": "FORMAT_NOT_ALLOWED",
  "file-name-invalid": "FORMAT_NOT_ALLOWED",
  "file-missing": "INCOMPLETE",
  "field-missing": "INCOMPLETE",
  "field-invalid": "INCOMPLETE",
  "secret-content-forbidden": "SECRET_CONTENT",
  "content-forbidden": "FORBIDDEN_CATEGORY",
  "malware-found": "MALWARE",
  "signature-not-acceptable": "SIGNATURE_INVALID",
};

/** Said of a document without any signature. */
export const UNSIGNED = "không có chữ ký số";

/** The code a receiver would refuse with because of it; null: only a note. */
export function refusalFor({ severity, code, found }: PolicyFinding): RefusalCode | null {
  if (severity === "note") return null;
  return code === "signature-not-acceptable" && found === UNSIGNED ? "UNSIGNED" : (REFUSALS[code] ?? "OTHER");
}
