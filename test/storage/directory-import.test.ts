import test from "ava";
import { systemClock } from "#src/core/clock";
import { changeAgency } from "#src/core/directory/change-agency";
import { exportAgencies } from "#src/core/directory/csv/export-agencies";
import { importAgencies } from "#src/core/directory/csv/import-agencies";
import type { Store } from "#src/core/ports";
import { testStore } from "./stores.ts";

const operator = { actor: { kind: "operator", name: "quản trị" }, agencies: "all" } as const;

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

function load(store: Store, text: string, dryRun = false) {
  return importAgencies({ store, clock: systemClock }, { open: () => once(text), dryRun, reason: "danh mục tỉnh" }, operator);
}

async function exported(store: Store): Promise<string> {
  let text = "";
  for await (const part of exportAgencies(store.reader)) text += part;
  return text;
}

const FILE = "code;name;valid_to;successor;phone;formats\nH48;UBND tỉnh Quảng Ngãi;;;'+84 255;\nH48.05;Sở TT&TT;2025-02-28;H48.06;;\nH48.06;Sở KH&CN;;;;pdf|docx\n";

test("a file is written once, with author and reason; again it changes nothing; what is exported imports without a change (DN-11.1, HG-12.3a-b)", async (t) => {
  const { store } = await testStore(t);
  t.like(await load(store, FILE, true), { lines: 3, added: 3, problemCount: 0, written: false });
  t.is(await store.reader.agencies.count(), 0, "a dry run writes nothing");
  t.like(await load(store, FILE), { lines: 3, added: 3, changed: 0, written: true });
  t.like((await store.reader.agencies.byCode("H48.05"))?.facts, { successor: "H48.06", validTo: "2025-02-28" });
  t.is((await store.reader.agencies.byCode("H48"))?.facts.phone, "+84 255");
  t.like(await load(store, FILE), { unchanged: 3, added: 0, changed: 0, written: true });
  const file = await exported(store);
  t.like(await load(store, file), { unchanged: 3, changed: 0, problemCount: 0 });
  const { rows } = await store.reader.directory.history("H48.05", { limit: 10 });
  t.is(rows.length, 1);
  t.like(rows[0], { source: "csv", reason: "danh mục tỉnh", actor: operator.actor, kind: "added" });
});

test("one wrong line and nothing is written; pointers into nowhere, circles and repetitions are told by line and column", async (t) => {
  const { store } = await testStore(t);
  const report = await load(store, "code,name,successor,parent\nH01,Một,H02,\nH02,Hai,H01,\nH03,Ba,H99,H98\nH03,Ba nữa,,\nH04,,,\n");
  t.false(report.written);
  t.is(await store.reader.agencies.count(), 0);
  t.deepEqual(report.problems.map(({ line, field }) => `${line} ${field}`), ["2 successor", "3 successor", "4 successor", "4 parent", "5 code", "6 name"]);
});

test("an exported name that looks like a formula is no formula", async (t) => {
  const { store } = await testStore(t);
  await changeAgency({ store, clock: systemClock }, { code: "H48", set: { name: '=HYPERLINK("http://x","bấm")' }, release: [], reason: "thử" }, operator);
  t.true((await exported(store)).includes(`"'=HYPERLINK(""http://x"",""bấm"")"`));
});

test("5,000 lines are checked and written in order", async (t) => {
  const { store } = await testStore(t);
  const lines = Array.from({ length: 5_000 }, (_, n) => `H48.${n + 100},Đơn vị ${n}\n`).join("");
  t.like(await load(store, `code,name\n${lines}`), { lines: 5_000, added: 5_000, written: true });
  t.is(await store.reader.agencies.count(), 5_000);
});
