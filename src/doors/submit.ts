import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Access } from "../core/actor.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../core/fault.ts";
import { sendDocumentSchema, type SubmittedFile } from "../core/outgoing/send-command.ts";
import { checkSubmission, type SubmissionLimits } from "../core/policy/check-submission.ts";
import type { Blobs } from "../core/ports.ts";
import { tryInput } from "../core/read-input.ts";
import type { GatewayService, OutgoingView } from "../core/service.ts";

export interface SubmittingNeeds {
  readonly service: GatewayService;
  readonly blobs: Blobs;
  readonly limits: SubmissionLimits;
}

/** A file of a submission, before a byte of it is read. The first one is the document itself. */
export interface OfferedFile {
  readonly name: string;
  readonly size: number;
  /** absent: what is wrong with it the door has said in `found`; it keeps its place in the order. */
  readonly content: { readonly kind: "stream"; open(): Readable } | { readonly kind: "kept"; readonly sha256: string } | { readonly kind: "absent" };
}

export function absent(name: string): OfferedFile {
  return { name, size: 1, content: { kind: "absent" } };
}

export const MOST_FILES = 50;
const RULE = "NĐ 30/2020/NĐ-CP PL VI phần II; QĐ 28/2018/QĐ-TTg Đ.10.2";

/**
 * The road from every door that has its files at hand: all that is wrong is said at once, and nothing of a refused (or secret) submission
 * is written anywhere. `found`: what the door itself found wrong. Throws as `sendDocument`; a file that is not as long as it was said to be is refused as well.
 */
export async function submit(needs: SubmittingNeeds, metadata: unknown, files: readonly OfferedFile[], found: readonly FieldProblem[], access: Access, idempotencyKey: string | null): Promise<OutgoingView & { readonly created: boolean }> {
  const result = tryInput(sendDocumentSchema, metadata, "", RULE);
  const problems: FieldProblem[] = [...(result.problems ?? []), ...found];
  if (files.length > MOST_FILES) problems.push({ field: "/files", code: "field-invalid", message: `Quá nhiều tệp: tối đa ${MOST_FILES} tệp trong một văn bản. Hãy gộp phụ lục rồi gửi lại.`, rule: "giới hạn của cổng" });
  if (result.problems === null) problems.push(...checkSubmission(result.value, files, needs.limits).filter((problem) => !found.some(({ field, code }) => field === problem.field && code === problem.code)));
  const [first, ...rest] = problems;
  if (first !== undefined || result.problems !== null) throw first === undefined ? new HouseError("invariant-broken", "metadata neither read nor refused") : new FieldsRefused([first, ...rest]);

  const stored: SubmittedFile[] = [];
  for (const [index, file] of files.entries()) {
    const { content } = file;
    if (content.kind === "absent") throw new HouseError("invariant-broken", "a file is absent and nobody has said so");
    stored.push(content.kind === "kept" ? { name: file.name, sha256: content.sha256, size: file.size } : await store(needs.blobs, file, content.open(), `/files/${index}`));
  }
  return await needs.service.sendDocument(result.value, stored, access, idempotencyKey);
}

async function store(blobs: Blobs, file: OfferedFile, content: Readable, field: string): Promise<SubmittedFile> {
  const draft = blobs.draft();
  try {
    await pipeline(content, exactly(file, field), draft.sink);
    return { name: file.name, ...(await draft.commit()) };
  } catch (error) {
    // a sink that failed says why in the store's own words (disk full …) when it is committed
    if (!(error instanceof HouseError) && draft.sink.errored !== null) await draft.commit();
    throw error;
  } finally {
    await draft.discard();
  }
}

/** A file that grows or shrinks while it is read is not the one that was checked. */
function exactly(file: OfferedFile, field: string): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* counted(source) {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > file.size) break;
      yield chunk;
    }
    if (size !== file.size) throw new FieldsRefused([{ field, code: "field-invalid", message: `Tệp “${file.name}” thay đổi trong lúc cổng đang đọc. Hãy chờ ghi xong rồi gửi lại.`, rule: "QĐ 28/2018/QĐ-TTg Đ.9.1" }]);
  };
}
