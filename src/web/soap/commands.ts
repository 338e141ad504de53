import { z } from "zod";
import { FieldsRefused, HouseError, type FieldProblem } from "../../core/fault.ts";
import { answerRecallSchema, type AnswerRecall } from "../../core/incoming/answer-recall.ts";
import { statusCommandSchema, type StatusCommand } from "../../core/incoming/status-command.ts";
import { recallCommandSchema, type RecallCommand } from "../../core/outgoing/recall-command.ts";
import { sendDocumentSchema, type SendDocument } from "../../core/outgoing/send-command.ts";
import { updateCommandSchema, type UpdateCommand } from "../../core/outgoing/update-command.ts";
import { readInput, tryInput } from "../../core/read-input.ts";
import { bareFileName } from "../rest/upload/file-name.ts";

const CONTRACT = "Mô tả dịch vụ (/soap/v1?wsdl)";
const SUBMISSION_RULE = "NĐ 30/2020/NĐ-CP PL VI phần II; QĐ 28/2018/QĐ-TTg Đ.10.2";

const id = z.string().max(100);
const submissionSchema = z.strictObject({
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,200}$/, { error: "idempotencyKey: 1–200 ký tự in được, không có khoảng trắng." }).optional(),
  document: sendDocumentSchema.omit({ files: true }),
  // `content` is the number the reader of the envelope put in the place of the bytes
  files: z.array(sendDocumentSchema.shape.files.unwrap().element.extend({ content: z.string() })).default([]),
});

export interface Submission {
  readonly command: SendDocument;
  readonly idempotencyKey: string | null;
  /** In the order of the contents. */
  readonly fileNames: readonly string[];
}

/** What is in a SendDocument, or everything that is wrong with it. */
export function trySubmission(input: unknown): { readonly problems: readonly FieldProblem[]; readonly submission: Submission | null } {
  const whole = { document: {}, ...(typeof input === "object" ? input : {}) }; // an absent document is told as all its fields
  const { problems, value } = { value: null, ...tryInput(submissionSchema, whole, "", SUBMISSION_RULE) };
  if (value === null) return { problems: problems ?? [], submission: null };
  const { idempotencyKey = null, document, files } = value;
  const described = files.flatMap(({ name, description }) => (description === undefined ? [] : [{ name: bareFileName(name), description }]));
  return { problems: [], submission: { command: { ...document, files: described }, idempotencyKey, fileNames: files.map(({ name }) => bareFileName(name)) } };
}

/** The rules of a submission speak of its metadata; here that is the element `document`. */
export function underDocument(error: unknown): unknown {
  if (!(error instanceof FieldsRefused)) return error;
  const [first, ...rest] = error.problems.map(placed);
  return first === undefined ? error : new FieldsRefused([first, ...rest]);
}

export function placed(problem: FieldProblem): FieldProblem {
  return /^\/(?:document|files|idempotencyKey)(?:\/|$)/.test(problem.field) ? problem : { ...problem, field: `/document${problem.field}` };
}

export function readById(input: unknown): { readonly id: string } {
  return readInput(z.strictObject({ id }), input, "", CONTRACT);
}

export const DELIVERIES = ["inline", "mtom", "none"] as const;
export type Delivery = (typeof DELIVERIES)[number];

export function readGet(input: unknown): { readonly id: string; readonly attachments: Delivery } {
  return readInput(z.strictObject({ id, attachments: z.enum(DELIVERIES, { error: `attachments: một trong ${DELIVERIES.join(", ")}` }).default("inline") }), input, "", CONTRACT);
}

export function readPending(input: unknown): { readonly receiver?: string | undefined; readonly recallAsked: boolean; readonly limit: number; readonly after?: string | undefined } {
  const limits = { error: "limit: cần là số từ 1 đến 200" };
  return readInput(z.strictObject({ receiver: z.string().trim().max(50).optional(), recallAsked: z.boolean().default(false), limit: z.int(limits).min(1, limits).max(200, limits).default(50), after: z.string().max(200).optional() }), input, "", CONTRACT);
}

/** The id of a document and, beside it, a command that REST takes as its body. */
function readWithId<Schema extends z.ZodType>(schema: Schema, input: unknown): { readonly id: string; readonly command: z.output<Schema> } {
  const { id: documentId, ...command } = { id: undefined, ...(typeof input === "object" ? input : {}) };
  const known = tryInput(z.strictObject({ id }), { id: documentId }, "", CONTRACT);
  const said = tryInput(schema, command, "", CONTRACT);
  if (known.problems === null && said.problems === null) return { id: known.value.id, command: said.value };
  const [first, ...rest] = [...(known.problems ?? []), ...(said.problems ?? [])];
  throw first === undefined ? new HouseError("invariant-broken", "refused without a problem") : new FieldsRefused([first, ...rest]);
}

export function readReport(input: unknown): { readonly id: string; readonly command: StatusCommand } {
  return readWithId(statusCommandSchema, input);
}

export function readRecallAnswer(input: unknown): { readonly id: string; readonly command: AnswerRecall } {
  return readWithId(answerRecallSchema, input);
}

/** Of a recall and of a take back, which ask for the same. */
export function readRecall(input: unknown): { readonly id: string; readonly command: RecallCommand } {
  return readWithId(recallCommandSchema, input);
}

export function readUpdate(input: unknown): { readonly id: string; readonly command: UpdateCommand } {
  return readWithId(updateCommandSchema, input);
}
