import { randomInt } from "node:crypto";
import test from "ava";
import { runChaos, type ChaosOptions, type ChaosReport } from "./chaos.ts";
import type { Rule } from "./checker.ts";
import type { Aim } from "./misfortunes.ts";
import type { MutantName } from "./mutants.ts";

const MINUTE = 60_000;
const KILLS = 30;

function run(options: Pick<ChaosOptions, "kills" | "seed" | "broker"> & Partial<ChaosOptions>): Promise<ChaosReport> {
  return runChaos({ processes: 2, everyMs: 350, patienceMs: 2 * MINUTE, say: () => undefined, ...options });
}

test.serial(`${KILLS} kills with the database queue, on a seed that stays: nothing is lost, doubled, altered, told too early or left over`, async (t) => {
  t.timeout(10 * MINUTE);
  const { violations, toll, history } = await run({ kills: KILLS, seed: 20_261_122, broker: false });
  t.deepEqual(violations, []);
  t.true(toll.kills >= KILLS);
  t.true(history.accepted.length > 0);
});

test.serial(`${KILLS} kills with RabbitMQ, on a seed of chance: nothing is lost, doubled, altered, told too early or left over`, async (t) => {
  t.timeout(10 * MINUTE);
  const seed = randomInt(2 ** 31);
  t.log(`npm run chaos -- --kills ${KILLS} --seed ${seed} --broker --every 350`);
  const { violations, history } = await run({ kills: KILLS, seed, broker: true });
  t.deepEqual(violations, []);
  t.true(history.accepted.length > 0);
});

/** What each mutant must be caught at, and where it is weak: a few kills there do as well as many anywhere. */
const CAUGHT: Readonly<Record<MutantName, { readonly rule: Rule; readonly aim: Aim }>> = {
  "outbox-disabled": { rule: "lost", aim: { crossing: "commit", side: "after" } },
  "acknowledged-before-commit": { rule: "early", aim: { crossing: "axis updateStatus", side: "after" } },
  "sent-again-without-asking": { rule: "doubled", aim: { crossing: "axis sendEdoc", side: "after" } },
  "receipt-from-memory": { rule: "state", aim: { crossing: "commit document_search+inbound_envelope", side: "after" } },
};

for (const [mutant, { rule, aim }] of Object.entries(CAUGHT) as [MutantName, (typeof CAUGHT)[MutantName]][]) {
  test.serial(`the checker catches a gateway with ${mutant}`, async (t) => {
    t.timeout(5 * MINUTE);
    const { violations } = await run({ kills: 4, seed: 7, broker: false, processes: 1, everyMs: 300, patienceMs: 10_000, mutant, aim });
    t.true(violations.some((violation) => violation.rule === rule), violations.map(({ text }) => text).join("\n"));
  });
}
