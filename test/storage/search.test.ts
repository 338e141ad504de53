import test from "ava";
import * as fc from "fast-check";
import { documentQuery, documentTerms } from "#src/core/search/document-terms";
import { inbound, incoming, message, submit } from "./records.ts";
import { testStore } from "./stores.ts";

test("whatever is typed is a query the database takes", async (t) => {
  const { store } = await testStore(t);
  await submit(store);
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.constantFrom("& | !", "a:*", "':", "\u0000", "<->", "đ", "12/ab")), async (words) => {
      const { rows } = await store.reader.outgoing.list({ senders: "all", limit: 5, words });
      return rows.length <= 1;
    }),
    { numRuns: 150 },
  );
  t.is(documentQuery(" -- "), null);
  t.is(documentQuery("Kế hoạch số"), "ke & hoach & so:*");
});

test("a rewritten incoming document is found by what it says now", async (t) => {
  const { store } = await testStore(t);
  const envelope = inbound();
  const filed = incoming(envelope, { message: { ...message("77"), subject: "Bản đầu" } });
  await store.write(async (tx) => {
    await tx.addInbound([envelope]);
    await tx.addIncoming(filed);
    await tx.rewriteIncoming({ ...filed, message: { ...filed.message, subject: "Bản sửa" } });
  });
  const found = async (words: string) => (await store.reader.incoming.list({ receivers: "all", limit: 5, words })).rows.length;
  t.deepEqual([await found("ban sua"), await found("ban dau")], [1, 0]);
  t.true(documentTerms(filed.message).includes("dau"));
});
