import { Readable } from "node:stream";
import test from "ava";
import * as fc from "fast-check";
import { relayEnvelope, writeStatusReport } from "#edxml";
import { anyDocument, anyFiles, anyStatus } from "#test/edxml/support/arbitrary";
import { attachment, Collector, createParty, readBack, SCRATCH, trusting, written } from "#test/edxml/support/messages";

const RUNS = { numRuns: 40 };

test("any document with any files reads back as it was written, in pieces of any size", async (t) => {
  await fc.assert(
    fc.asyncProperty(anyDocument, anyFiles, fc.integer({ min: 1, max: 5000 }), async (document, files, step) => {
      const bytes = await written(document, files.map((file) => attachment(file.name, file.bytes)));
      const { reading, files: read } = await readBack(bytes, {}, Math.max(step, Math.ceil(bytes.length / 3000)));
      t.deepEqual(reading.unverified, document);
      t.deepEqual(read, files.map((file) => file.bytes));
    }),
    RUNS,
  );
  t.pass();
});

test("any status report reads back as it was written", async (t) => {
  await fc.assert(
    fc.asyncProperty(anyStatus, async (report) => {
      const sink = new Collector();
      await writeStatusReport(report, sink, { scratchDirectory: SCRATCH });
      t.deepEqual((await readBack(sink.bytes)).reading.unverified, report);
    }),
    RUNS,
  );
});

test("any signed document is intact at first hand and relayed at second hand", async (t) => {
  const sender = await createParty();
  const trust = await trusting(sender);
  await fc.assert(
    fc.asyncProperty(anyDocument, anyFiles, async (document, files) => {
      const bytes = await written(document, files.map((file) => attachment(file.name, file.bytes)), { signer: sender.signer });
      const direct = await readBack(bytes, { trust });
      t.is(direct.reading.verdict.kind, "intact");
      const sink = new Collector();
      await relayEnvelope(Readable.from([bytes], { objectMode: true }), sink, { traceHeaders: [{ organId: "02.29.W00", timestamp: new Date(0) }], scratchDirectory: SCRATCH });
      const relayed = await readBack(sink.bytes, { trust });
      t.is(relayed.reading.verdict.kind, "relayed");
      t.deepEqual(relayed.files, direct.files);
    }),
    RUNS,
  );
});

test("one changed character anywhere in a signed message is never proven to be what it was not (QN-15.2)", async (t) => {
  const sender = await createParty();
  const trust = await trusting(sender);
  const bytes = await written(undefined, undefined, { signer: sender.signer });
  const original = (await readBack(bytes, { trust })).reading.verified;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 32, max: 126 }), async (position, byte) => {
      const changed = Buffer.from(bytes);
      changed[position] = byte;
      const reading = await readBack(changed, { trust }).then(
        ({ reading: read }) => read,
        () => null,
      );
      // Proven is fine where the change means nothing: in the declaration, in a relay-proof place, in white space.
      if (reading?.verdict.kind === "intact") t.deepEqual(reading.verified, original);
      if (reading?.verdict.kind === "relayed" && reading.verified?.kind === "document" && original?.kind === "document") t.is(reading.verified.subject, original.subject);
    }),
    { numRuns: 300 },
  );
  t.pass();
});
