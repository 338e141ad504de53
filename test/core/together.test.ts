import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { together } from "#src/core/together";
import { HouseError } from "#src/core/fault";

test("what comes while a commit is under way is committed together in the next one, in order", async (t) => {
  const groups: number[][] = [];
  const keep = together(async (items: readonly number[]) => {
    groups.push([...items]);
    await sleep(5);
    return items.map((item) => item * 10);
  }, 3);
  const first = keep(1);
  await sleep(1);
  t.deepEqual(await Promise.all([first, ...[2, 3, 4, 5].map(keep)]), [10, 20, 30, 40, 50]);
  t.deepEqual(groups, [[1], [2, 3, 4], [5]]);
});

test("a group with one bad item is tried item by item: the others are kept, the bad one is told", async (t) => {
  const keep = together(async (items: readonly string[]) => {
    await Promise.resolve();
    if (items.includes("bad")) throw new HouseError("invariant-broken", "bad row");
    return items;
  }, 10);
  const outcomes = await Promise.allSettled(["a", "bad", "b"].map(keep));
  t.deepEqual(outcomes.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  t.is(await keep("later"), "later", "it goes on afterwards");
});
