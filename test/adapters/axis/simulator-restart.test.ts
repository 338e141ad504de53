import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import type { OutgoingParcel, SendOutcome } from "#adapters/adapter";
import { Journal } from "#adapters/axis/simulator/journal";
import type { JournalEntry } from "#adapters/axis/simulator/records";
import { AdapterError } from "#adapters/errors";
import { clientOf, documentParcel, fetched, never, openAxis, otherDocument, RECEIVER, scratchDirectory, SENDER } from "./support.ts";

test("state survives a restart: what waits still waits, what was acknowledged stays away, faults are forgotten", async (t) => {
  const dataDirectory = await scratchDirectory(t);
  const before = await openAxis(t, { dataDirectory });
  await before.sender.send(await documentParcel({ bytes: await otherDocument("1") }), never());
  await before.sender.send(await documentParcel({ bytes: await otherDocument("2") }), never());
  const [first, second] = await before.receiver.listPending(never());
  if (first === undefined || second === undefined) return t.fail();
  await before.receiver.acknowledge(first, "done", never());
  await before.simulator.close();

  const after = await openAxis(t, { dataDirectory });
  t.deepEqual(await after.receiver.listPending(never()), [second]);
  t.true((await fetched(after.receiver, second)).toString("utf8").includes("Trích yếu 2"));
  t.is((await after.sender.listPending(never())).length, 2, "Bộ Xây dựng's copies");
});

test("A8.7: a send repeated after a restart is still the same message", async (t) => {
  const dataDirectory = await scratchDirectory(t);
  const parcel = await documentParcel();
  const before = await openAxis(t, { dataDirectory });
  const first = await before.sender.send(parcel, never());
  await before.simulator.close();
  const after = await openAxis(t, { dataDirectory });
  const second = await after.sender.send(parcel, never());
  t.is(first.kind === "entered" ? first.partnerMessageId : "", second.kind === "entered" ? second.partnerMessageId : "-");
  t.is((await after.receiver.listPending(never())).length, 1);
});

test("kill -9 in the middle of sends loses nothing that was confirmed, and repeating the rest doubles nothing", async (t) => {
  const dataDirectory = await scratchDirectory(t);
  const child = fork(fileURLToPath(new URL("simulator-process.js", import.meta.url)), [dataDirectory]);
  t.teardown(() => child.kill("SIGKILL"));
  const [{ url }]: [{ url: string }] = (await once(child, "message")) as [{ url: string }];
  const client = clientOf(t, url, SENDER);
  const parcels = await Promise.all(Array.from({ length: 60 }, async (_, n) => documentParcel({ bytes: await otherDocument(`số ${n}`) })));
  // Six lanes of ten, one send after the other in each; the kill comes while all of them are busy.
  const outcomes: SendOutcome[] = [];
  const lane = async (first: number): Promise<void> => {
    for (let n = first; n < parcels.length; n += 6) {
      outcomes[n] = await client.send(parcels[n] as OutgoingParcel, never());
      if (outcomes.filter(Boolean).length === 25) child.kill("SIGKILL");
    }
  };
  await Promise.all([0, 1, 2, 3, 4, 5].map(lane));

  const after = await openAxis(t, { dataDirectory });
  const known = new Set(after.simulator.control.deliveries().map((one) => one.senderDocId));
  const entered = outcomes.flatMap((outcome) => (outcome.kind === "entered" ? [outcome.partnerMessageId] : []));
  t.log(`${entered.length} confirmed, ${outcomes.filter((one) => one.kind === "unknown").length} unknown, ${outcomes.filter((one) => one.kind === "not-sent").length} not sent, ${known.size} on disk`);
  t.true(entered.length > 0 && entered.length < parcels.length);
  t.true(entered.every((docId) => known.has(docId)));

  for (const [n, outcome] of outcomes.entries()) if (outcome.kind !== "entered") t.is((await after.sender.send(parcels[n] as OutgoingParcel, never())).kind, "entered");
  const waiting = await clientOf(t, after.simulator.url, RECEIVER).listPending(never());
  const digests = await Promise.all(waiting.map(async (item) => createHash("sha256").update(await fetched(after.receiver, item)).digest("hex")));
  t.deepEqual(digests.sort(), parcels.map((parcel) => parcel.sha256).sort());
  t.deepEqual(await readdir(join(dataDirectory, "incoming")), []);
});

