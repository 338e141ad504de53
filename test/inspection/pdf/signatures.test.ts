import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import forge from "node-forge";
import type { FileFinding, PdfSignature } from "#src/core/policy/file-finding";
import { legalEffectOf, signatureIssuerOf } from "#src/core/policy/legal-effect";
import { inspectFile } from "#src/inspection/inspect-file";
import { bufferSource } from "#src/inspection/source";
import { needDebian } from "../../support/debian.ts";
import { makePdf, minimalPdf, stream } from "../../support/pdf.ts";
import { BAN_CO_YEU, issue, PDF_KEY, pdfAuthority, signPdf, type SigningOptions } from "../../support/signed-pdf.ts";

const NOW = new Date("2026-11-22T08:00:00+07:00");
const SIGNED = new Date("2026-11-20T08:30:00+07:00");
const PERSON = { commonName: "Nguyễn Văn Đức", organization: "Văn phòng Chính phủ" };
const AGENCY = { commonName: "Văn phòng Chính phủ", organization: "Văn phòng Chính phủ" };
const ROOT = pdfAuthority();
const PDF = minimalPdf();

async function look(bytes: Buffer, anchors: readonly string[] = [ROOT], at = NOW, lists: readonly Buffer[] = []): Promise<FileFinding> {
  return inspectFile(bufferSource(bytes), { name: "cv.pdf", sha256: "0".repeat(64), size: bytes.length }, { anchors, at, lists: lists.map((list, index) => ({ sha256: String(index), bytes: list })) });
}

async function first(bytes: Buffer, anchors?: readonly string[], at?: Date): Promise<PdfSignature> {
  const [signature] = (await look(bytes, anchors, at)).signatures;
  if (signature === undefined) throw new TypeError("no signature was found");
  return signature;
}

async function kind(bytes: Buffer, anchors?: readonly string[], at?: Date): Promise<string> {
  const { check } = await first(bytes, anchors, at);
  return "reason" in check ? `${check.kind} ${check.reason}` : "part" in check ? `${check.kind} ${check.part}` : check.kind;
}

function replaced(pdf: Buffer, from: string | RegExp, to: string | ((found: string) => string)): Buffer {
  const text = pdf.toString("latin1");
  const changed = text.replace(from, typeof to === "string" ? () => to : to);
  if (changed === text) throw new TypeError(`nothing to replace: ${String(from)}`);
  return Buffer.from(changed, "latin1");
}

/** A revision of these objects behind the file, with a trailer as a writer makes it. */
function added(pdf: Buffer, objects: string, root = 1): Buffer {
  return Buffer.concat([pdf, Buffer.from(`${objects}\ntrailer\n<< /Size 900 /Root ${root} 0 R >>\nstartxref\n0\n%%EOF\n`)]);
}

const WITH: SigningOptions = { attributes: true };

test("DN-8.2, DN-13.1b, QN-9.1a: a detached CMS is proven: bytes, signer, chain, time", async (t) => {
  for (const options of [{}, WITH]) {
    const { check, later, covers } = await first(signPdf(PDF, PERSON, SIGNED, options));
    t.deepEqual([check, later, covers], [{ kind: "valid", at: SIGNED, timeProof: "claimed", revocation: "unknown", chain: ["Nguyễn Văn Đức", "Co quan chung thuc thu nghiem"], issuer: "other" }, "nothing", "whole"] as never);
  }
});

test("DN-8.2: whoever changes a byte, the certificate or the value is found out", async (t) => {
  const signed = signPdf(PDF, PERSON, SIGNED, WITH);
  t.is(await kind(replaced(signed, "/MediaBox [0 0 595 842]", "/MediaBox [0 0 595 841]")), "altered content");
  t.is(await kind(replaced(signPdf(PDF, PERSON), "/MediaBox [0 0 595 842]", "/MediaBox [0 0 595 841]")), "altered content");
  t.is(await kind(replaced(signed, "/Reason (Phat hanh)", "/Reason (Phat hang)")), "altered content");
  const value = /([0-9a-f]{40})0{100,}>/;
  t.is(await kind(replaced(signed, value, (found) => `${found.startsWith("00") ? "11" : "00"}${found.slice(2)}`)), "altered signature");
  const name = Buffer.from("Nguyễn Văn Đức").toString("hex");
  t.is(await kind(replaced(signPdf(PDF, PERSON), name, Buffer.from("Nguyễn Văn Đực").toString("hex"))), "untrusted chain-incomplete", "a name changed inside the certificate breaks its issuer's signature");
});

