import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { Client } from "pg";
import { trackDeadlines } from "#src/core/deadlines/track";
import { verifySeals } from "#src/core/journal/integrity";
import { sealJournal } from "#src/jobs/keep-journal";
import { testCertificate } from "#test/support/certificates";
import { failSending } from "#test/support/fail-sending";
import { gatewayOf, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";
import { openDoor } from "../door.ts";
import { addPerson, signedIn, type Person } from "../session/person.ts";

/** A gateway that moves nothing by itself. */
const closers: (() => Promise<void>)[] = [];
let gateway: TownGateway;
test.before(async () => {
  const town = await openTown({ teardown: (close) => closers.push(close) }, { gateways: { vpcp: { agencies: [VPCP] } }, others: { quangngai: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] }, run: [] });
  gateway = gatewayOf(town, "vpcp");
});
test.after.always(async () => {
  for (const close of closers.toReversed()) await close();
});

const VPCP = { code: "G22", name: "Văn phòng Chính phủ" };
type Items = readonly Record<string, unknown>[];
const itemsOf = (body: Record<string, unknown>): Items => body["items"] as Items;
const why = { reason: "công văn 12/STTTT-CNTT" };

test.serial("queues: a held channel keeps what is due, let go it is due again; what failed is seen, sent again by one or all, with a reason", async (t) => {
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.hang-doi", { roles: ["operator"] }));
  const auditor = await signedIn(t, door, await addPerson(gateway, "kt.hang-doi", { roles: ["auditor"] }));
  await send(gateway);
  await send(gateway, { code: { number: "124", notation: "VPCP-KSTT" } });
  t.like(itemsOf((await operator.ask("/api/v1/queues")).body)[0], { channel: "axis", state: "open", failed: 0, retrying: 0 });
  t.like((itemsOf((await operator.ask("/api/v1/queues")).body).flatMap(({ lanes }) => lanes as Items))[0], { large: false, waiting: 2, underWay: 0 });

  t.is((await operator.send("POST", "/api/v1/queues/axis/hold", { reason: " " })).status, 422);
  t.is((await operator.send("POST", "/api/v1/queues/khong-co/hold", why)).status, 404);
  t.is((await auditor.send("POST", "/api/v1/queues/axis/hold", why)).body["code"], "role-missing");
  const held = await operator.send("POST", "/api/v1/queues/axis/hold", why);
  t.like(held.body, { state: "held", heldBy: "qt.hang-doi", reason: why.reason, nextProbeAt: null });
  t.is((await operator.send("POST", "/api/v1/queues/axis/hold", { reason: "lần nữa" })).body["reason"], why.reason, "repeating is harmless");
  t.is((await gateway.house.store.relayDue(10, () => Promise.resolve())).count, 0, "nothing leaves");
  t.is((await operator.send("POST", "/api/v1/queues/axis/release", why)).body["state"], "open");
  await failSending(gateway, "axis", "cơ quan gửi chưa đăng ký");

  const dead = itemsOf((await auditor.ask("/api/v1/dead-letters?channel=axis")).body);
  t.deepEqual(dead.map(({ code, kind, sender, attempts }) => [code, kind, sender, attempts]), [["124/VPCP-KSTT", "document", VPCP, 1], ["123/VPCP-KSTT", "document", VPCP, 1]]);
  t.deepEqual(dead[0]?.["receivers"], [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }]);
  t.is(itemsOf((await operator.ask("/api/v1/dead-letters?channel=local")).body).length, 0);
  const kinds = itemsOf((await operator.ask("/api/v1/attention")).body).map(({ kind, count }) => [kind, count]);
  t.true(kinds.some(([kind, count]) => kind === "dead-letters" && count === 2), JSON.stringify(kinds));

  const one = String(dead[0]?.["id"]);
  t.is((await auditor.send("POST", "/api/v1/dead-letters/resend", why)).body["code"], "role-missing");
  t.is((await operator.send("POST", "/api/v1/dead-letters/resend", { ids: [one] })).status, 422, "a reason is needed");
  t.deepEqual((await operator.send("POST", "/api/v1/dead-letters/resend", { ids: [one], ...why })).body, { resent: 1, refused: [], more: false });
  t.deepEqual((await operator.send("POST", "/api/v1/dead-letters/resend", { ids: [one], ...why })).body, { resent: 0, refused: [{ id: one, code: "move-illegal" }], more: false });
  t.deepEqual((await operator.send("POST", "/api/v1/dead-letters/resend", why)).body, { resent: 1, refused: [], more: false });
  t.is(itemsOf((await operator.ask("/api/v1/dead-letters")).body).length, 0);
  t.deepEqual(itemsOf((await operator.ask("/api/v1/quarantine")).body), []);
  const audit = itemsOf((await auditor.ask("/api/v1/audit?limit=20")).body).map(({ kind }) => kind);
  for (const kind of ["channel.held", "channel.let-go", "transmission.resend"]) t.true(audit.includes(kind), kind);
});