test("a line torn by a crash is cut off, a damaged line before it is refused", async (t) => {
  const path = join(await scratchDirectory(t), "journal.jsonl");
  const entry: JournalEntry = { entry: "forget", docId: "a" };
  await writeFile(path, `${JSON.stringify(entry)}\n{"entry":"for`);
  const seen: JournalEntry[] = [];
  const journal = await Journal.open(path, (one) => seen.push(one));
  await journal.append({ entry: "forget", docId: "b" }, () => undefined);
  await journal.close();
  t.deepEqual(seen, [entry]);
  t.is(await readFile(path, "utf8"), '{"entry":"forget","docId":"a"}\n{"entry":"forget","docId":"b"}\n');
  await appendFile(path, "garbage\n{}\n");
  const error = await t.throwsAsync(
    Journal.open(path, () => undefined),
    { instanceOf: AdapterError },
  );
  t.deepEqual([error?.code, error?.facts["line"]], ["simulator-state-unreadable", 3]);
});

test("compaction loses nothing that is appended while it runs", async (t) => {
  const path = join(await scratchDirectory(t), "journal.jsonl");
  const state = new Set<string>();
  const journal = await Journal.open(path, () => undefined);
  const appending = Array.from({ length: 500 }, async (_, n) => {
    await journal.append({ entry: "forget", docId: String(n) }, () => state.add(String(n)));
    if (n % 50 === 0) journal.compact(() => [...state].map((docId): JournalEntry => ({ entry: "forget", docId })));
  });
  await Promise.all(appending);
  for (let n = 500; n < 520; n += 1) await journal.append({ entry: "forget", docId: String(n) }, () => state.add(String(n)));
  await journal.close();
  const seen = new Set<string>();
  await Journal.open(path, (one) => (one.entry === "forget" ? seen.add(one.docId) : undefined)).then((again) => again.close());
  t.deepEqual([...seen].sort(), [...state].sort());
  t.is(seen.size, 520);
});

test("messages whose receivers have finished are forgotten after the retention, with their files", async (t) => {
  const dataDirectory = await scratchDirectory(t);
  let now = Date.parse("2026-11-01T00:00:00Z");
  const before = await openAxis(t, { dataDirectory, now: () => new Date(now), retentionDays: 10 });
  await before.sender.send(await documentParcel({ bytes: await otherDocument("1") }), never());
  for (const end of [before.sender, before.receiver]) for (const item of await end.listPending(never())) await end.acknowledge(item, "done", never());
  await before.sender.send(await documentParcel({ bytes: await otherDocument("2") }), never());
  await before.simulator.close();
  t.is((await readdir(join(dataDirectory, "content"))).length, 2);
  now += 11 * 86_400_000;
  const after = await openAxis(t, { dataDirectory, now: () => new Date(now), retentionDays: 10 });
  t.is((await readdir(join(dataDirectory, "content"))).length, 1);
  t.is(after.simulator.control.deliveries().length, 2);
});

test("a second simulator in the same directory is refused, and after the first has closed it is not", async (t) => {
  const dataDirectory = await scratchDirectory(t);
  const first = await openAxis(t, { dataDirectory });
  const error = await t.throwsAsync(openAxis(t, { dataDirectory }), { instanceOf: AdapterError });
  t.is(error?.code, "adapter-settings-invalid");
  const port = Number(new URL(first.simulator.url).port);
  const elsewhere = await scratchDirectory(t);
  await t.throwsAsync(openAxis(t, { dataDirectory: elsewhere, port }), { message: /cannot listen/ });
  await t.notThrowsAsync(openAxis(t, { dataDirectory: elsewhere }), "a start that failed holds nothing");
  await first.simulator.close();
  await t.notThrowsAsync(openAxis(t, { dataDirectory }));
});
