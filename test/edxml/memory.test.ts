import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";

const run = promisify(execFile);

/** Peak memory of a process that writes, signs, reads and verifies a message of so many megabytes, in megabytes. */
async function peak(megabytes: number): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "edxml-memory-"));
  try {
    // A small heap, so that rubbish does not pile up and look like need.
    const { stdout } = await run(process.execPath, ["--max-old-space-size=64", join(import.meta.dirname, "support/memory-process.js"), directory, `${megabytes}`]);
    return Number(stdout);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("memory does not grow with the message: 150 MB of files under 128 MB above an idle process", async (t) => {
  const idle = await peak(0);
  const busy = await peak(150);
  t.true(busy - idle < 128, `${busy} MB, idle ${idle} MB`);
});
