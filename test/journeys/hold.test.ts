import test from "ava";
import { HouseError } from "#src/core/fault";
import type { HeldDocument } from "#src/core/hold/held";
import { eventually, openTown, type Town, type TownGateway } from "../support/town.ts";
import { dispatchTo, gatewayOf, incomingAt, letter } from "../support/letters.ts";
import { makePdf } from "../support/pdf.ts";

const TOWN = { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] }, qng: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] } } };
const STAMPED = makePdf({ pages: [[{ text: "VĂN PHÒNG CHÍNH PHỦ" }, { text: "TỐI MẬT", y: 700 }, { text: "Nội dung không được lộ", y: 500 }]] });
const decision = { person: { fullName: "Nguyễn Thị Lan", position: "Chánh Văn phòng" }, reason: "dấu ở mẫu biểu minh họa, văn bản không mật" };

async function sendStamped(sender: TownGateway, number = "123") {
  return sender.house.service.sendDocument(letter({ code: { number, notation: "VPCP-KSTT" } }), [await sender.store("cong-van.pdf", STAMPED)], sender.operator, null);
}

async function heldAt(gateway: TownGateway): Promise<readonly HeldDocument[]> {
  return (await gateway.house.service.listHeld({ limit: 10 }, gateway.operator)).rows;
}

/** Released at the sender's, it is held once more where it arrives. */
async function heldAtReceiver(town: Town): Promise<HeldDocument> {
  const [sender, receiver] = [gatewayOf(town, "vpcp"), gatewayOf(town, "qng")];
  const { document } = await sendStamped(sender);
  await sender.house.service.releaseHeld(document.id, decision, sender.operator);
  return eventually("the document is held at the receiver", async () => (await heldAt(receiver))[0]);
}

test("a document with a stamp of secrecy goes nowhere until a person releases it", async (t) => {
  const town = await openTown(t, TOWN);
  const sender = gatewayOf(town, "vpcp");
  const sent = await sendStamped(sender);
  t.is(sent.dispatches[0]?.state, "held");
  const [held] = await heldAt(sender);
  t.is(held?.document.id, sent.document.id);
  t.deepEqual(held?.hold.stamps.map(({ level, page, fileIndex }) => ({ level, page, fileIndex })), [{ level: "toi-mat", page: 1, fileIndex: 0 }]);
  t.true(held?.hold.reason.includes("dấu “TỐI MẬT” ở tệp thứ 1, trang 1"));

  t.is((await sender.house.store.relayDue(100, () => Promise.resolve())).count, 0, "nothing was ordered to go out");
  t.is((await dispatchTo(sender, sent, "H48")).state, "held");
  for (const attempt of [() => sender.house.service.recall(sent.document.id, { reason: "thử" }, sender.operator), () => sender.house.service.update(sent.document.id, { reason: "thử", change: { subject: "khác" }, addReceivers: ["H49"], removeReceivers: [] }, sender.operator)]) {
    const error = await t.throwsAsync(attempt(), { instanceOf: HouseError });
    t.is(error?.code, "document-held");
  }

  const released = await sender.house.service.releaseHeld(sent.document.id, decision, sender.operator);
  t.deepEqual([released.hold.state, released.hold.decision?.person, released.hold.decision?.reason], ["released", "Nguyễn Thị Lan, Chánh Văn phòng", decision.reason]);
  t.is((await sender.house.service.releaseHeld(sent.document.id, decision, sender.operator)).hold.state, "released", "repeating it is harmless");
  t.is((await t.throwsAsync(sender.house.service.discardHeld(sent.document.id, decision, sender.operator), { instanceOf: HouseError }))?.code, "move-illegal");
  await eventually("it is sent", async () => ["sent", "arrived"].includes((await dispatchTo(sender, sent, "H48")).state));
  const kinds = (await sender.house.store.reader.journal.ofOutgoing(sent.document.id)).map(({ kind }) => kind);
  t.true(["outgoing.submitted", "outgoing.held", "outgoing.released"].every((kind) => kinds.includes(kind as never)));

  // what it answers is completed when it goes, not while it waits
  const receiver = gatewayOf(town, "qng");
  await receiver.house.service.sendDocument(letter({ sender: "H48", receivers: [{ organId: "G22" }], code: { number: "9", notation: "UBND-VX" } }), [await receiver.store("cong-van.pdf", makePdf({ pages: [[{ text: "hỏi" }]] }))], receiver.operator, null);
  const asked = await incomingAt(sender, "G22", "9/UBND-VX");
  await sender.house.service.reportStatus(asked.id, { action: "accept", person: { fullName: "Trần Thị B" } }, sender.operator);
  const reference = { organId: "H48", code: "9/UBND-VX", documentId: asked.message.documentId, issuedOn: "2026-11-20" };
  const answer = await sender.house.service.sendDocument(letter({ code: { number: "124", notation: "VPCP-KSTT" }, responseFor: [reference] }), [await sender.store("tra-loi.pdf", STAMPED)], sender.operator, null);
  t.is((await sender.house.service.incoming(asked.id, sender.operator)).state, "accepted");
  await sender.house.service.releaseHeld(answer.document.id, decision, sender.operator);
  t.is((await sender.house.service.incoming(asked.id, sender.operator)).state, "completed");
});

