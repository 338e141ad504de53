import { encodeAttachment, encodeKnownAttachment, type PlannedAttachment, type WrittenAttachment } from "../attachment/attachment-writer.ts";
import { sameRoom } from "../attachment/base64.ts";
import { Spool } from "../attachment/spool.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import type { CanonicalSink } from "../xml/canonical.ts";
import { XmlWriter } from "./xml-writer.ts";

const CONTENT_OPEN = `<edXML:ContentTransferEncoded xmlns:edXML="${EDXML_NAMESPACE}">`;
const CONTENT_CLOSE = "</edXML:ContentTransferEncoded>";
/** A file up to this size is cheaper kept than opened twice. */
const SMALL_BYTES = 48 * 1024;

/** Where the body goes when it is written. */
export interface BodyTarget {
  /** Memory for bytes that are `put` next. */
  room(length: number): Buffer;
  put(bytes: Buffer): void;
  settle(): Promise<void> | undefined;
}

/**
 * AttachmentEncoded. The signature stands in front of it and needs its digest, so the body is gone through twice: `digest`, then `copy`,
 * with the same bytes. In between a file's text waits in a spool; one whose bytes are known is read and checked again instead.
 */
export class AttachmentBody {
  readonly #plans: readonly PlannedAttachment[];
  readonly #spool: Spool;
  /** Where in the spool each file's text lies, null for those that are read again. */
  readonly #kept: ({ readonly start: number; readonly end: number } | null)[] = [];

  constructor(plans: readonly PlannedAttachment[], scratchDirectory: string) {
    this.#plans = plans;
    this.#spool = new Spool(scratchDirectory);
  }

  async digest(canonical: CanonicalSink): Promise<WrittenAttachment[]> {
    const room = sameRoom();
    return this.#walk(
      (text) => canonical.string(text),
      async (plan) => {
        const { known } = plan.source;
        if (known !== undefined && known.size > SMALL_BYTES && !plan.zipped) {
          this.#kept.push(null);
          return encodeKnownAttachment(plan, known, { room, take: (text) => canonical.bytes(text), settle: () => undefined });
        }
        const start = this.#spool.size;
        const take = (text: Buffer): void => {
          canonical.bytes(text);
          this.#spool.write(text);
        };
        const written = await encodeAttachment(plan, { room, take, settle: () => (this.#spool.needsSettling ? this.#spool.settle() : undefined) });
        this.#kept.push({ start, end: this.#spool.size });
        return written;
      },
    );
  }

  /** Without a `digest` before it, every file is read here and nowhere else. */
  async copy(target: BodyTarget, digested: readonly WrittenAttachment[] | null): Promise<readonly WrittenAttachment[]> {
    return this.#walk(
      (text) => target.put(Buffer.from(text, "utf8")),
      async (plan, index) => {
        const kept = this.#kept[index];
        const written = digested?.[index];
        if (!kept || written === undefined) return encodeAttachment(plan, { room: (length) => target.room(length), take: (text) => target.put(text), settle: () => target.settle() });
        for await (const block of this.#spool.blocks(kept.start, kept.end)) {
          target.put(block);
          const wait = target.settle();
          if (wait !== undefined) await wait;
        }
        return written;
      },
    );
  }

  async dispose(): Promise<void> {
    await this.#spool.dispose();
  }

  async #walk(text: (xml: string) => void, content: (plan: PlannedAttachment, index: number) => Promise<WrittenAttachment>): Promise<WrittenAttachment[]> {
    if (this.#plans.length === 0) {
      text("  <AttachmentEncoded></AttachmentEncoded>\n");
      return [];
    }
    const written: WrittenAttachment[] = [];
    text("  <AttachmentEncoded>\n");
    for (const [index, plan] of this.#plans.entries()) {
      const xml = new XmlWriter(3);
      xml.leaf("ContentId", `cid:${plan.contentId}`);
      xml.leaf("AttachmentName", plan.name);
      xml.leaf("Description", plan.source.description);
      xml.leaf("ContentType", plan.contentType);
      text(`    <Attachment>\n${xml.text}      ${CONTENT_OPEN}`);
      written.push(await content(plan, index));
      text(`${CONTENT_CLOSE}\n    </Attachment>\n`);
    }
    text("  </AttachmentEncoded>\n");
    return written;
  }
}
