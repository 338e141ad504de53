import test from "ava";
import { HouseError } from "#src/core/fault";
import type { OutgoingDocument } from "#src/core/outgoing/outgoing-document";
import type { OutgoingFilter, Page } from "#src/core/ports";
import { inbound, incoming, submit, T0 } from "./records.ts";
import { testStore } from "./stores.ts";

test("lists are newest first, page by page, each row once, and a strange cursor is refused", async (t) => {
  const { store } = await testStore(t);
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.unshift((await submit(store)).document.id);
  const seen: string[] = [];
  let page: Page<OutgoingDocument> = await store.reader.outgoing.list({ senders: "all", limit: 3 });
  for (;;) {
    seen.push(...page.rows.map(({ id }) => id));
    if (page.next === null) break;
    page = await store.reader.outgoing.list({ senders: "all", limit: 3, after: page.next });
  }
  t.deepEqual(seen, ids);
  t.is((await store.reader.outgoing.list({ senders: "all", limit: 7 })).next, null);
  const fault = await t.throwsAsync(store.reader.outgoing.list({ senders: "all", limit: 7, after: "' OR 1=1" }), { instanceOf: HouseError });
  t.is(fault.code, "request-invalid");
});

test("outgoing documents are found by sender, receiver with state, code, and time", async (t) => {
  const { store } = await testStore(t);
  const one = await submit(store);
  const other = await submit(store, { senderCode: "H49", submittedAt: new Date(T0.getTime() + 60_000) });
  await store.write((tx) => tx.moveDispatch(other.sent, { ...other.sent, state: "failed" }));
  const found = async (filter: Partial<OutgoingFilter>): Promise<string[]> => (await store.reader.outgoing.list({ senders: "all", limit: 10, ...filter })).rows.map(({ id }) => id);
  t.deepEqual(await found({ senders: ["H49", "H50"] }), [other.document.id]);
  t.deepEqual(await found({ senders: [] }), []);
  t.deepEqual(await found({ states: ["failed"] }), [other.document.id]);
  t.deepEqual(await found({ receiver: "G22", states: ["queued"] }), [one.document.id]);
  t.deepEqual(await found({ receiver: "G23" }), []);
  t.deepEqual(await found({ code: `${one.document.message.code.number}/UBND-KTTH` }), [one.document.id]);
  t.deepEqual(await found({ submittedTo: other.document.submittedAt }), [one.document.id]);
  t.deepEqual(await found({ submittedFrom: other.document.submittedAt }), [other.document.id]);
  t.deepEqual(await found({ submittedFrom: T0, limit: 1 }), [other.document.id]);
  t.deepEqual(await found({ submittedFrom: T0, after: other.document.id }), [one.document.id], "in the order of time, and on from the last row");
  t.deepEqual(await found({ states: ["failed", "queued"] }), [other.document.id, one.document.id]);
  t.deepEqual((await store.reader.transmissions.list({ limit: 5 })).rows.map(({ id }) => id), [other.carrier.id, one.carrier.id]);
  t.deepEqual((await store.reader.transmissions.list({ limit: 5, states: ["failed"] })).rows, []);
});

test("incoming documents are found by receiver, sender, state, fetched, and time; envelopes by state", async (t) => {
  const { store } = await testStore(t);
  const envelope = inbound();
  const fetched = incoming(envelope, { fetchedAt: T0 });
  const unfetched = incoming(envelope, { senderCode: "G23", state: "accepted" });
  await store.write(async (tx) => {
    await tx.addInbound([envelope]);
    await tx.addIncoming(fetched);
    await tx.addIncoming(unfetched);
  });
  const found = async (filter: object): Promise<string[]> => (await store.reader.incoming.list({ receivers: ["H48"], limit: 10, ...filter })).rows.map(({ id }) => id);
  t.deepEqual(await found({}), [unfetched.id, fetched.id]);
  t.deepEqual(await found({ receivers: ["H49"] }), []);
  t.deepEqual(await found({ fetched: true }), [fetched.id]);
  t.deepEqual(await found({ fetched: false }), [unfetched.id]);
  t.deepEqual(await found({ state: "accepted", sender: "G23" }), [unfetched.id]);
  t.deepEqual(await found({ receivedTo: T0 }), []);
  t.deepEqual(await found({ receivedFrom: T0 }), [unfetched.id, fetched.id]);
  t.deepEqual(await found({ receivedFrom: T0, after: unfetched.id }), [fetched.id]);
  t.deepEqual((await store.reader.inbound.list({ limit: 5, states: ["kept"] })).rows, [envelope]);
  t.deepEqual((await store.reader.inbound.list({ limit: 5, states: ["quarantined"] })).rows, []);
});
