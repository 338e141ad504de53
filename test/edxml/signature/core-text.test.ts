import { createHash } from "node:crypto";
import test from "ava";
import { parseOrganId, relayEnvelope, type Organization } from "#edxml";
import { Readable } from "node:stream";
import { attachment, authority, Collector, createParty, party, readBack, sampleDocument, SCRATCH, trusting, written } from "#test/edxml/support/messages";
import { threadTime } from "#test/edxml/support/thread-time";

/** The specification of the README, written a second time by hand: a change of one byte breaks every signature out there. */
test("Manifest and core text of the sample are what the specification says, byte for byte", async (t) => {
  const { signer } = await createParty();
  const core = [
    "edxml-core=1",
    "kind=document",
    "documentId=H48,2026/03/06,125/UBND-TH",
    "code.number=125",
    "code.notation=UBND-TH",
    "promulgation.place=Quảng Ngãi",
    "promulgation.date=2026/03/06",
    "documentType.type=2",
    "documentType.typeDetail=18",
    "documentType.typeName=Công văn",
    'subject=V/v kết nối <Trục> & liên thông "văn bản"',
    "content=Nội dung nhiều dòng\\nDòng \\\\hai",
    "signer.competence=TM. ỦY BAN NHÂN DÂN",
    "signer.position=Chủ tịch",
    "signer.fullName=Nguyễn Văn A",
    "dueDate=2026/03/20",
    "priority=1",
    "steeringType=0",
    "from.organId=H48",
    "from.organName=UBND tỉnh Quảng Ngãi",
    "toPlace=Như trên",
    "toPlace=Lưu: VT, TH",
    "appendix=Phụ lục I",
    "business.kind=new",
    "business.reason=Văn bản điện tử mới",
    "business.paper=false",
    "to=G22",
    "to=000.00.15.H48",
    "",
  ].join("\n");
  const digest = (text: string): string => createHash("sha256").update(text.normalize("NFC")).digest("base64");
  const manifest = `<Manifest xmlns="urn:lienthong:edxml-manifest:1" Id="edxml-manifest"><Attachment Digest="${digest("x")}" Name="a &amp; b.pdf" Size="1"></Attachment><Core Digest="${digest(core)}"></Core></Manifest>`;
  const message = (await written(sampleDocument(), [attachment("a & b.pdf", "x")], { signer })).toString("utf8");
  t.true(message.includes(`<Object>${manifest}</Object>`));
  t.true(message.includes(`<Reference URI="#edxml-manifest"><Transforms><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></Transform></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod><DigestValue>${digest(manifest)}</DigestValue>`));
});

const organs = (from: number, count: number): Organization[] => Array.from({ length: count }, (_, i) => ({ organId: parseOrganId(`H${String(from + i).padStart(2, "0")}`), organName: `Tỉnh ${from + i}` }));

for (const count of [1, 3, 9, 12, 40])
  test(`of ${count} receivers and some added behind them the signed ones are found`, async (t) => {
    const sender = await createParty();
    const bytes = await written(sampleDocument({ to: organs(1, count) }), [], { signer: sender.signer });
    const sink = new Collector();
    await relayEnvelope(Readable.from([bytes], { objectMode: true }), sink, { traceHeaders: [], extraTo: organs(60, 3), scratchDirectory: SCRATCH });
    const { reading } = await readBack(sink.bytes, { trust: await trusting(sender) });
    t.like(reading.verdict, { kind: "relayed", added: { to: ["H60", "H61", "H62"] } });
    t.is(reading.verified?.kind === "document" && reading.verified.to.length, count);
  });

test("with a thousand receivers an altered message is told without holding anybody up", async (t) => {
  const sender = await createParty();
  const to = Array.from({ length: 1000 }, (_, i) => ({ organId: parseOrganId(`H51.${String(i).padStart(4, "0")}`) }));
  const files = Array.from({ length: 100 }, (_, i) => attachment(`tep-${i}.pdf`, `%PDF ${i}`));
  const text = (await written(sampleDocument({ to }), files, { signer: sender.signer })).toString("utf8");
  const { reading } = await readBack(text.replace("<edXML:CodeNumber>125", "<edXML:CodeNumber>126"), { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "altered", altered: ["core"] });
});

test.serial("a relay that adds sixteen thousand receivers holds nobody up: trying which were signed has an end", async (t) => {
  const sender = await createParty();
  const text = (await written(sampleDocument(), [], { signer: sender.signer })).toString("utf8");
  const many = Array.from({ length: 16_000 }, (_, i) => `<edXML:To><edXML:OrganId>H${i % 60}.${i}</edXML:OrganId></edXML:To>`).join("");
  const before = threadTime();
  const { reading } = await readBack(text.replace("<edXML:DocumentId>", `${many}<edXML:DocumentId>`), { trust: await trusting(sender) }, 65_536);
  const took = threadTime() - before;
  t.is(reading.verdict.kind, "altered");
  t.is(reading.verified, undefined);
  t.true(took < 2_000, `${took} ms, reading 1 MB of receivers included; it was 48,000`);
});

test("a relay keeps only the leaf certificate: intermediates then come from trust", async (t) => {
  const middle = await party({ usage: "authority", name: "CA cấp dưới" }, await authority());
  const sender = await party({}, middle);
  const bytes = await written(sampleDocument(), [], { signer: { ...sender.signer, certificateChain: [sender.certificatePem, middle.certificatePem] } });
  const sink = new Collector();
  await relayEnvelope(Readable.from([bytes], { objectMode: true }), sink, { traceHeaders: [{ organId: "02.29.W00" }], scratchDirectory: SCRATCH });
  const trust = await trusting(sender);
  t.like((await readBack(sink.bytes, { trust })).reading.verdict, { kind: "untrusted", reason: "chain-incomplete" });
  t.is((await readBack(sink.bytes, { trust: { ...trust, intermediates: [middle.certificatePem] } })).reading.verdict.kind, "relayed");
});
