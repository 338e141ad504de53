import type { Writable } from "node:stream";
import type { WrittenAttachment } from "../attachment/attachment-writer.ts";
import { Sink } from "../attachment/sink.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { signatureElement } from "../signature/sign-envelope.ts";
import { AttachmentBody } from "./attachment-body.ts";
import { AFTER_SIGNATURE, aroundSignature, covered, digestOf, END, SIGNATURE_INDENT, utf8, type Composed } from "./composed.ts";
import type { WriteOptions, WrittenEnvelope } from "./write-envelope.ts";
import { DECLARATION } from "./xml-writer.ts";

/** The signature stands in front of what it signs, and a stream takes no byte back: to be signed, the body is gone through once before. */
export async function writeStream(sink: Writable, options: WriteOptions, message: EdxmlDocument | StatusReport, compose: () => Composed): Promise<WrittenEnvelope> {
  const output = new Sink(sink);
  let files: AttachmentBody | null = null;
  try {
    const composed = compose();
    const around = aroundSignature(composed);
    files = composed.body === null ? null : new AttachmentBody(composed.plans, options.scratchDirectory);
    let head = utf8(DECLARATION + around.before + around.after);
    let digested: WrittenAttachment[] | null = null;
    if (options.signer !== undefined) {
      const canonical = digestOf(around);
      digested = (await files?.digest(canonical)) ?? [];
      const signature = await signatureElement(covered(message, canonical, digested), options.signer);
      head = utf8(DECLARATION + around.before + SIGNATURE_INDENT + signature + AFTER_SIGNATURE + around.after);
    }
    let size = 0;
    const put = (bytes: Buffer): void => {
      size += bytes.length;
      output.write(bytes);
    };
    put(head);
    const target = { room: (length: number) => Buffer.allocUnsafe(length), put, settle: () => (output.needsSettling ? output.settle() : undefined) };
    const written = (await files?.copy(target, digested)) ?? [];
    put(utf8(`${END}\n`));
    await output.end();
    return { size, attachments: written };
  } catch (error) {
    output.destroy();
    throw error;
  } finally {
    await files?.dispose();
  }
}
