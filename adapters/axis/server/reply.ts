import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import type { AxisContent } from "./desk.ts";

export type ListItem = Readonly<Record<string, string | number | boolean>>;

/** What an operation answers besides `status`, `ErrorCode` and `ErrorDesc`. */
export type Reply =
  | { readonly kind: "members"; readonly members: Readonly<Record<string, string | number>> }
  | { readonly kind: "list"; readonly items: Iterable<ListItem> | AsyncIterable<ListItem> }
  /** `base64`: inside the JSON as `data`; `raw`: the bytes alone (downloadEdoc). */
  | { readonly kind: "content"; readonly as: "base64" | "raw"; readonly content: AxisContent };

const OK = `"status":"OK","ErrorCode":"0","ErrorDesc":"Thanh cong"`;
const [CONTENT_HEAD, CONTENT_TAIL] = [`{${OK},"data":"`, `"}`];
const BLOCK = 64 * 1024;
/** A longer list waits on disk until its length is known. */
const KEPT_IN_MEMORY = 2 * 1024 * 1024;

/** Always HTTP 200, always Content-Length, never a null (A4). Nothing stays in `scratchDirectory`. */
export async function writeReply(response: ServerResponse, reply: Reply, scratchDirectory: string): Promise<void> {
  if (reply.kind === "members") return writeText(response, JSON.stringify({ status: "OK", ErrorCode: "0", ErrorDesc: "Thanh cong", ...reply.members }));
  if (reply.kind === "list") return writeList(response, reply.items, scratchDirectory);
  return reply.as === "raw" ? writeRaw(response, reply.content) : writeBase64(response, reply.content);
}

/** `DocId` and `data` are there for sendEdoc and getEdoc: without them the official client loses status and text. */
export function writeFail(response: ServerResponse, operation: string, errorCode: string, errorDesc: string): void {
  const extra = operation === "sendEdoc" ? { DocId: "" } : operation === "getEdoc" ? { data: "" } : /List|getSynchronizeUnit/.test(operation) ? { data: [] } : {};
  writeText(response, JSON.stringify({ status: "FAIL", ErrorCode: errorCode, ErrorDesc: errorDesc, ...extra }));
}

export function writeText(response: ServerResponse, text: string, httpStatus = 200, type = "application/json;charset=UTF-8"): void {
  const bytes = Buffer.from(text);
  response.writeHead(httpStatus, { ...(type === "" ? {} : { "Content-Type": type }), "Content-Length": bytes.length });
  response.end(bytes);
}

/** The real axis lists more than a hundred thousand agencies in one answer: neither memory nor the other requests may feel it. */
async function writeList(response: ServerResponse, items: Iterable<ListItem> | AsyncIterable<ListItem>, scratchDirectory: string): Promise<void> {
  const waiting: Buffer[] = [];
  let [length, inMemory] = [0, 0];
  let file: FileHandle | null = null;
  const path = join(scratchDirectory, randomBytes(12).toString("hex"));
  try {
    for await (const block of listBlocks(items)) {
      length += block.length;
      inMemory += block.length;
      waiting.push(block);
      if (inMemory < KEPT_IN_MEMORY) continue;
      file ??= await open(path, "w", 0o600);
      await file.writev(waiting.splice(0));
      inMemory = 0;
    }
    response.writeHead(200, { "Content-Type": "application/json;charset=UTF-8", "Content-Length": length });
    if (file === null) return await pipeline(Readable.from(waiting), response);
    await file.writev(waiting);
    await pipeline(createReadStream(path), response);
  } finally {
    await file?.close();
    if (file !== null) await rm(path, { force: true });
  }
}

async function* listBlocks(items: Iterable<ListItem> | AsyncIterable<ListItem>): AsyncIterable<Buffer> {
  let text = `{${OK},"data":[`;
  let comma = "";
  for await (const item of items) {
    text += comma + JSON.stringify(item);
    comma = ",";
    if (text.length < BLOCK) continue;
    yield Buffer.from(text);
    text = "";
    await setImmediate();
  }
  yield Buffer.from(`${text}]}`);
}

async function writeBase64(response: ServerResponse, content: AxisContent): Promise<void> {
  const whole = content.whole?.();
  response.writeHead(200, { "Content-Type": "application/json;charset=UTF-8", "Content-Length": CONTENT_HEAD.length + 4 * Math.ceil(content.size / 3) + CONTENT_TAIL.length });
  if (whole !== undefined) {
    response.write(CONTENT_HEAD, "latin1");
    response.write(whole.toString("base64"), "latin1");
    response.end(CONTENT_TAIL, "latin1");
    return;
  }
  await pipeline(content.open(), async function* encode(source: AsyncIterable<Buffer>) {
    yield Buffer.from(CONTENT_HEAD);
    let held: Buffer = Buffer.alloc(0);
    for await (const chunk of source) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const end = bytes.length - (bytes.length % 3);
      held = bytes.subarray(end);
      yield Buffer.from(bytes.toString("base64", 0, end), "latin1");
    }
    yield Buffer.from(held.toString("base64"), "latin1");
    yield Buffer.from(CONTENT_TAIL);
  }, response);
}

async function writeRaw(response: ServerResponse, content: AxisContent): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": content.size });
  await pipeline(content.open(), response);
}
