import { randomUUID } from "node:crypto";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { Client } from "pg";
import { readFeed } from "#src/core/events/feed";
import { FieldsRefused, HouseError } from "#src/core/fault";
import { sweepBlobs, sweepEvents, type SweepingNeeds } from "#src/jobs/sweep";
import { gatewayOf, letter, send } from "#test/support/letters";
import { submit, T0 } from "#test/storage/records";
import { testStore } from "#test/storage/stores";
import { openTown, type TownGateway } from "#test/support/town";
import { never } from "#test/support/axis-door";

const DAY = 24 * 60 * 60 * 1_000;
const OPERATOR = { actor: { kind: "operator", name: "thử nghiệm" }, agencies: "all" } as const;

function sweeping({ house }: TownGateway, warned: string[] = []): SweepingNeeds {
  return { ...house, log: { warn: (message) => warned.push(message) }, sweeping: { keepEventsForMs: 90 * DAY, blobGraceMs: DAY } };
}

/** As if the file had been written two days ago. */
async function age({ config }: TownGateway, sha256: string): Promise<void> {
  const then = new Date(Date.now() - 2 * DAY);
  await utimes(join(config.dataDirectory, "blobs", sha256.slice(0, 2), sha256), then, then);
}

test("bytes of a refused submission and of an upload that ended are deleted after a grace period; what a row refers to stays", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, run: [] });
  const vpcp = gatewayOf(town, "vpcp");
  const { house } = vpcp;
  const key = { actor: { kind: "system-key", keyId: vpcp.keyId, name: "QLVB" }, agencies: ["G22"] } as const;

  const { document } = await send(vpcp);
  const inUse = [document.envelope.sha256, ...document.files.map(({ sha256 }) => sha256)];
  const refused = [await vpcp.store("cong-van.pdf", "%PDF-1.7 bị từ chối"), await vpcp.store("phu-luc.txt", "bị từ chối")];
  await t.throwsAsync(house.service.sendDocument(letter({ receivers: [{ organId: "H99" }], code: { number: "124", notation: "VPCP-KSTT" } }), refused, OPERATOR, null), { instanceOf: FieldsRefused });
  const waiting = await vpcp.store("tai-len.pdf", "còn hạn");
  await house.service.keepUpload(waiting, key);
  const ended = await vpcp.store("cu.pdf", "đã hết hạn");
  await house.service.keepUpload(ended, key);
  const young = await vpcp.store("moi.pdf", "vừa ghi");
  const database = new Client({ connectionString: vpcp.config.databaseUrl ?? "" });
  await database.connect();
  await database.query("UPDATE upload SET kept_until = now() - interval '2 hours' WHERE sha256 = $1", [ended.sha256]);
  await database.end();
  for (const { sha256 } of [...refused, waiting, ended]) await age(vpcp, sha256);
  for (const sha256 of inUse) await age(vpcp, sha256);

  t.is(await sweepBlobs(sweeping(vpcp), never()), 3);
  for (const { sha256 } of [...refused, ended]) t.false(await house.blobs.has(sha256));
  for (const sha256 of [...inUse, waiting.sha256, young.sha256]) t.true(await house.blobs.has(sha256));
  t.is(await sweepBlobs(sweeping(vpcp), never()), 0, "nothing is left to sweep");
});

test("a store that belongs to another database is left alone", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, run: [] });
  const vpcp = gatewayOf(town, "vpcp");
  const strange = [];
  for (let count = 0; count < 120; count++) strange.push(await vpcp.store("x.pdf", randomUUID()));
  for (const { sha256 } of strange) await age(vpcp, sha256);
  const warned: string[] = [];
  t.is(await sweepBlobs(sweeping(vpcp, warned), never()), 0);
  t.deepEqual(warned, ["sweep.held"]);
  for (const { sha256 } of strange) t.true(await vpcp.house.blobs.has(sha256));
});

test("every column that names a blob is known to the sweep", async (t) => {
  const { databaseUrl } = await testStore(t);
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ name: string }>("SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE domain_name = 'sha256_hex' OR column_name LIKE '%sha256%' OR column_name = 'files' ORDER BY 1");
  await database.end();
  const answered = ["inbound_envelope.envelope_sha256", "incoming_document.envelope_sha256", "incoming_document.files", "outgoing_document.envelope_sha256", "outgoing_document.files", "transmission.envelope_sha256", "upload.sha256"];
  const noBlob = ["agency_certificate.fingerprint", "issued_report.digest", "journal_seal.digest", "session.token_hash", "setup_token.hash"];
  t.deepEqual(rows.map(({ name }) => name).filter((name) => !noBlob.includes(name)), answered, "a new one goes into IN_USE and NAMED_BLOBS of src/storage/purge.ts first, or the sweep deletes what it refers to");
});

test("events older than the age are forgotten, all but the newest; an older cursor is told the oldest that holds, and a webhook loses nothing", async (t) => {
  const { store } = await testStore(t);
  const { document } = await submit(store);
  const happen = (mark: string, at: Date) => store.write((tx) => tx.append({ kind: "outgoing.duplicate-alarm", at, actor: { kind: "gateway", job: "test" }, outgoingId: document.id, facts: { identityKey: mark } }));
  const marks = async (after?: string) => (await readFeed(store, { limit: 100, ...(after !== undefined && { after }) }, OPERATOR)).events.map(({ data }) => data["identityKey"]);
  const first = await readFeed(store, { limit: 100 }, OPERATOR);
  await happen("cũ 1", T0);
  const second = await readFeed(store, { limit: 100 }, OPERATOR);
  await happen("cũ 2", T0);
  await happen("mới", new Date(T0.getTime() + 100 * DAY));
  t.deepEqual(await marks(first.next), ["cũ 1", "cũ 2", "mới"]);
  const before = new Date(T0.getTime() + DAY);
  const clock = { now: () => new Date(T0.getTime() + 91 * DAY) };

  await store.write((tx) => tx.addWebhook({ id: randomUUID() as never, name: "QLVB", url: "https://qlvb.example.gov.vn/", agencies: "all", types: null, keyId: null, createdAt: T0, createdBy: "thử nghiệm", pausedAt: T0, place: second.events.at(-1)?.place ?? "0", health: { failures: 0, probeAt: null, lastSuccessAt: null, lastFailureAt: null, lastError: null } }));
  t.true((await store.sweepEvents(before, 1_000)) > 0);
  t.deepEqual(await marks(), ["cũ 2", "mới"], "what the webhook waits for is kept");
  const [webhook] = await store.reader.webhooks.list();
  if (webhook === undefined) return t.fail("no webhook");
  await store.write((tx) => tx.removeWebhook(webhook.webhook.id));

  const swept = await sweepEvents({ store, clock, blobs: {} as never, log: { warn: () => undefined }, sweeping: { keepEventsForMs: 90 * DAY, blobGraceMs: DAY } }, never());
  t.is(swept, 1);
  t.deepEqual(await marks(), ["mới"]);
  const refused = await t.throwsAsync(readFeed(store, { after: first.next, limit: 10 }, OPERATOR), { instanceOf: HouseError });
  t.is(refused?.code, "cursor-expired");
  const oldest = String(refused?.facts["oldest"]);
  t.deepEqual(await marks(oldest), ["mới"], "the refusal names where to go on");
  t.is(await store.sweepEvents(new Date(T0.getTime() + 1000 * DAY), 1_000), 0, "the newest stays, so that places go on growing");
  await happen("sau", new Date(T0.getTime() + 101 * DAY));
  t.deepEqual(await marks(oldest), ["mới", "sau"]);
});
