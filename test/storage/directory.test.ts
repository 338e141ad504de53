import test from "ava";
import type { ExecutionContext } from "ava";
import type { RemoteAgency } from "#adapters/adapter";
import { systemClock } from "#src/core/clock";
import { acceptHeldSync, rejectHeldSync, syncFromList, type SyncNeeds } from "#src/core/directory/sync-directory";
import { changeAgency } from "#src/core/directory/change-agency";
import type { DirectorySync } from "#src/core/directory/index";
import { HouseError } from "#src/core/fault";
import type { Store } from "#src/core/ports";
import { parseOrganId } from "#edxml";
import { testStore } from "./stores.ts";

const operator = { actor: { kind: "operator", name: "quản trị" }, agencies: "all" } as const;
const never = new AbortController().signal;

function remote(code: string, name: string, more: Partial<RemoteAgency> = {}): RemoteAgency {
  return { code, name, email: null, id: null, parentId: null, otherCode: null, ...more };
}

async function* listOf(rows: readonly RemoteAgency[]): AsyncGenerator<RemoteAgency> {
  yield* rows;
}

function needsOf(store: Store): SyncNeeds {
  return { store, clock: systemClock };
}

async function sync(store: Store, rows: readonly RemoteAgency[]): Promise<DirectorySync> {
  return await syncFromList(needsOf(store), "axis", listOf(rows), never);
}

async function historyOf(store: Store, code: string) {
  return (await store.reader.directory.history(code, { limit: 100 })).rows.map(({ kind, source, before, after, reason }) => ({ kind, source, before, after, reason }));
}

const PROVINCE = [remote("H48", "UBND tỉnh Quảng Ngãi", { id: "1" }), remote("000.00.06.H48", "Sở Nội vụ", { id: "2", parentId: "1", email: "snv@example.vn" }), remote("H48.242", "Xã Trà Bồng", { id: "3", parentId: "1" })];

function many(count: number, name = (n: number) => `Đơn vị ${n}`): RemoteAgency[] {
  return Array.from({ length: count }, (_, n) => remote(`H${String((n % 60) + 1).padStart(2, "0")}.9${n}`, name(n)));
}

test("a list is added once; the same list again changes nothing and writes no history", async (t) => {
  const { store } = await testStore(t);
  const first = await sync(store, PROVINCE);
  t.like(first, { state: "done", hold: null, counts: { listed: 3, known: 0, added: 3, changed: 0, vanished: 0 } });
  const agency = await store.reader.agencies.byCode("H48.06");
  t.like(agency?.facts, { organId: "000.00.06.H48", name: "Sở Nội vụ", parent: "H48", email: "snv@example.vn" });
  const again = await sync(store, PROVINCE.toReversed());
  t.like(again, { state: "done", counts: { listed: 3, known: 3, added: 0, changed: 0, vanished: 0, returned: 0 } });
  t.is((await historyOf(store, "H48.06")).length, 1);
  t.deepEqual((await store.reader.directory.changesOf(again.id, { limit: 10 })).rows, []);
  t.deepEqual((await store.reader.directory.syncs({ limit: 10 })).rows.map(({ id }) => id), [again.id, first.id]);
});

test("a changed field is told with its value before and after; a vanished agency is flagged, kept, and comes back", async (t) => {
  const { store } = await testStore(t);
  await sync(store, PROVINCE);
  const changed = await sync(store, [remote("H48", "Ủy ban nhân dân tỉnh Quảng Ngãi", { id: "1" }), PROVINCE[1] ?? remote("", "")]);
  t.like(changed.counts, { changed: 1, vanished: 1, added: 0 });
  t.deepEqual((await store.reader.directory.changesOf(changed.id, { limit: 10, kind: "changed" })).rows.map(({ code, before, after }) => ({ code, before, after })), [
    { code: "H48", before: { name: "UBND tỉnh Quảng Ngãi" }, after: { name: "Ủy ban nhân dân tỉnh Quảng Ngãi" } },
  ]);
  t.not((await store.reader.agencies.byCode("H48.242"))?.vanishedAt, null);
  t.is((await store.reader.agencies.byCode("H48.242"))?.organization.organName, "Xã Trà Bồng");
  const back = await sync(store, [remote("H48", "Ủy ban nhân dân tỉnh Quảng Ngãi", { id: "1" }), ...PROVINCE.slice(1)]);
  t.like(back.counts, { returned: 1, changed: 0, vanished: 0, added: 0 });
  t.is((await store.reader.agencies.byCode("H48.242"))?.vanishedAt, null);
  t.deepEqual((await historyOf(store, "H48.242")).map(({ kind }) => kind), ["returned", "vanished", "added"]);
});

