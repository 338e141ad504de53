import { mkdtempSync, readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import test from "ava";
import { EdxmlError, readEnvelope, relayEnvelope, writeDocument, type WriteOptions } from "#edxml";
import { attachment, Collector, createParty, readBack, sampleDocument, SCRATCH, sha256, trusting, written } from "#test/edxml/support/messages";

const scratch = (): string => mkdtempSync(join(SCRATCH, "streams-"));
const BIG = Buffer.alloc(3_000_001, "xyz");

/** Takes one chunk at a time, slowly, and fails after `limit` bytes. */
class Slow extends Writable {
  size = 0;
  readonly #limit: number;
  constructor(limit = Number.POSITIVE_INFINITY) {
    super({ highWaterMark: 1024 });
    this.#limit = limit;
  }
  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.size += chunk.length;
    if (this.size > this.#limit) setImmediate(done, new RangeError("disk full"));
    else setImmediate(done);
  }
}

test("slow sinks are waited for, and nothing stays in the scratch directory", async (t) => {
  const scratchDirectory = scratch();
  const slow = new Slow();
  const { size } = await writeDocument(sampleDocument(), [attachment("a.pdf", BIG), attachment("b.docx", BIG)], slow, { scratchDirectory });
  t.is(slow.size, size);
  const file = new Slow();
  const bytes = await written(sampleDocument(), [attachment("a.pdf", BIG)]);
  await readEnvelope(Readable.from([bytes], { objectMode: true }), { scratchDirectory, openAttachment: () => file });
  t.is(file.size, BIG.length);
  t.deepEqual(readdirSync(scratchDirectory), []);
});

test("a sink that fails ends the writing with one coded error", async (t) => {
  const scratchDirectory = scratch();
  await t.throwsAsync(writeDocument(sampleDocument(), [attachment("a.pdf", BIG)], new Slow(100_000), { scratchDirectory }), { instanceOf: EdxmlError, code: "sink-failed" });
  t.deepEqual(readdirSync(scratchDirectory), []);
});

test("a sink for an attachment that fails ends the reading with one coded error, zipped or not", async (t) => {
  const scratchDirectory = scratch();
  for (const name of ["a.pdf", "a.docx"]) {
    const bytes = await written(sampleDocument(), [attachment(name, BIG)]);
    const failing = readEnvelope(Readable.from([bytes], { objectMode: true }), { scratchDirectory, openAttachment: () => new Slow(100_000) });
    await t.throwsAsync(failing, { instanceOf: EdxmlError, code: "sink-failed" });
  }
  t.deepEqual(readdirSync(scratchDirectory), []);
});

test("a sink somebody destroys does not hang the writer", async (t) => {
  const sink = new Slow();
  setTimeout(() => sink.destroy(), 20);
  await t.throwsAsync(writeDocument(sampleDocument(), [attachment("a.pdf", BIG)], sink, { scratchDirectory: scratch() }), { instanceOf: EdxmlError, code: "sink-failed" });
});

test("a source that breaks off is told apart from a message cut off", async (t) => {
  const bytes = await written();
  const breaking = Readable.from(
    (async function* breaking() {
      yield bytes.subarray(0, 3000);
      throw new RangeError("connection reset");
    })(),
  );
  await t.throwsAsync(readEnvelope(breaking, { scratchDirectory: SCRATCH }), { instanceOf: EdxmlError, code: "source-failed" });
});

test("an attachment that cannot be read is named", async (t) => {
  const missing = { name: "mat.docx", open: () => new Readable({ read() { this.destroy(new RangeError("ENOENT")); } }) };
  for (const name of ["mat.docx", "mat.pdf"]) {
    const error = await t.throwsAsync(written(sampleDocument(), [{ ...missing, name }]), { instanceOf: EdxmlError, code: "attachment-unreadable" });
    t.true(error?.message.includes(name));
  }
});

test("a scratch directory that is not there is told", async (t) => {
  const options: WriteOptions = { scratchDirectory: join(SCRATCH, "nowhere"), signer: (await createParty()).signer };
  await t.throwsAsync(writeDocument(sampleDocument(), [attachment("a.pdf", BIG)], new Collector(), options), { instanceOf: EdxmlError, code: "scratch-failed" });
});

test("only what goes into a stream and is large waits in the scratch directory, and every file is read once", async (t) => {
  const sender = await createParty();
  const scratchDirectory = join(SCRATCH, "nowhere");
  let opened = 0;
  const known = { size: BIG.length, sha256: sha256(BIG) };
  const source = { name: "a.pdf", known, open: (): Readable => (opened++, attachment("a.pdf", BIG).open()) };
  await written(sampleDocument(), [attachment("a.pdf", BIG.subarray(0, 100_000))], { signer: sender.signer, scratchDirectory });
  const file = await open(join(SCRATCH, "known.edxml"), "wx");
  await writeDocument(sampleDocument(), [source], file, { signer: sender.signer, scratchDirectory });
  await file.close();
  t.is(opened, 1);
  const bytes = await written(sampleDocument(), [source], { signer: sender.signer });
  t.is(opened, 2);
  const { reading, files } = await readBack(bytes, { trust: await trusting(sender) });
  t.is(reading.verdict.kind, "intact");
  t.true(files[0]?.equals(BIG));
});

test("a file that is not what it was known to be is not signed for", async (t) => {
  const { signer } = await createParty();
  const known = { size: BIG.length, sha256: sha256(BIG) };
  const changed = Buffer.from(BIG);
  changed[2_000_000] = 0;
  for (const bytes of [changed, BIG.subarray(1)])
    for (const name of ["a.pdf", "a.docx"]) await t.throwsAsync(written(sampleDocument(), [attachment(name, bytes, { known })], { signer }), { instanceOf: EdxmlError, code: "attachment-unreadable" }, name);
});

test("many files that wait in the scratch directory come out whole, each in its place", async (t) => {
  const sender = await createParty();
  const contents = Array.from({ length: 12 }, (_, i) => Buffer.alloc(i * 97_001, `${i}abc`));
  const files = contents.map((bytes, i) => attachment(`${i}.${i % 3 === 0 ? "docx" : "pdf"}`, bytes, i % 4 === 1 ? { known: { size: bytes.length, sha256: sha256(bytes) } } : {}));
  const scratchDirectory = scratch();
  const bytes = await written(sampleDocument(), files, { signer: sender.signer, scratchDirectory });
  const read = await readBack(bytes, { trust: await trusting(sender) });
  t.is(read.reading.verdict.kind, "intact");
  t.deepEqual(read.files.map(sha256), contents.map(sha256));
  t.deepEqual(readdirSync(scratchDirectory), []);
});

test("a large signed message goes through writer, relay and reader in pieces", async (t) => {
  const sender = await createParty();
  const bytes = await written(sampleDocument(), [attachment("a.pdf", BIG), attachment("b.xlsx", BIG)], { signer: sender.signer });
  const sink = new Collector();
  await relayEnvelope(Readable.from([bytes], { objectMode: true }), sink, { traceHeaders: [], scratchDirectory: scratch() });
  const { reading, files } = await readBack(sink.bytes, { trust: await trusting(sender) }, 10_007);
  t.is(reading.verdict.kind, "relayed");
  t.true(files.every((file) => file.equals(BIG)));
});
