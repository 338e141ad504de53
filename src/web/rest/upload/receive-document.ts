import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FieldsRefused, HouseError, type FieldProblem } from "../../../core/fault.ts";
import { sendDocumentSchema, type SendDocument, type SubmittedFile } from "../../../core/outgoing/send-command.ts";
import type { CheckedFile } from "../../../core/outgoing/check-document.ts";
import { checkSecrecy, checkSubmission } from "../../../core/policy/check-submission.ts";
import type { BlobDraft, Blobs } from "../../../core/ports.ts";
import { tryInput } from "../../../core/read-input.ts";
import { tooLarge, type UploadLimits } from "../../upload-limits.ts";
import { bareFileName } from "./file-name.ts";
import { readMultipart } from "./multipart.ts";

export interface ReceivedDocument {
  readonly command: SendDocument;
  readonly files: readonly SubmittedFile[];
}

/**
 * Streams a submission into the blob store. Every file is a draft until the whole request is read and found right, so whatever
 * goes wrong before (a caller gone, a limit, a wrong field, a secret document) leaves nothing behind.
 * Throws FieldsRefused with everything that is wrong; only a broken form or a limit ends the reading early.
 */
export async function receiveDocument(request: IncomingMessage, blobs: Blobs, limits: UploadLimits): Promise<ReceivedDocument> {
  const upload = new Upload(blobs, limits);
  try {
    await readMultipart(request, { fieldBytes: limits.maxMetadataBytes, formBytes: limits.maxDocumentBytes + limits.maxMetadataBytes + HEADINGS }, {
      field: (name, value, cut) => upload.takeField(name, value, cut),
      file: (name, fileName, content) => upload.takeFile(name, fileName, content),
    });
    return await upload.keep();
  } finally {
    await upload.discardRest();
  }
}

export interface CheckedSubmission {
  /** null: it cannot be read, and `problems` say why. */
  readonly command: SendDocument | null;
  readonly files: readonly CheckedFile[];
  readonly problems: readonly FieldProblem[];
}

/**
 * Reads a submission for a dry run: files are drafts for as long as `judge` takes, and nothing of them stays. What is secret by its metadata is not
 * written at all. Only a broken form or a limit throws.
 */
export async function inspectDocument<Result>(request: IncomingMessage, blobs: Blobs, limits: UploadLimits, judge: (submission: CheckedSubmission) => Promise<Result>): Promise<Result> {
  const upload = new Upload(blobs, limits);
  try {
    await readMultipart(request, { fieldBytes: limits.maxMetadataBytes, formBytes: limits.maxDocumentBytes + limits.maxMetadataBytes + HEADINGS }, {
      field: (name, value, cut) => upload.takeField(name, value, cut),
      file: (name, fileName, content) => upload.takeFile(name, fileName, content),
    });
    return await judge(await upload.atHand());
  } finally {
    await upload.discardRest();
  }
}

/** The same for metadata alone, as JSON. */
export function inspectMetadata(body: unknown): CheckedSubmission {
  const result = tryInput(sendDocumentSchema, body, "", RULE);
  return result.problems === null ? { command: result.value, files: [], problems: [] } : { command: null, files: [], problems: result.problems };
}

interface TakenFile {
  readonly name: string;
  size: number;
  /** null: not kept, because the request is refused already. */
  draft: BlobDraft | null;
}

/** Boundaries and part headers. */
const HEADINGS = 1024 * 1024;
const RULE = "NĐ 30/2020/NĐ-CP PL VI phần II; QĐ 28/2018/QĐ-TTg Đ.10.2";
const FORM = "Mô tả API (/api/openapi.json)";

class Upload {
  readonly #blobs: Blobs;
  readonly #limits: UploadLimits;
  readonly #files: TakenFile[] = [];
  readonly #problems: FieldProblem[] = [];
  #metadataSeen = false;
  /** false: nothing of it will be kept, so nothing is written to disk; it is read on only to name every problem. */
  #worthKeeping = false;
  #command: SendDocument | null = null;
  #bytes = 0;

  constructor(blobs: Blobs, limits: UploadLimits) {
    this.#blobs = blobs;
    this.#limits = limits;
  }

