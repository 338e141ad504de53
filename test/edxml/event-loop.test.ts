import { createHash, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import test from "ava";
import { readEnvelope, writeDocument, type AttachmentSource, type EnvelopeSigner } from "#edxml";
import { createParty, sampleDocument, SCRATCH, trusting } from "#test/edxml/support/messages";
import { threadTime } from "#test/edxml/support/thread-time";

const LONGEST_MS = 20;
const BLOCK = randomBytes(1_000_000);

/** The longest turn of the event loop while `work` runs, in milliseconds of this thread: a machine busy with others does not look like a loop that is held. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let running = true;
  let before = threadTime();
  const turn = (): void => {
    const now = threadTime();
    longest = Math.max(longest, now - before);
    before = threadTime();
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    running = false;
  }
  return longest;
}

/** The best of three: a collection of garbage may fall into one of them. */
async function bestOfThree(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && best >= LONGEST_MS; i += 1) best = Math.min(best, await longestTurn(work));
  return best;
}

/** Files that are there at once, whole: the quickest source there is, and the worst for a loop. */
function fileOf(name: string, megabytes: number, known: boolean): AttachmentSource {
  const blocks = Array.from({ length: megabytes }, () => BLOCK);
  const hash = createHash("sha256");
  if (known) for (const block of blocks) hash.update(block);
  return { name, ...(known && { known: { size: megabytes * BLOCK.length, sha256: hash.digest("hex") } }), open: () => Readable.from(blocks, { objectMode: true }) };
}

function dropped(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

async function writtenIntoFile(files: readonly AttachmentSource[], signer: EnvelopeSigner): Promise<void> {
  const file = await open(join(SCRATCH, "loop.edxml"), "w");
  try {
    await writeDocument(sampleDocument(), files, file, { signer, scratchDirectory: SCRATCH });
  } finally {
    await file.close();
  }
}

test.serial("the probe sees a loop that is held", async (t) => {
  const held = await longestTurn(async () => {
    const end = threadTime() + 2 * LONGEST_MS;
    while (threadTime() < end);
  });
  t.true(held >= 2 * LONGEST_MS, `${held} ms`);
});

test.serial(`the event loop is never held for ${LONGEST_MS} ms while a large envelope is written, signed, verified and read`, async (t) => {
  const { signer, ...sender } = await createParty();
  const trust = await trusting({ signer, ...sender });
  const sizes: readonly (readonly [name: string, megabytes: number, known: boolean])[] = [["a.pdf", 25, false], ["a.pdf", 25, true], ["a.docx", 3, false]];
  for (const [name, megabytes, known] of sizes) {
    const file = fileOf(name, megabytes, known);
    const what = `${megabytes} MB of ${name}${known ? ", known" : ""}`;
    const writing = await bestOfThree(() => writeDocument(sampleDocument(), [file], dropped(), { signer, scratchDirectory: SCRATCH }));
    t.true(writing < LONGEST_MS, `writing ${what}: ${writing.toFixed(1)} ms`);

    const intoFile = await bestOfThree(() => writtenIntoFile([file], signer));
    t.true(intoFile < LONGEST_MS, `writing ${what} into a file: ${intoFile.toFixed(1)} ms`);

    const pieces: Buffer[] = [];
    const keep = new Writable({
      write(chunk: Buffer, _encoding, done) {
        pieces.push(chunk);
        done();
      },
    });
    await writeDocument(sampleDocument(), [file], keep, { signer, scratchDirectory: SCRATCH });
    const message = Buffer.concat(pieces);
    const reading = await bestOfThree(async () => {
      const { verdict } = await readEnvelope(Readable.from([message], { objectMode: true }), { trust, scratchDirectory: SCRATCH, openAttachment: dropped });
      t.is(verdict.kind, "intact");
    });
    t.true(reading < LONGEST_MS, `reading ${what}: ${reading.toFixed(1)} ms`);
    t.log(`${what}: longest turn ${writing.toFixed(1)} ms writing, ${reading.toFixed(1)} ms reading`);
  }
});
