/**
 * What is asked side by side in a transaction becomes one statement: the questions of one turn are asked and answered together, in order. A failure is
 * everybody's, as the transaction is broken anyway.
 */
export function inOneTurn<Item, Result>(ask: (items: readonly Item[]) => Promise<readonly Result[]>): (item: Item) => Promise<Result> {
  let turn: { readonly items: Item[]; readonly answers: Promise<readonly Result[]> } | null = null;
  return async (item) => {
    if (turn === null) {
      const items: Item[] = [];
      const over = Promise.resolve().then(() => {
        turn = null;
        return ask(items);
      });
      turn = { items, answers: over };
    }
    const { items, answers } = turn;
    const place = items.push(item) - 1;
    return (await answers)[place] as Result;
  };
}
