import type { z } from "zod";
import { FieldsRefused, type FieldProblem } from "./fault.ts";

const DOCUMENTED = "Mô tả API (/api/openapi.json)";

/**
 * Reads what came from outside by its schema, or throws FieldsRefused with every problem at once.
 * `at` is where the input sits in the request: empty for the body itself, else e.g. `query`; `rule` is cited where a message cites none.
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown, at = "", rule = DOCUMENTED): z.output<Schema> {
  const result = tryInput(schema, input, at, rule);
  if (result.problems === null) return result.value;
  throw new FieldsRefused(result.problems);
}

export type InputResult<Value> = { readonly problems: null; readonly value: Value } | { readonly problems: readonly [FieldProblem, ...FieldProblem[]] };

/** The same, for a caller that has other problems to add. */
export function tryInput<Schema extends z.ZodType>(schema: Schema, input: unknown, at = "", rule = DOCUMENTED): InputResult<z.output<Schema>> {
  const parsed = schema.safeParse(input, { error: vietnamese, reportInput: true });
  if (parsed.success) return { problems: null, value: parsed.data };
  const [first, ...rest] = parsed.error.issues.flatMap((issue) => problemsOf(issue, at, rule));
  return { problems: [first ?? { field: at, code: "field-invalid", message: "Dữ liệu không hợp lệ", rule }, ...rest] };
}

const CITATION = /\(([^()]*(?:NĐ|QĐ|TT|Luật|QCVN)[^()]*)\)\s*$/u;

function problemsOf(issue: z.core.$ZodIssue, at: string, usualRule: string): FieldProblem[] {
  const rule = issue.code === "unrecognized_keys" ? DOCUMENTED : (CITATION.exec(issue.message)?.[1] ?? usualRule);
  const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const code = isMissing(issue) ? "field-missing" : "field-invalid";
  return paths.map((path) => ({ field: at + path.map(pointerStep).join(""), code, message: issue.message, rule }));
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  if (issue.code === "too_small") return issue.minimum === 1 && (issue.origin === "string" || issue.origin === "array");
  return (issue.code === "invalid_type" || issue.code === "invalid_value") && issue.input === undefined;
}

/** RFC 6901. Long hostile names are cut. */
function pointerStep(step: PropertyKey): string {
  return `/${String(step).slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = { string: "chuỗi ký tự", number: "số", int: "số nguyên", boolean: "true hoặc false", object: "một đối tượng JSON", array: "một danh sách" };

/** For everything a schema has no words of its own for. */
const vietnamese: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "Thiếu trường bắt buộc này" : `Cần là ${TYPE_NAMES[issue.expected] ?? "kiểu khác"}`;
    case "unrecognized_keys":
      return "Không có trường này; hãy kiểm tra lại tên trường";
    case "invalid_value":
      return `Chỉ nhận một trong: ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options) ? `Chỉ nhận một trong: ${issue.options.map(String).join(", ")}` : "Không khớp dạng nào được phép";
    case "too_big":
      return issue.origin === "string" ? `Tối đa ${issue.maximum} ký tự` : issue.origin === "array" ? `Tối đa ${issue.maximum} mục` : `Tối đa ${issue.maximum}`;
    case "too_small":
      return issue.origin === "string" ? `Ít nhất ${issue.minimum} ký tự` : issue.origin === "array" ? `Cần ít nhất ${issue.minimum} mục` : `Ít nhất ${issue.minimum}`;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "not_multiple_of":
      return "Giá trị không hợp lệ";
  }
};
