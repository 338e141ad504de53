import { createHash, generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

/** The typings of forge name the wrong enumeration here. */
const UTF8: number = forge.asn1.Type.UTF8;

/** Who signs: the subject of a certificate made for the test. */
export interface PdfSigner {
  readonly commonName: string;
  readonly organization?: string;
  /** As certificate authorities write identity numbers: `CCCD:…`, `MST:…`. */
  readonly userId?: string;
  /** Common name of the authority that issued the certificate. */
  readonly authority?: string;
  readonly validUntil?: string;
}

export interface SigningOptions {
  readonly subFilter?: string;
  readonly digest?: "sha256" | "sha1";
  /** With signed attributes, as CAdES and most software do. */
  readonly attributes?: boolean;
  /** Objects the revision brings besides the signature, e.g. its field, as they stand in a file. */
  readonly objects?: string;
  /** More keys of the dictionary. */
  readonly entries?: string;
  /** Makes the CMS over the signed bytes, instead of forge. */
  readonly cms?: (content: Buffer) => Buffer;
}

export const AUTHORITY = "Co quan chung thuc thu nghiem";
/** The name its real root bears, in capital letters without marks. */
export const BAN_CO_YEU = "Co quan chung thuc so chuyen dung Chinh phu (RootCA)";
const GAP = 16_000;

/** Adds a revision with one more signature to a PDF, as signing software does: an incremental update with a ByteRange over all but the gap. */
export function signPdf(pdf: Buffer, signer: PdfSigner, at = new Date("2026-11-20T08:30:00+07:00"), options: SigningOptions = {}): Buffer {
  const size = /\/Size (\d+)/.exec(pdf.toString("latin1"))?.[1] ?? "10";
  const number = Number(size) + (pdf.toString("latin1").match(/\/Type \/Sig\b/g)?.length ?? 0) + 500;
  const stamp = at.toISOString().replaceAll(/[-:T]|\.\d+Z/g, "");
  const { subFilter = "adbe.pkcs7.detached", objects = "", entries = "" } = options;
  const head = `${objects}${number} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} /M (D:${stamp}Z) /Reason (Phat hanh) ${entries} /ByteRange [0 0000000000 0000000000 0000000000] /Contents `;
  const first = pdf.length + Buffer.byteLength(head);
  const second = first + GAP + 2;
  const close = " >>\nendobj\n";
  const tail = `${close}${tableOf(head, pdf.length)}<< /Size ${number + 1} /Root 1 0 R${previousTable(pdf)} >>\nstartxref\n${second + close.length}\n%%EOF\n`;
  const range = `[0 ${pad(first)} ${pad(second)} ${pad(Buffer.byteLength(tail))}]`;
  const before = Buffer.concat([pdf, Buffer.from(head.replace(/\[0 [0 ]+\]/, range))]);
  const content = Buffer.concat([before, Buffer.from(tail)]);
  const cms = (options.cms?.(content) ?? signCms(content, signer, at, options)).toString("hex");
  return Buffer.concat([before, Buffer.from(`<${cms.padEnd(GAP, "0")}>`), Buffer.from(tail)]);
}

/** `/Prev` of the table before; empty: the file has none. */
function previousTable(pdf: Buffer): string {
  const start = [...pdf.toString("latin1").matchAll(/startxref\s+(\d+)/g)].at(-1)?.[1] ?? "0";
  return start === "0" ? "" : ` /Prev ${start}`;
}

/** The cross-reference of the objects of a revision that begins at `base`. */
function tableOf(objects: string, base: number): string {
  const bytes = Buffer.from(objects).toString("latin1");
  return `xref\n${[...bytes.matchAll(/(?<=^|\n)(\d+) 0 obj\n/g)].map(({ 1: number, index }) => `${number} 1\n${pad(base + index)} 00000 n \n`).join("")}trailer\n`;
}

function pad(value: number): string {
  return String(value).padStart(10, "0");
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
const key = forge.pki.privateKeyFromPem(privateKey);

const text = (name: string, value: string) => ({ name, value, valueTagClass: UTF8 });

function authorityName(name: string) {
  return [{ name: "commonName", value: name }, ...(name === BAN_CO_YEU ? [{ name: "organizationName", value: "Ban Co yeu Chinh phu" }] : [])];
}

/** The root every signer of the tests comes from, or one by another name; PEM. One key serves all: names and usages are what is told apart. */
export function pdfAuthority(name = AUTHORITY, { authority = true }: { readonly authority?: boolean } = {}): string {
  const certificate = blank("01", "2035-01-01T00:00:00Z");
  certificate.setSubject(authorityName(name));
  certificate.setIssuer(authorityName(name));
  certificate.setExtensions([{ name: "basicConstraints", cA: authority }, { name: "keyUsage", keyCertSign: true, cRLSign: true, digitalSignature: true }]);
  certificate.sign(key, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

function blank(serialNumber: string, until: string): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = serialNumber;
  certificate.validity.notBefore = new Date("2026-01-01T00:00:00Z");
  certificate.validity.notAfter = new Date(until);
  return certificate;
}

/** The key of every certificate here, PEM. */
export const PDF_KEY = privateKey;

export function issue({ commonName, organization, userId, authority = AUTHORITY, validUntil = "2028-01-01T00:00:00Z" }: PdfSigner, extensions: readonly object[] = []): forge.pki.Certificate {
  const certificate = blank("0a01", validUntil);
  const subject = [text("commonName", commonName), ...(organization === undefined ? [] : [text("organizationName", organization)]), ...(userId === undefined ? [] : [{ type: "0.9.2342.19200300.100.1.1", value: userId }])];
  certificate.setSubject(subject);
  certificate.setIssuer(authorityName(authority));
  certificate.setExtensions([...extensions]);
  certificate.sign(key, forge.md.sha256.create());
  return certificate;
}

function signCms(content: Buffer, signer: PdfSigner, at: Date, { digest = "sha256", attributes = false, subFilter }: SigningOptions): Buffer {
  const certificate = issue(signer);
  const old = subFilter === "adbe.pkcs7.sha1";
  const signed = forge.pkcs7.createSignedData();
  signed.content = forge.util.createBuffer((old ? createHash("sha1").update(content).digest() : content).toString("latin1"));
  signed.addCertificate(certificate);
  const { contentType = "", data = "", messageDigest = "", signingTime = "" } = forge.pki.oids;
  // forge takes a date here, its typings know only text
  const time = { type: signingTime, value: at as unknown };
  const authenticatedAttributes = attributes ? [{ type: contentType, value: data }, { type: messageDigest }, time as { type: string; value: string }] : [];
  signed.addSigner({ key: privateKey, certificate, digestAlgorithm: forge.pki.oids[digest] ?? "", authenticatedAttributes });
  signed.sign({ detached: !old });
  return Buffer.from(forge.asn1.toDer(signed.toAsn1()).getBytes(), "latin1");
}
