import test from "ava";
import { FieldsRefused, HouseError } from "#src/core/fault";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import type { Dispatch } from "#src/core/outgoing/dispatch";
import type { OutgoingView } from "#src/core/service";
import { closeUnanswered } from "#src/core/outgoing/close-unanswered";
import { purgePayload } from "#src/jobs/purge-payload";
import { becomes, dispatchTo, gatewayOf, incomingAt, person, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };
const PROVINCE = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }] };
const reason = "Phát hành nhầm phụ lục";

function recalled(sender: TownGateway, sent: OutgoingView, receiver: string, state: NonNullable<Dispatch["recall"]>["state"]): Promise<Dispatch> {
  return eventually(`the recall at ${receiver} is ${state}`, async () => {
    const dispatch = await dispatchTo(sender, sent, receiver);
    return dispatch.recall?.state === state && dispatch;
  });
}

/** The purge as work, without the hour it waits for uploads that may hold the same bytes. */
function purgeNow({ house }: TownGateway, document: IncomingDocument): Promise<void> {
  return purgePayload({ ...house, purgeAfterMs: 0 }, { id: document.id, ref: document.id });
}

test("a document not yet accepted is cancelled by itself: 15 goes back, nothing of it can be read any more, its bytes are gone (DN-14.2c)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  await becomes(vpcp, sent, "H48", "arrived");
  const before = await incomingAt(ubnd, "H48");

  const first = await vpcp.house.service.recall(sent.document.id, { reason }, vpcp.operator);
  const again = await vpcp.house.service.recall(sent.document.id, { reason }, vpcp.operator);
  t.true(first.created);
  t.false(again.created);
  t.is(again.amendment.id, first.amendment.id);
  const agreed = await recalled(vpcp, sent, "H48", "agreed");
  t.is(agreed.state, "arrived");

  const tombstone = await ubnd.house.service.incoming(before.id, ubnd.operator);
  t.not(tombstone.purgedAt, null);
  t.is(tombstone.recall?.reason, reason);
  t.deepEqual(tombstone.files.map((file) => file.sha256), before.files.map((file) => file.sha256));
  t.notRegex(JSON.stringify([tombstone.message, tombstone.files]), /liên thông văn bản điện tử|cong-van|Nguyễn Văn A/);
  t.is((await ubnd.house.service.listIncoming({ limit: 10, state: "arrived" }, ubnd.operator)).rows.length, 0);
  t.is((await t.throwsAsync(ubnd.house.service.reportStatus(before.id, { action: "accept", person }, ubnd.operator), { instanceOf: HouseError }))?.code, "payload-purged");

  await purgeNow(ubnd, tombstone);
  for (const { sha256 } of [...before.files, before.envelope]) t.false(await ubnd.house.blobs.has(sha256));
  for (const { sha256 } of [...sent.document.files, sent.document.envelope]) t.true(await vpcp.house.blobs.has(sha256), "the sender keeps what it issued");
  t.regex((await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator))[0]?.now ?? "", /đồng ý thu hồi và hủy/);
});

