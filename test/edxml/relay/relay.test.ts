import { Readable } from "node:stream";
import test from "ava";
import { EdxmlError, parseOrganId, relayEnvelope, writeStatusReport, type EdxmlDocument, type RelayOptions } from "#edxml";
import { Collector, party, PDF, readBack, sampleDocument, SAMPLE_FILES, sampleStatus, SCRATCH, sha256, trusting, written, type Party } from "#test/edxml/support/messages";

const AXIS = { organId: "02.29.W00", timestamp: new Date("2026-03-06T10:43:00+07:00") };

async function relay(bytes: Buffer | string, options: Partial<RelayOptions> = {}): Promise<Buffer> {
  const sink = new Collector();
  const result = await relayEnvelope(Readable.from([Buffer.from(bytes)], { objectMode: true }), sink, { traceHeaders: [{ timestamp: AXIS.timestamp }, AXIS], scratchDirectory: SCRATCH, ...options });
  if (result.sha256 !== sha256(sink.bytes) || result.size !== sink.bytes.length) throw new RangeError("the relay tells another digest than it writes");
  return sink.bytes;
}

async function signed(document = sampleDocument()): Promise<{ bytes: Buffer; sender: Party }> {
  const sender = await party();
  return { sender, bytes: await written(document, SAMPLE_FILES(), { signer: sender.signer }) };
}

test("a relay writes what the official library would: CRLF, its order, no manifest of ours, ids prefixed twice", async (t) => {
  const { bytes } = await signed();
  const text = (await relay(bytes)).toString("utf8");
  t.false(/[^\r]\n/.test(text));
  t.false(text.includes("xmldsig#\""));
  t.false(text.includes("<Object>"));
  t.true(text.includes("<ContentId>cid:cid:att-1</ContentId>"));
  t.true(text.includes("      <Signature>\r\n        <SignedInfo>\r\n"));
});

test("through the axis a signed document stays provable: relayed, with what was added", async (t) => {
  const { bytes, sender } = await signed();
  const twice = await relay(await relay(bytes, { extraTo: [{ organId: parseOrganId("G16"), organName: "Bộ khác" }] }));
  const { reading, files } = await readBack(twice, { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "relayed", added: { to: ["G16"] } });
  if (reading.verdict.kind !== "relayed") return;
  t.is(reading.verdict.added.traceHeaders.length, 4);
  t.is(files[0]?.toString(), PDF);
  t.is(reading.verified?.kind === "document" && reading.verified.subject, sampleDocument().subject);
});

test("of a relayed document only what was signed is verified", async (t) => {
  const { bytes, sender } = await signed();
  const text = (await relay(bytes)).toString("utf8").replace("ubnd@example.gov.vn", "thief@example.com");
  const { reading } = await readBack(text, { trust: await trusting(sender) });
  t.is(reading.verdict.kind, "relayed");
  const { verified, unverified } = reading;
  t.is(verified?.from.email, undefined);
  t.is(unverified.from.email, "thief@example.com");
  t.deepEqual(verified?.kind === "document" && verified.traceHeaders, []);
});

const date = sampleDocument().promulgation.date;
const { documentId } = sampleDocument();
const staff = sampleDocument().business.staff;
const KINDS: readonly EdxmlDocument["business"][] = [
  { kind: "new", reason: "Mới", paper: true, staff },
  { kind: "recall", reason: "Thu hồi do sai thể thức", paper: false, staff, documentId },
  { kind: "update", reason: "Cập nhật", paper: false, staff, documentId, informationChanged: true, receiversChanged: true, receivers: [{ organId: parseOrganId("H41"), change: "added" }, { organId: parseOrganId("H14"), change: "removed" }] },
  { kind: "replace", reason: "Thay thế", paper: false, staff, replacements: [{ documentId, organIds: [parseOrganId("H41"), parseOrganId("H14")] }] },
];
for (const business of KINDS)
  test(`a ${business.kind} message is provable before and after a relay`, async (t) => {
    const document = sampleDocument({ business, responseFor: [{ organId: parseOrganId("H41"), code: "45/UBND-TH", documentId, promulgationDate: date }], responseForTask: ["T-1"], applicationType: "MCDT_DT" });
    const { bytes, sender } = await signed(document);
    const trust = await trusting(sender);
    const direct = await readBack(bytes, { trust });
    t.is(direct.reading.verdict.kind, "intact");
    t.deepEqual(direct.reading.verified, document);
    t.is((await readBack(await relay(bytes), { trust })).reading.verdict.kind, "relayed");
  });

