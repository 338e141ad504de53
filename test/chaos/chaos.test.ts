import test from "ava";
import { runChaos } from "./chaos.ts";

const MINUTE = 60_000;
const KILLS = 12;

// More kills, RabbitMQ, other seeds and the mutants: `npm run chaos` (docs/chaos.md).
test(`${KILLS} kills under load on a seed that stays: nothing is lost, doubled, altered, told too early or left over`, async (t) => {
  t.timeout(8 * MINUTE);
  const { violations, toll, history } = await runChaos({ kills: KILLS, seed: 7, broker: false, processes: 2, everyMs: 350, patienceMs: 3 * MINUTE, say: () => undefined });
  t.deepEqual(violations, []);
  t.true(toll.kills >= KILLS);
  t.true(history.accepted.length > 0);
});