test("an accepted document is cancelled by a clerk's decision, and until then the sender's is frozen", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const incoming = await incomingAt(ubnd, "H48");
  await ubnd.house.service.reportStatus(incoming.id, { action: "accept", person }, ubnd.operator);
  await becomes(vpcp, sent, "H48", "accepted");
  t.is((await t.throwsAsync(ubnd.house.service.answerRecall(incoming.id, { answer: "agree", person }, ubnd.operator), { instanceOf: HouseError }))?.code, "move-illegal");

  await vpcp.house.service.recall(sent.document.id, { reason }, vpcp.operator);
  const asked = await eventually("the clerk sees the recall", async () => (await ubnd.house.service.listIncoming({ limit: 10, recall: "asked" }, ubnd.operator)).rows[0]);
  t.is(asked.recall?.reason, reason);
  t.is(asked.purgedAt, null);

  const declined = await ubnd.house.service.answerRecall(asked.id, { answer: "decline", person, reason: "đã triển khai thực hiện" }, ubnd.operator);
  t.is(declined.status.statusCode, "16");
  const seen = await recalled(vpcp, sent, "H48", "declined");
  t.is(seen.recall?.answer, "đã triển khai thực hiện");
  t.is(seen.recall?.person, "Trần Thị B");
  t.regex((await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator))[0]?.now ?? "", /từ chối dù quy định phải hủy/);
  t.is((await vpcp.house.service.listOutgoing({ limit: 10, recall: "declined" }, vpcp.operator)).rows.length, 1, "a supervising body finds it");

  await vpcp.house.service.recall(sent.document.id, { reason: "Yêu cầu thực hiện đúng Đ.9.2" }, vpcp.operator);
  await eventually("it is asked anew", async () => (await ubnd.house.service.incoming(asked.id, ubnd.operator)).recall?.state === "asked");
  const agreed = await ubnd.house.service.answerRecall(asked.id, { answer: "agree", person }, ubnd.operator);
  t.not(agreed.document.purgedAt, null);
  t.false((await ubnd.house.service.answerRecall(asked.id, { answer: "agree", person }, ubnd.operator)).created);
  t.is((await recalled(vpcp, sent, "H48", "agreed")).state, "accepted");
});

test("what has not left is stopped: nobody is asked, nothing leaves, and the rest of the receivers still get it", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP }, run: [] });
  const vpcp = gatewayOf(town, "vpcp");
  const sent = await send(vpcp, { receivers: [{ organId: "H48" }, { organId: "H36" }] });

  const partly = await vpcp.house.service.recall(sent.document.id, { reason, receivers: ["000.00.00.H36"] }, vpcp.operator);
  t.deepEqual(partly.dispatches.map(({ receiverCode, state, recall }) => `${receiverCode} ${state} ${recall?.state ?? "none"}`).toSorted((a, b) => a.localeCompare(b)), ["H36 withdrawn withdrawn", "H48 queued none"]);
  const transmissions = await vpcp.house.service.transmissionsOf(sent.document.id, vpcp.operator);
  t.deepEqual(transmissions.map(({ state, to }) => `${state} ${to.join()}`), ["withdrawn H48,H36", "queued H48"]);

  const wholly = await vpcp.house.service.recall(sent.document.id, { reason }, vpcp.operator);
  t.true(wholly.dispatches.every(({ state, recall }) => state === "withdrawn" && recall?.state === "withdrawn"));
  t.true((await vpcp.house.service.transmissionsOf(sent.document.id, vpcp.operator)).every(({ state }) => state === "withdrawn"));
  t.regex((await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator))[0]?.now ?? "", /rút lại trước khi rời cổng/);
});

test("a recall of something whose outcome is unknown waits for the answer and follows it", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  town.axis.control.setFaults({ repeatedSend: "accept", rules: [{ operation: "sendEdoc", kind: "drop", when: "after", times: 1 }] });
  const sent = await send(vpcp);
  await becomes(vpcp, sent, "H48", "unknown");
  const { created } = await vpcp.house.service.recall(sent.document.id, { reason }, vpcp.operator);
  t.true(created);
  t.is((await dispatchTo(vpcp, sent, "H48")).recall?.state, "asked");
  await recalled(vpcp, sent, "H48", "agreed");
  t.not((await incomingAt(ubnd, "H48")).purgedAt, null);
});

test("nobody who answers is told so when the time is over, and a late answer still counts", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const incoming = await incomingAt(ubnd, "H48");
  await ubnd.house.service.reportStatus(incoming.id, { action: "accept", person }, ubnd.operator);
  await vpcp.house.service.recall(sent.document.id, { reason }, vpcp.operator);
  const asked = await recalled(vpcp, sent, "H48", "asked");
  t.is(asked.recall?.answerDueAt?.toISOString(), "2026-11-23T17:00:00.000Z", "the end of Monday in Vietnam");
  await eventually("the clerk is asked", async () => (await ubnd.house.service.incoming(incoming.id, ubnd.operator)).recall !== null);
  town.clock.set(new Date("2026-11-24T08:00:00+07:00"));
  await closeUnanswered(vpcp.house);
  t.is((await dispatchTo(vpcp, sent, "H48")).recall?.state, "unanswered");
  await ubnd.house.service.answerRecall(incoming.id, { answer: "agree", person }, ubnd.operator);
  t.is((await recalled(vpcp, sent, "H48", "agreed")).state, "accepted");
});