test.serial("keys of systems: shown once, used, revoked at once; certificates by the day they end", async (t) => {
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.khoa", { roles: ["operator"] }));
  t.is((await operator.send("POST", "/api/v1/api-keys", { name: "QLVB mới", agencies: [] })).status, 422);
  t.is((await operator.send("POST", "/api/v1/api-keys", { name: "QLVB mới", agencies: ["H48"] })).body["code"], "agency-not-yours");
  const made = await operator.send("POST", "/api/v1/api-keys", { name: "QLVB mới", agencies: ["G22"] });
  t.is(made.status, 201, made.text);
  const [secret, { id }] = [String(made.body["secret"]), made.body["key"] as { id: string }];
  t.is((await door.ask("/api/v1/documents", { key: secret })).status, 200);
  const listed = await operator.ask("/api/v1/api-keys");
  t.false(listed.text.includes(secret));
  t.truthy(itemsOf(listed.body).find((key) => key["id"] === id)?.["lastUsedAt"]);
  t.is((await operator.send("POST", `/api/v1/api-keys/${id}/revoke`, why)).status, 204);
  t.is((await door.ask("/api/v1/documents", { key: secret })).status, 401);
  t.is((await operator.send("POST", `/api/v1/api-keys/${id}/revoke`, why)).status, 404);

  const certificates = itemsOf((await operator.ask("/api/v1/certificates")).body);
  const signing = certificates.find(({ use, owner }) => use === "signing" && owner === "G22");
  t.is(signing?.["state"], "ok");
  t.true(certificates.some(({ use }) => use === "anchor"));
  const [registered] = await gateway.house.store.reader.certificates.ofAgency("G22");
  t.deepEqual((await operator.send("POST", "/api/v1/certificates/partners", { agency: "H48", certificate: "không phải chứng thư", ...why })).problems.map(({ field }) => field), ["/certificate"]);
  const added = await operator.send("POST", "/api/v1/certificates/partners", { agency: "000.00.00.H48", certificate: registered?.certificatePem, ...why });
  t.like(added.body, { use: "partner", owner: "H48", fingerprint: registered?.fingerprint });
  t.is((await operator.send("POST", "/api/v1/certificates/partners/revoke", { agency: "H48", fingerprint: registered?.fingerprint, ...why })).status, 204);
  t.is((await operator.send("POST", "/api/v1/certificates/partners/revoke", { agency: "H48", fingerprint: registered?.fingerprint, ...why })).status, 404);
});

