import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runChaos, type ChaosReport } from "./chaos.ts";
import { MUTANTS, type MutantName } from "./mutants.ts";
import { RULES, type Rule } from "./checker.ts";

/*
 * `npm run chaos -- --kills 60 --seed 1 [--broker] [--processes 2] [--every 400] [--patience 180] [--mutant outbox-disabled] [--aim "axis sendEdoc" --side after]`: two gateways, an axis, PostgreSQL and, with
 * `--broker`, RabbitMQ, under load; kill -9, freezes, cut and slow wires, lost answers; then peace, and a judgement over what the doors
 * accepted, the receivers got, the axis holds and the journals say. The same seed plans the same misfortunes. Exit code 1 when a promise was broken.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "60" },
    seed: { type: "string" },
    broker: { type: "boolean", default: false },
    processes: { type: "string", default: "2" },
    every: { type: "string", default: "400" },
    patience: { type: "string", default: "180" },
    mutant: { type: "string" },
    aim: { type: "string" },
    side: { type: "string", default: "after" },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const mutant = (Object.keys(MUTANTS) as MutantName[]).find((name) => name === values.mutant);
console.log(`seed ${seed}${mutant === undefined ? "" : `, with ${mutant}`}`);
const report = await runChaos({
  kills: Number(values.kills),
  seed,
  broker: values.broker,
  processes: Number(values.processes),
  everyMs: Number(values.every),
  patienceMs: Number(values.patience) * 1000,
  ...(mutant !== undefined && { mutant }),
  ...(values.aim !== undefined && { aim: { crossing: values.aim, side: values.side === "before" ? "before" : "after" } }),
  say: (text) => console.log(text),
});
print(report);
process.exitCode = report.violations.length === 0 ? 0 : 1;

function print({ violations, toll, history, seconds, settledInMs, directory }: ChaosReport): void {
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
    const broken = violations.filter((one) => one.rule === rule);
    console.log(`${broken.length === 0 ? "kept  " : "BROKEN"} ${RULES[rule]}${broken.length === 0 ? "" : `: ${broken.length}`}`);
    for (const { text } of broken.slice(0, 5)) console.log(`         ${text}`);
  }
  if (directory !== null) console.log(`logs: ${directory}`);
}
