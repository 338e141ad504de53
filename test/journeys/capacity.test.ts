import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import test from "ava";
import * as fc from "fast-check";
import type { StatusCode } from "#edxml";
import { gatewayOf, send } from "#test/support/letters";
import { inTurns, Receivers } from "#test/support/receivers";
import { eventually, openTown } from "#test/support/town";

/* Many documents to many receivers each, in flight at once, with reports coming back in any order. The large run is `npm run bench:capacity`. */

const DOCUMENTS = 30;
const RECEIVERS = Array.from({ length: 60 }, (_, index) => `H48.${100 + index}`);
const MiB = 1024 * 1024;
/** Of the whole process, simulator included, over all 1,800 dispatches, after collecting garbage: a kilobyte kept for each would be 2 MiB. */
const MOST_GROWTH = 24 * MiB;

setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

function heapInUse(): number {
  if (typeof collectGarbage === "function") collectGarbage();
  return process.memoryUsage().heapUsed;
}

test(`${DOCUMENTS} documents to ${RECEIVERS.length} receivers each come exactly once to each, every report counts once, and memory stays`, async (t) => {
  t.timeout(300_000);
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, others: { quangngai: RECEIVERS.map((code) => ({ code, name: `UBND xã ${code}` })) } });
  const vpcp = gatewayOf(town, "vpcp");
  const { reader } = vpcp.house.store;
  const account = town.others["quangngai"];
  if (account === undefined) return t.fail("the town has no such system");
  const receivers = new Receivers(account);
  t.teardown(() => receivers.close());
  await eventually("the directory knows all receivers", async () => (await reader.agencies.byCode(RECEIVERS.at(-1) ?? "")) !== null);

  const numbers = Array.from({ length: DOCUMENTS }, (_, index) => String(index + 1));
  const sent: Awaited<ReturnType<typeof send>>[] = [];
  await inTurns(numbers.slice(0, 2), async (number) => void sent.push(await send(vpcp, { code: { number, notation: "VPCP-TH" }, receivers: RECEIVERS.map((organId) => ({ organId })) })));
  const before = heapInUse();
  await inTurns(numbers.slice(2), async (number) => void sent.push(await send(vpcp, { code: { number, notation: "VPCP-TH" }, receivers: RECEIVERS.map((organId) => ({ organId })) })));

  let taken = 0;
  await eventually("every document was taken", async () => (taken += await receivers.take()) >= DOCUMENTS * RECEIVERS.length, 180_000);
  t.deepEqual(receivers.judge(RECEIVERS, sent.map(({ document }) => document.envelope.sha256)), { lost: 0, doubled: 0, stray: 0 });
  t.is(taken, DOCUMENTS * RECEIVERS.length);

  // two of three reports for some dispatches, in any order: the later one counts, none goes back
  const codes: readonly StatusCode[] = ["06", "01"];
  const reports = sent.slice(0, 3).flatMap(({ document }) => RECEIVERS.flatMap((receiver) => codes.map((code) => ({ document, receiver, code }))));
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(reports, { minLength: reports.length }), 1);
  await inTurns(shuffled, async ({ document, receiver, code }) => {
    const { from, code: number, documentId } = document.message;
    await receivers.report(receiver, { organId: from.organId, code: `${number.number}/${number.notation}`, documentId }, code, town.clock.now());
  });
  const reported = sent.slice(0, 3).map(({ document }) => document.id);
  await eventually("every report was applied", async () => (await reader.statuses.ofDispatches((await reader.dispatches.ofDocuments(reported)).map(({ id }) => id))).length >= reports.length, 180_000);
  const dispatches = await reader.dispatches.ofDocuments(sent.map(({ document }) => document.id));
  t.is(dispatches.length, DOCUMENTS * RECEIVERS.length);
  t.is(new Set(dispatches.map(({ documentId, receiverCode }) => `${documentId} ${receiverCode}`)).size, dispatches.length);
  for (const { documentId, state } of dispatches) t.is(state, reported.includes(documentId) ? "completed" : "sent");
  const grown = heapInUse() - before;
  t.log(`heap grew by ${(grown / MiB).toFixed(1)} MiB`);
  t.true(grown < MOST_GROWTH, `heap grew by ${(grown / MiB).toFixed(1)} MiB`);
});
