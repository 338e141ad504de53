import type { FileHandle } from "node:fs/promises";
import type { Writable } from "node:stream";
import { Sink } from "../attachment/sink.ts";
import type { WrittenAttachment } from "../attachment/attachment-writer.ts";
import { EdxmlError } from "../errors.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { coreDigest } from "../signature/core-text.ts";
import { signatureElement, signatureLength, type ForeseenFile } from "../signature/sign-envelope.ts";
import type { EnvelopeSigner } from "../signature/signer.ts";
import { AFTER_SIGNATURE, aroundSignature, END, SIGNATURE_INDENT, utf8, type Composed } from "./composed.ts";
import { MessageOutput } from "./message-output.ts";
import { givenFile, scratchFile, type Place } from "./place.ts";
import { SlabDigest } from "./slab-digest.ts";
import { writeAttachments } from "./write-attachments.ts";
import type { WriteOptions, WrittenEnvelope } from "./write-envelope.ts";
import { DECLARATION } from "./xml-writer.ts";

/** Into an open, empty file. */
export async function writeFile(file: FileHandle, { signer }: WriteOptions, message: EdxmlDocument | StatusReport, compose: () => Composed): Promise<WrittenEnvelope> {
  const digest = signer === undefined ? null : new SlabDigest();
  const output = new MessageOutput(givenFile(file), digest);
  try {
    const attachments = await writeMessage(output, signer, digest, message, compose());
    await output.file();
    return { size: output.size, attachments };
  } finally {
    digest?.abandon();
    await output.dispose();
  }
}

/** A stream takes no byte back: a large message waits in the scratch directory until it is signed. */
export async function writeStream(stream: Writable, { signer, scratchDirectory }: WriteOptions, message: EdxmlDocument | StatusReport, compose: () => Composed): Promise<WrittenEnvelope> {
  const sink = new Sink(stream);
  const digest = signer === undefined ? null : new SlabDigest();
  const place = scratchFile(scratchDirectory);
  const output = new MessageOutput(place, digest);
  try {
    const attachments = await writeMessage(output, signer, digest, message, compose());
    await pour(output, sink, place);
    return { size: output.size, attachments };
  } catch (error) {
    sink.destroy();
    throw error;
  } finally {
    digest?.abandon();
    await output.dispose();
  }
}

/** The signature stands in front of what it signs, but its length is known before: its place stays open until everything behind it was digested. */
async function writeMessage(output: MessageOutput, signer: EnvelopeSigner | undefined, digest: SlabDigest | null, message: EdxmlDocument | StatusReport, composed: Composed): Promise<readonly WrittenAttachment[]> {
  const { before, after } = aroundSignature(composed);
  output.write(utf8(DECLARATION));
  output.cover(true);
  output.write(utf8(before));
  const place = signer === undefined ? null : leavePlace(output, signatureLength(composed.plans.map(foreseen), signer));
  output.write(utf8(after));
  const target = { room: (length: number) => output.room(length), take: (bytes: Buffer) => output.write(bytes), settle: () => (output.needsSettling ? output.settle() : undefined) };
  const attachments = composed.body === null ? [] : await writeAttachments(composed.plans, target);
  output.write(utf8(END));
  output.cover(false);
  output.write(utf8("\n"));
  if (signer === undefined || digest === null || place === null) return attachments;
  const covered = { envelopeDigest: await digest.digest(), coreDigest: coreDigest(message), attachments };
  await output.fill(place.start, utf8(await signatureElement(covered, signer, place.length)));
  return attachments;
}

function leavePlace(output: MessageOutput, length: number): { readonly start: number; readonly length: number } {
  output.write(utf8(SIGNATURE_INDENT));
  output.cover(false);
  const start = output.leave(length);
  output.cover(true);
  output.write(utf8(AFTER_SIGNATURE));
  return { start, length };
}

function foreseen({ name, source: { known } }: Composed["plans"][number]): ForeseenFile {
  return { name, ...(known !== undefined && { known }) };
}

async function pour(output: MessageOutput, sink: Sink, place: Place): Promise<void> {
  const bytes = output.inMemory();
  if (bytes === null) await pourFile(await output.file(), sink, place);
  else sink.write(bytes);
  await sink.end();
}

async function pourFile(file: FileHandle, sink: Sink, place: Place): Promise<void> {
  try {
    for await (const block of file.createReadStream({ start: 0, highWaterMark: READ_BYTES, autoClose: false })) {
      sink.write(block);
      if (sink.needsSettling) await sink.settle();
    }
  } catch (cause) {
    throw cause instanceof EdxmlError ? cause : place.failed(cause);
  }
}

const READ_BYTES = 256 * 1024;