test("DN-8.2: only a chain to a root of ours is trusted, whatever the file brings along", async (t) => {
  const signed = signPdf(PDF, PERSON);
  t.is(await kind(signed, []), "untrusted no-anchors");
  t.is(await kind(signed, [pdfAuthority("To chuc khac")]), "untrusted chain-incomplete");
  t.is(await kind(signed, [pdfAuthority(undefined, { authority: false })]), "untrusted chain-invalid", "a root that is no authority");
});

test("DN-8.2: a certificate counts at the time of signing, and an old key cannot claim an old time", async (t) => {
  const short = { ...PERSON, validUntil: "2026-11-21T00:00:00Z" };
  t.is(await kind(signPdf(PDF, short), undefined, SIGNED), "valid");
  t.is(await kind(signPdf(PDF, short)), "expired time-unproven", "valid then, expired now, and nothing proves when it was");
  t.is(await kind(signPdf(PDF, short, NOW, WITH)), "expired expired");
  t.is(await kind(signPdf(PDF, PERSON, new Date("2025-06-01T00:00:00Z"))), "expired not-yet-valid");
  t.is(await kind(signPdf(PDF, PERSON, new Date("2027-06-01T00:00:00Z"))), "valid", "a clock that runs ahead is read as now");
});

test("SHA-1 is read and never believed", async (t) => {
  t.is(await kind(signPdf(PDF, PERSON, SIGNED, { ...WITH, digest: "sha1" })), "weak");
  const old = signPdf(PDF, PERSON, SIGNED, { subFilter: "adbe.pkcs7.sha1", attributes: true });
  t.is(await kind(old), "weak");
  t.is(await kind(replaced(old, "/MediaBox [0 0 595 842]", "/MediaBox [0 0 595 841]")), "altered content");
  t.is(await kind(signPdf(PDF, PERSON, SIGNED, { subFilter: "adbe.x509.rsa_sha1" })), "weak");
});

test("ByteRange games: the gap is the signature's own string and nothing else", async (t) => {
  const signed = signPdf(PDF, PERSON);
  const range = (change: (numbers: number[]) => number[]) =>
    replaced(signed, /\/ByteRange \[[\d ]+\]/, (found) => {
      const numbers = change((found.match(/\d+/g) ?? []).map(Number));
      return `/ByteRange [${numbers[0]} ${numbers.slice(1).map((value) => String(value).padStart(10, "0")).join(" ")}]`;
    });
  for (const [what, bytes] of [
    ["starts after the header", range(([, a = 0, b = 0, c = 0]) => [9, a, b, c])],
    ["wider gap", range(([z = 0, a = 0, b = 0, c = 0]) => [z, a - 20, b, c])],
    ["gap reaches over the end of the dictionary", range(([z = 0, a = 0, b = 0, c = 0]) => [z, a, b + 12, c - 12])],
    ["overlap", range(([z = 0, a = 0, , c = 0]) => [z, a, a - 5, c])],
    ["beyond the end", range(([z = 0, a = 0, b = 0, c = 0]) => [z, a, b, c + 5])],
    ["nothing behind the gap", range(([z = 0, a = 0, b = 0]) => [z, a, b, 0])],
    ["not to the end of a revision", range(([z = 0, a = 0, b = 0, c = 0]) => [z, a, b, c - 20])],
    ["a second Contents", signPdf(PDF, PERSON, SIGNED, { entries: "/Contents <00>" })],
    ["a second ByteRange", signPdf(PDF, PERSON, SIGNED, { entries: "/ByteRange [0 1 2 3]" })],
    ["an escaped second Contents", signPdf(PDF, PERSON, SIGNED, { entries: "/#43ontents <00>" })],
    ["an object in the gap (signature wrapping)", replaced(signed, /0{200}>/, (found) => `${found.slice(0, 100)}>${" ".repeat(98)}>`)],
    ["a comment in the gap", replaced(signed, /0{200}>/, (found) => `${found.slice(0, 150)}%${" ".repeat(found.length - 152)}>`)],
  ] as const) {
    const { check, covers } = await first(bytes);
    t.is(check.kind, "malformed", what);
    t.is(covers, "broken", what);
    t.is(legalEffectOf([await look(bytes)]).effect, "for_information", what);
  }
});

