import test from "ava";
import { array, assert, constantFrom, integer, property, record, string } from "fast-check";
import { checkSubmission } from "#src/core/policy/check-submission";
import { problemOf, refusalFor } from "#src/core/policy/finding";
import { safeName } from "#src/core/policy/safe-name";
import { examineReceipt } from "#src/core/policy/examine";
import { composeDocument } from "#src/core/outgoing/compose-document";
import { book, command, examined, file, limits, MiB, notes, profile, received, refusals, types } from "./policies.ts";

const H = "ha-giang-1690-2016";
const D = "dak-nong-01-2022";
const Q = "quang-ngai-57-2014";
const B = "bac-giang-04-2014";
const K = "kim-dong-19-2024";

test("HG-4.2a: Hà Giang takes the editable formats its decision lists, and no other", (t) => {
  for (const extension of ["txt", "odt", "rtf", "doc", "xls", "ppt", "docx", "xlsx", "pptx"]) t.deepEqual(refusals(examined(H, {}, [file("a.pdf"), file(`b.${extension}`)])), [], extension);
  for (const extension of ["ods", "csv", "jpg", "exe"]) t.deepEqual(refusals(examined(H, {}, [file("a.pdf"), file(`b.${extension}`)])), ["/files/1 file-format-not-allowed"], extension);
  t.like(examined(H, {}, [file("a.pdf"), file("b.jpg")])[0], { found: "jpg", allowed: "txt, odt, rtf, doc, xls, ppt, docx, xlsx, pptx, pdf, zip", rule: "QĐ 1690/QĐ-UBND Hà Giang Đ.4.2", profile: "ha-giang-1690-2016 bản 1" });
});

test("HG-4.2b, KD-4.2d2: the document itself, scanned or born digital, is a PDF", (t) => {
  t.deepEqual(refusals(examined(H, {}, [file("a.docx")])), ["/files/0 file-format-not-allowed"]);
  t.deepEqual(refusals(examined(K, {}, [file("a.docx")])), ["/files/0 file-format-not-allowed"]);
  t.deepEqual(refusals(examined(K, {}, [file("a.PDF"), file("b.docx")])), []);
});

test("HG-4.2c: Hà Giang takes a zip, Đắk Nông and Quảng Ngãi do not", (t) => {
  const files = [file("a.pdf"), file("b.zip")];
  t.deepEqual(refusals(examined(H, {}, files)), []);
  for (const id of [D, Q]) t.deepEqual(refusals(examined(id, {}, files)), ["/files/1 file-format-not-allowed"], id);
});

test("HG-4.3: 25 MB for a document of Hà Giang, the limit included; a receiver there decides it for the sender", (t) => {
  t.deepEqual(refusals(examined(H, {}, [file("a.pdf", 25 * MiB)])), []);
  t.deepEqual(refusals(examined(H, {}, [file("a.pdf", 20 * MiB), file("b.doc", 5 * MiB + 1)])), ["/files file-too-large"]);
  const [found] = received(H, {}, [file("a.pdf", 31 * MiB)]);
  t.is(found?.message, "UBND tỉnh Hà Giang (H22) nhận tối đa 25 MB; tệp này 31 MB. Hãy nén hoặc tách phụ lục, hoặc gửi riêng cho nơi nhận này.");
  t.like(found, { rule: "QĐ 1690/QĐ-UBND Hà Giang Đ.4.3", found: "31 MB", allowed: "25 MB mỗi văn bản", profile: "ha-giang-1690-2016 bản 1" });
  t.regex(received(H, {}, [file("a.pdf", 25 * MiB + 1)])[0]?.message ?? "", /25,1 MB/);
});

