import test from "ava";
import { peerAmqpAdapter } from "#adapters/peer-amqp/peer-amqp-adapter";
import { updateCommandSchema } from "#src/core/outgoing/update-command";
import { letterOf } from "#test/support/axis-door";
import { becomes, codesIn, dispatchTo, gatewayOf, incomingAt, letter, person, send } from "#test/support/letters";
import { newLink, pairGateways } from "#test/support/peers";
import { parcelOf } from "#test/support/parcel";
import { brokerUrl } from "#test/support/rabbitmq";
import { eventually, openTown } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }, { code: "G17", name: "Bộ Xây dựng" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };

test("two gateways live the whole life of documents as peers over RabbitMQ, without any axis, and a peer speaks for nobody it is not registered for", async (t) => {
  const link = newLink(t);
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, onAxis: false });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  await pairGateways(link, { gateway: vpcp, reaches: ["G22"] }, { gateway: ubnd, reaches: ["H48", "H48.*"] });
  const channel = { out: `peer:${link.right}`, back: `peer:${link.left}` };

  // 01, 03, a recall that a clerk has to answer
  const first = await send(vpcp);
  t.is((await becomes(vpcp, first, "H48", "arrived")).channel, channel.out);
  const arrived = await incomingAt(ubnd, "H48");
  t.is(arrived.channel, channel.back);
  t.is(arrived.verdict.kind, "intact");
  await ubnd.house.service.reportStatus(arrived.id, { action: "accept", person }, ubnd.operator);
  await becomes(vpcp, first, "H48", "accepted");
  await vpcp.house.service.recall(first.document.id, { reason: "Phát hành nhầm" }, vpcp.operator);
  await eventually("the recall is asked", async () => (await ubnd.house.service.incoming(arrived.id, ubnd.operator)).recall?.state === "asked");
  await ubnd.house.service.answerRecall(arrived.id, { answer: "agree", person }, ubnd.operator);
  await eventually("15 is back", async () => (await dispatchTo(vpcp, first, "H48")).recall?.state === "agreed");

  // an update, then a refusal
  const second = await send(vpcp, { code: { number: "124", notation: "VPCP-KSTT" } });
  const updated = await incomingAt(ubnd, "H48", "124/VPCP-KSTT");
  await vpcp.house.service.update(second.document.id, updateCommandSchema.parse({ reason: "Ghi sai trích yếu", change: { subject: "V/v đính chính" } }), vpcp.operator);
  await eventually("the update is here", async () => (await ubnd.house.service.incoming(updated.id, ubnd.operator)).message.subject === "V/v đính chính");
  await ubnd.house.service.reportStatus(updated.id, { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "thuộc Sở Tài chính" }, ubnd.operator);
  t.is((await becomes(vpcp, second, "H48", "refused")).refusal?.text, "thuộc Sở Tài chính");

  // Bộ Xây dựng is an agency of the same gateway, but the province has registered this peer for Văn phòng Chính phủ alone
  const forged = await send(vpcp, { sender: "G17", code: { number: "125", notation: "BXD-VP" } });
  await becomes(vpcp, forged, "H48", "failed");
  const [failed] = await vpcp.house.service.transmissionsOf(forged.document.id, vpcp.operator);
  t.is(failed?.lastFault?.code, "sender-not-registered");
  const [noted] = await ubnd.house.service.peerHistory(link.left, 1, ubnd.operator);
  t.is(noted?.kind, "peer.sender-refused");
  t.is(noted?.facts["from"], "G17");

  // and one who says G22 outside and G17 inside is found out when the envelope is read
  const { bytes } = await letterOf(vpcp, "G17", ["H48"], { code: { number: "126", notation: "BXD-VP" } });
  const liar = peerAmqpAdapter({ channel: "peer:liar", urls: [brokerUrl()], link: { here: link.left, there: link.right }, spoolDirectory: "unused", reaches: () => true, known: () => Promise.resolve(null), refuse: () => Promise.resolve(null), ownAgencies: () => Promise.resolve([]), onArrival: () => undefined, onEvent: () => undefined, now: () => new Date() });
  t.teardown(() => liar.close());
  t.is((await liar.send(parcelOf(bytes, "document", "G22", ["H48"], "G17,2026/11/20,126/BXD-VP"), new AbortController().signal)).kind, "entered");
  const lie = await eventually("the lie is quarantined", async () => (await ubnd.house.service.listQuarantine({ limit: 10 }, ubnd.operator)).rows[0]);
  t.is(lie.fault?.code, "sender-mismatch");

  // paused: what is sent waits where everybody can see why, and goes when it is resumed
  await vpcp.house.service.movePeer(link.right, "pause", "bảo trì", vpcp.operator);
  const waiting = await send(vpcp, { code: { number: "127", notation: "VPCP-KSTT" } });
  const fault = await eventually("it was tried", async () => (await vpcp.house.service.transmissionsOf(waiting.document.id, vpcp.operator))[0]?.lastFault);
  t.is(fault.code, "peer-paused");
  t.is((await vpcp.house.service.peer(link.right, vpcp.operator)).waiting, 1);
  await vpcp.house.service.movePeer(link.right, "resume", "xong", vpcp.operator);
  await becomes(vpcp, waiting, "H48", "arrived");

  // what the operator said of the peer counts for whom it reaches: policy profile, size, and the codes it reads, also in an update
  await vpcp.house.service.changePeer(link.right, { reason: "LGSP cũ", dialect: "qcvn-102-2016", policyProfile: "strict", maxDocumentMb: 1 }, vpcp.operator);
  const tooMuch = [await vpcp.store("Công văn.pdf", "%PDF-1.7 công văn"), await vpcp.store("so-lieu.xlsx", Buffer.alloc(1_100_000))];
  const said = (await vpcp.house.service.checkDocument(letter({ code: { number: "128", notation: "VPCP-KSTT" } }), tooMuch, vpcp.operator)).problems;
  t.true(said.some(({ profile }) => profile?.startsWith("strict")), JSON.stringify(said));
  t.true(said.some(({ code, message }) => code === "file-too-large" && message.includes("tối đa 1 MB mỗi văn bản")), JSON.stringify(said));
  const old = await vpcp.house.service.sendDocument(letter({ code: { number: "128", notation: "VPCP-KSTT" } }), [await vpcp.store("cong-van.pdf", "%PDF-1.7 công văn")], vpcp.operator, null);
  await becomes(vpcp, old, "H48", "arrived");
  await vpcp.house.service.update(old.document.id, updateCommandSchema.parse({ reason: "Ghi sai trích yếu", change: { subject: "V/v đính chính" } }), vpcp.operator);
  await eventually("the update is here", async () => (await incomingAt(ubnd, "H48", "128/VPCP-KSTT")).message.subject === "V/v đính chính");
  const sent = await vpcp.house.service.transmissionsOf(old.document.id, vpcp.operator);
  t.deepEqual(await Promise.all(sent.map(({ envelope }) => codesIn(vpcp, envelope))), sent.map(() => ["000.00.00.G22", "000.00.00.H48"]));
  t.is(sent.length, 2);
});
