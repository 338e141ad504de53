import { OVERDUE_LOCK } from "./advisory-locks.ts";
import type { LaneRule } from "../core/flow/flow-settings.ts";
import type { Relayed, WorkOrder, WorkTopic } from "../core/ports.ts";
import type { Database, OnEvent } from "./database.ts";
import { planned } from "./preparing-client.ts";

export interface RelayOptions {
  /** How long an order belongs to the relay that took it; a relay that died gives it back after that. */
  readonly takenForMs: number;
  /** An order that was relayed and not finished for so long may have been lost by the queue. */
  readonly overdueAfterMs: number;
  readonly lanes: LaneRule;
  readonly onEvent: OnEvent;
}

/** How many orders of a topic the queue still holds; asked only when many are overdue. */
export type QueueDepths = () => Promise<Readonly<Partial<Record<WorkTopic, number>>>>;

/** So many overdue orders of a topic are relayed again per period without asking how long the queue is. */
const OVERDUE_PROBES = 50;

/** A probe whose process died is made again after so long. */
const PROBE_MS = 60_000;

interface Lookout {
  readonly held_back: boolean;
  readonly next_in_ms: number | null;
}
type Answer = Lookout & WorkOrder & { readonly turn: number };
type Nothing = Lookout & { readonly id: null };

/**
 * Taking moves `due_at` ahead in its own short transaction, so no row is locked while the queue is asked to confirm. A crash at any point leaves an order
 * that is due again a little later: the queue may get the same id twice, never not at all.
 *
 * A lane is a channel and whether the envelope is large. What is under way in a lane is what was relayed and is not finished, in all processes together;
 * a lane that is full takes no more, so the queue stays short and whatever comes later and is more urgent overtakes here. A degree of urgency adds one place.
 * A paused channel takes nothing, but one order when its probe is due, whenever that order was planned for. One held by a person takes nothing at all.
 * $1 most, $2 ms an order belongs to its taker, $3 LaneRule.start, $4 LaneRule.large, $5 LaneRule.incoming, $6 ms a probe may take.
 */
const TAKE = planned(`
  WITH RECURSIVE lane AS (
    (SELECT channel, large FROM outbox WHERE relayed_at IS NULL ORDER BY channel, large LIMIT 1)
    UNION ALL
    SELECT next.channel, next.large FROM lane CROSS JOIN LATERAL (
      SELECT channel, large FROM outbox WHERE relayed_at IS NULL AND (channel, large) > (lane.channel, lane.large) ORDER BY channel, large LIMIT 1) AS next
  ), probing AS (
    UPDATE channel_flow SET probing = true, probe_at = clock_timestamp() + $6 * interval '1 ms'
    WHERE paused_at IS NOT NULL AND held IS NULL AND probe_at <= clock_timestamp() AND channel IN (SELECT channel FROM lane)
    RETURNING channel
  ), room AS (
    SELECT lane.channel, lane.large, flow.paused_at IS NOT NULL OR flow.held IS NOT NULL AS paused, CASE WHEN flow.held IS NULL THEN flow.probe_at END AS probe_at, probing.channel IS NOT NULL AS probing,
      CASE
        WHEN lane.channel = '' THEN $1
        WHEN probing.channel IS NOT NULL THEN 1
        WHEN flow.paused_at IS NOT NULL OR flow.held IS NOT NULL THEN 0
        WHEN starts_with(lane.channel, 'in:') THEN $5::integer - under_way.count
        WHEN lane.large THEN $4::integer - under_way.count
        ELSE coalesce(flow.at_once, $3::integer) - under_way.count
      END::integer AS places
    FROM lane LEFT JOIN channel_flow AS flow USING (channel) LEFT JOIN probing USING (channel)
    CROSS JOIN LATERAL (SELECT count(*) FROM outbox WHERE lane.channel <> '' AND outbox.channel = lane.channel AND outbox.large = lane.large AND relayed_at IS NOT NULL) AS under_way
  ), ready AS MATERIALIZED (
    SELECT room.channel, room.large, room.paused, room.probing, room.places + CASE WHEN room.paused THEN 0 ELSE class.urgency END AS places, class.urgency, found.id, found.due_at
    FROM room CROSS JOIN (VALUES (3), (2), (1), (0)) AS class(urgency)
    CROSS JOIN LATERAL (
      SELECT id, due_at FROM outbox
      WHERE outbox.channel = room.channel AND outbox.large = room.large AND outbox.urgency = class.urgency AND relayed_at IS NULL AND due_at <= CASE WHEN room.probing THEN 'infinity' ELSE statement_timestamp() END
        AND CASE WHEN room.probing AND topic = 'deliver' THEN NOT EXISTS (SELECT FROM transmission AS mine JOIN transmission AS before ON before.id = mine.after_id WHERE mine.id = outbox.ref::uuid AND before.state IN ('queued', 'sending', 'unknown')) ELSE true END
      ORDER BY due_at LIMIT CASE WHEN room.paused THEN room.places ELSE greatest(1, least($1, room.places + class.urgency + 1)) END FOR UPDATE SKIP LOCKED
    ) AS found
  ), ranked AS (
    SELECT channel, large, paused, probing, places, urgency, id, due_at, row_number() OVER (PARTITION BY channel, CASE WHEN probing THEN false ELSE large END ORDER BY urgency DESC, due_at) AS place FROM ready
  ), due AS (
    SELECT id FROM ranked WHERE place <= places ORDER BY urgency DESC, due_at LIMIT $1
  ), taken AS (
    UPDATE outbox SET due_at = clock_timestamp() + $2 * interval '1 ms', turn = turn + 1 WHERE id = ANY (ARRAY(SELECT id FROM due))
    RETURNING id, topic, ref, urgency, turn
  ), next AS (
    SELECT min(CASE WHEN room.paused THEN room.probe_at ELSE coming.due_at END) AS due_at FROM room CROSS JOIN (VALUES (3), (2), (1), (0)) AS class(urgency)
    CROSS JOIN LATERAL (
      SELECT due_at FROM outbox
      WHERE outbox.channel = room.channel AND outbox.large = room.large AND outbox.urgency = class.urgency AND relayed_at IS NULL AND due_at > CASE WHEN room.paused THEN '-infinity' ELSE statement_timestamp() END
      ORDER BY due_at LIMIT 1
    ) AS coming
  )
  SELECT taken.id, taken.topic, taken.ref, taken.urgency, taken.turn, (SELECT extract(epoch FROM due_at - clock_timestamp()) * 1000 FROM next)::float8 AS next_in_ms,
    EXISTS (SELECT FROM ranked WHERE place > places AND NOT paused) AS held_back
  FROM (VALUES (1)) AS once LEFT JOIN taken ON true`);