  takeField(name: string | undefined, value: string, cut: boolean): void {
    if (name === "files") throw refuse("/files", "file-name-invalid", "Phần “files” phải có tên tệp (filename).", FORM);
    if (name !== "metadata") throw refuse(`/${(name ?? "").slice(0, 100)}`, "field-invalid", "Chỉ nhận hai loại phần: “metadata” rồi “files”.", FORM);
    if (cut) throw new HouseError("request-too-large", "the metadata part is over its limit", { limit: this.#limits.maxMetadataBytes });
    this.#readMetadata(value);
  }

  async takeFile(name: string | undefined, fileName: string, content: Readable): Promise<void> {
    if (name === "metadata") return await this.#takeMetadataFile(content);
    if (name !== "files") throw refuse(`/${(name ?? "").slice(0, 100)}`, "field-invalid", "Chỉ nhận hai loại phần: “metadata” rồi “files”.", FORM);
    if (!this.#metadataSeen) throw refuse("/metadata", "field-missing", "Phần “metadata” phải đứng trước các tệp.", FORM);
    const { maxFiles } = this.#limits;
    if (this.#files.length >= maxFiles) throw refuse("/files", "field-invalid", `Quá nhiều tệp: tối đa ${maxFiles} tệp trong một văn bản. Hãy gộp phụ lục rồi gửi lại.`, "giới hạn của cổng");

    const index = this.#files.length;
    const file: TakenFile = { name: bareFileName(fileName), size: 0, draft: this.#worthKeeping ? this.#blobs.draft() : null };
    this.#files.push(file);
    const counted = this.#count(content, file, `/files/${index}`);
    if (file.draft === null) for await (const _chunk of counted) continue;
    else await writeDraft(counted, file.draft);
  }

  /** What was read; of the files only names and sizes. What `command` says wrongly is looked at by whoever checks it. */
  inspect(): CheckedSubmission {
    if (!this.#metadataSeen) this.#problems.push({ field: "/metadata", code: "field-missing", message: "Thiếu phần “metadata” (JSON), phải đứng đầu.", rule: FORM });
    if (this.#command === null && this.#files.length === 0) this.#problems.push({ field: "/files", code: "file-missing", message: "Cần ít nhất một tệp: tệp đầu tiên là văn bản, dạng PDF đã ký số.", rule: "QĐ 28/2018/QĐ-TTg Đ.10.1" });
    return { command: this.#command, files: this.#files, problems: this.#problems };
  }

  /** The same with each draft written out, to be looked into. */
  async atHand(): Promise<CheckedSubmission> {
    const read = this.inspect();
    const files = await Promise.all(this.#files.map(async ({ name, size, draft }): Promise<CheckedFile> => (draft === null ? { name, size } : { name, ...(await draft.finish()) })));
    return { ...read, files };
  }

  /** All drafts become blobs, in order, once nothing is wrong. */
  async keep(): Promise<ReceivedDocument> {
    const { command } = this.inspect();
    if (command !== null) this.#problems.push(...checkSubmission(command, this.#files, this.#limits));
    const [first, ...rest] = this.#problems;
    if (first !== undefined) throw new FieldsRefused([first, ...rest]);
    if (command === null) throw new HouseError("invariant-broken", "metadata neither read nor refused");

    const files: SubmittedFile[] = [];
    for (const file of this.#files) {
      if (file.draft === null) throw new HouseError("invariant-broken", "a file of an accepted request has no draft");
      const stored = await file.draft.commit();
      file.draft = null;
      files.push({ name: file.name, ...stored });
    }
    return { command, files };
  }

  async discardRest(): Promise<void> {
    await Promise.allSettled(this.#files.flatMap((file) => (file.draft === null ? [] : [file.draft.discard()])));
  }

  async #takeMetadataFile(content: Readable): Promise<void> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.#limits.maxMetadataBytes) throw new HouseError("request-too-large", "the metadata part is over its limit", { limit: this.#limits.maxMetadataBytes });
      chunks.push(chunk);
    }
    this.#readMetadata(Buffer.concat(chunks).toString("utf8"));
  }

  #readMetadata(text: string): void {
    if (this.#metadataSeen) throw refuse("/metadata", "field-invalid", "Chỉ được có một phần “metadata”.", FORM);
    this.#metadataSeen = true;
    const result = tryInput(sendDocumentSchema, parseJson(text), "", RULE);
    if (result.problems !== null) {
      this.#problems.push(...result.problems);
      return;
    }
    this.#command = result.value;
    this.#worthKeeping = checkSecrecy(result.value).length === 0;
  }

  /** Counts while it streams and stops at the first byte over a limit. */
  async *#count(content: Readable, file: TakenFile, field: string): AsyncGenerator<Buffer> {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      file.size += chunk.length;
      this.#bytes += chunk.length;
      const problem = tooLarge({ field, label: `Tệp “${file.name}”`, size: file.size }, this.#bytes, this.#limits);
      if (problem !== null) throw new FieldsRefused([problem]);
      yield chunk;
    }
  }
}

async function writeDraft(content: AsyncIterable<Buffer>, draft: BlobDraft): Promise<void> {
  try {
    await pipeline(content, draft.sink);
  } catch (error) {
    if (error instanceof HouseError) throw error;
    await draft.commit(); // a sink that failed says why in the store's own words (disk full …) when it is committed
    throw error;
  }
}

function parseJson(text: string): unknown {
  if (text.includes("\uFFFD")) throw refuse("/metadata", "field-invalid", "Phần “metadata” phải mã hóa UTF-8.", FORM);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HouseError("request-invalid", "the metadata part is no JSON", { part: "metadata" }, { cause });
  }
}

function refuse(field: string, code: FieldProblem["code"], message: string, rule: string): FieldsRefused {
  return new FieldsRefused([{ field, code, message, rule }]);
}
