import { randomInt } from "node:crypto";
import test from "ava";
import { openChaos, type Act, type Chaos } from "./chaos.ts";
import type { Rule } from "./checker.ts";
import type { MutantName } from "./mutants.ts";

/*
 * One stage for the whole file: 30 kills on a seed that stays, 30 on one of chance, then the mutants of the program, which must be caught.
 * More kills, RabbitMQ and other seeds: `npm run chaos` (docs/chaos.md).
 */
const MINUTE = 60_000;
const KILLS = 30;
const USUAL = { kills: KILLS, everyMs: 350, patienceMs: 3 * MINUTE } satisfies Partial<Act>;

let chaos: Chaos | null = null;
let failed = false;
const said: string[] = [];
test.before(async () => {
  chaos = await openChaos({ broker: false, processes: 2, diskMebibytes: 128, say: (text) => said.push(text) });
});
test.afterEach.always((t) => {
  failed ||= !t.passed;
});
test.after.always(async () => await chaos?.close(failed));

for (const [name, seed] of [["a seed that stays", 20_261_122], ["a seed of chance", randomInt(2 ** 31)]] as const) {
  test.serial(`${KILLS} kills under load on ${name}: nothing is lost, doubled, altered, told too early or left over`, async (t) => {
    t.timeout(8 * MINUTE);
    if (chaos === null) return t.fail();
    t.log(`seed ${seed}`, ...said.filter((text) => text.includes("tmpfs")));
    const { violations, toll, history, seconds, settledInMs } = await chaos.act({ ...USUAL, seed });
    t.log(`${toll.kills} kills (${Object.entries(toll.of).map(([what, times]) => `${times} × ${what}`).join(", ")}), ${history.accepted.length} documents, ${seconds.toFixed(0)} s, ${((settledInMs ?? 0) / 1_000).toFixed(0)} of them to come to rest`);
    t.deepEqual(violations, [], `seed ${seed}, logs ${chaos.directory}`);
    t.true(toll.kills >= KILLS);
    t.true(history.accepted.length > 0);
  });
}

/** What each breaks shows at any moment, so nobody waits for rest but where the dead have to be missed first; what an act leaves open stays open in the ones after it. */
const CAUGHT: readonly { readonly mutant: MutantName; readonly rule: Rule; readonly aim: NonNullable<Act["aim"]>; readonly patienceMs?: number }[] = [
  { mutant: "acknowledged-before-commit", rule: "early", aim: { crossing: "axis updateStatus", side: "after", dies: "one" } },
  { mutant: "sent-again-without-asking", rule: "doubled", aim: { crossing: "axis sendEdoc", side: "after", dies: "one" }, patienceMs: 20_000 },
  { mutant: "receipt-from-memory", rule: "forgotten", aim: { crossing: "commit document_search+inbound_envelope", side: "after", dies: "place" } },
  { mutant: "outbox-disabled", rule: "forgotten", aim: { crossing: "commit dispatch+document_search", side: "after", dies: "place" } },
];
for (const { mutant, rule, aim, patienceMs = 6_000 } of CAUGHT) {
  test.serial(`the checker is checked: the program as ${mutant} is caught at "${rule}"`, async (t) => {
    t.timeout(4 * MINUTE);
    if (chaos === null) return t.fail();
    const { violations, seconds } = await chaos.act({ kills: 2, seed: 5, everyMs: 350, patienceMs, mutant, aim });
    t.log(`${seconds.toFixed(0)} s`);
    t.true(violations.some((violation) => violation.rule === rule), JSON.stringify(violations.slice(0, 3)));
  });
}