test("HG-4.1b, QN-4.2b, KD-7.2: text of the metadata is Unicode; TCVN3 and VNI are named, broken letters are refused, loose accents are told", (t) => {
  for (const id of [H, Q, K]) {
    const tcvn3 = examined(id, { subject: "V/v c«ng t¸c v¨n th­, l­u tr÷ cña tØnh" }).find(({ field }) => field === "/subject");
    t.like(tcvn3, { code: "field-invalid", severity: "refuse" });
    t.regex(`${tcvn3?.found ?? ""} ${tcvn3?.rule ?? ""}`, /TCVN3.*TCVN 6909:2001/);
    t.regex(examined(id, { subject: "Coâng vaên veà vieäc ñaêng kyù hoà sô ñieän töû" }).find(({ field }) => field === "/subject")?.found ?? "", /VNI/);
    t.deepEqual(refusals(examined(id, { subject: "Công văn về việc đăng ký hồ sơ điện tử tại Thừa Thiên Huế" })), []);
  }
  t.deepEqual(refusals(examined(H, { subject: "C\uFFFDng v\uFFFDn" })), ["/subject field-invalid"]);
  const message = composeDocument(command(), { organId: "G22" as never }, [], types, new Date(0));
  const loose = examineReceipt(profile(H), { ...message, subject: "Công văn".normalize("NFD") }, [file("a.pdf")], types);
  t.deepEqual(loose.filter(({ field }) => field === "/subject").map(({ severity, found }) => [severity, found]), [["note", "Unicode tổ hợp (không phải NFC)"]]);
});

test("HG-7.3: complaints, denunciations and unconcluded ethnic, religious and foreign matters are not sent; a letter about them is", (t) => {
  for (const category of ["complaint", "denunciation", "ethnic-religious-foreign"]) t.deepEqual(refusals(examined(H, { categories: [category] })), ["/categories content-forbidden"], category);
  t.deepEqual(refusals(examined(H, { categories: ["petition"] })), [], "Bắc Giang forbids these, Hà Giang does not");
  const hinted = examined(H, { subject: "Đơn khiếu nại của ông A", paperOriginal: true });
  t.deepEqual([refusals(hinted), notes(hinted)], [[], ["/subject content-forbidden"]]);
  t.deepEqual(notes(examined(H, { subject: "V/v trả lời đơn khiếu nại của ông A", paperOriginal: true })), []);
  t.regex(received(H, { categories: ["complaint"] })[0]?.message ?? "", /^UBND tỉnh Hà Giang \(H22\) không nhận đơn khiếu nại/);
});

test("BG-3.2: Bắc Giang forbids petitions besides complaints and denunciations", (t) => {
  t.deepEqual(refusals(examined(B, { categories: ["petition", "complaint", "denunciation"] })), ["/categories content-forbidden", "/categories content-forbidden", "/categories content-forbidden"]);
});

test("BG-3.3, QN-6.2d: one-stop dossiers have their own system in Bắc Giang, and go electronically in Quảng Ngãi", (t) => {
  t.deepEqual(refusals(examined(B, { categories: ["one-stop-dossier"] })), ["/categories content-forbidden"]);
  t.deepEqual(notes(examined(B, { subject: "Hồ sơ thủ tục hành chính số 5" })), ["/subject content-forbidden"]);
  t.deepEqual(refusals(examined(Q, { categories: ["one-stop-dossier"] })), []);
});

test("KD-6.1: a sensitive document goes only when the head let it go, and who did is in the submission", (t) => {
  t.deepEqual(refusals(examined(K, { categories: ["sensitive"] })), ["/categories content-forbidden"]);
  t.deepEqual(refusals(examined(K, { categories: ["sensitive"], release: { person: "Trần Văn Bí", reason: "Đồng ý gửi" } })), []);
  t.throws(() => command({ release: { person: "" } }));
});

test("HG-7.3, DN-1.2, QN-1.2, BG-3.1, KD-1, KD-3.1: secrecy other than none is refused by every profile, before anything else is looked at", (t) => {
  for (const secrecy of ["mat", "toi-mat", "tuyet-mat", "Mật", "x"]) {
    for (const { id } of book.profiles) t.deepEqual(checkSubmission(command({ secrecy }), [file("a.pdf")], limits({ policyOf: () => profile(id) }))[0]?.code, "secret-content-forbidden", `${id} ${secrecy}`);
  }
  t.deepEqual(checkSubmission(command({ secrecy: "Khong" }), [file("a.pdf")], limits()), []);
});

