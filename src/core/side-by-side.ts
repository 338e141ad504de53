/** As `Promise.all`, but nothing runs any more when it rejects: in a transaction a statement must not come after its end. Rejects with the first failure. */
export async function sideBySide<Result>(work: readonly Promise<Result>[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const outcome of await Promise.allSettled(work)) {
    if (outcome.status === "rejected") throw outcome.reason;
    results.push(outcome.value);
  }
  return results;
}
