import { createPrivateKey, sign } from "node:crypto";
import { Readable } from "node:stream";
import test from "ava";
import { readEnvelope, writeDocument } from "#edxml";
import { attachment, Collector, createParty, sampleDocument, SCRATCH, trusting, written } from "#test/edxml/support/messages";
import { threadTime } from "#test/edxml/support/thread-time";

/** Written and signed in 2 to 2.5, read and verified in 1 to 1.5 times what the RSA signature alone costs; with twenty processes waiting, in 3.6 and 2.9. */
const WRITE_MOST = 8;
const READ_MOST = 6;
const BATCH = 20;
const BATCHES = 8;

/** Milliseconds of this thread for one piece of work, in the quickest of many short batches: a machine busy with others makes some slow, not all. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const before = threadTime();
    for (let i = 0; i < BATCH; i += 1) await work();
    best = Math.min(best, (threadTime() - before) / BATCH);
  }
  return best;
}

test.serial("a small message costs a few RSA signatures to write, and not more to read", async (t) => {
  const sender = await createParty();
  const trust = await trusting(sender);
  const file = attachment("cong-van.pdf", Buffer.alloc(1024, "x"), { contentId: "a" });
  const bytes = await written(sampleDocument(), [file], { signer: sender.signer });
  const key = createPrivateKey(sender.privateKeyPem);
  const write = (): Promise<unknown> => writeDocument(sampleDocument(), [file], new Collector(), { signer: sender.signer, scratchDirectory: SCRATCH });
  const read = async (): Promise<void> => {
    const { verdict } = await readEnvelope(Readable.from([bytes], { objectMode: true }), { trust, scratchDirectory: SCRATCH, openAttachment: () => new Collector() });
    t.is(verdict.kind, "intact");
  };
  let [writing, reading] = [0, 0];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const floor = await cost(async () => sign("sha256", bytes, key));
    [writing, reading] = [(await cost(write)) / floor, (await cost(read)) / floor];
    if (writing < WRITE_MOST && reading < READ_MOST) break;
  }
  t.log(`written in ${writing.toFixed(1)}, read in ${reading.toFixed(1)} times an RSA signature`);
  t.true(writing < WRITE_MOST, `writing costs ${writing.toFixed(1)} RSA signatures`);
  t.true(reading < READ_MOST, `reading costs ${reading.toFixed(1)} RSA signatures`);
});
