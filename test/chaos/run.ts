import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { openChaos, type ChaosReport } from "./chaos.ts";
import { append, lineOf, nextSeed, readLedger, seenBy, summary } from "./ledger.ts";
import { MUTANTS, type MutantName } from "./mutants.ts";
import { RULES, type Rule } from "./checker.ts";

/*
 * `npm run chaos -- --kills 60 --seed 1 [--broker] [--processes 2] [--every 400] [--patience 180] [--minutes 20] [--act-minutes 3] [--disk 1024]
 * [--ledger docs/chaos-ledger.ndjson] [--mutant outbox-disabled] [--aim "axis sendEdoc" --side after --dies place]`:
 * two gateways, an axis, PostgreSQL and, with `--broker`, RabbitMQ, under load; kill -9, freezes, cut and slow wires, lost and repeated answers; then
 * peace, and a judgement over what the doors accepted, the receivers got, the axis holds and the journals say. The same seed plans the same misfortunes.
 * `--minutes`: acts of `--kills` each follow one another on one stage until the time is over, each with the next seed. `--act-minutes`: an act ends earlier
 * when its time is over. `--ledger`: each act is appended to the file as a line, and without `--seed` the first one is the next that stands in none;
 * `--summary FILE` prints the totals of such a file and does nothing else. Exit code 1 when a promise was broken.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "60" },
    seed: { type: "string" },
    broker: { type: "boolean", default: false },
    processes: { type: "string", default: "2" },
    every: { type: "string", default: "400" },
    patience: { type: "string", default: "180" },
    disk: { type: "string", default: "1024" },
    minutes: { type: "string", default: "0" },
    "act-minutes": { type: "string", default: "1000" },
    ledger: { type: "string" },
    summary: { type: "string" },
    mutant: { type: "string" },
    aim: { type: "string" },
    side: { type: "string", default: "after" },
    dies: { type: "string", default: "one" },
  },
});
if (values.summary === undefined) await play();
else console.log(summary(await readLedger(values.summary)));

async function play(): Promise<void> {
  const { broker, ledger } = values;
  const processes = Number(values.processes);
  const firstSeed = values.seed !== undefined ? Number(values.seed) : ledger === undefined ? randomInt(2 ** 31) : nextSeed(await readLedger(ledger), broker);
  const mutant = (Object.keys(MUTANTS) as MutantName[]).find((name) => name === values.mutant);
  const until = Date.now() + Number(values.minutes) * 60_000;
  const told = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => told.abort());
  const chaos = await openChaos({ broker, processes, diskMebibytes: Number(values.disk), signal: told.signal, say: (text) => console.log(text) });
  let broken = false;
  let [kills, seen] = [0, seenBy(null)];
  try {
    for (let seed = firstSeed; ; seed += 1) {
      console.log(`seed ${seed}${mutant === undefined ? "" : `, with ${mutant}`}`);
      const act = chaos.act({
        kills: Number(values.kills),
        seed,
        everyMs: Number(values.every),
        patienceMs: Number(values.patience) * 1000,
        longestMs: Number(values["act-minutes"]) * 60_000,
        ...(mutant !== undefined && { mutant }),
        ...(values.aim !== undefined && { aim: { crossing: values.aim, side: values.side === "before" ? ("before" as const) : ("after" as const), dies: values.dies === "place" ? ("place" as const) : ("one" as const) } }),
      });
      const report = await act.catch((error: unknown) => {
        if (told.signal.aborted) return null;
        throw error;
      });
      if (ledger !== undefined) await append(ledger, lineOf({ seed, broker, processes }, report, seen));
      if (report === null) return;
      print(report);
      kills += report.toll.kills;
      seen = seenBy(report);
      broken = report.violations.length > 0;
      if (broken || Date.now() > until) break;
    }
    console.log(`${kills} kills in all, every promise ${broken ? "NOT " : ""}kept${broken ? `; logs: ${chaos.directory}` : ""}`);
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    await chaos.close(broken);
    if (told.signal.aborted) process.exit(130); // whoever waits for something to be served would wait on
  }
  process.exitCode = broken ? 1 : 0;
}

function print({ violations, toll, history, seconds, settledInMs }: ChaosReport): void {
  const crossings = [...toll.crossings].sort(([a], [b]) => a.localeCompare(b));
  console.log(`\n${toll.kills} kills in ${seconds.toFixed(0)} s: ${Object.entries(toll.of).map(([what, times]) => `${times} × ${what}`).join(", ")}`);
  const deadly = crossings.filter(([name]) => !name.startsWith("write "));
  const both = deadly.filter(([, { before, after }]) => before > 0 && after > 0).length;
  console.log(`${deadly.length} crossings seen, a gateway died before and after ${both} of them, and ${crossings.length - deadly.length} kinds of writes within transactions`);
  for (const [name, { before, after, seen }] of deadly) console.log(`  ${name}: seen ${seen}, died before ${before}, after ${after}`);
  const incoming = Object.values(history.places).reduce((sum, place) => sum + place.incoming.length, 0);
  const dead = Object.values(history.places).flatMap(({ journal }) => journal).filter(({ kind }) => kind === "work.dead").length;
  console.log(`${history.accepted.length} documents accepted, ${incoming} filed, ${history.decided.length} decisions, ${history.axis.length} deliveries at the axis, ${dead} dead letters seen; at rest after ${settledInMs === null ? "the patience was over" : `${(settledInMs / 1000).toFixed(1)} s`}`);
  for (const rule of Object.keys(RULES) as Rule[]) {
    const found = violations.filter((one) => one.rule === rule);
    console.log(`${found.length === 0 ? "kept  " : "BROKEN"} ${RULES[rule]}${found.length === 0 ? "" : `: ${found.length}`}`);
    for (const { text } of found.slice(0, 5)) console.log(`         ${text}`);
  }
}