test("DN-8.3a: Đắk Nông takes texts, sheets, PDF and pictures, no slides", (t) => {
  for (const extension of ["txt", "rtf", "doc", "docx", "odt", "csv", "xls", "xlsx", "ods", "pdf", "jpg", "png", "tif"]) t.deepEqual(refusals(examined(D, {}, [file("a.pdf"), file(`b.${extension}`)])), [], extension);
  for (const extension of ["ppt", "pptx", "zip"]) t.deepEqual(refusals(examined(D, {}, [file("a.pdf"), file(`b.${extension}`)])), ["/files/1 file-format-not-allowed"], extension);
});

test("QN-4.2c: Quảng Ngãi takes the same list as Đắk Nông, by its own article", (t) => {
  t.deepEqual(profile(Q).rules["file-formats"].value, profile(D).rules["file-formats"].value);
  t.is(profile(Q).rules["file-formats"].article, "QĐ 57/2014/QĐ-UBND Quảng Ngãi Đ.4.2.c");
});

test("DN-8.3b: the file that carries the signature is a PDF", (t) => {
  t.like(examined(D, {}, [file("a.docx")])[0], { field: "/files/0", code: "file-format-not-allowed", found: "docx", allowed: "PDF", rule: "QĐ 01/2022/QĐ-UBND Đắk Nông Đ.8.3.b" });
});

test("DN-8.4a: file names in Đắk Nông have at most 50 characters, letters and digits without accents; a name that would do is offered", (t) => {
  const name = `${"a".repeat(46)}.pdf`;
  t.deepEqual(refusals(examined(D, {}, [file(name)])), []);
  t.deepEqual(refusals(examined(D, {}, [file(`a${name}`)])), ["/files/0 file-name-invalid"]);
  for (const bad of ["công văn.pdf", "a!.pdf", "a@b.pdf", "a#.pdf", "a b.pdf"]) t.deepEqual(refusals(examined(D, {}, [file(bad)])), ["/files/0 file-name-invalid"], bad);
  t.regex(examined(D, {}, [file("Công văn số 123.pdf")])[0]?.message ?? "", /Đề nghị đổi thành “Cong-van-so-123\.pdf”/);
  t.deepEqual(refusals(examined(H, {}, [file("Công văn số 123.pdf")])), [], "Hà Giang says nothing of names");
});

test("any name can be made one that Đắk Nông takes, and one that it takes stays as it is", (t) => {
  const takes = (name: string) => refusals(examined(D, {}, [file(name)])).filter((line) => line.endsWith("file-name-invalid")).length === 0;
  t.notThrows(() => assert(property(string({ unit: "grapheme", minLength: 1, maxLength: 120 }), (stem) => takes(safeName(`${stem}.pdf`, 50)))));
  t.is(safeName("Phu-luc_1.xlsx", 50), "Phu-luc_1.xlsx");
});

test("DN-8.4b: each file has at most 50 MB in Đắk Nông, whatever the sum", (t) => {
  t.deepEqual(refusals(examined(D, {}, [file("a.pdf", 50 * MiB), file("b.pdf", 50 * MiB)])), []);
  t.deepEqual(refusals(examined(D, {}, [file("a.pdf", 50 * MiB + 1)])), ["/files/0 file-too-large"]);
});

test("DN-9.1, KD-4.2d3, BG-7.2: what QĐ 28/2018 Đ.10 asks must be there, with number and date before anything is sent", (t) => {
  for (const id of [D, K, B]) {
    const { required } = profile(id).rules.metadata.value;
    for (const field of ["sender", "receivers", "number", "notation", "issuedOn", "documentType", "subject", "signerName"] as const) t.true(required.includes(field), `${id} ${field}`);
  }
  const bare = { ...command(), code: { number: "", notation: "" }, issuedOn: "", subject: "x".repeat(501) };
  t.deepEqual(refusals(examined("national")), []);
  t.deepEqual(checkSubmission(bare, [file("a.pdf")], limits()).map(({ field, code }) => `${field} ${code}`), ["/code/number field-missing", "/code/notation field-missing", "/issuedOn field-missing", "/subject field-invalid"]);
  t.deepEqual(notes(examined(D)), ["/signer/position field-missing"]);
});

test("QN-10.1d: of the fourteen fields of an outgoing document the missing ones are named, and what the law requires is refused", (t) => {
  t.deepEqual(notes(examined(Q)), ["/signer/position field-missing", "/sphere field-missing", "/pages field-missing"]);
  t.deepEqual(notes(examined(Q, { sphere: "Công nghệ", pages: 3, signer: { fullName: "Nguyễn Văn A", position: "Giám đốc" } })), []);
});

