import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import test from "ava";
import { EdxmlError, writeDocument, writeStatusReport, type AttachmentSource, type WriteOptions, type WrittenEnvelope } from "#edxml";
import { attachment, authority, createParty, party, readBack, sampleDocument, SAMPLE_FILES, sampleStatus, SCRATCH, sha256, trusting, written } from "#test/edxml/support/messages";
import { xmlsecVerifies } from "#test/edxml/support/xmlsec1";

const BIG = Buffer.alloc(1_500_001, "xyz");

let files = 0;
function path(): string {
  files += 1;
  return join(SCRATCH, `file-${process.pid}-${files}.edxml`);
}

async function intoFile(name: string, sources: readonly AttachmentSource[], options: Partial<WriteOptions> = {}): Promise<WrittenEnvelope> {
  const file = await open(name, "wx");
  try {
    return await writeDocument(sampleDocument(), sources, file, { scratchDirectory: SCRATCH, ...options });
  } finally {
    await file.close();
  }
}

test("a file gets the very bytes a stream gets, signed or not, when the sizes of the attachments are known", async (t) => {
  const { signer } = await createParty();
  const sources = [attachment("a.pdf", BIG, { contentId: "a", known: { size: BIG.length, sha256: sha256(BIG) } }), attachment("b.pdf", "%PDF-1.7", { contentId: "b", known: { size: 8, sha256: sha256("%PDF-1.7") } })];
  for (const options of [{}, { signer }]) {
    const name = path();
    const { size, attachments } = await intoFile(name, sources, options);
    const bytes = await readFile(name);
    t.is(size, bytes.length);
    t.true(bytes.equals(await written(sampleDocument(), sources, options)));
    t.deepEqual(attachments.map(({ sha256: digest }) => digest), [sha256(BIG), sha256("%PDF-1.7")]);
  }
});

for (const algorithm of ["rsa-sha256", "ecdsa-p256-sha256"] as const)
  test(`a message signed with ${algorithm} into a file is intact for us and for xmlsec1, whatever its attachments turn out to be`, async (t) => {
    const sender = await party({ algorithm });
    for (const sources of [[], SAMPLE_FILES(), [...SAMPLE_FILES(), attachment("lớn & nhỏ.pdf", BIG)]]) {
      const name = path();
      const { size } = await intoFile(name, sources, { signer: sender.signer });
      const bytes = await readFile(name);
      t.is(size, bytes.length);
      const { reading, files: read } = await readBack(bytes, { trust: await trusting(sender) });
      t.is(reading.verdict.kind, "intact");
      t.deepEqual(reading.verified, sampleDocument());
      t.is(read.length, sources.length);
      t.true(xmlsecVerifies(bytes, (await authority()).certificatePem));
    }
  });

test("a status report goes into a file, too", async (t) => {
  const sender = await createParty();
  const name = path();
  const file = await open(name, "wx");
  await writeStatusReport(sampleStatus(), file, { signer: sender.signer, scratchDirectory: SCRATCH });
  await file.close();
  const { reading } = await readBack(await readFile(name), { trust: await trusting(sender) });
  t.is(reading.verdict.kind, "intact");
  t.deepEqual(reading.verified, sampleStatus());
});

test("a file left before it was signed is no message, not an unsigned one", async (t) => {
  const { signer } = await createParty();
  const refusing = { ...signer, sign: () => Promise.reject(new RangeError("the token was pulled out")) };
  for (const [sources, code] of [[SAMPLE_FILES(), "xml-truncated"], [[attachment("a.pdf", BIG)], "xml-malformed"]] as const) {
    const name = path();
    await t.throwsAsync(intoFile(name, sources, { signer: refusing }), { instanceOf: EdxmlError, code: "signing-failed" });
    await t.throwsAsync(readBack(await readFile(name)), { instanceOf: EdxmlError, code });
  }
});

test("a message of many blocks is digested on a thread, several side by side, and each file and stream holds the signed bytes", async (t) => {
  const sender = await createParty();
  const contents = Array.from({ length: 4 }, (_, i) => Buffer.alloc(6_000_000 + i * 777_777, `${i}số liệu`));
  const messages = await Promise.all(
    contents.map(async (bytes, i) => {
      const source = attachment("a.pdf", bytes, { contentId: "a" });
      if (i % 2 === 0) return written(sampleDocument(), [source], { signer: sender.signer });
      const name = path();
      await intoFile(name, [source], { signer: sender.signer });
      return readFile(name);
    }),
  );
  const trust = await trusting(sender);
  for (const [i, message] of messages.entries()) {
    const { reading, files: read } = await readBack(message, { trust });
    t.is(reading.verdict.kind, "intact");
    t.is(sha256(read[0] ?? ""), sha256(contents[i] ?? ""));
  }
});

test("a signature that does not fit the place left for it is refused", async (t) => {
  const { signer } = await createParty();
  await t.throwsAsync(intoFile(path(), [], { signer: { ...signer, sign: async () => Buffer.alloc(512) } }), { instanceOf: EdxmlError, code: "signing-failed" });
});

test("attachments that are not what they were known to be, break off, or a closed file end in one coded error", async (t) => {
  const { signer } = await createParty();
  const wrong = attachment("a.pdf", BIG, { known: { size: BIG.length, sha256: sha256("other") } });
  await t.throwsAsync(intoFile(path(), [wrong], { signer }), { instanceOf: EdxmlError, code: "attachment-unreadable" });
  const broken = async function* broken(): AsyncGenerator<Buffer> {
    yield BIG;
    throw new RangeError("the disk is gone");
  };
  await t.throwsAsync(intoFile(path(), [{ name: "a.pdf", open: () => Readable.from(broken()) }], { signer }), { instanceOf: EdxmlError, code: "attachment-unreadable" });
  const closed = await open(path(), "wx");
  await closed.close();
  await t.throwsAsync(writeDocument(sampleDocument(), [attachment("a.pdf", BIG)], closed, { signer, scratchDirectory: SCRATCH }), { instanceOf: EdxmlError, code: "sink-failed" });
});
