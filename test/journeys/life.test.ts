import test from "ava";
import { FieldsRefused, HouseError } from "#src/core/fault";
import { updateCommandSchema } from "#src/core/outgoing/update-command";
import { becomes, dispatchTo, files, gatewayOf, incomingAt, letter, person, send } from "#test/support/letters";
import { eventually, openTown } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };
const SO = { agencies: [{ code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }] };

test("an update changes the metadata at the receiver, keeps what they were, sends the document to whom was added and takes it from whom was removed (DN-14.2c)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND, so: SO } });
  const [vpcp, ubnd, so] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd"), gatewayOf(town, "so")];
  const sent = await send(vpcp);
  await becomes(vpcp, sent, "H48", "arrived");
  await eventually("the directory knows the department", async () => (await vpcp.house.store.reader.agencies.byCode("H48.06")) !== null);

  const command = updateCommandSchema.parse({ reason: "Ghi sai hạn xử lý", change: { dueOn: "2026-12-15", subject: "V/v kết nối, liên thông (đính chính)" }, addReceivers: ["H48.06"] });
  const first = await vpcp.house.service.update(sent.document.id, command, vpcp.operator);
  const again = await vpcp.house.service.update(sent.document.id, command, vpcp.operator);
  t.true(first.created);
  t.false(again.created);

  const updated = await eventually("the receiver has the new metadata", async () => {
    const incoming = await incomingAt(ubnd, "H48");
    return incoming.versions.length > 0 && incoming;
  });
  t.is(updated.message.subject, "V/v kết nối, liên thông (đính chính)");
  t.is(updated.message.dueDate?.toString(), "2026-12-15");
  t.is(updated.versions[0]?.message.subject, sent.document.message.subject);
  t.deepEqual(updated.files.map((file) => file.sha256), sent.document.files.map((file) => file.sha256));
  await eventually("15 is back", async () => (await dispatchTo(vpcp, sent, "H48")).update?.state === "agreed");
  t.is((await dispatchTo(vpcp, sent, "H48")).recall, null, "an answer to an update is none to a recall");

  await becomes(vpcp, sent, "H48.06", "arrived");
  const added = await incomingAt(so, "H48.06");
  t.is(added.message.subject, updated.message.subject);
  t.deepEqual(added.files.map((file) => file.sha256), sent.document.files.map((file) => file.sha256));

  const removal = updateCommandSchema.parse({ reason: "Gửi nhầm nơi nhận", removeReceivers: ["H48.06"] });
  t.true((await vpcp.house.service.update(sent.document.id, removal, vpcp.operator)).created);
  await eventually("the removed one has cancelled it", async () => (await dispatchTo(vpcp, sent, "H48.06")).recall?.state === "agreed");
  t.is((await dispatchTo(vpcp, sent, "H48")).recall, null);
});

test("a document that is being recalled is frozen", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const incoming = await incomingAt(ubnd, "H48");
  await ubnd.house.service.reportStatus(incoming.id, { action: "accept", person }, ubnd.operator);
  await becomes(vpcp, sent, "H48", "accepted");
  await vpcp.house.service.recall(sent.document.id, { reason: "Phát hành nhầm" }, vpcp.operator);
  const change = updateCommandSchema.parse({ reason: "Sửa trích yếu", change: { subject: "V/v khác" } });
  t.is((await t.throwsAsync(vpcp.house.service.update(sent.document.id, change, vpcp.operator), { instanceOf: HouseError }))?.code, "document-frozen");
});

test("a replacement has its own number and equal form, and both documents know each other at both ends", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  await becomes(vpcp, sent, "H48", "arrived");
  const replaces = { id: sent.document.id, reason: "Sai số liệu phụ lục" };
  const wrong = await t.throwsAsync(send(vpcp, { documentType: "Quyết định", replaces }), { instanceOf: HouseError });
  t.true(wrong instanceof FieldsRefused || wrong?.code === "duplicate-document");
  const unequal = await t.throwsAsync(send(vpcp, { code: { number: "124", notation: "VPCP-KSTT" }, documentType: "Quyết định", replaces }), { instanceOf: FieldsRefused });
  t.deepEqual(unequal?.problems.map((problem) => problem.field), ["/documentType"]);

  const replacement = await send(vpcp, { code: { number: "124", notation: "VPCP-KSTT" }, subject: "V/v thay thế công văn 123", replaces });
  await becomes(vpcp, replacement, "H48", "arrived");
  const incoming = await incomingAt(ubnd, "H48", "124/VPCP-KSTT");
  t.is(incoming.message.business.kind, "replace");
  for (const [house, id, access] of [[vpcp.house, sent.document.id, vpcp.operator], [ubnd.house, incoming.id, ubnd.operator]] as const) {
    const { entries } = await house.service.thread(id, access);
    t.deepEqual(entries.map((entry) => entry.document.message.code.number), ["123", "124"]);
    t.deepEqual(entries[1]?.mentions, [{ relation: "replaces", identityKey: sent.document.identityKey }]);
  }
});

test("answering an incoming document completes it, reports 06, and makes a thread that only its parties see (BG-6.2, DN-13.2b)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const incoming = await incomingAt(ubnd, "H48");
  await ubnd.house.service.reportStatus(incoming.id, { action: "accept", person }, ubnd.operator);

  const reference = { organId: "G22", code: "123/VPCP-KSTT", documentId: incoming.message.documentId, issuedOn: "2026-11-20" };
  const answer = letter({ sender: "H48", receivers: [{ organId: "G22" }], code: { number: "45", notation: "UBND-VX" }, issuedAt: "Quảng Ngãi", subject: "V/v trả lời công văn 123", responseFor: [reference] });
  const answered = await ubnd.house.service.sendDocument(answer, await files(ubnd), ubnd.operator, null);
  t.is((await ubnd.house.service.incoming(incoming.id, ubnd.operator)).state, "completed");
  const completed = await becomes(vpcp, sent, "H48", "completed");
  t.is(completed.state, "completed");
  const back = await incomingAt(vpcp, "G22", "45/UBND-VX");

  const thread = await vpcp.house.service.thread(back.id, vpcp.operator);
  t.deepEqual(thread.entries.map((entry) => `${entry.direction} ${entry.document.message.code.number}`), ["outgoing 123", "incoming 45"]);
  t.deepEqual((await ubnd.house.service.thread(answered.document.id, ubnd.operator)).entries.map((entry) => `${entry.direction} ${entry.document.message.code.number}`), ["incoming 123", "outgoing 45"]);
  const stranger = { ...vpcp.operator, agencies: ["H36"] };
  t.is((await t.throwsAsync(vpcp.house.service.thread(back.id, stranger), { instanceOf: HouseError }))?.code, "not-found");
});