test.serial("a signing key is changed with overlap: the next one waits while the old one signs, then signs itself; a key that cannot sign is refused", async (t) => {
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.doi-khoa", { roles: ["operator"] }));
  const [inUse, next] = await Promise.all([testCertificate({ code: "G22", name: "Văn phòng Chính phủ" }), testCertificate({ code: "H48", name: "UBND tỉnh Quảng Ngãi" })]);
  const stage = (key: object) => operator.send("POST", "/api/v1/signing-keys/G22/next", { ...key, ...why });
  const pem = { privateKey: next.privateKeyPem, certificate: next.certificatePem };
  t.deepEqual((await stage({ ...pem, certificate: inUse.certificatePem })).problems.map(({ field }) => field), ["/key"], "not of this key");
  t.deepEqual((await stage({ p12: Buffer.from("không phải p12").toString("base64"), password: "x" })).problems.map(({ field }) => field), ["/key"]);
  t.deepEqual((await stage({ p12: "AAAA" })).problems.map(({ field }) => field), ["/p12"]);
  t.deepEqual((await stage({ privateKey: inUse.privateKeyPem, certificate: inUse.certificatePem })).problems.map(({ field }) => field), ["/certificate"], "the one in use");
  t.deepEqual((await operator.send("POST", "/api/v1/signing-keys/H48/next", { ...pem, ...why })).problems.map(({ field }) => field), ["/agency"], "no key here");
  t.is((await operator.send("POST", "/api/v1/signing-keys/G22/promotion", why)).status, 404);

  const staged = await stage(pem);
  t.is(staged.status, 201, staged.text);
  t.like(staged.body, { use: "signing-next", owner: "G22", state: "ok" });
  t.false(staged.text.includes("PRIVATE KEY"));
  const fingerprint = String(staged.body["fingerprint"]);
  const { store } = gateway.house;
  const believed = async () => (await store.reader.certificates.ofAgency("G22")).some((known) => known.fingerprint === fingerprint);
  t.true(await believed(), "agencies of this gateway write to each other without a gap");
  const signerNow = async (number: string) => {
    await send(gateway, { code: { number, notation: "VPCP-KSTT" } });
    return (await readFile(join(gateway.config.keysDirectory, "G22", "certificate.pem"), "utf8")).trim();
  };
  t.deepEqual((await stage({ privateKey: inUse.privateKeyPem, certificate: inUse.certificatePem })).problems.map(({ field }) => field), ["/certificate"]);
  t.is(itemsOf((await operator.ask("/api/v1/certificates")).body).filter(({ use }) => use === "signing-next").length, 1, "one that is refused takes nothing away");
  t.is(await signerNow("201"), inUse.certificatePem.trim(), "not in use yet");
  t.is((await operator.send("POST", "/api/v1/signing-keys/G22/next/drop", why)).status, 204);
  t.false(await believed());
  await stage(pem);
  t.like((await operator.send("POST", "/api/v1/signing-keys/G22/promotion", why)).body, { use: "signing", fingerprint });
  t.is(await signerNow("202"), next.certificatePem.trim());
  const kinds = itemsOf((await operator.ask("/api/v1/audit?kind=access&limit=10")).body).map(({ kind }) => kind);
  for (const kind of ["access.signing-key-staged", "access.signing-key-dropped", "access.signing-key-replaced"]) t.true(kinds.includes(kind), kind);
  const listed = itemsOf((await operator.ask("/api/v1/certificates")).body).filter(({ owner }) => owner === "G22");
  t.deepEqual(listed.flatMap((one) => (String(one["use"]).startsWith("signing") ? [[one["use"], one["fingerprint"]]] : [])), [["signing", fingerprint]]);
});

