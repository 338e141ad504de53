import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { certificateFingerprint } from "#edxml";
import type { OutgoingView } from "#src/core/service";
import { FieldsRefused, HouseError } from "#src/core/fault";
import { prepareStatus, queueStatus } from "#src/core/status/send-status";
import { signingKeys } from "#src/storage/signing-keys";
import { ANCHORS_FRESH_MS } from "#src/storage/trust-anchors";
import { gatewayOf, letter, PDF, person, send } from "#test/support/letters";
import { brokerUrl } from "#test/support/rabbitmq";
import { eventually, openTown, type TownGateway } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };
const SO = { agencies: [{ code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }] };
async function dispatchState(sender: TownGateway, sent: OutgoingView, receiver: string): Promise<string> {
  const view = await sender.house.service.outgoing(sent.document.id, sender.operator);
  return view.dispatches.find((dispatch) => dispatch.receiverCode === receiver)?.state ?? "none";
}

async function firstIncoming(receiver: TownGateway) {
  return eventually("the document arrives", async () => (await receiver.house.service.listIncoming({ limit: 10 }, receiver.operator)).rows[0]);
}


test("a signed document reaches two receivers, one accepts, the other refuses with a reason, and the sender knows all five instants of each (HG-9.1, HG-13.2a, BG-9.1, DN-10.2, DN-13.1b)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND, so: SO }, start: new Date("2026-11-20T17:42:00+07:00") });
  const [vpcp, ubnd, so] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd"), gatewayOf(town, "so")];

  const sent = await send(vpcp, { receivers: [{ organId: "H48" }, { organId: "000.00.06.H48" }] });
  t.true(sent.created);
  const atUbnd = await firstIncoming(ubnd);
  const atSo = await firstIncoming(so);
  t.is(atUbnd.verdict.kind, "intact");
  t.is(atUbnd.message.subject, "V/v kết nối, liên thông văn bản điện tử");
  t.deepEqual(atUbnd.files.map((file) => file.sha256), sent.document.files.map((file) => file.sha256));
  t.is(atSo.receiverCode, "H48.06");
  await eventually("both 01 are back", async () => (await dispatchState(vpcp, sent, "H48")) === "arrived" && (await dispatchState(vpcp, sent, "H48.06")) === "arrived");

  town.clock.set(new Date("2026-11-23T08:10:00+07:00"));
  await ubnd.house.service.reportStatus(atUbnd.id, { action: "accept", person }, ubnd.operator);
  await so.house.service.reportStatus(atSo.id, { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "thuộc thẩm quyền Sở Tài chính" }, so.operator);
  await eventually("03 and 02 are back", async () => (await dispatchState(vpcp, sent, "H48")) === "accepted" && (await dispatchState(vpcp, sent, "H48.06")) === "refused");

  const [accepted, refused] = await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator);
  t.deepEqual(refused?.dispatch.refusal, { code: "WRONG_RECIPIENT", text: "thuộc thẩm quyền Sở Tài chính", person: "Trần Thị B" });
  for (const { dispatch } of [accepted, refused].filter((timeline) => timeline !== undefined)) {
    t.is(dispatch.instants.submittedAt.toISOString(), "2026-11-20T10:42:00.000Z");
    t.is(dispatch.instants.enteredAt?.toISOString(), "2026-11-20T10:42:00.000Z");
    t.is(dispatch.instants.receivedAt?.toISOString(), "2026-11-20T10:42:00.000Z");
    t.is(dispatch.instants.effectiveAt?.toISOString(), "2026-11-23T00:30:00.000Z", "07:30 on Monday in Vietnam");
    t.regex(dispatch.instants.effectiveExplanation ?? "", /nhận 17:42 thứ Sáu.*tính là 07:30 thứ Hai.*QĐ 57\/2014/);
    t.is(dispatch.instants.decidedAt?.toISOString(), "2026-11-23T01:10:00.000Z");
  }
});

