import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filling } from "./fill.ts";
import { measureFloor } from "./floor.ts";
import { readOptions, type Load } from "./options.ts";
import { travel, type RoadNeeds, type RoadResult } from "./road.ts";
import { connectTo, openTown, type Town } from "./town.ts";

/*
 * `npm run bench:exchange -- [--documents N] [--size 10KB,100KB,5MB|none] [--receivers 1,60] [--mix] [--embedded] [--stored 1000,10000] [--window N] [--warm N] [--no-floor]`:
 * a sending and a receiving gateway, the axis simulator, PostgreSQL and RabbitMQ as processes of their own; documents go REST → signed → queue → axis →
 * pull → verified → filed → 01 back → settled, and in the same run the floor: what an exchange cannot do without, done by the plainest code.
 */

const closing: (() => Promise<void>)[] = [];

interface Travelled {
  readonly stored: number;
  readonly load: Load;
  readonly result: RoadResult;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const directory = await mkdtemp(join(tmpdir(), "lienthong-exchange-"));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const town = await openTown(directory, options.embedded, (close) => closing.push(close));
  const [senderDatabase, receiverDatabase] = await Promise.all([connectTo(town.sender.databaseUrl), connectTo(town.receiver.databaseUrl)]);
  closing.push(async () => void (await Promise.all([senderDatabase.end(), receiverDatabase.end()])));
  let parts = await town.start();
  await town.knowsReceivers();
  const needs = (): RoadNeeds => ({ gateway: parts.sender, secret: town.sender.secret, senderDatabase, receiverDatabase, spent: () => town.spent() });
  await travel(needs(), options.warmUp);

  const filled = options.stored.some((stored) => stored > 0) ? await filling(town) : null;
  const travelled: Travelled[] = [];
  for (const stored of options.stored) {
    if (filled !== null) {
      await town.settled();
      await Promise.all([parts.sender.close(), parts.receiver.close()]);
      await filled.upTo(stored);
      parts = await town.start();
      await travel(needs(), options.warmUp);
    }
    for (const load of options.loads) {
      const result = await travel(needs(), load);
      say(load, result, town);
      travelled.push({ stored, load, result });
    }
  }
  if (options.stored.length > 1) sayCurve(travelled);
  await parts.receiver.close(); // it would fetch what the floor sends
  await compareWithSingles(options.loads, travelled, (load) => travel(needs(), load, "sent"));
  if (!options.floor) return;
  await parts.sender.close();
  for (const { load, result } of travelled.slice(-options.loads.length)) {
    const floor = await measureFloor(town, load, options.warmUp.documents);
    console.log(`\nfloor, ${load.name}: ${floor.perSecond.toFixed(1)} documents/s, ${costOf(floor).toFixed(1)} ms of processor time per document (${partsOf(floor)}); the road goes at ${((100 * result.perSecond) / floor.perSecond).toFixed(0)} % of its rate`);
  }
}

/** What a document to many costs, in documents to one of the same size: on the whole road with all filings and reports, and until the axis has it. */
async function compareWithSingles(loads: readonly Load[], travelled: readonly Travelled[], send: (load: Load) => Promise<RoadResult>): Promise<void> {
  for (const load of loads.filter((each) => each.receivers(1) > 1)) {
    const single = loads.find((other) => other.bytes === load.bytes && other.receivers(1) === 1);
    if (single === undefined) continue;
    const whole = (wanted: Load): number => costOf(travelled.findLast((one) => one.load === wanted)?.result ?? { cost: {} });
    const [one, all] = [costOf(await send(single)), costOf(await send(load))];
    console.log(`\n${load.name} costs ${(whole(load) / whole(single)).toFixed(1)} single ones on the whole road, ${(all / one).toFixed(1)} until the axis has it (${all.toFixed(1)} and ${one.toFixed(1)} ms of processor time a document)`);
  }
}

function sayCurve(travelled: readonly Travelled[]): void {
  console.log("\nstored at each end: documents/s, processor time a document");
  for (const { stored, load, result } of travelled) console.log(`  ${String(stored).padStart(9)}  ${load.name}: ${result.perSecond.toFixed(1)}/s, ${costOf(result).toFixed(1)} ms, of it PostgreSQL ${(result.cost["PostgreSQL"] ?? 0).toFixed(1)}`);
}

function partsOf({ cost }: Pick<RoadResult, "cost">): string {
  return Object.entries(cost).filter(([, spent]) => spent > 0).map(([part, spent]) => `${part} ${spent.toFixed(1)}`).join(", ");
}

function costOf({ cost }: Pick<RoadResult, "cost">): number {
  return Object.values(cost).reduce((sum, each) => sum + each, 0);
}

function say({ name, documents }: Load, result: RoadResult, town: Town): void {
  const { perSecond, seconds, delivery, accepting } = result;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  console.log(`\n${name}, ${town.brokerUrl === null ? "queue in the database" : "RabbitMQ"}: ${documents} documents in ${seconds.toFixed(1)} s, ${perSecond.toFixed(1)} documents/s from REST to settled 01`);
  console.log(`  acceptance → filed at the receiver   p50 ${ms(delivery.p50)}, p95 ${ms(delivery.p95)}, p99 ${ms(delivery.p99)}; POST itself p50 ${ms(accepting.p50)}, p95 ${ms(accepting.p95)}`);
  console.log(`  processor time per document ${costOf(result).toFixed(1)} ms: ${partsOf(result)}`);
}

try {
  await main();
} finally {
  for (const close of closing.toReversed()) await close();
}