test("universal signature forgery: a signature without its parts is none that counts", async (t) => {
  const signed = signPdf(PDF, AGENCY);
  for (const [what, bytes] of [
    ["Contents of zeros", replaced(signed, /\/Contents <[0-9a-f]+>/, (found) => found.replaceAll(/[1-9a-f](?=[0-9a-f]*>)/g, "0"))],
    ["no SubFilter", replaced(signed, "/SubFilter /adbe.pkcs7.detached", "/SubFiltex /adbe.pkcs7.detached")],
    ["unknown SubFilter", replaced(signed, "/adbe.pkcs7.detached", "/adbe.pkcs7.xetached")],
  ] as const) {
    t.is((await first(bytes)).check.kind, "unreadable", what);
  }
  for (const bytes of [replaced(signed, /\/ByteRange \[[\d ]+\]/, (found) => `/ByteRange null${" ".repeat(found.length - 15)}`), replaced(signed, "/Contents <", "/Contentx <")]) t.deepEqual((await look(bytes)).signatures, []);
});

test("incremental saving: what a later revision changes is not signed; further signatures and their proofs are no change", async (t) => {
  const signed = signPdf(PDF, AGENCY);
  const page = /10 0 obj\n(<<[^]*?>>)\nendobj/.exec(PDF.toString("latin1"))?.[1] ?? "";
  const widget = "700 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /T (Ky 2) /Rect [0 0 9 9] >>\nendobj\n";
  const note = "700 0 obj\n<< /Type /Annot /Subtype /FreeText /Rect [0 0 500 800] >>\nendobj\n";
  const onPage = page.replace(/>>$/, "/Annots [700 0 R] >>");
  const later = async (objects: string, root?: number) => (await first(added(signed, objects, root))).later;
  t.is(await later(`11 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj`), "changed", "the content of a page");
  t.is(await later(`2 0 obj\n<< /Type /Pages /Count 1 /Kids [800 0 R] >>\nendobj`), "changed", "the tree of pages");
  t.is(await later(`800 0 obj\n<< /Type /Catalog /Pages 801 0 R >>\nendobj`, 800), "changed", "another root");
  t.is(await later(`${note}10 0 obj\n${onPage}\nendobj`), "changed", "a note laid over the page");
  t.is(await later(`1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction 700 0 R >>\nendobj`), "changed", "an action");
  t.is(await later(`${widget}10 0 obj\n${onPage}\nendobj`), "signatures", "the field of the next signature");
  t.is(await later(`1 0 obj\n<< /Type /Catalog /Pages 2 0 R /DSS << /Certs [701 0 R] >> /AcroForm << /Fields [700 0 R] /SigFlags 3 >> >>\nendobj`), "signatures", "proofs of the certificate");
  const forged = signPdf(added(signPdf(PDF, PERSON), `11 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj`), AGENCY);
  t.deepEqual(legalEffectOf([await look(forged)]).missing.map(({ what }) => what), ["changed-after-signing"], "the agency signed something else than the person did");
  t.is(legalEffectOf([await look(signPdf(signPdf(PDF, PERSON), AGENCY, SIGNED, { objects: `${widget}10 0 obj\n${onPage}\nendobj\n` }))]).effect, "full");
  const stranger = signPdf(signed, { ...PERSON, authority: "To chuc khac" });
  t.deepEqual(legalEffectOf([await look(stranger)]).missing.map(({ what }) => what), ["signature-not-valid"]);
  t.is((await first(Buffer.concat([signed, Buffer.from("\r\n")]))).covers, "whole");
});

