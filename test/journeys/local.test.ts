import test from "ava";
import { becomes, dispatchTo, gatewayOf, incomingAt, person, send } from "#test/support/letters";
import { eventually, openTown } from "#test/support/town";

const PROVINCE = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }] };
const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };

test("agencies of one gateway exchange without the axis, by the same road and with the same evidence (QN-17.9, HG-12.2a)", async (t) => {
  const town = await openTown(t, { gateways: { tinh: PROVINCE } });
  const tinh = gatewayOf(town, "tinh");
  town.axis.control.setFaults({ rules: [{ operation: "*", kind: "html-502" }] });

  const sent = await send(tinh, { sender: "H48", receivers: [{ organId: "000.00.06.H48" }] });
  const arrived = await becomes(tinh, sent, "H48.06", "arrived");
  t.is(arrived.channel, "local");
  t.not(arrived.instants.enteredAt, null);
  t.not(arrived.instants.effectiveAt, null);

  const incoming = await incomingAt(tinh, "H48.06");
  t.is(incoming.channel, "local");
  t.is(incoming.verdict.kind, "intact");
  t.deepEqual(incoming.files.map((file) => file.sha256), sent.document.files.map((file) => file.sha256));
  await tinh.house.service.reportStatus(incoming.id, { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "thuộc Sở Tài chính" }, tinh.operator);
  const refused = await becomes(tinh, sent, "H48.06", "refused");
  t.deepEqual(refused.refusal, { code: "WRONG_RECIPIENT", text: "thuộc Sở Tài chính", person: "Trần Thị B" });

  const kinds = (await tinh.house.store.reader.journal.ofIncoming(incoming.id)).map((entry) => entry.kind);
  for (const kind of ["inbound.kept", "incoming.filed", "incoming.moved", "transmission.entered"] as const) t.true(kinds.includes(kind), kind);
});

test("a document to a receiver of the house and to one outside makes two transmissions, and each receives it once", async (t) => {
  const town = await openTown(t, { gateways: { tinh: PROVINCE, vpcp: VPCP } });
  const [tinh, vpcp] = [gatewayOf(town, "tinh"), gatewayOf(town, "vpcp")];
  const sent = await send(tinh, { sender: "H48", receivers: [{ organId: "H48.06" }, { organId: "G22" }] });
  await becomes(tinh, sent, "H48.06", "arrived");
  await becomes(tinh, sent, "G22", "arrived");
  const transmissions = await tinh.house.service.transmissionsOf(sent.document.id, tinh.operator);
  t.deepEqual(transmissions.map(({ channel, to }) => `${channel} ${to.join()}`).toSorted((a, b) => a.localeCompare(b)), ["axis G22", "local H48.06"]);
  t.deepEqual((await incomingAt(vpcp, "G22")).message.to.map(({ organId }) => organId === "G22"), [true]);
  const kept = await tinh.house.store.reader.inbound.list({ limit: 50 });
  t.is(kept.rows.filter((row) => row.messageKind === "document").length, 1, "the axis brought nothing back");
});

test("the outside being down delays nobody inside", async (t) => {
  const town = await openTown(t, { gateways: { tinh: PROVINCE, vpcp: VPCP } });
  const tinh = gatewayOf(town, "tinh");
  town.axis.control.setFaults({ rules: [{ operation: "sendEdoc", kind: "html-502" }] });
  const sent = await send(tinh, { sender: "H48", receivers: [{ organId: "H48.06" }, { organId: "G22" }] });
  await becomes(tinh, sent, "H48.06", "arrived");
  await eventually("the outside has been tried", async () => ["unknown", "queued"].includes((await dispatchTo(tinh, sent, "G22")).state));
  town.axis.control.clearFaults();
  t.is((await becomes(tinh, sent, "G22", "arrived")).channel, "axis");
});
