import { randomUUID } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { HouseError } from "../../core/fault.ts";
import type { Blobs } from "../../core/ports.ts";
import type { StoredFile } from "../../core/stored-file.ts";
import { isHangUp } from "../hang-up.ts";
import type { Answer } from "./operations.ts";
import { XOP_NAMESPACE, type SoapVersion } from "./versions.ts";

/** Answers with an envelope; files are streamed into it, as base64 at their places or as parts of their own (MTOM). */
export async function sendReply(response: Response, version: SoapVersion, envelope: string, attached: Answer["attached"], blobs: Blobs): Promise<void> {
  response.status(200);
  if (attached === undefined) {
    const body = Buffer.from(envelope);
    response.setHeader("content-type", `${version.mediaType}; charset=utf-8`).setHeader("content-length", body.length).end(body);
    return;
  }
  const chunks = attached.delivery === "mtom" ? mtom(response, version, envelope, attached, blobs) : inline(response, version, envelope, attached, blobs);
  try {
    await pipeline(chunks, response);
  } catch (error) {
    // A blob that turns out damaged breaks the connection before the envelope or the last boundary: nobody takes it for whole.
    if (!response.destroyed || !isHangUp(error)) throw error;
  }
}

type Attached = NonNullable<Answer["attached"]>;

async function* inline(response: Response, version: SoapVersion, envelope: string, attached: Attached, blobs: Blobs): AsyncGenerator<Buffer> {
  response.setHeader("content-type", `${version.mediaType}; charset=utf-8`);
  for (const { text, file } of cut(envelope, attached)) {
    yield Buffer.from(text);
    if (file !== null) yield* base64(blobs.open(file.sha256) as AsyncIterable<Buffer>);
  }
}

async function* mtom(response: Response, version: SoapVersion, envelope: string, attached: Attached, blobs: Blobs): AsyncGenerator<Buffer> {
  const message = randomUUID();
  const boundary = `lienthong-${message}`;
  const cid = (index: number) => `${index}.${message}@lienthong`;
  response.setHeader("content-type", `multipart/related; type="application/xop+xml"; start="<root.${message}@lienthong>"; start-info="${version.mediaType}"; boundary="${boundary}"`);
  yield heading(boundary, `application/xop+xml; charset=UTF-8; type="${version.mediaType}"`, `root.${message}@lienthong`, "8bit", "");
  for (const { text, file, index } of cut(envelope, attached)) yield Buffer.from(file === null ? text : `${text}<xop:Include xmlns:xop="${XOP_NAMESPACE}" href="cid:${cid(index)}"/>`);
  for (const [index, file] of attached.files.entries()) {
    yield heading(boundary, "application/octet-stream", cid(index), "binary", "\r\n");
    yield* blobs.open(file.sha256) as AsyncIterable<Buffer>;
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

function heading(boundary: string, contentType: string, contentId: string, encoding: string, before: string): Buffer {
  return Buffer.from(`${before}--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-ID: <${contentId}>\r\n\r\n`);
}

/** The envelope in pieces, each with the file that follows it; the last one with none. */
function cut(envelope: string, { marker, files }: Attached): { readonly text: string; readonly file: StoredFile | null; readonly index: number }[] {
  const [first = "", ...rest] = envelope.split(marker);
  let text = first;
  const pieces = rest.map((piece) => {
    const [, number = "", after = ""] = /^(\d+)\.([\s\S]*)$/.exec(piece) ?? [];
    const index = Number(number);
    const file = files[index];
    if (file === undefined) throw new HouseError("invariant-broken", "an answer has a place for a file that is not there", { index });
    const before = text;
    text = after;
    return { text: before, file, index };
  });
  return [...pieces, { text, file: null, index: pieces.length }];
}

async function* base64(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield Buffer.from(bytes.toString("base64", 0, whole), "latin1");
  }
  yield Buffer.from(rest.toString("base64"), "latin1");
}
