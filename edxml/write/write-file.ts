import type { FileHandle } from "node:fs/promises";
import { FileOutput } from "../attachment/file-output.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { signatureElement, signatureLength, type ForeseenFile } from "../signature/sign-envelope.ts";
import { AttachmentBody } from "./attachment-body.ts";
import { AFTER_SIGNATURE, aroundSignature, covered, digestOf, END, SIGNATURE_INDENT, utf8, type Composed } from "./composed.ts";
import type { WriteOptions, WrittenEnvelope } from "./write-envelope.ts";
import { DECLARATION } from "./xml-writer.ts";

/** Everything is gone through once: the place of the Signature, whose length is known before, stays open until its digests are known. */
export async function writeFile(file: FileHandle, options: WriteOptions, message: EdxmlDocument | StatusReport, compose: () => Composed): Promise<WrittenEnvelope> {
  const { signer } = options;
  const composed = compose();
  const around = aroundSignature(composed);
  const output = new FileOutput(file);
  try {
    const canonical = signer === undefined ? null : digestOf(around);
    output.write(utf8(DECLARATION + around.before));
    const place = signer === undefined ? null : leavePlace(output, signatureLength(composed.plans.map(foreseen), signer));
    output.write(utf8(around.after));
    const put = (bytes: Buffer): void => {
      canonical?.bytes(bytes);
      output.write(bytes);
    };
    const target = { room: (length: number) => output.room(length), put, settle: () => (output.needsSettling ? output.settle() : undefined) };
    const written = composed.body === null ? [] : await new AttachmentBody(composed.plans, options.scratchDirectory).copy(target, null);
    output.write(utf8(`${END}\n`));
    await output.end();
    if (signer !== undefined && canonical !== null && place !== null)
      await output.fill(place.start, utf8(await signatureElement(covered(message, canonical, written), signer, place.length)));
    return { size: output.size, attachments: written };
  } finally {
    await output.abandon();
  }
}

function leavePlace(output: FileOutput, length: number): { readonly start: number; readonly length: number } {
  output.write(utf8(SIGNATURE_INDENT));
  const start = output.leave(length);
  output.write(utf8(AFTER_SIGNATURE));
  return { start, length };
}

function foreseen({ name, source: { known } }: Composed["plans"][number]): ForeseenFile {
  return { name, ...(known !== undefined && { known }) };
}
