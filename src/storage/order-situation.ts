import type { WorkTopic } from "../core/ports.ts";
import type { OrderSituation } from "../core/why/why-dispatch.ts";
import type { Run } from "./database.ts";

/** How many go before it is counted up to here. */
const COUNTED = 1_000;

const SITUATION = `
  SELECT clock_timestamp() AS at, mine.added_at, mine.due_at, mine.relayed_at,
    (SELECT count(*)::int FROM (
      SELECT FROM outbox AS other
      WHERE other.channel = mine.channel AND other.large = mine.large AND other.relayed_at IS NULL AND other.due_at <= clock_timestamp()
        AND (other.urgency > mine.urgency OR (other.urgency = mine.urgency AND other.due_at < mine.due_at)) LIMIT ${COUNTED}) AS before) AS ahead,
    (SELECT count(*)::int FROM outbox AS other WHERE other.channel = mine.channel AND other.large = mine.large AND other.relayed_at IS NOT NULL) AS under_way
  FROM outbox AS mine WHERE mine.topic = $1 AND mine.ref = $2`;

interface Row {
  readonly at: Date;
  readonly added_at: Date;
  readonly due_at: Date;
  readonly relayed_at: Date | null;
  readonly ahead: number;
  readonly under_way: number;
}

export function orderOf(run: Run, topic: WorkTopic, ref: string): Promise<OrderSituation | null> {
  return run(async (db) => {
    const [row]: Row[] = await db.query(SITUATION, [topic, ref]);
    return row === undefined ? null : { at: row.at, addedAt: row.added_at, dueAt: row.due_at, relayedAt: row.relayed_at, ahead: row.ahead, underWay: row.under_way };
  });
}