test.serial("a backup is started over the API, ends, is read again by itself and once more; one at a time; one spoilt is told", async (t) => {
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.sao-luu", { roles: ["operator"] }));
  type Standing = { readonly running: object | null; readonly failed: { readonly reason: string } | null };
  const rest = async () => await eventually("the backup ends", async () => {
    const { body } = await operator.ask("/api/v1/backups");
    return (body["standing"] as Standing).running === null && { items: itemsOf(body), ...(body["standing"] as Standing) };
  }, 60_000);
  const started = await operator.send("POST", "/api/v1/backups", why);
  t.is(started.status, 202, started.text);
  t.is((await operator.send("POST", "/api/v1/backups", why)).body["code"], "move-illegal", "one at a time");
  const { items, failed } = await rest();
  t.is(failed, null);
  t.deepEqual(items.map(({ kind, wrong, by }) => [kind, wrong, by]), [["backup.verified", 0, "qt.sao-luu"], ["backup.made", 0, "qt.sao-luu"]]);
  const [folder, digest] = [String(items[1]?.["folder"]), String(items[1]?.["digest"])];
  t.true((await readdir(folder)).includes("database"));

  const rehearse = async () => await operator.send("POST", "/api/v1/backups/rehearsal", { digest, ...why });
  t.is((await rehearse()).status, 202);
  const { items: [rehearsed] } = await rest();
  const found = rehearsed?.["found"] as Readonly<Record<string, number>>;
  t.like(rehearsed, { kind: "backup.rehearsed", wrong: 0, digest });
  t.like(found, { broken: 0, missing: 0 });
  t.true(Number(found["outgoing"]) >= 1 && Number(found["rows"]) > 1);
  const client = new Client({ connectionString: gateway.house.databaseUrl });
  await client.connect();
  t.deepEqual((await client.query("SELECT datname FROM pg_database WHERE datname = current_database() || '_phuc_hoi_thu'")).rows, [], "nothing of the trial is left");
  await client.end();
  const plan = async () => (await operator.ask(`/api/v1/backups/${digest}/restore-plan?limit=1`)).body as { outgoing: { count: number; newest: object[] }; acts: number; rehearsed: object | null };
  const before = await plan();
  t.like(before.rehearsed, { kind: "backup.rehearsed" });
  await send(gateway, { code: { number: "990", notation: "VPCP-KSTT" }, subject: "nội dung không được nêu" });
  const after = await plan();
  t.is(after.outgoing.count, before.outgoing.count + 1);
  t.like(after.outgoing.newest[0], { code: "990/VPCP-KSTT", sender: "G22" });
  t.false(JSON.stringify(after).includes("nội dung"), "what a document is called, never what is in it");
  t.is((await operator.ask(`/api/v1/backups/${"0".repeat(64)}/restore-plan`)).status, 404);
  const supervisor = await signedIn(t, door, await addPerson(gateway, "gs.sao-luu", { roles: ["supervisor"], supervises: ["G22"] }));
  t.is((await supervisor.ask(`/api/v1/backups/${digest}/restore-plan`)).status, 403);

  t.is((await operator.send("POST", "/api/v1/backups/verification", { digest: digest.replaceAll(/./g, "0"), ...why })).status, 404);
  const [table] = await readdir(join(folder, "database"));
  await rm(join(folder, "database", table ?? ""));
  t.is((await operator.send("POST", "/api/v1/backups/verification", { digest, ...why })).status, 202);
  t.like((await rest()).items[0], { kind: "backup.verified", wrong: 1 });
  await rehearse();
  t.like((await rest()).items[0], { kind: "backup.rehearsed", wrong: 1, found: null });
  await rm(folder, { recursive: true });
  await operator.send("POST", "/api/v1/backups/verification", { digest, ...why });
  t.regex((await rest()).failed?.reason ?? "", /Bản sao lưu không dùng được/);
  t.is(itemsOf((await operator.ask("/api/v1/audit?kind=backup.failed")).body).length, 1);
});