test("a later revision that writes nothing but points readers at what was hidden in the signed part is a change", async (t) => {
  const hidden = "11 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj";
  const base = makePdf({ pages: [[{ text: "Công văn" }]], extra: [stream(hidden, "", false)] });
  const signed = signPdf(signPdf(base, PERSON), AGENCY);
  t.deepEqual((await look(signed)).signatures.map(({ later }) => later), ["signatures", "nothing"], "two honest signatures");
  const start = (pdf: Buffer): string => [...pdf.toString("latin1").matchAll(/startxref\s+(\d+)/g)].at(-1)?.[1] ?? "";
  const place = signed.indexOf(hidden);
  const revision = (table: string) => Buffer.concat([signed, Buffer.from(`${table}\nstartxref\n${signed.length}\n%%EOF\n`, "latin1")]);
  const later = async (bytes: Buffer) => (await look(bytes)).signatures.map((signature) => signature.later);
  const trailer = (more = "") => `trailer\n<< /Size 900 /Root 1 0 R /Prev ${start(signed)} ${more}>>`;
  const entry = (offset: number) => `${String(offset).padStart(10, "0")} 00000 n \n`;
  const packed = Buffer.concat([Buffer.of(1), Buffer.from(place.toString(16).padStart(8, "0"), "hex"), Buffer.of(0)]).toString("latin1");
  t.deepEqual(await later(revision(`xref\n11 1\n${entry(place)}${trailer()}`)), ["changed", "changed"], "by a table");
  t.deepEqual(await later(revision(`901 0 obj\n<< /Type /XRef /W [1 4 1] /Index [11 1] /Size 902 /Root 1 0 R /Prev ${start(signed)} /Length 6 >>\nstream\n${packed}\nendstream\nendobj`)), ["changed", "changed"], "by a stream");
  t.deepEqual(await later(revision(`xref\n11 1\n0000000000 00001 f \n${trailer()}`)), ["changed", "changed"], "an object given up");
  t.deepEqual(await later(Buffer.concat([signed, Buffer.from(`startxref\n${start(base)}\n%%EOF\n`)])), ["changed", "changed"], "back to the table before the signatures");
  const real = signed.indexOf("11 0 obj");
  t.deepEqual(await later(revision(`xref\n11 1\n${entry(real)}${trailer()}`)), ["signatures", "signatures"], "the same place said again is no change");
});

test("QN-8.2: certificates of Ban Cơ yếu are told by the root they come from, not by what a certificate says", async (t) => {
  const roots = [ROOT, pdfAuthority(BAN_CO_YEU)];
  const signed = async (person: string | undefined, agency: string | undefined) =>
    signatureIssuerOf([await look(signPdf(signPdf(PDF, { ...PERSON, ...(person !== undefined && { authority: person }) }), { ...AGENCY, ...(agency !== undefined && { authority: agency }) }), roots)]);
  t.is(await signed(BAN_CO_YEU, BAN_CO_YEU), "ban-co-yeu");
  t.is(await signed(undefined, BAN_CO_YEU), "other");
  t.is(signatureIssuerOf([await look(signPdf(PDF, { ...AGENCY, authority: BAN_CO_YEU }), roots)]), null, "not signed by both");
  t.is(signatureIssuerOf([await look(signPdf(signPdf(PDF, { ...PERSON, authority: BAN_CO_YEU }), { ...AGENCY, authority: BAN_CO_YEU }))]), null, "its root is not trusted here");
});

