import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { Blobs } from "#src/core/ports";
import { HouseError } from "#src/core/fault";
import type { StoredEnvelope } from "#src/core/stored-file";
import { writeDocument } from "#edxml";
import { keepEnvelope } from "#src/core/outgoing/keep-envelope";
import { openBlobs } from "#src/storage/blobs";
import { sampleDocument } from "#test/edxml/support/messages";

async function folder(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-blobs-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function keep(blobs: Blobs, bytes: Buffer): Promise<StoredEnvelope> {
  const draft = blobs.draft();
  await pipeline(Readable.from(pieces(bytes)), draft.sink);
  return await draft.commit();
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function fileOf(directory: string, digest: string): string {
  return join(directory, digest.slice(0, 2), digest);
}

test("what was committed is read back whole and by range, and nothing is readable for others (HG-2.2, BG-4.3)", async (t) => {
  const directory = await folder(t);
  const blobs = await openBlobs(directory);
  const bytes = randomBytes(1_234_567);
  const stored = await keep(blobs, bytes);
  t.deepEqual(stored, { sha256: sha256(bytes), size: bytes.length });
  t.true(await blobs.has(stored.sha256));
  t.deepEqual(await buffer(blobs.open(stored.sha256)), bytes);
  t.deepEqual(await buffer(blobs.open(stored.sha256, { start: 10, end: 300_009 })), bytes.subarray(10, 300_010));
  t.deepEqual(await buffer(blobs.open(stored.sha256, { start: bytes.length - 3, end: bytes.length + 100 })), bytes.subarray(-3));
  t.is((await stat(fileOf(directory, stored.sha256))).mode & 0o777, 0o600);
  t.is((await stat(join(directory, stored.sha256.slice(0, 2)))).mode & 0o777, 0o700);
  t.deepEqual(await readdir(join(directory, "incoming")), []);
});

test("a draft can be written as a file, front last, and is stored under the digest of what it holds then", async (t) => {
  const directory = await folder(t);
  const blobs = await openBlobs(directory);
  const bytes = randomBytes(1_234_567);
  const draft = blobs.draft();
  await draft.write(async (file) => {
    await file.write(bytes, 1000, bytes.length - 1000, 1000);
    await file.write(bytes, 0, 1000, 0);
  });
  t.deepEqual(await readFile((await draft.finish()).path), bytes);
  t.deepEqual(await draft.commit(), { sha256: sha256(bytes), size: bytes.length });
  t.deepEqual(await buffer(blobs.open(sha256(bytes))), bytes);
  t.is((await stat(fileOf(directory, sha256(bytes)))).mode & 0o777, 0o600);

  const broken = blobs.draft();
  await t.throwsAsync(broken.write(() => Promise.reject(new RangeError("broke off"))), { message: "broke off" });
  await broken.discard();
  t.deepEqual(await readdir(join(directory, "incoming")), []);
});

test("a writer may use its buffer again as soon as it was taken, for small blobs as for large ones", async (t) => {
  const blobs = await openBlobs(await folder(t));
  for (const rounds of [3, 300]) {
    const slab = Buffer.alloc(4_096);
    const draft = blobs.draft();
    const written: Buffer[] = [];
    for (let round = 0; round < rounds; round++) {
      slab.fill(round);
      written.push(Buffer.from(slab));
      await new Promise<void>((resolve, reject) => draft.sink.write(slab, (error) => (error == null ? resolve() : reject(error))));
    }
    const stored = await draft.commit();
    t.deepEqual(await buffer(blobs.open(stored.sha256)), Buffer.concat(written));
  }
});

test("an empty blob is a blob", async (t) => {
  const blobs = await openBlobs(await folder(t));
  const stored = await blobs.draft().commit();
  t.deepEqual(stored, { sha256: sha256(Buffer.alloc(0)), size: 0 });
  t.is((await buffer(blobs.open(stored.sha256))).length, 0);
});

test("the same content stored many times at once is one file", async (t) => {
  const directory = await folder(t);
  const blobs = await openBlobs(directory);
  const bytes = randomBytes(400_000);
  const stored = await Promise.all(Array.from({ length: 12 }, () => keep(blobs, bytes)));
  t.is(new Set(stored.map((blob) => blob.sha256)).size, 1);
  t.deepEqual(await readdir(join(directory, sha256(bytes).slice(0, 2))), [sha256(bytes)]);
  t.deepEqual(await buffer(blobs.open(sha256(bytes))), bytes);
});

test("nothing is visible before commit, and a discarded draft leaves nothing", async (t) => {
  const directory = await folder(t);
  const blobs = await openBlobs(directory);
  const draft = blobs.draft();
  draft.sink.write(Buffer.from("công văn"));
  await draft.discard();
  await draft.discard();
  await blobs.draft().discard();
  t.deepEqual(await readdir(join(directory, "incoming")), []);
  t.false(await blobs.has(sha256(Buffer.from("công văn"))));
});

test("a draft whose writer breaks off is not committed", async (t) => {
  const directory = await folder(t);
  const blobs = await openBlobs(directory);
  const draft = blobs.draft();
  const broken = new Readable({ read: () => undefined });
  broken.push(Buffer.alloc(1000));
  const copying = pipeline(broken, draft.sink);
  broken.destroy(new HouseError("request-invalid", "the upload broke off"));
  await t.throwsAsync(copying, { message: "the upload broke off" });
  await t.throwsAsync(draft.commit(), { instanceOf: HouseError });
  await draft.discard();
  t.deepEqual(await readdir(join(directory, "incoming")), []);
});

test("a damaged blob ends with blob-corrupt instead of a clean end; storing it again heals it (HG-2.2, BG-4.3)", async (t) => {
  const directory = await folder(t);
  const blobs = await openBlobs(directory);
  const bytes = randomBytes(900_000);
  const { sha256: digest } = await keep(blobs, bytes);
  for (const damaged of [Buffer.concat([bytes.subarray(0, 500_000), Buffer.from([bytes[500_000]! ^ 1]), bytes.subarray(500_001)]), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from("x")])]) {
    await writeFile(fileOf(directory, digest), damaged);
    const fault = await t.throwsAsync(buffer(blobs.open(digest)), { instanceOf: HouseError });
    t.is(fault.code, "blob-corrupt");
    const unheard = blobs.open(digest).resume(); // nobody listens for errors: no uncaught exception
    await new Promise((resolve) => unheard.once("close", resolve));
  }
  await keep(blobs, bytes);
  t.deepEqual(await buffer(blobs.open(digest)), bytes);
});

