import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";

/** The demo as a person runs it: a process of its own, seen from outside. */
const MAIN = fileURLToPath(import.meta.resolve("#src/main"));
const STEPS = 6;

interface Outcome {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly envelope: string;
  readonly receivers: readonly { readonly state: string; readonly statuses: readonly string[]; readonly effectiveProvisional: boolean; readonly instants: Readonly<Record<string, string | null>> }[];
}

function start(directory: string): ChildProcess {
  return spawn(process.execPath, [MAIN, "demo", "--data", directory, "--json", "--progress"], { stdio: ["ignore", "pipe", "pipe"] });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const read = async (stream: NodeJS.ReadableStream | null) => {
    let text = "";
    for await (const chunk of stream ?? []) text += String(chunk);
    return text;
  };
  const [out, err] = await Promise.all([read(child.stdout), read(child.stderr), child.exitCode === null && child.signalCode === null ? once(child, "exit") : null]);
  return { code: child.exitCode, out, err };
}

async function playWhole(t: ExecutionContext, directory: string): Promise<Outcome> {
  const { code, out, err } = await finish(start(directory));
  t.is(code, 0, `${err}\n${out}`);
  return JSON.parse(out) as Outcome;
}

/** What differs between any two runs: ids, digests of signed bytes, times of the machine, places. */
function comparable(outcome: Outcome, directory: string): string {
  return JSON.stringify({ ...outcome, seconds: null }, null, 1)
    .replaceAll(directory, "<data>")
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\b[0-9a-f]{30,64}\b/g, "<hex>");
}

async function freshDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-demo-"));
  // the private database runs as another account when this is root
  await chmod(directory, 0o711);
  t.teardown(async () => await rm(directory, { recursive: true, force: true }));
  return directory;
}

async function nothingRuns(directory: string): Promise<boolean> {
  const files = await readdir(join(directory, "postgres"), { recursive: true });
  return !files.some((file) => file.endsWith("postmaster.pid"));
}

/** Kills with SIGKILL a moment after the given step began. Steps that are over already are not begun again: then it is killed as late as it gets there. */
async function killDuring(directory: string, step: number, afterMs: number): Promise<void> {
  const child = start(directory);
  child.stdout?.resume();
  for await (const line of createInterface({ input: child.stderr ?? process.stdin })) {
    const begun = /^\[(\d)\//.exec(line)?.[1];
    if (begun === undefined || Number(begun) < step) continue;
    await sleep(afterMs);
    child.kill("SIGKILL");
    break;
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** One run nobody disturbed, for the tests to look at. */
const undisturbed = { directory: "", outcome: {} as Outcome };

test.before("the demo plays", async (t) => {
  t.timeout(120_000);
  undisturbed.directory = await mkdtemp(join(tmpdir(), "lienthong-demo-"));
  await chmod(undisturbed.directory, 0o711);
  undisturbed.outcome = await playWhole(t, undisturbed.directory);
});

test.after.always("clean up", async () => await rm(undisturbed.directory, { recursive: true, force: true }));

test.serial("a demo killed in the middle of every step ends like one nobody disturbed", async (t) => {
  t.timeout(300_000);
  const disturbed = await freshDirectory(t);
  for (let step = 1; step <= STEPS; step++) {
    const afterMs = Math.floor(Math.random() * 1_500);
    t.log(`kill -9 ${afterMs} ms into step ${step}`);
    await killDuring(disturbed, step, afterMs);
  }
  const outcome = await playWhole(t, disturbed);
  t.is(comparable(outcome, disturbed), comparable(undisturbed.outcome, undisturbed.directory));
  t.true(await nothingRuns(disturbed), "the database is stopped");
});

test.serial("the demo shows one receiver on time and one on a Friday evening, with all five instants (HG-13.2c, DN-21.5)", async (t) => {
  const { directory, outcome } = undisturbed;
  const { receivers, envelope, problems } = outcome;
  t.deepEqual(problems, []);
  t.true(await nothingRuns(directory), "the database is stopped");
  t.deepEqual(receivers.map(({ state, statuses }) => [state, ...statuses]), [
    ["accepted", "01", "03"],
    ["refused", "01", "02"],
  ]);
  t.like(receivers[0]?.instants, { receivedAt: "2026-11-13T16:35:00.000+07:00", effectiveAt: "2026-11-13T16:35:00.000+07:00" });
  t.like(receivers[1]?.instants, { receivedAt: "2026-11-13T17:42:00.000+07:00", effectiveAt: "2026-11-16T07:30:00.000+07:00", decidedAt: "2026-11-16T08:10:00.000+07:00" });
  for (const { instants } of receivers) for (const [name, at] of Object.entries(instants)) t.not(at, null, name);

  const ca = join(directory, "ca", "certificate.pem");
  const signer = join(directory, "vpcp", "keys", "G22", "certificate.pem");
  const { code, out } = await finish(spawn(process.execPath, [MAIN, "edxml", "verify", envelope, "--certificate", signer, "--anchor", ca], { stdio: ["ignore", "pipe", "pipe"] }));
  t.is(code, 0, out);
});

test.serial("Ctrl-C ends the demo with 130 and leaves nothing running", async (t) => {
  t.timeout(120_000);
  const directory = await freshDirectory(t);
  const child = start(directory);
  // a listener, not an iterator: leaving that one closes the pipe, and a terminal stays open when Ctrl-C is pressed
  await new Promise<void>((begun) => {
    let told = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (/^\[2\//m.test(told)) begun();
    });
  });
  child.stdout?.resume();
  child.kill("SIGINT");
  const [code] = (await once(child, "exit")) as [number | null];
  t.is(code, 130);
  t.true(await nothingRuns(directory));
});

test.serial("a folder that holds something else is not touched", async (t) => {
  const directory = await freshDirectory(t);
  await chmod(directory, 0o755);
  await writeFile(join(directory, "luận-văn.docx"), "");
  const { code, err } = await finish(spawn(process.execPath, [MAIN, "demo", "--data", directory], { stdio: ["ignore", "pipe", "pipe"] }));
  t.is(code, 2);
  t.regex(err, /đang chứa thứ khác/);
  t.deepEqual(await readdir(directory), ["luận-văn.docx"]);
});