test("a held document that is discarded leaves digests, person and reason, and its number is free again", async (t) => {
  const town = await openTown(t, TOWN);
  const sender = gatewayOf(town, "vpcp");
  const sent = await sendStamped(sender);
  const discarded = await sender.house.service.discardHeld(sent.document.id, { ...decision, reason: "văn bản mật thật" }, sender.operator);
  t.is(discarded.hold.state, "discarded");
  const { document, dispatches } = await sender.house.service.outgoing(sent.document.id, sender.operator);
  t.is(dispatches[0]?.state, "withdrawn");
  t.not(document.purgedAt, null);
  t.is(document.files[0]?.name, "tep-1");
  t.false(JSON.stringify(document).includes("kết nối, liên thông"), "no word of the subject stays");
  t.deepEqual(await heldAt(sender), []);
  t.deepEqual((await sender.house.service.listOutgoing({ limit: 10, words: "liên thông văn bản" }, sender.operator)).rows, [], "nor in the search");
  const [file] = sent.document.files;
  const inUse = await sender.house.store.write((tx) => tx.blobsInUse([file?.sha256 ?? "", sent.document.envelope.sha256]));
  t.deepEqual(inUse, [], "its bytes belong to nobody");

  const again = await sender.house.service.sendDocument(letter(), [await sender.store("cong-van.pdf", makePdf({ pages: [[{ text: "bản không mật" }]] }))], sender.operator, null);
  t.true(again.created);
});

test("a stamped document that arrives is reported as arrived, shown to nobody, and handed over only when released", async (t) => {
  const town = await openTown(t, TOWN);
  const held = await heldAtReceiver(town);
  const [sender, receiver] = [gatewayOf(town, "vpcp"), gatewayOf(town, "qng")];
  const id = held.document.id as Parameters<typeof receiver.house.service.incoming>[0];
  t.is(held.direction, "incoming");
  t.false(JSON.stringify(held).includes("cong-van.pdf") || JSON.stringify(held).includes("kết nối, liên thông"), "no word of the content");
  t.deepEqual((await receiver.house.service.listIncoming({ limit: 10 }, receiver.operator)).rows, []);
  const shown = await receiver.house.service.incoming(id, receiver.operator);
  t.is(shown.message.subject, "(văn bản đang tạm giữ, chưa hiển thị nội dung)");
  const person = { fullName: "Trần Thị B" };
  for (const attempt of [() => receiver.house.service.markFetched(id, receiver.operator), () => receiver.house.service.reportStatus(id, { action: "accept", person }, receiver.operator)]) {
    t.is((await t.throwsAsync(attempt(), { instanceOf: HouseError }))?.code, "document-held");
  }
  const [sent] = (await sender.house.service.listOutgoing({ limit: 1 }, sender.operator)).rows;
  await eventually("the sender hears that it has come", async () => sent !== undefined && (await dispatchTo(sender, sent, "H48")).state === "arrived");

  await receiver.house.service.releaseHeld(id, decision, receiver.operator);
  const arrived = await incomingAt(receiver, "H48");
  t.is(arrived.files[0]?.name, "cong-van.pdf");
  t.is(arrived.hold?.state, "released");
  await t.notThrowsAsync(receiver.house.service.markFetched(id, receiver.operator));
});

test("a stamped document that is discarded where it arrived is refused to its sender", async (t) => {
  const town = await openTown(t, TOWN);
  const held = await heldAtReceiver(town);
  const [sender, receiver] = [gatewayOf(town, "vpcp"), gatewayOf(town, "qng")];
  await receiver.house.service.discardHeld(held.document.id, { ...decision, reason: "văn bản mật, đề nghị gửi theo đường mật" }, receiver.operator);
  const [sent] = (await sender.house.service.listOutgoing({ limit: 1 }, sender.operator)).rows;
  const refused = await eventually("the sender hears the refusal", async () => {
    const dispatch = sent === undefined ? null : await dispatchTo(sender, sent, "H48");
    return dispatch?.state === "refused" && dispatch;
  });
  t.is(refused.refusal?.code, "SECRET_CONTENT");
  const kept = await receiver.house.service.incoming(held.document.id as Parameters<typeof receiver.house.service.incoming>[0], receiver.operator);
  t.is(kept.state, "refused");
  t.not(kept.purgedAt, null);
  t.is(kept.files[0]?.name, "tep-1");
});