test("a missing blob, and a name that is no digest, are blob-missing", async (t) => {
  const blobs = await openBlobs(await folder(t));
  for (const name of ["0".repeat(64), "../../etc/passwd", "A".repeat(64)]) {
    t.false(await blobs.has(name));
    const fault = await t.throwsAsync(buffer(blobs.open(name)), { instanceOf: HouseError });
    t.is(fault.code, "blob-missing");
  }
});

test("at start drafts older than a day are removed, younger ones stay", async (t) => {
  const directory = await folder(t);
  await mkdir(join(directory, "incoming"));
  const longAgo = new Date(Date.now() - 25 * 3600_000);
  await writeFile(join(directory, "incoming", "old.tmp"), "x");
  await utimes(join(directory, "incoming", "old.tmp"), longAgo, longAgo);
  await writeFile(join(directory, "incoming", "young.tmp"), "x");
  await openBlobs(directory);
  t.deepEqual(await readdir(join(directory, "incoming")), ["young.tmp"]);
});

test("scratch files of dead processes are removed at start, those of living ones stay", async (t) => {
  const directory = await folder(t);
  const first = await openBlobs(directory);
  await writeFile(join(first.scratchDirectory, "mine"), "x");
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  await once(child, "spawn");
  const started = (await readFile(`/proc/${child.pid}/stat`, "utf8")).split(") ")[1]!.split(" ")[19]!;
  const machine = encodeURIComponent(hostname());
  const living = join(directory, "scratch", `${machine}~${child.pid}~${started}~a`);
  const reused = join(directory, "scratch", `${machine}~${child.pid}~${Number(started) - 1}~b`);
  const foreign = join(directory, "scratch", "other-machine~1~1~c");
  const forgotten = join(directory, "scratch", "other-machine~1~1~d");
  for (const made of [living, reused, foreign, forgotten]) await mkdir(made);
  await writeFile(join(reused, "x"), "x");
  const longAgo = new Date(Date.now() - 25 * 3600_000);
  await utimes(forgotten, longAgo, longAgo);

  const second = await openBlobs(directory);
  t.true(existsSync(join(first.scratchDirectory, "mine")));
  t.deepEqual([living, reused, foreign, forgotten].map(existsSync), [true, false, true, false]);

  child.kill("SIGKILL");
  await once(child, "exit");
  await second.close();
  await openBlobs(directory);
  t.deepEqual([living, second.scratchDirectory, first.scratchDirectory].map(existsSync), [false, false, true]);
});

