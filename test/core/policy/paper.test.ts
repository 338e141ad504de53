import test from "ava";
import { decidePaper, type PaperQuestion } from "#src/core/policy/paper";
import { examined, notes, profile } from "./policies.ts";

function mode(id: string, question: Partial<PaperQuestion>) {
  const { mode: decided, article } = decidePaper(profile(id).rules, { documentType: "Công văn", purpose: null, scope: "inter-agency", signatureIssuer: null, ...question });
  return `${decided} ${article}`;
}
const H = "ha-giang-1690-2016";
const Q = "quang-ngai-57-2014";
const HG = "QĐ 1690/QĐ-UBND Hà Giang";
const QN = "QĐ 57/2014/QĐ-UBND Quảng Ngãi";

test("HG-7.1a: inside an agency of Hà Giang steering, schedules, programmes, notices and working papers are electronic only", (t) => {
  for (const purpose of ["steering", "work-schedule", "invitation", "meeting-papers", "for-information", "report", "comment", "working-papers"] as const) t.is(mode(H, { purpose, scope: "internal" }), `electronic-only ${HG} Đ.7.1.a`, purpose);
  for (const documentType of ["Chương trình", "Kế hoạch", "Thông báo"]) t.is(mode(H, { documentType, scope: "internal" }), `electronic-only ${HG} Đ.7.1.a`, documentType);
});

test("HG-7.1b: between agencies of Hà Giang comments, information, reports, schedules, invitations and meeting papers are electronic only", (t) => {
  for (const purpose of ["comment", "for-information", "report", "work-schedule", "invitation", "meeting-papers"] as const) t.is(mode(H, { purpose }), `electronic-only ${HG} Đ.7.1.b`, purpose);
  t.is(mode(H, { documentType: "Giấy mời" }), `electronic-only ${HG} Đ.7.1.b`);
  t.is(mode(H, { purpose: "steering" }), `with-paper ${HG} Đ.7.1, Đ.7.2`, "steering is only electronic inside an agency");
});

test("HG-7.2: every other type of Hà Giang goes with paper of the same content, and a sender who promises none is told", (t) => {
  t.is(mode(H, { documentType: "Quyết định" }), `with-paper ${HG} Đ.7.1, Đ.7.2`);
  t.deepEqual(notes(examined(H, { documentType: "Quyết định", code: { number: "15", notation: "QĐ-UBND" } })), ["/paperOriginal field-invalid"]);
  t.deepEqual(notes(examined(H, { documentType: "Quyết định", code: { number: "15", notation: "QĐ-UBND" }, paperOriginal: true })), []);
});

test("QN-7: ten kinds of Quảng Ngãi are electronic only", (t) => {
  for (const purpose of ["work-schedule", "meeting-papers", "periodic-report", "working-papers", "draft-for-comment", "one-stop-dossier", "for-information"] as const) t.is(mode(Q, { purpose }), `electronic-only ${QN} Đ.7`, purpose);
  for (const documentType of ["Giấy mời", "Thông báo", "Chương trình", "Kế hoạch"]) t.is(mode(Q, { documentType }), `electronic-only ${QN} Đ.7`, documentType);
});

test("QN-8.1: everything else of Quảng Ngãi goes with paper", (t) => {
  for (const documentType of ["Quyết định", "Tờ trình", "Công văn"]) t.true(mode(Q, { documentType }).startsWith("with-paper"), documentType);
});

test("QN-4.3, QN-4.4, QN-8.2: signed with a certificate of Ban Cơ yếu no paper is sent, but for what the receiver must keep on paper", (t) => {
  t.is(mode(Q, { documentType: "Quyết định", signatureIssuer: "ban-co-yeu" }), `electronic-only ${QN} Đ.8.2`);
  t.true(mode(Q, { documentType: "Quyết định", signatureIssuer: "other" }).startsWith("with-paper"));
  for (const purpose of ["individual-decision", "asset-declaration", "inspection-conclusion", "financial-records"] as const) t.is(mode(Q, { purpose, signatureIssuer: "ban-co-yeu" }), `with-paper ${QN} Đ.8.2`, purpose);
});

test("DN-6.1: Đắk Nông sends no paper beside an electronic document", (t) => {
  t.true(mode("dak-nong-01-2022", { documentType: "Quyết định" }).startsWith("electronic-only"));
});

test("KD-6.2a: no paper once sent electronically, unless the head says so, whose words are kept", (t) => {
  const signer = { fullName: "A", position: "Bí thư" };
  t.true(mode("kim-dong-19-2024", {}).startsWith("electronic-only"));
  t.deepEqual(notes(examined("kim-dong-19-2024", { paperOriginal: true, signer })), ["/paperOriginal field-invalid"]);
  t.deepEqual(notes(examined("kim-dong-19-2024", { paperOriginal: true, signer, paperReason: "Đồng chí Bí thư yêu cầu gửi cả bản giấy" })), []);
});
