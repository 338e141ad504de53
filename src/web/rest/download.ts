import type { Request, Response } from "express";
import { pipeline } from "node:stream/promises";
import { HouseError } from "../../core/fault.ts";
import type { Blobs } from "../../core/ports.ts";
import { isHangUp } from "../hang-up.ts";

export interface Download {
  readonly sha256: string;
  readonly size: number;
  readonly name: string;
  readonly contentType: string;
}

/** Types a browser cannot run; everything else goes out as plain bytes (a partner chooses names and types). */
const HARMLESS = /^(application\/(pdf|zip|msword|rtf|vnd\.[a-z0-9.+-]+)|image\/(png|jpeg|tiff)|text\/(plain|csv))$/;

/** Should a browser ever show it in spite of everything, it may do nothing there. */
const SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * Streams a blob as an attachment: ranges (RFC 9110 §14, one range), If-None-Match and If-Range on the digest, Repr-Digest (RFC 9530).
 * The store checks the digest on the way; if it does not match, the connection breaks instead of ending well.
 */
export async function sendDownload(request: Request, response: Response, blobs: Blobs, download: Download): Promise<void> {
  const { sha256, size } = download;
  const etag = `"${sha256}"`;
  response.setHeader("etag", etag).setHeader("accept-ranges", "bytes").setHeader("cache-control", "private, no-cache");
  if (request.headers["if-none-match"]?.split(",").some((tag) => tag.trim() === etag) === true) {
    response.status(304).end();
    return;
  }
  if (!(await blobs.has(sha256))) throw new HouseError("blob-missing", `blob ${sha256} is not in the store`, { sha256 });

  const range = readRange(request, size, etag);
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${size}`);
    throw new HouseError("range-not-satisfiable", "the range is outside of the file", { size });
  }
  response
    .status(range === null ? 200 : 206)
    .setHeader("content-type", HARMLESS.test(download.contentType) ? download.contentType : "application/octet-stream")
    .setHeader("content-disposition", attachment(download.name))
    .setHeader("content-security-policy", SANDBOX)
    .setHeader("content-length", range === null ? size : range.end - range.start + 1)
    .setHeader("repr-digest", `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`);
  if (range !== null) response.setHeader("content-range", `bytes ${range.start}-${range.end}/${size}`);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  await deliver(blobs, sha256, range, response);
}

async function deliver(blobs: Blobs, sha256: string, range: ByteRange | null, response: Response): Promise<void> {
  try {
    await pipeline(range === null ? blobs.open(sha256) : blobs.open(sha256, range), lastAfterCheck, response);
  } catch (error) {
    if (response.destroyed && isHangUp(error)) return; // the caller has gone, nobody to tell
    throw error;
  }
}

/** Keeps one chunk back: the last one leaves only after the store found the digest right, else a damaged file would look complete by its length. */
async function* lastAfterCheck(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | null = null;
  for await (const chunk of source) {
    if (held !== null) yield held;
    held = chunk;
  }
  if (held !== null) yield held;
}

/** Both ends are included. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Null: the whole file (no range, several ranges, another unit, or the file the caller knows is not this one). */
function readRange(request: Request, size: number, etag: string): ByteRange | null | "unsatisfiable" {
  const header = request.headers.range;
  const condition = request.headers["if-range"];
  if (header === undefined || (condition !== undefined && condition !== etag)) return null;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  const [, first = "", last = ""] = match ?? [];
  if (match === null || (first === "" && last === "")) return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}

/** RFC 6266 with the Vietnamese name in RFC 5987 form and a plain one for old clients. */
export function attachment(name: string): string {
  const plain = name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D")
    .replaceAll(/[^\w .()-]/g, "_");
  const encoded = encodeURIComponent(name.replaceAll(/\p{Cs}/gu, "_")).replaceAll(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
