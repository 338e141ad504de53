import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fill } from "./fill.ts";
import { measureFloor } from "./floor.ts";
import { readOptions, type Load } from "./options.ts";
import { travel, type RoadResult } from "./road.ts";
import { connectTo, openTown, RECEIVERS, type Town } from "./town.ts";

/*
 * `npm run bench:exchange -- [--documents N] [--size 10KB,100KB,5MB] [--mix] [--receivers N] [--embedded] [--stored N] [--window N] [--no-floor]`: a
 * sending and a receiving gateway, the axis simulator, PostgreSQL and RabbitMQ as processes of their own; documents go REST → signed → queue → axis →
 * pull → verified → filed → 01 back → settled, and in the same run the floor: what an exchange cannot do without, done by the plainest code.
 */

const closing: (() => Promise<void>)[] = [];
const WARM_UP = 40;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const directory = await mkdtemp(join(tmpdir(), "lienthong-exchange-"));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const town = await openTown(directory, options.embedded, (close) => closing.push(close));
  const { sender, receiver } = await town.start();
  const [senderDatabase, receiverDatabase] = await Promise.all([connectTo(town.sender.databaseUrl), connectTo(town.receiver.databaseUrl)]);
  closing.push(async () => void (await Promise.all([senderDatabase.end(), receiverDatabase.end()])));
  while ((await senderDatabase.query("SELECT 1 FROM agency WHERE code = $1", [RECEIVERS.at(-1)])).rowCount !== 1) await sleep(200);

  const needs = { gateway: sender, secret: town.sender.secret, senderDatabase, receiverDatabase, window: options.window, spent: () => town.spent() };
  const warmUp: Load = { name: "warm-up", bytes: 100_000, documents: WARM_UP, receivers: () => 1 };
  await travel(needs, warmUp);
  if (options.stored > 0) {
    await fill(senderDatabase, receiverDatabase, options.stored);
    console.log(`${options.stored} documents stored at both ends`);
  }
  const travelled: { readonly load: Load; readonly perSecond: number }[] = [];
  for (const load of options.loads) {
    const result = await travel(needs, load);
    say(load, result, town);
    travelled.push({ load, perSecond: result.perSecond });
  }
  if (!options.floor) return;
  await Promise.all([sender.close(), receiver.close()]); // they would fetch what the floor sends
  for (const { load, perSecond } of travelled) {
    const floor = await measureFloor(town, load);
    console.log(`\nfloor, ${load.name}: ${floor.perSecond.toFixed(1)} documents/s, ${floor.msPerDocument.toFixed(1)} ms of processor time per document; the road goes at ${((100 * perSecond) / floor.perSecond).toFixed(0)} % of its rate`);
  }
}

function say({ name, documents }: Load, { perSecond, seconds, delivery, accepting, cost }: RoadResult, town: Town): void {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const total = Object.values(cost).reduce((sum, each) => sum + each, 0);
  console.log(`\n${name}, ${town.brokerUrl === null ? "queue in the database" : "RabbitMQ"}: ${documents} documents in ${seconds.toFixed(1)} s, ${perSecond.toFixed(1)} documents/s from REST to settled 01`);
  console.log(`  acceptance → filed at the receiver   p50 ${ms(delivery.p50)}, p95 ${ms(delivery.p95)}, p99 ${ms(delivery.p99)}; POST itself p50 ${ms(accepting.p50)}, p95 ${ms(accepting.p95)}`);
  console.log(`  processor time per document ${total.toFixed(1)} ms: ${Object.entries(cost).map(([part, spent]) => `${part} ${spent.toFixed(1)}`).join(", ")}`);
}

try {
  await main();
} finally {
  for (const close of closing.toReversed()) await close();
}
