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
  /** For a person, Vietnamese: what is wrong in particular, then what to do. */
  readonly lines: readonly string[];
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
  readonly facts?: Readonly<Record<string, unknown>>;
}

export function sayFault(error: unknown): SaidFault {
  if (error instanceof UsageFault) return { code: error.code, blame: "caller", sentence: capital(error.sentence), detail: error.message, hint: error.hint ?? null, problems: [], lines: error.hint === undefined ? [] : [`→ ${error.hint}`] };
  if (isKnown(error)) {
    return {
      code: error.code,
      blame: error.blame,
      sentence: sentenceFor(error),
      detail: error.message,
      hint: error.hint ?? null,
      problems: error instanceof FieldsRefused ? error.problems : [],
      lines: linesFor(error),
    };
  }
  return { code: "invariant-broken", blame: "us", sentence: SENTENCES.us, detail: error instanceof Error ? error.message : String(error), hint: REPORT_IT, problems: [], lines: [messageLine(error), `→ ${REPORT_IT}`] };
}

/** The lines a person reads; never a stack trace. */
export function faultText(fault: SaidFault): string {
  const problems = fault.problems.map((problem) => `  ${problem.field}: ${problem.message} [${problem.rule}]`);
  return [`Lỗi: ${fault.sentence}. [${fault.code}]`, ...problems, ...fault.lines.map((line) => `  ${line}`)].join("\n");
}

const REPORT_IT = "hãy báo nhóm phát triển kèm dòng này và lệnh đã chạy";

/** The message and the hint of an error are the log's, in English; a person reads its facts, the advice for its code, and the command to run. */
function linesFor(error: Known): string[] {
  if (error instanceof ConfigError) return [...error.facts.problems, "→ hãy sửa các biến nêu trên rồi chạy lại"];
  const facts = error instanceof FieldsRefused ? [] : factsOf(error);
  const advice = error instanceof HouseError || error instanceof DataFileError ? HOUSE_FAULT_TEXTS[error.code].advice : null;
  const run = /\P{ASCII}/u.test(error.hint ?? "") ? error.hint : /\b(?:lienthong|chmod) .*/.exec(error.hint ?? "")?.[0];
  return [
    ...(facts.length === 0 ? [] : [facts.join(", ")]),
    ...(error.blame === "us" ? [messageLine(error), `→ ${REPORT_IT}`] : advice === null ? [] : [`→ ${advice}`]),
    ...(run === undefined ? [] : [`→ ${run}`]),
  ];
}

const LONGEST_FACT = 200;

function factsOf({ facts }: Known): string[] {
  return Object.entries(facts ?? {}).flatMap(([name, value]) => (typeof value === "string" || typeof value === "number" ? [`${name}: ${String(value).slice(0, LONGEST_FACT)}`] : []));
}

function messageLine(error: unknown): string {
  return `Chi tiết cho nhóm phát triển: ${error instanceof Error ? error.message : String(error)}`;
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
