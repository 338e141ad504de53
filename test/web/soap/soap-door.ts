import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { packageRoot } from "#config";
import { needDebian } from "#test/support/debian";
import type { Door } from "../door.ts";

export const NAMESPACE = "urn:lienthong:soap:v1";
export const ENVELOPES = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" } as const;
export type Version = keyof typeof ENVELOPES;
export const TYPES: Readonly<Record<Version, string>> = { "1.1": "text/xml; charset=utf-8", "1.2": "application/soap+xml; charset=utf-8" };

export interface SoapAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  /** First text of an element with this name, whatever its prefix. */
  value(name: string): string | null;
  all(name: string): string[];
}

export interface SoapAsk {
  readonly version?: Version;
  readonly header?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** null: no Authorization header. */
  readonly key?: string | null;
}

export function envelope(body: string, version: Version = "1.1", header = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="${ENVELOPES[version]}">${header === "" ? "" : `<e:Header>${header}</e:Header>`}<e:Body>${body}</e:Body></e:Envelope>`;
}

/** Posts a body element of our namespace, written by hand. */
export async function call(door: Door, body: string, ask: SoapAsk = {}): Promise<SoapAnswer> {
  const version = ask.version ?? "1.1";
  return post(door, envelope(body, version, ask.header), { ...ask, headers: { "content-type": TYPES[version], ...ask.headers } });
}

export async function post(door: Door, content: string | Uint8Array, ask: SoapAsk = {}): Promise<SoapAnswer> {
  const key = ask.key === undefined ? door.gateway.apiKey : ask.key;
  const response = await fetch(`${door.url}/soap/v1`, { method: "POST", headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...ask.headers }, body: content });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString("utf8");
  const all = (name: string) => Array.from(text.matchAll(new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`, "g")), (match) => unescape(match[1] ?? ""));
  return { status: response.status, headers: response.headers, text, bytes, all, value: (name) => all(name)[0] ?? null };
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");
}

export interface SoapFile {
  readonly name: string;
  readonly content: Buffer | string;
}

export const PDF: SoapFile = { name: "Công văn.pdf", content: "%PDF-1.7 công văn qua SOAP\n%%EOF" };

let lastNumber = 5000;

/** The metadata of a letter from G22 to H48, `change`d: what comes before `<subject>` and what follows it. */
export function documentXml({ number = String(++lastNumber), sender = "G22", receiver = "H48", subject = "V/v kết nối &amp; liên thông", more = "" }: { readonly number?: string; readonly sender?: string; readonly receiver?: string; readonly subject?: string; readonly more?: string } = {}): string {
  return `<document><sender>${sender}</sender><receivers><organId>${receiver}</organId></receivers><code><number>${number}</number><notation>VPCP-KSTT</notation></code><issuedOn>2026-11-20</issuedOn><issuedAt>Hà Nội</issuedAt><documentType>Công văn</documentType><subject>${subject}</subject><signer><position>PHÓ CHỦ NHIỆM</position><fullName>Nguyễn Văn Đức</fullName></signer>${more}</document>`;
}

export function fileXml({ name, content }: SoapFile): string {
  return `<files><name>${name}</name><content>${Buffer.from(content).toString("base64")}</content></files>`;
}

export function sendXml(document = documentXml(), files: readonly string[] = [fileXml(PDF)], before = ""): string {
  return `<SendDocument xmlns="${NAMESPACE}">${before}${document}${files.join("")}</SendDocument>`;
}

export interface MtomPart {
  readonly id: string;
  readonly content: Buffer | string;
  readonly head?: string;
}

export const XOP = "http://www.w3.org/2004/08/xop/include";

export function includeXml(name: string, cid: string): string {
  return `<files><name>${name}</name><content><xop:Include xmlns:xop="${XOP}" href="cid:${cid}"/></content></files>`;
}

/** An MTOM message by hand: what no honest client would send as well. */
export function mtomBody(root: string, parts: readonly MtomPart[], boundary = "MIME_boundary"): Buffer {
  const root1 = `--${boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root@qlvb>\r\n\r\n${root}\r\n`;
  const rest = parts.flatMap(({ id, content, head = "Content-Transfer-Encoding: binary" }) => [Buffer.from(`--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-ID: <${id}>\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from("\r\n")]);
  return Buffer.concat([Buffer.from(root1), ...rest, Buffer.from(`--${boundary}--\r\n`)]);
}

export const MTOM_TYPE = 'multipart/related; type="application/xop+xml"; start="<root@qlvb>"; start-info="text/xml"; boundary="MIME_boundary"';

export function sendMtom(door: Door, body: string, parts: readonly MtomPart[], ask: SoapAsk = {}): Promise<SoapAnswer> {
  return post(door, mtomBody(envelope(body, ask.version ?? "1.1"), parts), { ...ask, headers: { "content-type": MTOM_TYPE, ...ask.headers } });
}

/** What xmllint says of the first element in the body (or of a fault's detail) by our schema; null when it is valid. */
export async function schemaComplaint(t: ExecutionContext, answer: string): Promise<string | null> {
  await needDebian("libxml2-utils", ["xmllint", "--version"]);
  const payload = /<(?:\w+:)?(?:Body|detail|Detail)>(<(?:lt:)?(?!soap:)\w+[\s\S]*?)<\/(?:\w+:)?(?:Body|detail|Detail)>/.exec(answer.replace(/^[\s\S]*<soap:Fault>/, ""))?.[1];
  if (payload === undefined) return "no payload in the answer";
  const directory = await mkdtemp(join(tmpdir(), "lienthong-xsd-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, "payload.xml");
  writeFileSync(file, payload);
  const { code, stderr } = await program("xmllint", ["--noout", "--schema", join(packageRoot(), "src/web/soap/lienthong.xsd"), file]);
  return code === 0 ? null : stderr;
}

export async function program(command: string, parameters: readonly string[], input = ""): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(command, parameters, { stdio: "pipe" });
  const out: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  child.stdin.on("error", () => undefined); // a program that reads nothing has closed it
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(complaints).toString() };
}

export const SOAP_FILES = join(packageRoot(), "src/web/soap");

export function contractText(name: "lienthong.wsdl" | "lienthong.xsd"): string {
  return readFileSync(join(SOAP_FILES, name), "utf8");
}