test.serial("DN-8.2: CAdES, RSA-PSS, elliptic curves and time-stamps as OpenSSL makes them", async (t) => {
  await needDebian("openssl", ["openssl", "version"]);
  const directory = mkdtempSync(join(tmpdir(), "lienthong-cms-"));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const at = (name: string) => join(directory, name);
  const openssl = (...parameters: string[]) => execFileSync("openssl", parameters, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const usages = (name: string) => [{ name: "extKeyUsage", ...(name === "tsa" ? { timeStamping: true, critical: true } : { emailProtection: true }) }, { name: "subjectKeyIdentifier" }];
  const pem = (signer: Parameters<typeof issue>[0], name = "signer") => forge.pki.certificateToPem(issue(signer, usages(name)));
  writeFileSync(at("ca.pem"), ROOT);
  writeFileSync(at("key.pem"), PDF_KEY);
  writeFileSync(at("signer.pem"), pem(AGENCY));
  writeFileSync(at("expired.pem"), pem({ ...AGENCY, validUntil: "2026-11-21T00:00:00Z" }));
  writeFileSync(at("tsa.pem"), pem({ commonName: "Dau thoi gian thu nghiem" }, "tsa"));
  openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec.key");
  openssl("req", "-new", "-key", "ec.key", "-subj", "/CN=Nguyen Van An/UID=CCCD:001", "-out", "ec.csr");
  openssl("x509", "-req", "-in", "ec.csr", "-CA", "ca.pem", "-CAkey", "key.pem", "-days", "300", "-set_serial", "77", "-out", "ec.pem");
  const cms = (...more: string[]) => (content: Buffer) => {
    writeFileSync(at("content"), content);
    openssl("cms", "-sign", "-binary", "-in", "content", "-outform", "DER", "-out", "out.cms", "-md", "sha256", ...more);
    return readFileSync(at("out.cms"));
  };
  const signed = (subFilter: string, ...more: string[]) => signPdf(PDF, AGENCY, NOW, { subFilter, cms: cms(...more) });
  const now = new Date(Date.now() + 60_000);
  const agency = ["-signer", "signer.pem", "-inkey", "key.pem"];
  const cades = signed("ETSI.CAdES.detached", ...agency, "-cades");
  t.is(await kind(cades, undefined, now), "valid");
  t.is(await kind(signed("ETSI.CAdES.detached", ...agency), undefined, now), "altered certificate", "CAdES names its certificate in what is signed");
  t.is(await kind(signed("adbe.pkcs7.detached", ...agency, "-keyopt", "rsa_padding_mode:pss"), undefined, now), "valid");
  t.is(await kind(signed("adbe.pkcs7.detached", "-signer", "ec.pem", "-inkey", "ec.key"), undefined, now), "valid");
  t.is(await kind(signed("adbe.pkcs7.detached", ...agency, "-keyid"), undefined, now), "valid", "named by the identifier of its key");
  t.is(await kind(signed("adbe.pkcs7.detached", ...agency, "-nodetach"), undefined, now), "unreadable", "it carries a content of its own");

  writeFileSync(at("ts.cnf"), "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\ndefault_policy=1.2.3.4\nother_policies=1.2.3.4\nsigner_digest=sha256\n");
  writeFileSync(at("serial"), "01");
  const stamp = (content: Buffer) => {
    writeFileSync(at("content"), content);
    openssl("ts", "-query", "-data", "content", "-sha256", "-cert", "-no_nonce", "-out", "q.tsq");
    openssl("ts", "-reply", "-config", "ts.cnf", "-section", "t", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "key.pem", "-token_out", "-out", "token.der");
    return readFileSync(at("token.der"));
  };
  const document = signPdf(cades, AGENCY, NOW, { subFilter: "ETSI.RFC3161", cms: stamp });
  const [, timestamp] = (await look(document, undefined, now)).signatures;
  t.deepEqual([timestamp?.kind, timestamp?.check.kind], ["timestamp", "valid"]);
  t.is((await look(replaced(document, "/MediaBox [0 0 595 842]", "/MediaBox [0 0 595 841]"), undefined, now)).signatures[1]?.check.kind, "altered");
  t.is(legalEffectOf([await look(document, undefined, now)]).missing[0]?.what, "person-signature", "a time-stamp is nobody's signature");
});

test.serial("NĐ 23/2025 Đ.15, 16: revocation is read from lists and answers that come with the file or that the operator keeps, never from the network", async (t) => {
  await needDebian("openssl", ["openssl", "version"]);
  const directory = mkdtempSync(join(tmpdir(), "lienthong-crl-"));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const at = (name: string) => join(directory, name);
  const openssl = (...parameters: string[]) => execFileSync("openssl", parameters, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  writeFileSync(at("ca.pem"), ROOT);
  writeFileSync(at("key.pem"), PDF_KEY);
  writeFileSync(at("signer.pem"), forge.pki.certificateToPem(issue(PERSON)));
  writeFileSync(at("ca.cnf"), "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha256\ndefault_crl_days=30\ncrlnumber=number\n");
  writeFileSync(at("number"), "01");
  openssl("ocsp", "-issuer", "ca.pem", "-cert", "signer.pem", "-no_nonce", "-reqout", "request");
  /** A list and an answer of an authority that revoked the signer's certificate on that day, or never. */
  const told = (day: string | null) => {
    writeFileSync(at("index"), day === null ? "V\t280101000000Z\t\t0A01\tunknown\t/CN=a\n" : `R\t280101000000Z\t${day}000000Z,keyCompromise\t0A01\tunknown\t/CN=a\n`);
    openssl("ca", "-gencrl", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "key.pem", "-out", "list.pem");
    openssl("crl", "-in", "list.pem", "-outform", "DER", "-out", "list.der");
    openssl("ocsp", "-index", "index", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "key.pem", "-reqin", "request", "-respout", "answer", "-ndays", "30");
    return { list: readFileSync(at("list.der")), answer: readFileSync(at("answer")) };
  };
  const [never, before, after] = [told(null), told("261119"), told("261121")];
  const signed = signPdf(PDF, PERSON, SIGNED, WITH);
  const say = async (bytes: Buffer, lists: readonly Buffer[] = []) => {
    const { check } = (await look(bytes, [ROOT], NOW, lists)).signatures[0] ?? {};
    return check?.kind === "valid" ? check.revocation : check?.kind === "untrusted" ? `${check.reason}: ${check.detail}` : check?.kind;
  };
  const stored = (key: "CRLs" | "OCSPs", der: Buffer) => added(signed, `1 0 obj\n<< /Type /Catalog /Pages 2 0 R /DSS << /${key} [701 0 R] >> >>\nendobj\n701 0 obj\n<< /Filter /ASCIIHexDecode /Length ${der.length * 2 + 1} >>\nstream\n${der.toString("hex")}>\nendstream\nendobj`);
  const revoked = (day: string) => `revoked: chứng thư của Nguyễn Văn Đức đã bị thu hồi ngày ${day}/11/2026, và không có dấu thời gian chứng minh đã ký trước đó`;

  t.is(await say(signed), "unknown", "nothing is known");
  t.is(await say(signed, [never.list]), "not-revoked", "a list of the operator");
  t.is(await say(signed, [before.list]), revoked("19"));
  t.is(await say(signed, [after.list]), revoked("21"), "whoever has the stolen key can claim that it was signed the day before");
  t.is(await say(stored("CRLs", never.list)), "not-revoked", "a list in the file");
  t.is(await say(stored("OCSPs", never.answer)), "not-revoked", "an answer in the file");
  t.is(await say(stored("OCSPs", before.answer)), revoked("19"));
  t.is((await first(stored("CRLs", never.list))).later, "signatures", "proofs are no change of what was signed");

  const flipped = Buffer.from(never.list);
  flipped.writeUInt8((flipped.at(-1) ?? 0) ^ 1, flipped.length - 1);
  t.is(await say(signed, [flipped]), "unknown", "a list nobody signed says nothing");
  t.is(await say(signPdf(PDF, { ...PERSON, authority: BAN_CO_YEU }), [never.list]), "chain-incomplete: chứng thư của Nguyễn Văn Đức không do tổ chức nào được tin cậy cấp", "nor does the list of another authority");
});
