import test from "ava";
import { openDoor, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { makePdf } from "../support/pdf.ts";
import { form, fresh, LETTER } from "./submission.ts";

const town = sharedTown();
const DRY = "/api/v1/documents?validate=only";

function json(door: Door, metadata: unknown) {
  return door.ask(DRY, { method: "POST", body: JSON.stringify(metadata), headers: { "content-type": "application/json" } });
}

async function kept(door: Door, code: string): Promise<unknown> {
  return (await door.ask(`/api/v1/documents?code=${encodeURIComponent(code)}`)).body["items"];
}

test("a dry run of a good document says so and keeps nothing, also when asked twice", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const metadata = fresh();
  for (const answer of [await door.ask(DRY, { method: "POST", body: form(metadata) }), await json(door, metadata), await json(door, metadata)]) t.deepEqual([answer.status, answer.text], [204, ""]);
  const code = `${metadata.code.number}/${metadata.code.notation}`;
  t.deepEqual(await kept(door, code), []);
  t.deepEqual([door.drafts.committed, door.drafts.opened - door.drafts.discarded], [0, 0], "what was looked into is forgotten");
  const sent = await door.ask("/api/v1/documents", { method: "POST", body: form(metadata) });
  t.is(sent.status, 202, "the number is still free");
  t.like(await kept(door, code), { length: 1 });
});

test("a dry run names everything at once: fields of files, receivers, sender and number", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const used = fresh();
  t.is((await door.ask("/api/v1/documents", { method: "POST", body: form(used) })).status, 202);
  const wrong = { ...used, receivers: [{ organId: "H48" }, { organId: "Z99" }, { organId: "H48" }], secrecy: "mat" };
  const answer = await door.ask(DRY, { method: "POST", body: form(wrong, [{ name: "Công văn.docx", content: "PK" }, { name: "con.pdf", content: "" }, LETTER]) });
  t.is(answer.status, 422, answer.text);
  t.deepEqual([...new Set(answer.problems.map(({ field, code }) => `${field} ${code}`))].toSorted(), [
    "/code duplicate-document",
    "/files/0 file-format-not-allowed",
    "/files/1 field-invalid",
    "/files/1 file-name-invalid",
    "/receivers/1/organId receiver-unknown",
    "/receivers/2/organId field-invalid",
    "/secrecy secret-content-forbidden",
  ]);
  t.is(door.drafts.opened, 1, "only the file of the document that was really sent");

  const foreign = await json(door, { ...fresh(), sender: "H48", receivers: [{ organId: "Z99" }] });
  t.deepEqual([foreign.status, foreign.problems.map(({ field }) => field).toSorted()], [422, ["/receivers/0/organId", "/sender"]]);
});

test("HG-4.2b: a dry run looks into the files: content that is not what the name says, what would be held, what the signatures lack", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const wrong = await door.ask(DRY, { method: "POST", body: form(fresh(), [{ name: "cong-van.pdf", content: "Chỉ là chữ" }]) });
  t.deepEqual([wrong.status, wrong.problems.map(({ field, code }) => `${field} ${code}`)], [422, ["/files/0 file-format-not-allowed"]]);
  const stamped = makePdf({ pages: [[{ text: "TỐI MẬT", y: 700 }]] });
  const checked = await door.ask("/api/v1/document-checks", { method: "POST", body: form(fresh(), [{ name: "cong-van.pdf", content: stamped }]) });
  t.is(checked.status, 200, checked.text);
  const codes = (checked.body["notes"] as readonly { readonly code: string }[]).map(({ code }) => code);
  t.true(codes.includes("document-held") && codes.includes("signature-not-acceptable"), codes.join());
  t.deepEqual([door.drafts.committed, door.drafts.opened - door.drafts.discarded], [0, 0]);
});

test("a document to its own sender, by whatever code, or dated after today is refused by the dry run and by sending", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const wrong = { ...fresh(), issuedOn: "2026-11-21", receivers: [{ organId: "H48" }, { organId: "000.00.00.G22" }] };
  for (const answer of [await json(door, wrong), await door.ask(DRY, { method: "POST", body: form(wrong) }), await door.ask("/api/v1/documents", { method: "POST", body: form(wrong) })]) {
    t.is(answer.status, 422, answer.text);
    t.deepEqual(answer.problems.map(({ field, code }) => `${field} ${code}`).toSorted(), ["/issuedOn field-invalid", "/receivers/1/organId field-invalid"]);
  }
  t.is((await json(door, { ...wrong, issuedOn: "2026-11-20", receivers: [{ organId: "H48" }] })).status, 204, "today itself is no future");
});

test("a dry run of metadata alone speaks of what is there, never of files that are not", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const { subject: _subject, ...rest } = fresh();
  const answer = await json(door, { ...rest, urgency: "rất khẩn" });
  t.deepEqual(answer.problems.map(({ field }) => field).toSorted(), ["/subject", "/urgency"]);
  t.is((await json(door, { ...fresh(), secrecy: "mat" })).body["code"], "secret-content-forbidden");
  t.is((await json(door, "x")).status, 400);
});

test("metadata alone is not a document, and validate says nothing but only", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const alone = await door.ask("/api/v1/documents", { method: "POST", body: JSON.stringify(fresh()), headers: { "content-type": "application/json" } });
  t.deepEqual([alone.status, alone.body["code"]], [415, "media-type-unsupported"]);
  t.is((await door.ask("/api/v1/documents?validate=yes", { method: "POST", body: form() })).problems[0]?.field, "/query/validate");
});

test("a secret document leaves no byte on the disk: its metadata is judged before the first file", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const answer = await door.ask("/api/v1/documents", { method: "POST", body: form({ ...fresh(), secrecy: "tối mật" }) });
  t.deepEqual([answer.status, answer.body["code"], door.drafts.opened], [422, "secret-content-forbidden", 0]);
});