test.serial("the journal is sealed; an entry changed, taken away or put in between is found, by an auditor and a supervisor too", async (t) => {
  const { store, clock, databaseUrl } = gateway.house;
  const door = await openDoor(t, gateway);
  const people: Person[] = [];
  for (const role of ["supervisor", "auditor"] as const) people.push(await signedIn(t, door, await addPerson(gateway, `nhat-ky.${role}`, { roles: [role], supervises: ["G22"] })));
  const begun = await eventually("a round of ours", () => sealJournal({ store, clock }, null));
  const done = await eventually("what was open at the mark has ended", async () => {
    const round = await sealJournal({ store, clock }, begun.mark);
    return round !== null && round.sealed > 0 && round;
  });
  t.is((await sealJournal({ store, clock }, done.mark))?.sealed, 0, "nothing new");
  for (const person of people) {
    t.like((await person.ask("/api/v1/journal/verification")).body, { intact: true, seals: 1, entries: done.sealed });
    t.like((await person.ask("/api/v1/journal/integrity")).body["head"], { number: "1", digest: done.digest });
  }

  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  t.teardown(() => database.end());
  const tampered = async (sql: string): Promise<string | undefined> => {
    await database.query("BEGIN; ALTER TABLE journal DISABLE TRIGGER USER");
    await database.query(sql);
    await database.query("ALTER TABLE journal ENABLE TRIGGER USER; COMMIT");
    const { broken } = await verifySeals(store.reader, "all", clock.now());
    return broken[0]?.what;
  };
  t.is(await tampered(`UPDATE journal SET facts = facts || '{"sửa": true}' WHERE position = (SELECT min(position) FROM journal)`), "content");
  t.is(await tampered(`UPDATE journal SET facts = facts - 'sửa' WHERE position = (SELECT min(position) FROM journal)`), undefined, "as it was");
  t.is(await tampered(`DELETE FROM journal WHERE position = (SELECT min(position) FROM journal)`), "entries");
  t.like((await people[0]!.ask("/api/v1/journal/verification?newest=1")).body, { intact: false });
});

test.serial("agencies are merged into a successor, whoever asks is led there; a closed code that leads in a circle is refused", async (t) => {
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.sap-nhap", { roles: ["operator"] }));
  const close = { codes: ["H01", "H02"], successor: "H03", lastDay: "2026-12-31", reason: "Nghị quyết 12/NQ-HĐND" };
  t.is((await operator.send("POST", "/api/v1/agency-closures", { ...close, successor: "H01" })).status, 422);
  t.deepEqual((await operator.send("POST", "/api/v1/agency-closures", close)).body, { changed: ["H01", "H02"] });
  t.like((await operator.ask("/api/v1/agencies/H01")).body, { validTo: "2026-12-31", successor: { code: "H03" } });
  t.is((await operator.send("POST", "/api/v1/agency-closures", { ...close, codes: ["H03"], successor: "H01" })).status, 422, "a circle");
  t.deepEqual(itemsOf((await operator.ask("/api/v1/directory-syncs")).body), []);
  t.deepEqual((await operator.send("POST", "/api/v1/directory-syncs", why)).body, { channels: ["axis"] });
});

test.serial("whoever supervises sees deadlines and events of the tree, and nobody else's", async (t) => {
  const door = await openDoor(t, gateway);
  const here = await signedIn(t, door, await addPerson(gateway, "gs.day", { roles: ["supervisor"], supervises: ["G22"] }));
  const elsewhere = await signedIn(t, door, await addPerson(gateway, "gs.khac", { roles: ["supervisor"], supervises: ["H48"] }));
  await trackDeadlines({ ...gateway.house, nearMinutes: gateway.config.nearMinutes });
  t.true(itemsOf((await here.ask("/api/v1/deadlines?agency=G22")).body).length > 0);
  t.is((await elsewhere.ask("/api/v1/deadlines?agency=G22")).body["code"], "agency-not-yours");
  t.deepEqual(itemsOf((await elsewhere.ask("/api/v1/deadlines")).body), []);
  t.true(itemsOf((await here.ask("/api/v1/events")).body).some(({ agency }) => agency === "G22"));
  t.deepEqual(itemsOf((await elsewhere.ask("/api/v1/events")).body), []);
});