test("a full disk is disk-full, leaves nothing behind, and the store goes on when there is room again", async (t) => {
  const directory = await folder(t);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", directory], { stdio: "ignore" });
  } catch {
    t.log("a tmpfs cannot be mounted here (needs root): not tested");
    t.pass();
    return;
  }
  try {
    const blobs = await openBlobs(directory);
    const kept = await keep(blobs, randomBytes(1_000_000));
    const draft = blobs.draft();
    const fault = await t.throwsAsync(pipeline(Readable.from(pieces(randomBytes(3_000_000))), draft.sink), { instanceOf: HouseError });
    t.is(fault.code, "disk-full");
    t.is((await t.throwsAsync(draft.commit(), { instanceOf: HouseError })).code, "disk-full");
    await draft.discard();
    const large = { name: "a.pdf", open: () => Readable.from(pieces(randomBytes(3_000_000))) };
    const envelope = keepEnvelope(blobs, 3_000_000, (file) => writeDocument(sampleDocument(), [large], file, { scratchDirectory: blobs.scratchDirectory }));
    t.is((await t.throwsAsync(envelope, { instanceOf: HouseError })).code, "disk-full");
    t.deepEqual(await readdir(join(directory, "incoming")), []);
    t.deepEqual((await keep(blobs, Buffer.alloc(900_000))).size, 900_000);
    t.is((await buffer(blobs.open(kept.sha256))).length, 1_000_000);
  } finally {
    execFileSync("umount", ["-l", directory]);
  }
});

test("below the low-water mark nothing new is begun, and a disk that can only be read is storage-unavailable", async (t) => {
  const directory = await folder(t);
  const full = await openBlobs(directory, { leastFreeBytes: Number.MAX_SAFE_INTEGER });
  const fault = await t.throwsAsync(keep(full, randomBytes(1_000)), { instanceOf: HouseError });
  t.like(fault, { code: "disk-full", retry: "later" });
  t.deepEqual(await readdir(join(directory, "incoming")), []);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", directory], { stdio: "ignore" });
  } catch {
    t.log("a tmpfs cannot be mounted here (needs root): the disk that can only be read is not tested");
    return;
  }
  try {
    const blobs = await openBlobs(directory);
    const kept = await keep(blobs, Buffer.from("còn đọc được"));
    execFileSync("mount", ["-o", "remount,ro", directory], { stdio: "ignore" });
    t.is((await t.throwsAsync(keep(blobs, Buffer.from("mới")), { instanceOf: HouseError })).code, "storage-unavailable");
    t.is((await buffer(blobs.open(kept.sha256))).toString(), "còn đọc được");
  } finally {
    execFileSync("umount", ["-l", directory]);
  }
});
