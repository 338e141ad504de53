import { createHash, type Hash } from "node:crypto";
import type { Writable } from "node:stream";
import { EdxmlError } from "../errors.ts";
import type { ReadLimits } from "../limits.ts";
import type { EdxmlWarningCode } from "../warnings.ts";
import { Base64Decoder } from "./base64.ts";
import { extensionOf } from "./name.ts";
import { Sink } from "./sink.ts";
import { Spool } from "./spool.ts";
import { decideZip, type ZipDecision } from "./zip-read.ts";

/** What is known of an attachment when its bytes begin to arrive. */
export interface AttachmentInfo {
  /** Position in the message, from 0. */
  readonly index: number;
  /** Without `cid:`; "" when the sender gave none. */
  readonly contentId: string;
  /** Checked: safe to show and to use as a file name. */
  readonly name: string;
  readonly description?: string;
  /** As the sender says, "" when missing. Never trusted. */
  readonly contentType: string;
}

export interface ReadAttachment extends AttachmentInfo {
  /** Bytes of the file itself: decoded and taken out of a transport zip. */
  readonly size: number;
  /** Lower-case hex, of the same bytes. */
  readonly sha256: string;
}

export interface AttachmentNeeds {
  readonly limits: ReadLimits;
  readonly scratchDirectory: string;
  readonly openAttachment: ((info: AttachmentInfo) => Writable) | undefined;
  readonly oddity: (code: EdxmlWarningCode) => void;
}

const MAGIC_BYTES = 4;

/**
 * One attachment on its way in: base64 text → bytes → hash and sink. Bytes that begin like a zip, or whose name comes after them, wait in
 * a spool until the end decides; everything else goes straight through.
 */
export class AttachmentReader {
  readonly #needs: AttachmentNeeds;
  readonly #decoder: Base64Decoder;
  readonly #info: AttachmentInfo | null;
  #head: Buffer | null = Buffer.alloc(0);
  #target: FileTarget | null = null;
  #spool: Spool | null = null;
  #decoded = 0;
  #looksZipped = false;

  /** `info` is null when the name stands behind the content. */
  constructor(needs: AttachmentNeeds, info: AttachmentInfo | null) {
    this.#needs = needs;
    this.#info = info;
    this.#decoder = new Base64Decoder(needs.oddity);
  }

  /** Takes bytes that are pure base64; false when they need `slow`. */
  fast(bytes: Buffer): boolean {
    const decoded = this.#decoder.fast(bytes);
    if (decoded === null) return false;
    this.#take(decoded);
    return true;
  }

  slow(text: string): void {
    this.#take(this.#decoder.slow(text));
  }

  get needsSettling(): boolean {
    return (this.#target?.needsSettling ?? false) || (this.#spool?.needsSettling ?? false);
  }

  async settle(): Promise<void> {
    await this.#target?.settle();
    await this.#spool?.settle();
  }

  /** No more text comes; `info` is complete now. */
  async finish(info: AttachmentInfo): Promise<ReadAttachment> {
    this.#take(this.#decoder.end());
    this.#route(true);
    if (this.#spool !== null) await this.#unspool(info, this.#spool);
    this.#target ??= new FileTarget(this.#needs, info);
    return { ...info, ...(await this.#target.end()) };
  }

  async abandon(): Promise<void> {
    this.#target?.destroy();
    await this.#spool?.dispose();
  }

  #take(decoded: Buffer): void {
    if (decoded.length === 0) return;
    this.#decoded += decoded.length;
    checkSize(this.#decoded, this.#needs.limits);
    if (this.#head !== null) {
      this.#head = this.#head.length === 0 ? decoded : Buffer.concat([this.#head, decoded]);
      this.#route(false);
    } else this.#forward(decoded);
  }

  /** Decides between straight through and the spool as soon as the first bytes are there. */
  #route(ended: boolean): void {
    if (this.#head === null || (this.#head.length < MAGIC_BYTES && !ended)) return;
    const head = this.#head;
    this.#head = null;
    this.#looksZipped = head[0] === 0x50 && head[1] === 0x4b;
    if (this.#info === null || this.#looksZipped) this.#spool = new Spool(this.#needs.scratchDirectory);
    else this.#target = new FileTarget(this.#needs, this.#info);
    this.#forward(head);
  }

  #forward(bytes: Buffer): void {
    this.#target?.write(bytes);
    this.#spool?.write(bytes);
  }

  async #unspool(info: AttachmentInfo, spool: Spool): Promise<void> {
    try {
      const decision: ZipDecision = this.#looksZipped ? await decideZip(spool, extensionOf(info.name), info.contentType, this.#needs.limits) : { kind: "keep", oddity: null };
      if (decision.kind === "keep" && decision.oddity !== null) this.#needs.oddity(decision.oddity);
      const target = new FileTarget(this.#needs, info);
      this.#target = target;
      try {
        const blocks = decision.kind === "unzip" ? await decision.open() : spool.blocks();
        for await (const block of blocks) {
          target.write(block);
          if (target.needsSettling) await target.settle();
        }
      } catch (cause) {
        if (cause instanceof EdxmlError) throw cause;
        throw new EdxmlError("zip-invalid", "a zipped attachment cannot be unfolded", { name: info.name }, { cause });
      }
    } finally {
      await spool.dispose();
      this.#spool = null;
    }
  }
}

/** Where the file's own bytes go, hashed and counted. */
class FileTarget {
  readonly #hash: Hash = createHash("sha256");
  readonly #sink: Sink | null;
  readonly #limits: ReadLimits;
  #size = 0;

  constructor(needs: AttachmentNeeds, info: AttachmentInfo) {
    this.#limits = needs.limits;
    this.#sink = needs.openAttachment === undefined ? null : new Sink(needs.openAttachment(info));
  }

  write(bytes: Buffer): void {
    this.#size += bytes.length;
    checkSize(this.#size, this.#limits);
    this.#hash.update(bytes);
    this.#sink?.write(bytes);
  }

  get needsSettling(): boolean {
    return this.#sink?.needsSettling ?? false;
  }

  async settle(): Promise<void> {
    await this.#sink?.settle();
  }

  async end(): Promise<{ size: number; sha256: string }> {
    await this.#sink?.end();
    return { size: this.#size, sha256: this.#hash.digest("hex") };
  }

  destroy(): void {
    this.#sink?.destroy();
  }
}

function checkSize(bytes: number, limits: ReadLimits): void {
  if (bytes > limits.attachmentBytes)
    throw new EdxmlError("attachment-too-large", `an attachment is larger than ${limits.attachmentBytes} bytes`, { limit: limits.attachmentBytes, found: bytes });
}
