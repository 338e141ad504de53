import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import test from "ava";
import { scratchDirectory } from "./support.ts";

const MIB = 200;

/** Idle processes stand near 90 MB; a busy machine lets buffers wait for their collection. Held whole, base64 alone would be 267 MiB on top. */
const MOST_MB = 300;

test("a 200 MiB envelope passes client and simulator unchanged, each under 64 MiB of heap and 300 MB in all", async (t) => {
  const simulator = fork(fileURLToPath(new URL("simulator-process.js", import.meta.url)), [await scratchDirectory(t)], { execArgv: ["--max-old-space-size=64"] });
  t.teardown(() => simulator.kill("SIGKILL"));
  const [{ url }]: [{ url: string }] = await message(simulator);
  const transfer = fork(fileURLToPath(new URL("transfer-process.js", import.meta.url)), [url, String(MIB)], { execArgv: ["--max-old-space-size=64"] });
  t.teardown(() => transfer.kill("SIGKILL"));
  const [result]: [{ outcome: string; size: number; equal: boolean; peakMemoryMb: number }] = await message(transfer);
  simulator.send("report");
  const [{ peakMemoryMb }]: [{ peakMemoryMb: number }] = await message(simulator);

  t.log(`client peak ${result.peakMemoryMb} MB, simulator peak ${peakMemoryMb} MB for ${Math.round(result.size / 1024 / 1024)} MiB`);
  t.is(result.outcome, "entered");
  t.true(result.size > MIB * 1024 * 1024 * 0.99);
  t.true(result.equal);
  t.true(result.peakMemoryMb < MOST_MB, `client ${result.peakMemoryMb} MB`);
  t.true(peakMemoryMb < MOST_MB, `simulator ${peakMemoryMb} MB`);
});

/** The next message of a child, or a failure when it dies first. */
async function message<T>(child: ReturnType<typeof fork>): Promise<T> {
  const dead = new AbortController();
  const gone = (): void => dead.abort();
  child.once("exit", gone);
  try {
    return (await once(child, "message", { signal: dead.signal })) as T;
  } finally {
    child.off("exit", gone);
  }
}