test("what a person set stays until it is released, and what the list said meanwhile is in the history", async (t) => {
  const { store } = await testStore(t);
  await sync(store, PROVINCE);
  await changeAgency(needsOf(store), { code: "H48.06", set: { email: "dung@example.vn" }, release: [], reason: "địa chỉ trong danh sách sai" }, operator);
  await sync(store, PROVINCE.map((row) => (row.id === "2" ? { ...row, email: "moi@example.vn", name: "Sở Nội vụ tỉnh" } : row)));
  const held = await store.reader.agencies.byCode("H48.06");
  t.like(held?.facts, { email: "dung@example.vn", name: "Sở Nội vụ tỉnh" });
  t.deepEqual(held?.heldFields, ["email"]);
  const [latest] = (await store.reader.directory.history("H48.06", { limit: 1 })).rows;
  t.deepEqual(latest?.shadowed, { email: "moi@example.vn" });
  const released = await changeAgency(needsOf(store), { code: "H48.06", set: {}, release: ["email"], reason: "danh sách đã đúng" }, operator);
  t.is(released.agency.facts.email, "moi@example.vn");
  t.deepEqual(released.change?.before, { email: "dung@example.vn", manual: ["email"] });
  t.deepEqual((await historyOf(store, "H48.06")).map(({ source, reason }) => [source, reason]), [["hand", "danh sách đã đúng"], ["sync", null], ["hand", "địa chỉ trong danh sách sai"], ["sync", null]]);
});

test("a short list, an empty one and one that renames everybody are held, change nothing, and wait for a person", async (t) => {
  const { store } = await testStore(t);
  const all = many(400);
  await sync(store, all);
  const count = await store.reader.agencies.count();
  for (const broken of [[], all.slice(0, 300), many(400, (n) => `Ðõn vá» ${n}`)]) {
    const held = await sync(store, broken);
    t.is(held.state, "held");
    t.regex(held.hold ?? "", /danh sách/i);
    t.deepEqual((await store.reader.directory.changesOf(held.id, { limit: 10 })).rows, []);
  }
  t.is(await store.reader.agencies.count(), count);
  t.is((await store.reader.agencies.byCode("H01.90"))?.vanishedAt, null);
  const states = (await store.reader.directory.syncs({ limit: 10 })).rows.map(({ state }) => state);
  t.deepEqual(states, ["held", "superseded", "superseded", "done"], "a newer list takes the place of a held one");
});

test("a held list is taken or thrown away by a person, once, with the reason", async (t) => {
  const { store } = await testStore(t);
  const all = many(400);
  await sync(store, all);
  const first = await sync(store, all.slice(0, 300));
  t.like(await rejectHeldSync(needsOf(store), first.id, "danh sách bị cắt", operator), { state: "rejected", decision: { reason: "danh sách bị cắt" } });
  t.is((await t.throwsAsync(() => acceptHeldSync(needsOf(store), first.id, "x", operator), { instanceOf: HouseError }))?.code, "move-illegal");
  const second = await sync(store, all.slice(0, 300));
  const accepted = await acceptHeldSync(needsOf(store), second.id, "bỏ cấp huyện từ 01/07/2025", operator);
  t.like(accepted, { state: "done", counts: { vanished: 100, changed: 0, added: 0 }, decision: { actor: operator.actor, reason: "bỏ cấp huyện từ 01/07/2025" } });
  t.is((await store.reader.directory.changesOf(second.id, { limit: 200, kind: "vanished" })).rows.length, 100);
});

