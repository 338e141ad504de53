import { ConfigError, DataFileError } from "#config";
import type { Blame } from "#edxml";
import { FieldsRefused, HouseError, type FieldProblem } from "../core/fault.ts";
import { HOUSE_FAULT_TEXTS } from "../core/fault-texts.ts";
import { FAULT_SENTENCES } from "./fault-sentences.ts";
import { UsageFault } from "./usage-fault.ts";

/** An error as the person at the terminal reads it, and as a program does. */
export interface SaidFault {
  readonly code: string;
  readonly blame: Blame;
  /** Vietnamese, one sentence. */
  readonly sentence: string;
  /** What happened in the words of the code, with ids; English. */
  readonly detail: string;
  readonly hint: string | null;
  readonly problems: readonly FieldProblem[];
}

const BLAMES: ReadonlySet<string> = new Set<Blame>(["caller", "partner", "trust", "infrastructure", "us"]);

const SENTENCES: Readonly<Record<Blame, string>> = {
  caller: "Yêu cầu chưa đúng, hãy sửa rồi chạy lại",
  partner: "Phía đối tác hoặc gói tin nhận được có vấn đề",
  trust: "Không đủ căn cứ tin cậy chữ ký hoặc chứng thư",
  infrastructure: "Hạ tầng đang trục trặc (cơ sở dữ liệu, đĩa, mạng), hãy thử lại sau",
  us: "Lỗi của chương trình",
};

interface Known extends Error {
  readonly code: string;
  readonly blame: Blame;
  readonly hint?: string | undefined;
}

export function sayFault(error: unknown): SaidFault {
  if (error instanceof UsageFault) return { code: error.code, blame: "caller", sentence: capital(error.sentence), detail: error.message, hint: error.hint ?? null, problems: [] };
  if (isKnown(error)) {
    return {
      code: error.code,
      blame: error.blame,
      sentence: sentenceFor(error),
      detail: error.message,
      hint: error.hint ?? null,
      problems: error instanceof FieldsRefused ? error.problems : [],
    };
  }
  return { code: "invariant-broken", blame: "us", sentence: SENTENCES.us, detail: error instanceof Error ? error.message : String(error), hint: "hãy báo nhóm phát triển kèm dòng này và lệnh đã chạy", problems: [] };
}

/** The lines a person reads; never a stack trace. */
export function faultText(fault: SaidFault): string {
  const problems = fault.problems.map((problem) => `  ${problem.field}: ${problem.message} [${problem.rule}]`);
  const hint = fault.hint === null ? [] : [`  → ${fault.hint}`];
  const detail = fault.problems.length > 0 || fault.detail === "the command line is wrong" ? [] : [`  ${fault.detail}`];
  return [`Lỗi: ${fault.sentence}. [${fault.code}]`, ...problems, ...detail, ...hint].join("\n");
}

function isKnown(error: unknown): error is Known {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "blame" in error && typeof error.blame === "string" && BLAMES.has(error.blame);
}

function sentenceFor(error: Known): string {
  if (error instanceof HouseError || error instanceof ConfigError || error instanceof DataFileError) return HOUSE_FAULT_TEXTS[error.code].title;
  return Object.hasOwn(FAULT_SENTENCES, error.code) ? FAULT_SENTENCES[error.code as keyof typeof FAULT_SENTENCES] : SENTENCES[error.blame];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
