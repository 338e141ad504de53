import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Client } from "pg";
import { v7 } from "uuid";
import { percentile } from "./cost.ts";
import { papers } from "./papers.ts";
import { DEAD, queueUp } from "./queue-up.ts";
import { handIn, travel } from "./road.ts";
import { connectTo, openTown } from "./town.ts";

/*
 * `npm run bench:urgent -- [--queued 20000] [--urgent 200] [--every 300] [--embedded]`: so many normal documents wait at a gateway, half of them for a
 * connected system that is gone, half for the axis, which takes them as fast as it can; meanwhile hỏa tốc documents are handed in, one every so many ms,
 * and must reach the axis within two seconds (99 of 100), whatever stands before them. Exit code 1 when they do not.
 */

const { values } = parseArgs({ options: { queued: { type: "string", default: "20000" }, urgent: { type: "string", default: "200" }, every: { type: "string", default: "300" }, embedded: { type: "boolean", default: false } } });
const [QUEUED, URGENT, EVERY_MS] = [Number(values.queued), Number(values.urgent), Number(values.every)];
const GOAL_MS = 2_000;
const PATIENCE_MS = 120_000;
const FIRST_NUMBER = 900_000;
const closing: (() => Promise<void>)[] = [];

async function main(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-urgent-"));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const town = await openTown(directory, values.embedded, (close) => closing.push(close));
  const [senderDatabase, receiverDatabase] = await Promise.all([connectTo(town.sender.databaseUrl), connectTo(town.receiver.databaseUrl)]);
  closing.push(async () => void (await Promise.all([senderDatabase.end(), receiverDatabase.end()])));
  const before = await town.start();
  await town.knowsReceivers();
  await travel({ gateway: before.sender, secret: town.sender.secret, senderDatabase, receiverDatabase, spent: () => town.spent() }, { name: "warm-up", bytes: 100_000, documents: 40, window: 48, receivers: () => 1 });
  await Promise.all([before.sender.close(), before.receiver.close()]);
  await queueUp(town, QUEUED);

  const { sender } = await town.start();
  const floor = v7();
  const paper = papers(100_000);
  const [begunAt, acceptedAt] = [new Map<string, number>(), new Map<string, number>()];
  const [waitingBefore, begun] = [await waiting(senderDatabase), performance.now()];
  const handingIn: Promise<void>[] = [];
  for (let number = FIRST_NUMBER; number < FIRST_NUMBER + URGENT; number += 1) {
    begunAt.set(String(number), Date.now());
    handingIn.push(handIn({ gateway: sender, secret: town.sender.secret }, number, 1, paper(number), "hoa-toc").then(() => void acceptedAt.set(String(number), Date.now())));
    await sleep(EVERY_MS);
  }
  await Promise.all(handingIn);
  const [waitingAfter, seconds] = [await waiting(senderDatabase), (performance.now() - begun) / 1_000];
  const entered = await all(senderDatabase, "SELECT d.message #>> '{code,number}' AS number, p.entered_at AS at FROM dispatch p JOIN outgoing_document d ON d.id = p.document_id WHERE d.id > $1 AND p.entered_at IS NOT NULL", floor);
  const filed = await all(receiverDatabase, "SELECT d.message #>> '{code,number}' AS number, j.at FROM journal j JOIN incoming_document d ON d.id = j.incoming_id WHERE j.kind = 'incoming.filed' AND d.id > $1 AND length(d.message #>> '{code,number}') = 6 AND d.message #>> '{code,number}' >= '900000'", floor);

  console.log(`\n${URGENT} hỏa tốc among ${QUEUED} normal documents, ${values.embedded ? "queue in the database" : "RabbitMQ"}, ${seconds.toFixed(0)} s`);
  console.log(`  normal ones at the axis meanwhile: ${(waitingBefore.axis - waitingAfter.axis) / seconds | 0} a second; waiting for the system that is gone: ${waitingAfter.dead}, attempts ${waitingAfter.attempts}`);
  const delays = (since: ReadonlyMap<string, number>, until: ReadonlyMap<string, number>): number[] => [...until].map(([number, at]) => Math.max(0, at - (since.get(number) ?? at)));
  say("POST, from its beginning to 202", delays(begunAt, acceptedAt));
  say("from 202 to the axis", delays(acceptedAt, entered));
  const reached = delays(begunAt, entered);
  say("from the beginning of the POST to the axis", reached);
  say("from the beginning of the POST to the receiver's filing", delays(begunAt, filed));
  const passed = reached.length === URGENT && percentile(reached, 99) < GOAL_MS;
  console.log(`gate: hỏa tốc at the axis in under 2 s at p99: ${passed ? "passed" : "FAILED"}`);
  return passed ? 0 : 1;
}

/** The instants of all urgent documents, or of those that got so far while patience lasted. */
async function all(database: Client, sql: string, floor: string): Promise<ReadonlyMap<string, number>> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(250)) {
    const { rows } = await database.query<{ number: string; at: Date }>(sql, [floor]);
    if (rows.length >= URGENT || Date.now() > end) return new Map(rows.map(({ number, at }) => [number, at.getTime()]));
  }
}

async function waiting(database: Client): Promise<{ readonly axis: number; readonly dead: number; readonly attempts: number }> {
  const { rows } = await database.query<{ axis: number; dead: number; attempts: number }>(
    "SELECT count(*) FILTER (WHERE channel = 'axis')::int AS axis, count(*) FILTER (WHERE channel = $1)::int AS dead, (SELECT coalesce(sum(attempts), 0)::int FROM transmission WHERE channel = $1) AS attempts FROM outbox WHERE topic = 'deliver'",
    [DEAD],
  );
  return rows[0] ?? { axis: 0, dead: 0, attempts: 0 };
}

function say(what: string, values: readonly number[]): void {
  console.log(`  ${what}: ${values.length} of them, p50 ${percentile(values, 50)} ms, p95 ${percentile(values, 95)} ms, p99 ${percentile(values, 99)} ms, longest ${percentile(values, 100)} ms`);
}

try {
  process.exitCode = await main();
} finally {
  for (const close of closing.toReversed()) await close();
}
