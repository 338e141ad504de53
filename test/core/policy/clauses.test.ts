import test from "ava";
import { canonicalOrganId, parseOrganId } from "#edxml";
import { mayActFor } from "#src/core/access";
import { HOUSE_FAULT_TEXTS } from "#src/core/fault-texts";
import { statusCommandSchema } from "#src/core/incoming/status-command";
import { composeDocument } from "#src/core/outgoing/compose-document";
import { checkDocumentId } from "#src/core/outgoing/own-document-id";
import { command, types } from "./policies.ts";

test("BG-5.3b, KD-6.3: a refusal has a code (wrong recipient is one), words and a person, or it is none", (t) => {
  const refusal = { action: "refuse", code: "WRONG_RECIPIENT", reason: "Văn bản thuộc thẩm quyền Sở Xây dựng", person: { fullName: "Nguyễn Thị Lan" } };
  t.true(statusCommandSchema.safeParse(refusal).success);
  for (const missing of ["code", "reason", "person"]) t.false(statusCommandSchema.safeParse({ ...refusal, [missing]: undefined }).success, missing);
});

test("DN-4.2, BG-9.3: who may act for one agency sees nothing of another", (t) => {
  const access = { actor: { kind: "operator", name: "an" }, agencies: ["H48.06"] } as const;
  t.deepEqual(["H48.06", "H48", "H48.061", "G22"].map((code) => mayActFor(access, code)), [true, false, false, false]);
});

test("DN-9.3: the id of a document is made of agency, year, number and notation, and one that says otherwise is refused", (t) => {
  t.deepEqual(checkDocumentId(command({ documentId: "G22,2026/11/20,123/VPCP-KSTT" })), []);
  t.is(checkDocumentId(command({ documentId: "G22,2025/11/20,123/VPCP-KSTT" }))[0]?.field, "/documentId");
});

test("DN-14.3b: the day by which an answer is due travels in the envelope", (t) => {
  t.is(String(composeDocument(command({ dueOn: "2026-12-01" }), { organId: parseOrganId("G22") }, [], types, new Date(0)).dueDate), "2026-12-01");
});

test("DN-2.3: an organisation outside the state's codes can be named", (t) => {
  t.is(canonicalOrganId(parseOrganId("Z01ABC")), "Z01ABC");
});

test("HG-4.1c: whatever a clerk reads is Vietnamese with diacritics", (t) => {
  for (const [code, { title, advice }] of Object.entries(HOUSE_FAULT_TEXTS)) t.regex(`${title} ${advice}`.normalize("NFD"), /[\u0300-\u0323]/, code);
});
