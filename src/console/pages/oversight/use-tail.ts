import { useRef, useState } from "react";
import { useHappenings } from "../../api/live.ts";
import type { Asked } from "../../api/use-ask.ts";

interface TailPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly tail: string;
}
interface Followed<Row> {
  readonly page: TailPage<Row>;
  readonly items: readonly Row[];
  readonly tail: string;
}
interface Following<Row> {
  readonly since: (this: void, tail: string) => Promise<TailPage<Row>>;
  readonly same: (this: void, one: Row, other: Row) => boolean;
  /** New rows come on top; on later pages only what is shown is followed. */
  readonly first: boolean;
  /** A row that changes may leave the list, which its tail does not tell: then the whole page is asked for again. */
  readonly whole: boolean;
}

const LIVE = ["dispatch.", "incoming.", "document.submitted"];
/** Longer than this a page is read anew. */
const MOST_ROWS = 200;

/** A page of the log that goes on: only what is new or has moved is fetched when something happens. */
export function useTail<Row>(found: Asked<TailPage<Row>>, { since, same, first, whole }: Following<Row>): Asked<TailPage<Row>> {
  const [followed, setFollowed] = useState<Followed<Row> | null>(null);
  const page = found.data;
  const current = page === null ? null : followed?.page === page ? followed : { page, items: page.items, tail: page.tail };
  const latest = useRef(current);
  latest.current = current;

  useHappenings(LIVE, () => {
    const before = latest.current;
    if (before === null || whole || before.items.length > MOST_ROWS) return found.reload();
    void follow(before);
  });
  const follow = async (before: Followed<Row>): Promise<void> => {
    try {
      const { items: news, tail } = await since(before.tail);
      if (latest.current?.page !== before.page) return; // another page meanwhile
      const changed = before.items.map((row) => news.find((one) => same(one, row)) ?? row);
      const fresh = first ? news.filter((one) => !before.items.some((row) => same(one, row))).toReversed() : [];
      setFollowed({ page: before.page, items: [...fresh, ...changed], tail });
    } catch {
      found.reload(); // which says what failed
    }
  };
  return { ...found, data: current === null ? null : { ...current.page, items: current.items, tail: current.tail } };
}