test("a repeated submission with the same key answers as the first time, and only one document arrives", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  const [first, second, third] = [await send(vpcp, {}, "k1"), await send(vpcp, {}, "k1"), await send(vpcp, {}, "k2")];
  t.true(first.created);
  t.false(second.created);
  t.false(third.created);
  t.is(second.document.id, first.document.id);
  t.is(third.document.id, first.document.id);
  await eventually("it arrives", async () => (await dispatchState(vpcp, first, "H48")) === "arrived");
  t.is((await gatewayOf(town, "ubnd").house.service.listIncoming({ limit: 10 }, vpcp.operator)).rows.length, 1);
});

test("the same key or the same number with other content is refused and leaves the first untouched", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  const first = await send(vpcp, {}, "k1");
  const reused = await t.throwsAsync(() => send(vpcp, { subject: "V/v khác" }, "k1"), { instanceOf: HouseError });
  t.is(reused?.code, "idempotency-key-reused");
  const duplicate = await t.throwsAsync(() => send(vpcp, { subject: "V/v khác" }), { instanceOf: HouseError });
  t.is(duplicate?.code, "duplicate-document");
  const again = await vpcp.house.service.outgoing(first.document.id, vpcp.operator);
  t.is(again.document.message.subject, first.document.message.subject);
});

test("what a clerk gets wrong comes back all at once, in words, and nothing is kept", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  const refused = await t.throwsAsync(() => send(vpcp, { secrecy: "mật", receivers: [{ organId: "H16" }, { organId: "H99" }, { organId: "H48.99" }, { organId: "H48" }, { organId: "000.00.00.H48" }] }), { instanceOf: FieldsRefused });
  t.deepEqual(
    refused?.problems.map((problem) => `${problem.field} ${problem.code}`),
    ["/secrecy secret-content-forbidden", "/receivers/0/organId receiver-closed", "/receivers/1/organId receiver-unknown", "/receivers/2/organId receiver-unknown", "/receivers/4/organId field-invalid"],
  );
  t.regex(refused?.problems[1]?.message ?? "", /H16.*Đắk Nông.*đóng.*H36.*Lâm Đồng/);
  t.is((await vpcp.house.service.listOutgoing({ limit: 10 }, vpcp.operator)).rows.length, 0);
});

test("a caller bound to another agency neither sends for it nor sees its documents", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  const sent = await send(vpcp);
  const stranger = { ...vpcp.operator, agencies: ["H48"] };
  t.is((await t.throwsAsync(() => vpcp.house.service.outgoing(sent.document.id, stranger), { instanceOf: HouseError }))?.code, "not-found");
  t.is((await vpcp.house.service.listOutgoing({ limit: 10 }, stranger)).rows.length, 0);
  const file = await vpcp.store("x.pdf", PDF);
  t.is((await t.throwsAsync(() => vpcp.house.service.sendDocument(letter({ code: { number: "9", notation: "X" } }), [file], stranger, null), { instanceOf: HouseError }))?.code, "agency-not-yours");
});

test("a document whose sender's key is not registered is quarantined, not filed, and the sender sees it has not arrived (HG-9.1, DN-13.1b, DN-21.7, QN-9.1a, KD-6.2b)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { ...VPCP, registered: false }, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const inbound = await eventually("it is quarantined", async () => (await ubnd.house.store.reader.inbound.list({ limit: 10, states: ["quarantined"] })).rows[0]);
  t.is(inbound.fault?.code, "signature-not-acceptable");
  t.is(inbound.verdict, "untrusted");
  t.is((await ubnd.house.service.listIncoming({ limit: 10 }, ubnd.operator)).rows.length, 0);
  t.is(await dispatchState(vpcp, sent, "H48"), "sent");

  const pem = await readFile(join(vpcp.config.keysDirectory, "G22", "certificate.pem"), "utf8");
  await ubnd.house.store.write((tx) => tx.saveCertificate({ agencyCode: "G22", fingerprint: certificateFingerprint(pem), certificatePem: pem, registeredAt: town.clock.now(), registeredBy: "quản trị", revokedAt: null }));
  await ubnd.house.service.reprocess(inbound.id, "đã đối chiếu và đăng ký chứng thư của VPCP", ubnd.operator);
  await eventually("it is filed once the certificate is registered", async () => (await dispatchState(vpcp, sent, "H48")) === "arrived");
  t.is((await firstIncoming(ubnd)).verdict.kind, "intact");
});

