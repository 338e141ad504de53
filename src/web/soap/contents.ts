import { roomIn } from "#edxml";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import type { BlobDraft, Blobs } from "../../core/ports.ts";
import type { StoredEnvelope } from "../../core/stored-file.ts";
import { tooLarge, type UploadLimits } from "../upload-limits.ts";
import { Base64Decoder } from "./base64-decoder.ts";

/** One `content` of a submission: base64 that stood in the envelope, or the part an xop:Include points to. */
export interface Content {
  readonly index: number;
  /** null: inline. */
  cid: string | null;
  filled: boolean;
  size: number;
  draft: BlobDraft | null;
}

/**
 * The files of one request on their way into the blob store. Each is a draft until everything is read and found right; whatever goes
 * wrong before leaves nothing behind. What the reader of the envelope hands over waits in `#pending` until `flush`, which is at most a chunk.
 */
export class Contents {
  readonly all: Content[] = [];
  readonly #blobs: Blobs;
  readonly #limits: UploadLimits;
  readonly #pending: { readonly content: Content; readonly bytes: Buffer }[] = [];
  #decoder = new Base64Decoder();
  #bytes = 0;
  #keeping = true;

  constructor(blobs: Blobs, limits: UploadLimits) {
    this.#blobs = blobs;
    this.#limits = limits;
  }

  /** From now on nothing is written to disk: the request is refused already, or holds what must not be kept. It is read on to name every problem. */
  keepNothing(): void {
    this.#keeping = false;
  }

  begin(): Content {
    if (this.all.length >= this.#limits.maxFiles) throw refused("/files", `Tối đa ${this.#limits.maxFiles} tệp mỗi văn bản.`);
    const content: Content = { index: this.all.length, cid: null, filled: false, size: 0, draft: null };
    this.all.push(content);
    this.#decoder = new Base64Decoder();
    return content;
  }

  addBase64(content: Content, piece: Buffer): void {
    this.#hold(content, this.#decoder.write(piece));
  }

  /** The element is closed: its base64 is complete, or it pointed to a part. */
  finish(content: Content): void {
    if (content.cid !== null) return;
    this.#decoder.end();
    content.filled = true;
  }

  async flush(): Promise<void> {
    for (const { content, bytes } of this.#pending.splice(0)) await this.#write(content, bytes);
  }

  /** Fills a content from a part of the message. */
  async take(content: Content, body: AsyncIterable<Buffer>): Promise<void> {
    for await (const bytes of body) {
      this.#count(content, bytes);
      await this.#write(content, bytes);
    }
    content.filled = true;
  }

  /** All drafts become blobs, in order. */
  async keep(): Promise<readonly StoredEnvelope[]> {
    const kept: StoredEnvelope[] = [];
    for (const content of this.all) {
      const draft = content.draft ?? this.#blobs.draft(); // an empty content was never written to
      content.draft = draft;
      kept.push(await draft.commit());
      content.draft = null;
    }
    return kept;
  }

  async discardRest(): Promise<void> {
    await Promise.allSettled(this.all.flatMap(({ draft }) => (draft === null ? [] : [draft.discard()])));
  }

  #hold(content: Content, bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#count(content, bytes);
    this.#pending.push({ content, bytes });
  }

  #count(content: Content, bytes: Buffer): void {
    content.size += bytes.length;
    this.#bytes += bytes.length;
    const problem = tooLarge({ field: `/files/${content.index}`, label: `Tệp thứ ${content.index + 1}`, size: content.size }, this.#bytes, this.#limits);
    if (problem !== null) throw new FieldsRefused([problem]);
  }

  async #write(content: Content, bytes: Buffer): Promise<void> {
    if (!this.#keeping) return;
    content.draft ??= this.#blobs.draft();
    const { sink } = content.draft;
    try {
      if (!sink.write(bytes)) await roomIn(sink);
    } catch (cause) {
      await content.draft.commit(); // a sink that failed says why in the store's own words (disk full …) when it is committed
      throw new HouseError("storage-unavailable", "a draft stopped taking bytes", {}, { cause });
    }
  }
}

function refused(field: string, message: string): FieldsRefused {
  return new FieldsRefused([{ field, code: "field-invalid", message, rule: "Mô tả dịch vụ (/soap/v1?wsdl)" }]);
}
