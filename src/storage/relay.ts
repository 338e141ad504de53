import { OVERDUE_LOCK } from "./advisory-locks.ts";
import type { WorkOrder, WorkTopic } from "../core/ports.ts";
import type { Database, OnEvent } from "./database.ts";

export interface RelayOptions {
  /** How long an order belongs to the relay that took it; a relay that died gives it back after that. */
  readonly takenForMs: number;
  /** An order that was relayed and not finished for so long may have been lost by the queue. */
  readonly overdueAfterMs: number;
  readonly onEvent: OnEvent;
}

/** How many orders of a topic the queue still holds; asked only when many are overdue. */
export type QueueDepths = () => Promise<Readonly<Partial<Record<WorkTopic, number>>>>;

/** So many overdue orders of a topic are relayed again per period without asking how long the queue is. */
const OVERDUE_PROBES = 50;

interface Taken extends WorkOrder {
  readonly turn: number;
}

/**
 * Taking moves `due_at` ahead in its own short transaction, so no row is locked while the queue is asked to confirm. A crash at any point leaves an order
 * that is due again a little later: the queue may get the same id twice, never not at all.
 */
const TAKE = `
  WITH due AS MATERIALIZED (
    SELECT ready.id FROM (VALUES (3), (2), (1), (0)) AS lane(urgency)
    CROSS JOIN LATERAL (
      SELECT id, due_at FROM outbox
      WHERE outbox.urgency = lane.urgency AND relayed_at IS NULL AND due_at <= clock_timestamp()
      ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) AS ready
    ORDER BY lane.urgency DESC, ready.due_at LIMIT $1
  )
  UPDATE outbox SET due_at = clock_timestamp() + $2 * interval '1 ms', turn = turn + 1 FROM due WHERE outbox.id = due.id
  RETURNING outbox.id, outbox.topic, outbox.ref, outbox.urgency, outbox.turn`;

/** Only what nobody took or planned anew meanwhile. */
const CONFIRM = `
  UPDATE outbox SET relayed_at = clock_timestamp(), relays = relays + 1
  FROM unnest($1::uuid[], $2::int[]) AS taken(id, turn) WHERE outbox.id = taken.id AND outbox.turn = taken.turn`;

const GIVE_BACK = `
  UPDATE outbox SET due_at = clock_timestamp()
  FROM unnest($1::uuid[], $2::int[]) AS taken(id, turn) WHERE outbox.id = taken.id AND outbox.turn = taken.turn`;

/** Publishes due orders; several processes may do so at once. Throws what `publish` threw, after giving the orders back. */
export async function relayDue(database: Database, options: RelayOptions, limit: number, publish: (orders: readonly WorkOrder[]) => Promise<void>): Promise<number> {
  const { rows }: { rows: Taken[] } = await database.once(async (db) => ({ rows: changed(await db.query(TAKE, [limit, options.takenForMs])) }));
  if (rows.length === 0) return 0;
  // Within one urgency the order of RETURNING is not promised; ids are by time.
  const taken = rows.toSorted((one, other) => other.urgency - one.urgency || (one.id < other.id ? -1 : 1));
  const turns = [taken.map(({ id }) => id), taken.map(({ turn }) => turn)];
  try {
    await publish(taken.map(({ id, topic, ref, urgency }) => ({ id, topic, ref, urgency })));
  } catch (error) {
    await database
      .once((db) => db.query(GIVE_BACK, turns))
      .catch((cause: unknown) => options.onEvent({ kind: "outbox.give-back-failed", message: `${taken.length} orders are relayed again in ${options.takenForMs} ms`, cause }));
    throw error;
  }
  await database.once((db) => db.query(CONFIRM, turns));
  return taken.length;
}

/** TypeORM answers an UPDATE with [rows, count]. */
function changed([rows]: [Taken[], number]): Taken[] {
  return rows;
}

const OVERDUE = `
  SELECT topic,
    count(*) FILTER (WHERE relayed_at < clock_timestamp() - $1 * interval '1 ms')::int AS overdue,
    count(*) FILTER (WHERE relayed_at >= clock_timestamp() - $1 * interval '1 ms' AND relays > 1)::int AS probed,
    count(*)::int AS relayed
  FROM outbox WHERE relayed_at IS NOT NULL GROUP BY topic`;

const RELAY_AGAIN = `
  UPDATE outbox SET relayed_at = NULL, due_at = clock_timestamp(), turn = turn + 1 WHERE id IN (
    SELECT id FROM outbox WHERE topic = $1 AND relayed_at < clock_timestamp() - $2 * interval '1 ms' ORDER BY relayed_at LIMIT $3 FOR UPDATE SKIP LOCKED)`;

interface OverdueTopic {
  readonly topic: WorkTopic;
  readonly overdue: number;
  readonly probed: number;
  readonly relayed: number;
}

/**
 * Makes orders due again that the queue seems to have lost. A long queue loses nothing, so per topic and period only a few probes are sent,
 * and more only when the queue itself says that it holds fewer orders than were relayed. Returns how many.
 */
export async function relayOverdueAgain(database: Database, options: RelayOptions, depths: QueueDepths | null): Promise<number> {
  const topics: OverdueTopic[] = await database.read((db) => db.query(OVERDUE, [options.overdueAfterMs]));
  const overdue = topics.filter((topic) => topic.overdue > 0);
  if (overdue.length === 0) return 0;
  const held = depths !== null && overdue.some((topic) => topic.overdue > OVERDUE_PROBES) ? await depths() : {};

  return await database.transaction(async (run) => {
    // One process at a time, or each would send its own probes.
    const [lock]: { free: boolean }[] = await run((db) => db.query("SELECT pg_try_advisory_xact_lock($1, 0) AS free", [OVERDUE_LOCK]));
    if (lock?.free !== true) return 0;
    let again = 0;
    for (const { topic, probed, relayed } of overdue) {
      const lost = relayed - (held[topic] ?? relayed);
      const budget = Math.max(OVERDUE_PROBES - probed, lost);
      if (budget <= 0) continue;
      const [, count]: [unknown, number] = await run((db) => db.query(RELAY_AGAIN, [topic, options.overdueAfterMs, budget]));
      again += count;
    }
    if (again > 0) options.onEvent({ kind: "outbox.relayed-again", message: `${again} orders were relayed more than ${options.overdueAfterMs} ms ago and never finished; they are relayed again` });
    return again;
  });
}
