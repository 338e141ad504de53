import { HouseError } from "../../core/fault.ts";
import { Base64Decoder } from "./base64-decoder.ts";
import type { Content, Contents } from "./contents.ts";
import { mediaTypeOf, parameterOf, type MimePart, type MimeParts } from "./mime-parts.ts";

/** Opens the first part, which must be the root (`start`), because files are only streamed to places that are known. */
export async function openRoot(parts: MimeParts, contentType: string): Promise<{ readonly body: AsyncIterable<Buffer>; readonly id: string | null }> {
  const root = await parts.next();
  if (root === null) throw refused("it has no part");
  const start = parameterOf(contentType, "start");
  const id = contentIdOf(root);
  if (start !== null && bare(start) !== id) throw refused("its root part does not come first");
  if (!["application/xop+xml", "text/xml", "application/soap+xml"].includes(mediaTypeOf(root.headers.get("content-type") ?? ""))) throw refused("its root part is no SOAP envelope");
  return { body: decoded(root), id };
}

/** Reads the parts behind the root into the contents that ask for them: each exactly once, none missing, none too many. */
export async function receiveParts(parts: MimeParts, rootId: string | null, contents: Contents): Promise<void> {
  const wanted = new Map<string, Content>();
  for (const content of contents.all) {
    if (content.cid === null) continue;
    if (content.cid === rootId) throw refused("an xop:Include points to the root part itself", content.cid);
    if (wanted.has(content.cid)) throw refused("two xop:Include point to the same part", content.cid);
    wanted.set(content.cid, content);
  }
  for (let part = await parts.next(); part !== null; part = await parts.next()) {
    const id = contentIdOf(part);
    const content = id === null ? undefined : wanted.get(id);
    if (content === undefined) throw refused("a part is pointed to by no xop:Include", id ?? "none");
    if (content.filled) throw refused("two parts have the same Content-ID", id ?? "none");
    await contents.take(content, decoded(part));
  }
  demandAll(contents);
}

/** Every content has its bytes. */
export function demandAll(contents: Contents): void {
  const missing = contents.all.find((content) => !content.filled);
  if (missing !== undefined) throw refused("an xop:Include points to a part that is not there", missing.cid ?? "none");
}

function decoded(part: MimePart): AsyncIterable<Buffer> {
  const encoding = (part.headers.get("content-transfer-encoding") ?? "binary").toLowerCase();
  if (["binary", "8bit", "7bit"].includes(encoding)) return part.body;
  if (encoding === "base64") return fromBase64(part.body);
  throw refused("a part has a Content-Transfer-Encoding we do not read", encoding);
}

async function* fromBase64(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new Base64Decoder();
  for await (const chunk of body) {
    const bytes = decoder.write(chunk);
    if (bytes.length > 0) yield bytes;
  }
  decoder.end();
}

function contentIdOf(part: MimePart): string | null {
  const id = part.headers.get("content-id");
  return id === undefined ? null : bare(id);
}

/** `<id>`, or `id` as some clients write it. */
function bare(id: string): string {
  return id.trim().replace(/^<(.*)>$/, "$1");
}

function refused(why: string, contentId?: string): HouseError {
  return new HouseError("request-invalid", `the MTOM message is refused: ${why}`, { reason: why, ...(contentId !== undefined && { contentId: contentId.slice(0, 200) }) });
}
