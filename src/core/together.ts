/**
 * Group commit: what arrives while a commit is under way is committed together in the next one. Nobody waits longer than for the commit before,
 * and under load one fsync serves many. When a group fails each of its items is tried alone, so that one bad item harms no other.
 */
export function together<Item, Result>(commit: (items: readonly Item[]) => Promise<readonly Result[]>, most: number): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    await Promise.resolve(); // what is handed over in this turn shares the first commit
    while (waiting.length > 0) {
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
