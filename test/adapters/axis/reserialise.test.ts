import test from "ava";
import { party, readBack, sampleDocument, SAMPLE_FILES, sampleStatus, trusting, written } from "#test/edxml/support/messages";
import { writeStatusReport } from "#edxml";
import { bytesSink, fetched, golden, never, openAxis, RECEIVER, SENDER } from "./support.ts";
import { parcelOf } from "#test/support/parcel";
import { tmpdir } from "node:os";

/** The sample's sender and receivers on two systems. */
const MEMBERS = [
  { ...SENDER, centerCode: "48.00.W00", units: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] },
  { ...RECEIVER, units: [{ code: "G22", name: "Văn phòng Chính phủ" }, { code: "H48.15", name: "Sở Nội vụ" }] },
];

test("A6: with reserialise on, a signed document arrives rewritten, with old codes and trace entries added, and still provable", async (t) => {
  const { sender, receiver } = await openAxis(t, { members: MEMBERS, faults: { reserialise: true } });
  const signer = await party();
  const document = sampleDocument();
  const bytes = await written(document, SAMPLE_FILES(), { signer: signer.signer });
  const outcome = await sender.send(parcelOf(bytes, "document", "H48", ["G22", "000.00.15.H48"], document.documentId), never());
  t.is(outcome.kind, "entered");
  const [item] = await receiver.listPending(never());
  if (item === undefined) return t.fail();
  const arrived = await fetched(receiver, item);
  t.false(arrived.equals(bytes));

  const { reading, files } = await readBack(arrived, { trust: await trusting(signer) });
  t.is(reading.verdict.kind, "relayed");
  if (reading.unverified.kind !== "document") return t.fail();
  t.deepEqual(reading.unverified.to.map((to) => to.organId as string), ["G22", "000.00.15.H48", "000.00.00.G22"], "the other receiver was addressed by its old code already");
  t.like(reading.unverified.to[2], { organizationInCharge: "TLTVBQG_CDMDD_QD20", organName: "Văn phòng Chính phủ (Mã cũ) (qd20)" });
  t.deepEqual(reading.unverified.traceHeaders.map((hop) => hop.organId ?? null), ["H48", "H48", null, "48.00.W00"]);
  t.is(reading.unverified.subject, document.subject);
  t.is(files.length, 3);
});

test("A6: a status is rewritten too and stays readable; envelopes of the official library as well", async (t) => {
  const { sender, receiver } = await openAxis(t, { members: MEMBERS, faults: { reserialise: true } });
  const { sink, bytes } = bytesSink();
  const report = sampleStatus();
  await writeStatusReport(report, sink, { scratchDirectory: tmpdir() });
  await receiver.send(parcelOf(bytes(), "status", "G22", ["H48"], report.responseFor.documentId), never());
  const [item] = await sender.listPending(never());
  if (item === undefined) return t.fail();
  const { reading } = await readBack(await fetched(sender, item));
  t.like(reading.unverified, { kind: "status", statusCode: "02", description: report.description });

  const axis = await openAxis(t, { faults: { reserialise: true } });
  for (const name of ["doc-new", "doc-replace", "doc-revoke", "doc-update"]) {
    const parcel = parcelOf(await golden(name), "document", "000.00.00.G22", ["000.00.00.H41"], "000.00.00.G22,2024/05/20,123/VPCP-KSTT");
    const outcome = await axis.sender.send(parcel, never());
    t.is(outcome.kind, "entered", name);
  }
  for (const waiting of await axis.receiver.listPending(never())) t.is((await readBack(await fetched(axis.receiver, waiting))).reading.messageKind, "document");
});

test("a document sent as status, and a status sent as document, are refused", async (t) => {
  const { sender, receiver } = await openAxis(t);
  const wrongWay = parcelOf(await golden("status-03"), "document", "H41", ["G22"], "000.00.00.G22,2024/05/20,123/VPCP-KSTT");
  t.is((await receiver.send(wrongWay, never())).kind, "refused");
  t.is((await sender.send(parcelOf(await golden("doc-new"), "status", "G22", ["H41"], "000.00.00.G22,2024/05/20,123/VPCP-KSTT"), never())).kind, "refused");
});