/** Only what nobody took or planned anew meanwhile. */
const CONFIRM = planned(`
  UPDATE outbox SET relayed_at = clock_timestamp(), relays = relays + 1
  FROM unnest($1::uuid[], $2::int[]) AS taken(id, turn) WHERE outbox.id = taken.id AND outbox.turn = taken.turn`);

/** With their age, or what came after them would overtake them when the queue is back. */
const GIVE_BACK = planned(`
  UPDATE outbox SET due_at = added_at
  FROM unnest($1::uuid[], $2::int[]) AS taken(id, turn) WHERE outbox.id = taken.id AND outbox.turn = taken.turn`);

/** Publishes due orders; several processes may do so at once. Throws what `publish` threw, after giving the orders back. */
export async function relayDue(database: Database, options: RelayOptions, limit: number, publish: (orders: readonly WorkOrder[]) => Promise<void>): Promise<Relayed> {
  const { start, large, incoming } = options.lanes;
  const rows: (Answer | Nothing)[] = await database.once(async (db) => await db.query(TAKE, [limit, options.takenForMs, start, large, incoming, PROBE_MS]));
  const found = rows.filter((row): row is Answer => row.id !== null);
  const relayed: Relayed = { count: found.length, heldBack: rows[0]?.held_back === true, nextInMs: rows[0]?.next_in_ms ?? null };
  if (found.length === 0) return relayed;
  // Within one urgency the order of RETURNING is not promised; ids are by time.
  const taken = found.toSorted((one, other) => other.urgency - one.urgency || (one.id < other.id ? -1 : 1));
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
  return relayed;
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

/** What somebody has locked is being finished or planned anew. */
const KEEP = planned(`
  UPDATE outbox SET relayed_at = clock_timestamp() WHERE id IN (
    SELECT id FROM outbox WHERE topic = $1 AND ref = ANY($2::text[]) AND relayed_at IS NOT NULL FOR UPDATE SKIP LOCKED)`);

/** Puts off when these orders are taken for lost. */
export async function keepWork(database: Database, topic: WorkTopic, refs: readonly string[]): Promise<void> {
  await database.once((db) => db.query(KEEP, [topic, refs]));
}

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
