import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

/** The typings of forge name the wrong enumeration here. */
const UTF8: number = forge.asn1.Type.UTF8;

/** Who signs: the subject of a certificate made for the test. */
export interface PdfSigner {
  readonly commonName: string;
  readonly organization?: string;
  /** As certificate authorities write identity numbers: `CCCD:…`, `MST:…`. */
  readonly userId?: string;
}

const GAP = 16_000;

/** Adds a revision with one more signature to a PDF, as signing software does: an incremental update with a ByteRange over all but the gap. */
export function signPdf(pdf: Buffer, signer: PdfSigner, at = new Date("2026-11-20T08:30:00+07:00")): Buffer {
  const size = /\/Size (\d+)/.exec(pdf.toString("latin1"))?.[1] ?? "10";
  const number = Number(size) + (pdf.toString("latin1").match(/\/Type \/Sig\b/g)?.length ?? 0) + 500;
  const stamp = at.toISOString().replaceAll(/[-:T]|\.\d+Z/g, "");
  const head = `${number} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:${stamp}Z) /Reason (Phat hanh) /ByteRange [0 0000000000 0000000000 0000000000] /Contents `;
  const tail = ` >>\nendobj\ntrailer\n<< /Size ${number + 1} /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`;
  const first = pdf.length + Buffer.byteLength(head);
  const second = first + GAP + 2;
  const range = `[0 ${pad(first)} ${pad(second)} ${pad(Buffer.byteLength(tail))}]`;
  const before = Buffer.concat([pdf, Buffer.from(head.replace(/\[0 [0 ]+\]/, range))]);
  const cms = signCms(Buffer.concat([before, Buffer.from(tail)]), signer).toString("hex");
  return Buffer.concat([before, Buffer.from(`<${cms.padEnd(GAP, "0")}>`), Buffer.from(tail)]);
}

function pad(value: number): string {
  return String(value).padStart(10, "0");
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });

function signCms(content: Buffer, { commonName, organization, userId }: PdfSigner): Buffer {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = "0a01";
  certificate.validity.notBefore = new Date("2026-01-01T00:00:00Z");
  certificate.validity.notAfter = new Date("2028-01-01T00:00:00Z");
  const text = (name: string, value: string) => ({ name, value, valueTagClass: UTF8 });
  const subject = [text("commonName", commonName), ...(organization === undefined ? [] : [text("organizationName", organization)]), ...(userId === undefined ? [] : [{ type: "0.9.2342.19200300.100.1.1", value: userId }])];
  certificate.setSubject(subject);
  certificate.setIssuer([{ name: "commonName", value: "Co quan chung thuc thu nghiem" }]);
  const key = forge.pki.privateKeyFromPem(privateKey);
  certificate.sign(key, forge.md.sha256.create());
  const signed = forge.pkcs7.createSignedData();
  signed.content = forge.util.createBuffer(content.toString("latin1"));
  signed.addCertificate(certificate);
  signed.addSigner({ key: privateKey, certificate, digestAlgorithm: forge.pki.oids["sha256"] ?? "", authenticatedAttributes: [] });
  signed.sign({ detached: true });
  return Buffer.from(forge.asn1.toDer(signed.toAsn1()).getBytes(), "latin1");
}
