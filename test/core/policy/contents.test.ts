import test from "ava";
import type { FileFinding } from "#src/core/policy/file-finding";
import { examineForReceiver, examineReceipt, examineSubmission } from "#src/core/policy/examine";
import { refusalFor } from "#src/core/policy/finding";
import { composeDocument } from "#src/core/outgoing/compose-document";
import { inspectFile } from "#src/inspection/inspect-file";
import { bufferSource } from "#src/inspection/source";
import { makeZip } from "../../support/office.ts";
import { minimalPdf } from "../../support/pdf.ts";
import { BAN_CO_YEU, pdfAuthority, signPdf } from "../../support/signed-pdf.ts";
import { command, notes, profile, refusals, types } from "./policies.ts";

const TRUST = { anchors: [pdfAuthority(), pdfAuthority(BAN_CO_YEU)], at: new Date("2026-11-22T08:00:00+07:00") };
const PERSON = { commonName: "Nguyễn Văn Đức" };
const AGENCY = { commonName: "Văn phòng Chính phủ", organization: "Văn phòng Chính phủ" };
const unsigned = minimalPdf();
const signed = signPdf(signPdf(unsigned, PERSON), AGENCY);
const official = signPdf(signPdf(unsigned, { ...PERSON, authority: BAN_CO_YEU }), { ...AGENCY, authority: BAN_CO_YEU });

async function look(name: string, bytes: Buffer): Promise<FileFinding> {
  return inspectFile(bufferSource(bytes), { name, sha256: "0".repeat(64), size: bytes.length }, TRUST);
}

async function examined(id: string, change: object, ...files: readonly (readonly [name: string, bytes: Buffer])[]) {
  const findings = await Promise.all(files.map(([name, bytes]) => look(name, bytes)));
  return examineSubmission(profile(id), command(change), findings, types, findings);
}

test("DN-5.2: Đắk Nông sends no document that is not signed by person and agency, and says what is missing; elsewhere it is for information", async (t) => {
  const found = await examined("dak-nong-01-2022", {}, ["cv.pdf", unsigned]);
  t.deepEqual(refusals(found), ["/files/0 signature-not-acceptable"]);
  t.like(found.find(({ code }) => code === "signature-not-acceptable"), { rule: "QĐ 01/2022/QĐ-UBND Đắk Nông Đ.5.1, Đ.5.2", found: "không có chữ ký số", message: "Tệp “cv.pdf” chưa có chữ ký số của người có thẩm quyền. Tệp “cv.pdf” chưa có chữ ký số của cơ quan. Quy định của cơ quan chỉ cho gửi văn bản đã ký số đủ. Hãy ký số rồi gửi lại." });
  t.deepEqual(refusals(await examined("dak-nong-01-2022", {}, ["cv.pdf", signPdf(unsigned, AGENCY)])), ["/files/0 signature-not-acceptable"]);
  t.deepEqual(refusals(await examined("dak-nong-01-2022", {}, ["cv.pdf", signed])), []);
  t.deepEqual(refusals(await examined("dak-nong-01-2022", {}, ["cv.pdf", signed], ["pl.pdf", unsigned])), ["/files/0 signature-not-acceptable"], "a separate appendix needs the agency's own");
  const national = await examined("national", {}, ["cv.pdf", unsigned]);
  t.deepEqual([refusals(national), notes(national).filter((note) => note.endsWith("signature-not-acceptable"))], [[], ["/files/0 signature-not-acceptable"]]);
});

test("DN-5.2: a receiver of Đắk Nông keeps it from being sent, and on receipt it is a reason to refuse", async (t) => {
  const findings = [await look("cv.pdf", unsigned)];
  const [said] = examineForReceiver(profile("national"), profile("dak-nong-01-2022"), command(), findings, "UBND tỉnh", findings).filter(({ severity }) => severity === "refuse");
  t.regex(said?.message ?? "", /UBND tỉnh chỉ nhận văn bản đã ký số đủ/);
  const message = composeDocument(command(), { organId: "G22" as never }, [], types, new Date(0));
  const refusalCode = async (bytes: Buffer) => {
    const found = [await look("cv.pdf", bytes)];
    const first = examineReceipt(profile("dak-nong-01-2022"), message, found, types, found).find(({ severity, code }) => severity === "refuse" && code === "signature-not-acceptable");
    return first === undefined ? null : refusalFor(first);
  };
  t.deepEqual([await refusalCode(unsigned), await refusalCode(signPdf(unsigned, AGENCY)), await refusalCode(signed)], ["UNSIGNED", "SIGNATURE_INVALID", null]);
});

