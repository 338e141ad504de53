import test from "ava";
import { peekEnvelope, type SignatureVerdict } from "#edxml";
import { Readable } from "node:stream";
import { authority, attachment, party, PDF, readBack, sampleDocument, sampleStatus, SAMPLE_FILES, SCRATCH, sha256, trusting, written, Collector } from "#test/edxml/support/messages";
import { writeStatusReport } from "#edxml";

test("what we sign and nobody touches is intact, and reads back as it was", async (t) => {
  const sender = await party();
  const bytes = await written(sampleDocument(), SAMPLE_FILES(), { signer: sender.signer });
  const { reading, files } = await readBack(bytes, { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "intact" });
  t.deepEqual(reading.verified, sampleDocument());
  t.deepEqual(reading.warnings, []);
  t.is(files[0]?.toString(), PDF);
  t.deepEqual(
    reading.attachments.map(({ name, sha256: digest }) => [name, digest]),
    [
      ["cong-van.pdf", sha256(PDF)],
      ["phụ lục.xlsx", sha256("PK\u0005\u0006 not really a workbook")],
      ["ghi-chu.txt", sha256("xin chào")],
    ],
  );
  t.is(reading.size, bytes.length);
});

test("an ECDSA key signs as well", async (t) => {
  const sender = await party({ algorithm: "ecdsa-p256-sha256" });
  const { reading } = await readBack(await written(sampleDocument(), [], { signer: sender.signer }), { trust: await trusting(sender) });
  t.is(reading.verdict.kind, "intact");
});

test("a status report is signed and read like a document", async (t) => {
  const sender = await party();
  const sink = new Collector();
  await writeStatusReport(sampleStatus(), sink, { signer: sender.signer, scratchDirectory: SCRATCH });
  const { reading } = await readBack(sink.bytes, { trust: await trusting(sender) });
  t.is(reading.verdict.kind, "intact");
  t.deepEqual(reading.verified, sampleStatus());
});

test("a message without signature is unsigned and proves nothing", async (t) => {
  const { reading } = await readBack(await written());
  t.is(reading.verdict.kind, "unsigned");
  t.is(reading.verified, undefined);
  t.deepEqual(reading.unverified, sampleDocument());
});

const change = (bytes: Buffer, from: string, to: string): string => {
  const text = bytes.toString("utf8");
  if (!text.includes(from)) throw new RangeError(`nothing to change: ${from}`);
  return text.replace(from, to);
};

test("one changed byte in the header is told as altered, and which part", async (t) => {
  const sender = await party();
  const bytes = await written(sampleDocument(), SAMPLE_FILES(), { signer: sender.signer });
  const { reading } = await readBack(change(bytes, "<edXML:CodeNumber>125<", "<edXML:CodeNumber>126<"), { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "altered", altered: ["core"] });
  t.is(reading.verified, undefined);
});

test("one changed byte in an attachment is told as altered, by its name", async (t) => {
  const sender = await party();
  const bytes = await written(sampleDocument(), SAMPLE_FILES(), { signer: sender.signer });
  const content = Buffer.from(PDF).toString("base64");
  const { reading } = await readBack(change(bytes, content, content.replace("J", "K")), { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "altered", altered: ["cong-van.pdf"] });
});

const untrusted = async (t: { like: (value: SignatureVerdict, shape: object) => void }, sender: Awaited<ReturnType<typeof party>>, reason: string, registered = true): Promise<void> => {
  const bytes = await written(sampleDocument(), [], { signer: sender.signer });
  const { reading } = await readBack(bytes, { trust: registered ? await trusting(sender) : await trusting() });
  t.like(reading.verdict, { kind: "untrusted", reason });
};

test("a certificate that is not registered for the agency is untrusted (DN-23.1b, HG-11.3)", async (t) => untrusted(t, await party(), "not-registered", false));
test("an expired certificate is untrusted", async (t) => untrusted(t, await party({ notAfter: new Date("2025-01-01T00:00:00Z") }), "expired"));
test("a certificate that is not valid yet is untrusted", async (t) => untrusted(t, await party({ notBefore: new Date("2027-01-01T00:00:00Z") }), "not-yet-valid"));
test("a certificate that must not sign is untrusted", async (t) => untrusted(t, await party({ usage: "encrypt" }), "key-usage"));
test("a certificate issued by somebody who is no authority is untrusted", async (t) => {
  const fake = await party({ usage: "sign" });
  const victim = await party({}, fake);
  const bytes = await written(sampleDocument(), [], { signer: { ...victim.signer, certificateChain: [victim.certificatePem, fake.certificatePem] } });
  const { reading } = await readBack(bytes, { trust: await trusting(victim, fake) });
  t.like(reading.verdict, { kind: "untrusted", reason: "chain-incomplete" });
});
test("a certificate of another root is untrusted (HG-9.2)", async (t) => {
  const { createDevelopmentAuthority } = await import("#edxml");
  await untrusted(t, await party({}, await createDevelopmentAuthority()), "chain-incomplete");
});
test("an intermediate authority in the message completes the chain", async (t) => {
  const middle = await party({ usage: "authority", name: "CA cấp dưới" }, await authority());
  const sender = await party({}, middle);
  const bytes = await written(sampleDocument(), [], { signer: { ...sender.signer, certificateChain: [sender.certificatePem, middle.certificatePem] } });
  t.is((await readBack(bytes, { trust: await trusting(sender) })).reading.verdict.kind, "intact");
});
test("without any trust given no signature is believed", async (t) => {
  const sender = await party();
  const { reading } = await readBack(await written(sampleDocument(), [], { signer: sender.signer }));
  t.like(reading.verdict, { kind: "untrusted", reason: "no-trust-given" });
});

test("peeking tells the route and stops after the header", async (t) => {
  const bytes = await written(sampleDocument(), [attachment("a.pdf", Buffer.alloc(5_000_000, "x"))]);
  let taken = 0;
  const source = new Readable({
    read(size) {
      this.push(bytes.subarray(taken, taken + Math.min(size, 4096)));
      taken += 4096;
    },
  });
  const route = await peekEnvelope(source);
  t.like(route, { kind: "document", from: sampleDocument().from.organId, documentId: sampleDocument().documentId });
  t.true(taken < 100_000);
});

test("who answered is signed with a report, their contacts are not and are not proven when they changed", async (t) => {
  const sender = await party();
  const sink = new Collector();
  await writeStatusReport(sampleStatus(), sink, { signer: sender.signer, scratchDirectory: SCRATCH });
  const trust = await trusting(sender);
  const called = await readBack(change(sink.bytes, "0912000001", "0912000002"), { trust });
  t.is(called.reading.verdict.kind, "relayed");
  t.deepEqual(called.reading.verified?.kind === "status" && called.reading.verified.staff, { department: "Văn thư", staff: "Trần Thị B" });
  const named = await readBack(change(sink.bytes, "Trần Thị B", "Lê Văn C"), { trust });
  t.is(named.reading.verdict.kind, "altered");
});
