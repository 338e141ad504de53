import { setTimeout as sleep } from "node:timers/promises";

/** Between two commits of a step on the road, when there is that much to do: three such steps come before a document is filed. */
export const APART_MS = 15;

/**
 * Group commit: what arrives while a commit is under way is committed together in the next one. Nobody waits longer than for the commit before,
 * and under load one fsync serves many. `apartMs`: commits begin so far apart, unless a group is full: alone nobody waits, under load each statement
 * serves more. When a group fails each of its items is tried alone, so that one bad item harms no other.
 */
export function together<Item, Result>(commit: (items: readonly Item[]) => Promise<readonly Result[]>, most: number, apartMs = 0): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let working = false;
  let begunAt = -Infinity;

  async function work(): Promise<void> {
    working = true;
    await Promise.resolve(); // what is handed over in this turn shares the first commit
    while (waiting.length > 0) {
      const leftMs = begunAt + apartMs - performance.now();
      if (leftMs > 0 && waiting.length < most) await sleep(leftMs);
      begunAt = performance.now();
      const group = waiting.splice(0, most);
      await settle(group).catch(async (error: unknown) => {
        if (group.length === 1) return group[0]?.reject(error);
        await Promise.all(group.map((one) => settle([one]).catch(one.reject)));
      });
    }
    working = false;
  }

  async function settle(group: readonly Waiting[]): Promise<void> {
    const results = await commit(group.map(({ item }) => item));
    for (const [index, result] of results.entries()) group[index]?.resolve(result);
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!working) void work();
    });
}