const TAMPERINGS: readonly (readonly [what: string, from: string | RegExp, to: string])[] = [
  ["the number", "<edXML:CodeNumber>125<", "<edXML:CodeNumber>126<"],
  ["the subject", "kết nối", "cắt"],
  ["the sender's name", "<edXML:OrganName>UBND tỉnh Quảng Ngãi", "<edXML:OrganName>UBND tỉnh Quảng Nam"],
  ["a receiver", "<edXML:OrganId>G22<", "<edXML:OrganId>G23<"],
  ["the signer", "Nguyễn Văn A", "Nguyễn Văn B"],
  ["the due date", "2026/03/20", "2026/04/20"],
  ["the urgency", "<edXML:Priority>1<", "<edXML:Priority>3<"],
  ["the business type", "<edXML:BussinessDocType>0<", "<edXML:BussinessDocType>1<"],
  ["an attachment's bytes", Buffer.from(PDF).toString("base64").slice(0, 20), Buffer.from("%PDF-1.6 and the rest").toString("base64").slice(0, 20)],
  ["an attachment's name", "<AttachmentName>cong-van.pdf", "<AttachmentName>cong-van2.pdf"],
  ["the presence of an attachment", /<Attachment>(?:(?!<Attachment>).)*<\/Attachment>\r\n {2}<\/AttachmentEncoded>/s, "</AttachmentEncoded>"],
];
for (const [what, from, to] of TAMPERINGS)
  test(`a relay that changes ${what} is found out`, async (t) => {
    const { bytes, sender } = await signed();
    const relayed = (await relay(bytes)).toString("utf8");
    const forged = relayed.replace(from, to);
    t.not(forged, relayed);
    const { reading } = await readBack(forged, { trust: await trusting(sender) });
    t.is(reading.verdict.kind, "altered");
    t.is(reading.verified, undefined);
  });

test("a relay that changes the stated digests breaks the signature itself", async (t) => {
  const { bytes, sender } = await signed();
  const relayed = (await relay(bytes)).toString("utf8");
  const { reading } = await readBack(relayed.replace(/<DigestValue>../, "<DigestValue>AA"), { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "invalid", reason: "signature-value" });
});

test("receivers put in at any place are told from those that were signed", async (t) => {
  const { bytes, sender } = await signed();
  const relayed = (await relay(bytes)).toString("utf8").replace("        <edXML:To>", "        <edXML:To><edXML:OrganId>G01</edXML:OrganId></edXML:To>\r\n        <edXML:To>");
  const { reading } = await readBack(relayed, { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "relayed", added: { to: ["G01"] } });
  t.deepEqual(reading.verified?.kind === "document" && reading.verified.to.map((to) => to.organId).join(" "), "G22 000.00.15.H48");
});

test("a status report loses its signature on the axis", async (t) => {
  const sink = new Collector();
  await writeStatusReport(sampleStatus(), sink, { signer: (await party()).signer, scratchDirectory: SCRATCH });
  const { reading } = await readBack(await relay(sink.bytes));
  t.is(reading.verdict.kind, "unsigned");
  t.deepEqual(reading.unverified, sampleStatus());
});

test("what is no message is not relayed", async (t) => {
  await t.throwsAsync(relay("<edXML/>"), { instanceOf: EdxmlError });
});
