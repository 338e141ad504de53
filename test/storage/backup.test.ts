import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { Client } from "pg";
import { HouseError } from "#src/core/fault";
import { WORK_ITEM_MIGRATION } from "#src/house";
import { saveDatabase } from "#src/storage/backup/database-copy";
import { makeBackup } from "#src/storage/backup/make-backup";
import { restoreBackup } from "#src/storage/backup/restore-backup";
import { verifyBackup } from "#src/storage/backup/verify-backup";
import { pathOf } from "#src/storage/blob-path";
import { openBlobs } from "#src/storage/blobs";
import { openStore } from "#src/storage/open-store";
import { verifySeals } from "#src/core/journal/integrity";
import { sealJournal } from "#src/jobs/keep-journal";
import { gatewayOf, send } from "#test/support/letters";
import { testDatabase } from "#test/support/postgres";
import { openTown } from "#test/support/town";

test("a backup of a running gateway is restored elsewhere with documents, files, journal and keys; a byte changed in it is found (DN-18.2)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, others: { quangngai: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] }, run: [] });
  const vpcp = gatewayOf(town, "vpcp");
  const { house, config } = vpcp;
  const { document } = await send(vpcp);
  await house.sealer.seal("x", "y"); // the key is made at first use
  const mark = await sealJournal(house, null);
  await sealJournal(house, mark?.mark ?? null);
  const target = await mkdtemp(join(tmpdir(), "lienthong-backup-"));
  t.teardown(() => rm(target, { recursive: true, force: true }));
  const source = { databaseUrl: house.databaseUrl, blobs: house.blobs, dataDirectory: config.dataDirectory, program: "thử", secrets: [join(config.dataDirectory, "secrets.key"), config.keysDirectory] };

  const first = await makeBackup(source, target, new Date("2026-11-20T01:00:00Z"));
  const second = await makeBackup(source, target, new Date("2026-11-21T01:00:00Z"));
  t.true(first.newBytes > 0);
  t.is(second.newBytes, 0, "files of the backup before are linked");
  t.is(second.manifest.blobs.count, first.manifest.blobs.count);
  await rm(first.folder, { recursive: true });
  t.like(await verifyBackup(second.folder), { digest: second.digest, wrong: [] });

  const [databaseUrl, dataDirectory] = [await testDatabase(t), join(target, "noi-moi")];
  await restoreBackup(second.folder, { databaseUrl, dataDirectory, secrets: { "secrets.key": join(dataDirectory, "secrets.key"), keys: join(dataDirectory, "keys") }, extraMigrations: [WORK_ITEM_MIGRATION] });
  const store = await openStore({ databaseUrl, onEvent: () => undefined, extraMigrations: [WORK_ITEM_MIGRATION] });
  t.teardown(() => store.close());
  t.deepEqual(await store.reader.outgoing.byId(document.id), await house.store.reader.outgoing.byId(document.id));
  t.deepEqual(await store.reader.journal.ofOutgoing(document.id), await house.store.reader.journal.ofOutgoing(document.id));
  const { broken, seals } = await verifySeals(store.reader, "all", house.clock.now());
  t.deepEqual([broken, seals], [[], 1], "the seals hold over there too");
  await store.write((tx) => tx.append({ kind: "blobs.swept", at: house.clock.now(), actor: { kind: "gateway", job: "sweep" }, facts: {} }));
  const blobs = await openBlobs(join(dataDirectory, "blobs"));
  t.teardown(() => blobs.close());
  for (const { sha256 } of document.files) t.true(await blobs.has(sha256));
  t.deepEqual(await readFile(join(dataDirectory, "secrets.key")), await readFile(join(config.dataDirectory, "secrets.key")));
  t.true((await stat(join(dataDirectory, "keys", "G22", "key.pem"))).isFile());
  t.is((await t.throwsAsync(restoreBackup(second.folder, { databaseUrl, dataDirectory, secrets: {}, extraMigrations: [WORK_ITEM_MIGRATION] }), { instanceOf: HouseError }))?.code, "move-illegal");

  const file = pathOf(join(second.folder, "blobs"), document.files[0]?.sha256 ?? "")?.file ?? "";
  await writeFile(file, "đã sửa");
  t.is((await verifyBackup(second.folder)).wrong[0]?.what, "changed");
  await rm(file);
  t.is((await verifyBackup(second.folder)).wrong[0]?.what, "missing");
  await t.throwsAsync(restoreBackup(second.folder, { databaseUrl, dataDirectory, secrets: {}, extraMigrations: [WORK_ITEM_MIGRATION] }), { instanceOf: HouseError, message: /missing or changed/ });
  await writeFile(join(second.folder, "manifest.json"), "{}");
  t.is((await t.throwsAsync(verifyBackup(second.folder), { instanceOf: HouseError }))?.code, "backup-unreadable");
});

test("a backup that waits for its database is broken off when it is told to stop", async (t) => {
  const url = await testDatabase(t);
  const other = new Client({ connectionString: url });
  await other.connect();
  t.teardown(() => other.end());
  const target = await mkdtemp(join(tmpdir(), "lienthong-backup-"));
  t.teardown(() => rm(target, { recursive: true, force: true }));
  await other.query("CREATE TABLE schema_migration (id int, name text)");
  await other.query("CREATE TABLE held (id int)");
  await other.query("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE");
  const stop = new AbortController();
  const saving = saveDatabase(url, target, stop.signal);
  setTimeout(() => stop.abort(), 300);
  t.is((await t.throwsAsync(saving, { instanceOf: HouseError }))?.code, "database-unavailable");
});