test("QN-9.1b: of the fourteen fields of an incoming document the missing ones are kept with it", (t) => {
  const message = composeDocument(command(), { organId: "G22" as never }, [{ organId: "H48" as never }], types, new Date(0));
  const findings = examineReceipt(profile(Q), message, [file("a.pdf")], types);
  t.deepEqual([refusals(findings), notes(findings)], [[], ["/signer/position field-missing", "/sphere field-missing", "/pages field-missing"]]);
});

test("DN-8.1a, DN-8.1b: types and abbreviations are those of NĐ 30/2020 and of normative acts; a type the law dropped is not sent, one nobody knows is told", (t) => {
  t.deepEqual(refusals(examined("national", { documentType: "Giấy chứng nhận" })), ["/documentType field-invalid"]);
  t.deepEqual(notes(examined("national", { documentType: "Sổ tay" })), ["/documentType field-invalid"]);
  t.deepEqual(examined("national", { documentType: "Nghị định", code: { number: "30/2020", notation: "NĐ-CP" } }), []);
  t.deepEqual(examined("national", { documentType: "Quyết định", code: { number: "15", notation: "QĐ-UBND" } }), []);
  t.regex(examined("national", { documentType: "Quyết định", code: { number: "15", notation: "UBND" } })[0]?.message ?? "", /chữ viết tắt “QĐ” của Quyết định/);
});

test("numbers and symbols that a register would trip over are told: leading zero, spaces", (t) => {
  t.deepEqual(examined("national", { code: { number: "5", notation: "VPCP - KSTT" } }).map(({ field, allowed }) => `${field} ${allowed}`), ["/code/number 05", "/code/notation không có khoảng trắng"]);
});

test("KD-7.1: a Party agency has its own list of types, nothing is said of them", (t) => {
  t.deepEqual(notes(examined(K, { documentType: "Quy chế làm việc", signer: { fullName: "A", position: "Bí thư" } })), []);
});

test("KD-6.5: where only hỏa tốc and khẩn are known, thượng khẩn is told to be read as khẩn", (t) => {
  t.deepEqual(notes(examined(K, { urgency: "thuong-khan", signer: { fullName: "A", position: "B" } })), ["/urgency field-invalid"]);
  t.deepEqual(notes(examined("national", { urgency: "thuong-khan" })), []);
});

test("a receiver's rule that the sender has too is said once, by the sender's own policy", (t) => {
  t.deepEqual(received("national", {}, [file("a.pdf"), file("b.exe")]), []);
  t.deepEqual(refusals(received(H, {}, [file("a.pdf"), file("b.exe")])), ["/files/1 file-format-not-allowed"]);
});

test("what every seed accepts is accepted by every profile, and strict refuses nothing less", (t) => {
  const extension = constantFrom("txt", "rtf", "doc", "docx", "odt", "xls", "xlsx", "pdf", "zip", "pptx", "jpg", "csv");
  const holds = property(array(record({ extension, mb: integer({ min: 1, max: 40 }), stem: constantFrom("phu-luc", "phụ lục", "b") }), { maxLength: 3 }), (others) => {
    const files = [file("van-ban.pdf", MiB), ...others.map(({ extension: ext, mb, stem }, i) => file(`${stem}${i}.${ext}`, mb * MiB))];
    return refusals(examined("strict", {}, files)).length > 0 || [H, D, Q].every((id) => refusals(examined(id, {}, files)).length === 0);
  });
  t.notThrows(() => assert(holds));
});

test("a finding says what a receiver may refuse with", (t) => {
  t.is(refusalFor(received(H, {}, [file("a.pdf", 31 * MiB)])[0] ?? never(t)), "TOO_LARGE");
  t.is(refusalFor(examined(H, { categories: ["complaint"] })[0] ?? never(t)), "FORBIDDEN_CATEGORY");
  t.false("severity" in problemOf(examined(H, { categories: ["complaint"] })[0] ?? never(t)));
});

function never(t: { fail(): void }): never {
  t.fail();
  throw new RangeError("no finding");
}