test("inside one gateway a recall takes the receiver's document and leaves the sender's bytes, which are the same", async (t) => {
  const town = await openTown(t, { gateways: { tinh: PROVINCE } });
  const tinh = gatewayOf(town, "tinh");
  const sent = await send(tinh, { sender: "H48", receivers: [{ organId: "H48.06" }] });
  await becomes(tinh, sent, "H48.06", "arrived");
  await tinh.house.service.recall(sent.document.id, { reason }, tinh.operator);
  await recalled(tinh, sent, "H48.06", "agreed");
  const tombstone = await incomingAt(tinh, "H48.06");
  t.not(tombstone.purgedAt, null);
  await purgeNow(tinh, tombstone);
  for (const { sha256 } of sent.document.files) t.true(await tinh.house.blobs.has(sha256));
});

test("a document nobody accepted is taken back by status 13; from whom has accepted it only a recall gets it", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: PROVINCE } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp, { receivers: [{ organId: "H48" }, { organId: "H48.06" }] });
  const incoming = await incomingAt(ubnd, "H48");
  const other = await incomingAt(ubnd, "H48.06");
  await ubnd.house.service.reportStatus(other.id, { action: "accept", person }, ubnd.operator);
  await becomes(vpcp, sent, "H48.06", "accepted");
  await becomes(vpcp, sent, "H48", "arrived");

  const refused = await t.throwsAsync(vpcp.house.service.takeBack(sent.document.id, { reason }, vpcp.operator), { instanceOf: FieldsRefused });
  t.deepEqual(refused?.problems.map(({ field, code }) => [field, code]), [["/receivers", "move-illegal"]]);
  t.regex(refused?.problems[0]?.message ?? "", /Sở Khoa học và Công nghệ.*Hãy thu hồi/);
  const { amendment, created } = await vpcp.house.service.takeBack(sent.document.id, { reason, receivers: ["H48"], person }, vpcp.operator);
  t.deepEqual([amendment.kind, created], ["take-back", true]);
  t.false((await vpcp.house.service.takeBack(sent.document.id, { reason, receivers: ["H48"] }, vpcp.operator)).created);

  await recalled(vpcp, sent, "H48", "agreed");
  const tombstone = await ubnd.house.service.incoming(incoming.id, ubnd.operator);
  t.deepEqual([tombstone.recall?.state, tombstone.recall?.reason, tombstone.recall?.person], ["agreed", reason, person.fullName]);
  t.is((await ubnd.house.service.incoming(other.id, ubnd.operator)).recall, null, "nobody asked the other one");
  const asking = (await vpcp.house.service.transmissionsOf(sent.document.id, vpcp.operator)).filter(({ carries }) => carries.kind === "amendment");
  t.deepEqual(asking.map(({ messageKind, to }) => [messageKind, to]), [["status", ["H48"]]]);
  t.deepEqual((await vpcp.house.service.amendments(sent.document.id, vpcp.operator)).map(({ kind, receivers }) => [kind, receivers]), [["take-back", ["H48"]]]);
});

test("what has not left is taken back without asking anybody", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { ...VPCP, run: [] }, ubnd: { ...UBND, run: [] } } });
  const vpcp = gatewayOf(town, "vpcp");
  const sent = await send(vpcp);
  await vpcp.house.service.takeBack(sent.document.id, { reason }, vpcp.operator);
  t.is((await dispatchTo(vpcp, sent, "H48")).state, "withdrawn");
  t.deepEqual((await vpcp.house.service.transmissionsOf(sent.document.id, vpcp.operator)).map(({ state }) => state), ["withdrawn"]);
});
