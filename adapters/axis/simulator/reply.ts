import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";

/** What an operation answers besides `status`, `ErrorCode` and `ErrorDesc`. */
export type Reply =
  | { readonly kind: "members"; readonly members: Readonly<Record<string, string | number>> }
  | { readonly kind: "list"; readonly items: Iterable<Readonly<Record<string, string | number | boolean>>> }
  /** `base64`: inside the JSON as `data`; `raw`: the bytes alone (downloadEdoc). */
  | { readonly kind: "content"; readonly as: "base64" | "raw"; readonly size: number; open(): Readable };

const OK = `"status":"OK","ErrorCode":"0","ErrorDesc":"Thanh cong"`;
const BLOCK = 64 * 1024;

/** Always HTTP 200, always Content-Length, never a null (A4). */
export async function writeReply(response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.kind === "members") return writeText(response, JSON.stringify({ status: "OK", ErrorCode: "0", ErrorDesc: "Thanh cong", ...reply.members }));
  if (reply.kind === "list") return writeBlocks(response, await listBlocks(reply.items));
  if (reply.as === "raw") return writeRaw(response, reply.size, reply.open());
  return writeContent(response, reply.size, reply.open());
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

/** A hundred thousand entries must not hold up the other requests. */
async function listBlocks(items: Iterable<Readonly<Record<string, string | number | boolean>>>): Promise<readonly Buffer[]> {
  const blocks: Buffer[] = [];
  let text = `{${OK},"data":[`;
  let comma = "";
  for (const item of items) {
    text += comma + JSON.stringify(item);
    comma = ",";
    if (text.length < BLOCK) continue;
    blocks.push(Buffer.from(text));
    text = "";
    await setImmediate();
  }
  blocks.push(Buffer.from(`${text}]}`));
  return blocks;
}

async function writeBlocks(response: ServerResponse, blocks: readonly Buffer[]): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/json;charset=UTF-8", "Content-Length": blocks.reduce((sum, block) => sum + block.length, 0) });
  await pipeline(Readable.from(blocks), response);
}

async function writeContent(response: ServerResponse, size: number, content: Readable): Promise<void> {
  const [head, tail] = [Buffer.from(`{${OK},"data":"`), Buffer.from(`"}`)];
  response.writeHead(200, { "Content-Type": "application/json;charset=UTF-8", "Content-Length": head.length + 4 * Math.ceil(size / 3) + tail.length });
  await pipeline(content, async function* encode(source: AsyncIterable<Buffer>) {
    yield head;
    let held: Buffer = Buffer.alloc(0);
    for await (const chunk of source) {
      const bytes = Buffer.concat([held, chunk]);
      const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
      held = bytes.subarray(whole.length);
      yield Buffer.from(whole.toString("base64"), "latin1");
    }
    yield Buffer.from(held.toString("base64"), "latin1");
    yield tail;
  }, response);
}

async function writeRaw(response: ServerResponse, size: number, content: Readable): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": size });
  await pipeline(content, response);
}