test("an axis that is down keeps documents waiting with a reason, and they go out when it is back (HG-13.2a, DN-21.4, QN-17.3, BG-9.1)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  town.axis.control.setFaults({ rules: [{ operation: "*", kind: "html-502" }] });
  const sent = await send(vpcp);
  await eventually("the failure is visible", async () => /Chưa gửi được|Chưa rõ/.test((await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator))[0]?.now ?? ""));
  town.axis.control.clearFaults();
  await eventually("it arrives after all", async () => (await dispatchState(vpcp, sent, "H48")) === "arrived", 40_000);
  const [timeline] = await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator);
  t.deepEqual(timeline?.steps.map((step) => step.kind), ["submitted", "left", "entered", "received", "status", "acknowledged", "effective"]);
});

test("an answer lost on the way is asked about before anything is sent again: one message at the axis", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  town.axis.control.setFaults({ repeatedSend: "accept", rules: [{ operation: "sendEdoc", kind: "drop", when: "after", times: 1 }] });
  const sent = await send(vpcp);
  await eventually("it arrives", async () => (await dispatchState(vpcp, sent, "H48")) === "arrived", 40_000);
  t.is((await ubnd.house.store.reader.inbound.list({ limit: 10 })).rows.filter((row) => row.messageKind === "document").length, 1);
});

test("a receiver whose clock runs ahead cannot report an instant later than the report itself, and what it stated is kept", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const incoming = await firstIncoming(ubnd);
  const agency = await ubnd.house.store.reader.agencies.byCode("H48");
  if (agency === null) return t.fail("H48 is hosted");
  const ahead = new Date("2026-11-20T11:00:00+07:00");
  const needs = { blobs: ubnd.house.blobs, keys: signingKeys(ubnd.config.keysDirectory) };
  const prepared = await prepareStatus(needs, incoming, agency, { code: "03", staff: { staff: "Trần Thị B" }, description: null, statedAt: ahead }, town.clock.now());
  await ubnd.house.store.write((tx) => queueStatus(tx, prepared));
  await eventually("03 is back", async () => (await dispatchState(vpcp, sent, "H48")) === "accepted");
  const [timeline] = await vpcp.house.service.outgoingTimeline(sent.document.id, vpcp.operator);
  t.is(timeline?.dispatch.instants.decidedAt?.toISOString(), "2026-11-20T02:00:00.000Z");
  t.is(timeline?.steps.find((step) => step.statusCode === "03")?.at.toISOString(), ahead.toISOString());
});

test("a trusted root that is put into the folder counts within a second, without a restart (HG-9.2)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const root = join(ubnd.config.trustDirectory, "development.pem");
  const pem = await readFile(root);
  await rm(root);
  await pause(ANCHORS_FRESH_MS);
  await send(vpcp);
  const inbound = await eventually("it is quarantined", async () => (await ubnd.house.store.reader.inbound.list({ limit: 10, states: ["quarantined"] })).rows[0]);
  t.regex(inbound.fault?.reason ?? "", /chứng thư gốc/);
  await writeFile(root, pem);
  await pause(ANCHORS_FRESH_MS);
  await ubnd.house.service.reprocess(inbound.id, "đã thêm chứng thư gốc", ubnd.operator);
  t.is((await firstIncoming(ubnd)).verdict.kind, "intact");
});

test("the same road with RabbitMQ in place of the database queue ends in the same state", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, amqpUrl: brokerUrl() });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp, { urgency: "hoa-toc" });
  const incoming = await firstIncoming(ubnd);
  await ubnd.house.service.reportStatus(incoming.id, { action: "accept", person }, ubnd.operator);
  await eventually("03 is back", async () => (await dispatchState(vpcp, sent, "H48")) === "accepted");
  t.is(incoming.verdict.kind, "intact");
});