test("rows that cannot be used are reported with their reason, and no sync trips over them", async (t) => {
  const { store } = await testStore(t);
  const hostile = [
    remote("", "không mã"),
    remote("H48,1", "dấu phẩy"),
    remote("H01", "   "),
    remote("H02", "x".repeat(600)),
    remote("H03", "nửa ký tự \ud800"),
    remote("H04", "ký tự\u0000không"),
    remote("H05\ud800", "mã hỏng"),
    remote("H06", "'; DROP TABLE agency; --"),
  ];
  const report = await sync(store, [...hostile, remote("000.00.00.H48", "UBND Quảng Ngãi (mã cũ)"), ...PROVINCE, remote("H07", "A", { otherCode: "H48" }), remote("H08", "B", { otherCode: "CU-8" })]);
  t.deepEqual(report.skipped, { "code-invalid": 3, "name-missing": 1, "name-too-long": 1, "text-invalid": 2, "named-twice": 1 });
  t.is(report.skippedRows.length, 8);
  t.is((await store.reader.agencies.byCode("H48"))?.organization.organName, "UBND tỉnh Quảng Ngãi", "the row in the form of QĐ 20/2020 counts");
  t.is((await store.reader.agencies.byCode("H06"))?.organization.organName, "'; DROP TABLE agency; --");
  t.is((await store.reader.agencies.byCode("CU-8"))?.code, "H08");
  t.deepEqual((await store.reader.agencies.byCode("H07"))?.aliases, [], "a listed code is nobody's alias");
  t.like((await sync(store, [...hostile, ...PROVINCE, remote("H07", "A", { otherCode: "H48" }), remote("H08", "B", { otherCode: "CU-8" }), remote("000.00.00.H48", "UBND Quảng Ngãi (mã cũ)")])).counts, { added: 0, changed: 0, vanished: 0 });
});

test("a list that breaks off changes nothing and leaves a failed report; the next one is not hindered", async (t) => {
  const { store } = await testStore(t);
  async function* broken(): AsyncGenerator<RemoteAgency> {
    yield* PROVINCE;
    throw new HouseError("partner-refused", "the list broke off");
  }
  await t.throwsAsync(() => syncFromList(needsOf(store), "axis", broken(), never), { instanceOf: HouseError });
  t.is(await store.reader.agencies.count(), 0);
  t.like((await store.reader.directory.syncs({ limit: 1 })).rows[0], { state: "failed", fault: { code: "partner-refused" } });
  t.is((await sync(store, PROVINCE)).counts.added, 3);
});

test("an alias belongs to one agency; given up, it goes to the other who claims it", async (t) => {
  const { store } = await testStore(t);
  await sync(store, [remote("H01", "Một"), remote("H02", "Hai")]);
  const edit = (code: string, aliases: string[]) => changeAgency(needsOf(store), { code, set: { aliases }, release: [], reason: "thử" }, operator);
  await edit("H01", ["CU"]);
  await edit("H02", ["CU"]);
  t.is((await store.reader.agencies.byCode("CU"))?.code, "H01");
  await edit("H01", []);
  t.is((await store.reader.agencies.byCode("CU"))?.code, "H02");
});

test("hosting is kept by every sync, and introducing an agency twice changes nothing (KD-3.4)", async (t) => {
  const { store } = await testStore(t);
  const hosting = { channel: "axis", controlModel: "shared", unsignedPolicy: "accept_flagged" } as const;
  const agency = { code: "H48", organization: { organId: parseOrganId("H48"), organName: "UBND" }, source: "manual", aliases: [], hosting } as const;
  await store.write((tx) => tx.saveAgency(agency));
  await store.write((tx) => tx.saveAgency({ ...agency, hosting: null }));
  await sync(store, PROVINCE);
  t.like(await store.reader.agencies.byCode("H48"), { hosting, organization: { organName: "UBND" } });
  t.deepEqual((await store.reader.agencies.hosted()).map(({ code }) => code), ["H48"]);
  t.is((await historyOf(store, "H48")).filter(({ source }) => source === "hand").length, 1);
});

test("what cannot be true is refused by field, all at once, and nothing is written", async (t: ExecutionContext) => {
  const { store } = await testStore(t);
  await sync(store, PROVINCE);
  const wrong = { validFrom: "2025-02-01", validTo: "2025-01-01", successor: "H48.06", parent: "H99" } as const;
  const error = await t.throwsAsync(() => changeAgency(needsOf(store), { code: "H48.06", set: { ...wrong, validFrom: "2025-02-01" as never, validTo: "2025-01-01" as never }, release: [], reason: "thử" }, operator), { instanceOf: HouseError });
  t.deepEqual(error?.facts["fields"], ["/valid_to", "/successor", "/parent"]);
  await changeAgency(needsOf(store), { code: "H48.06", set: { successor: "H48.242" }, release: [], reason: "nhập" }, operator);
  const circle = await t.throwsAsync(() => changeAgency(needsOf(store), { code: "H48.242", set: { successor: "H48.06" }, release: [], reason: "nhập" }, operator), { instanceOf: HouseError });
  t.deepEqual(circle?.facts["fields"], ["/successor"]);
  t.is((await t.throwsAsync(() => changeAgency(needsOf(store), { code: "H48", set: {}, release: [], reason: " " }, operator), { instanceOf: HouseError }))?.code, "reason-missing");
});