test("QN-4.3, QN-4.4, QN-8.2: the signatures found decide whether paper must follow", async (t) => {
  const decision = { documentType: "Quyết định", code: { number: "15", notation: "QĐ-UBND" } };
  const paper = async (change: object, bytes: Buffer) => (await examined("quang-ngai-57-2014", { ...decision, ...change }, ["qd.pdf", bytes])).filter(({ field }) => field === "/paperOriginal").map(({ found, allowed, rule }) => `${found} → ${allowed}, ${rule}`);
  const Q = "QĐ 57/2014/QĐ-UBND Quảng Ngãi";
  t.deepEqual(await paper({}, unsigned), [`chỉ điện tử → kèm bản giấy, ${Q} Đ.7, Đ.8.1, Đ.8.2`]);
  t.deepEqual(await paper({}, signed), [`chỉ điện tử → kèm bản giấy, ${Q} Đ.7, Đ.8.1, Đ.8.2`], "another authority's certificate does not waive it");
  t.deepEqual(await paper({}, official), []);
  t.deepEqual(await paper({ paperOriginal: true }, official), [`kèm bản giấy → chỉ điện tử, ${Q} Đ.8.2`]);
  t.deepEqual(await paper({ purpose: "financial-records" }, official), [`chỉ điện tử → kèm bản giấy, ${Q} Đ.8.2`], "what the receiver must keep on paper");
  const hint = (await examined("quang-ngai-57-2014", decision, ["qd.pdf", signed])).find(({ code }) => code === "signature-not-acceptable");
  t.like(hint, { severity: "note", found: "chứng thư của tổ chức khác" });
});

test("DN-13.3: a bulky dossier travels by itself: its list goes with the document, and paper is promised for the receiver to confirm", async (t) => {
  const separateDossier = { items: [{ name: "Hồ sơ dự án", quantity: 12 }, { name: "Bản đồ trên đĩa", sha256: "ab".repeat(32) }] };
  const message = composeDocument(command({ separateDossier }), { organId: "G22" as never }, [], types, new Date(0));
  t.true(message.business.paper);
  t.deepEqual(message.otherInfo.appendixes, ["Hồ sơ chuyển trực tiếp: Hồ sơ dự án (số lượng 12)", `Hồ sơ chuyển trực tiếp: Bản đồ trên đĩa, SHA-256 ${"ab".repeat(32)}`]);
  t.deepEqual((await examined("dak-nong-01-2022", { separateDossier }, ["cv.pdf", signed])).filter(({ field }) => field === "/paperOriginal"), [], "no rule against paper speaks of it");
  t.throws(() => command({ separateDossier: { items: [] } }));
});

test("DN-8.3a, HG-4.2c: a file whose name promises nothing, and the entries of a zip, are judged by their content", async (t) => {
  const program = Buffer.alloc(256);
  program.write("MZ");
  program.writeUInt32LE(128, 60);
  program.write("PE", 128);
  t.true(refusals(await examined("national", {}, ["cv.pdf", signed], ["ve.dwg", program])).includes("/files/1 file-format-not-allowed"));
  const zipped = await examined("ha-giang-1690-2016", {}, ["cv.pdf", signed], ["hs.zip", makeZip([{ name: "anh.jpg", content: Buffer.from("ffd8ffe000104a46", "hex") }])]);
  t.like(zipped.find(({ field, code }) => field === "/files/1" && code === "file-format-not-allowed"), { severity: "note", found: "ảnh JPEG" });
});

test("DN-19.2: what the scanner found is refused or told under the profile's own article", async (t) => {
  const clean = await look("cv.pdf", signed);
  const with_ = (virus: FileFinding["virus"]) => examineSubmission(profile("dak-nong-01-2022"), command(), [clean], types, [{ ...clean, virus }]);
  t.like(with_({ kind: "infected", signature: "Eicar", engine: "ClamAV" }).find(({ code }) => code === "malware-found"), { severity: "refuse", rule: "QĐ 01/2022/QĐ-UBND Đắk Nông Đ.19.2" });
  t.like(with_({ kind: "unscanned", reason: "too-large" }).find(({ code }) => code === "malware-found"), { severity: "note", message: "Tệp “cv.pdf” chưa quét được vi rút: tệp lớn hơn mức máy quét nhận. Văn bản được tạm giữ chờ người có trách nhiệm." });
  t.deepEqual(with_({ kind: "clean", engine: "ClamAV" }).filter(({ code }) => code === "malware-found"), []);
});
