import { LARGE_ENVELOPE_BYTES } from "../core/flow/flow-settings.ts";
import type { WorkOrderId } from "../core/ids.ts";
import type { Transaction, WorkOrder } from "../core/ports.ts";
import type { Run } from "./database.ts";
import { WORK_CHANNEL } from "./lifeline.ts";
import { planned } from "./preparing-client.ts";

/*
 * The outbox row of an order: `due_at` is when it may be relayed next, `relayed_at` that the queue has it. All by the clock of the database.
 * An order is deleted when finished. Whoever plans it anew moves `turn` on, so that an earlier relay's late confirmation changes nothing.
 */

/** Envelopes that came by a channel are processed in a lane of their own, so that one that floods us delays only itself. */
const INCOMING_LANE = "in:";

/** The lane of an order: the channel and the size of what it is about. Orders about neither have no lane and nothing holds them back. */
function laneOf(topic: string, ref: string): string {
  const about = (wanted: string): string => `CASE WHEN ${topic} = '${wanted}' AND length(${ref}) = 36 THEN ${ref}::uuid END`;
  return `
    SELECT channel, envelope_size >= ${LARGE_ENVELOPE_BYTES} AS large FROM transmission WHERE transmission.id = ${about("deliver")}
    UNION ALL SELECT '${INCOMING_LANE}' || channel, false FROM inbound_envelope WHERE inbound_envelope.id = ${about("process-incoming")}
    UNION ALL SELECT '', false LIMIT 1`;
}

/** There is one open order per topic and ref: adding another brings it forward instead. Wakes the relays when it is due at once. */
const ADD = `
  WITH planned AS (
    INSERT INTO outbox (id, topic, ref, urgency, due_at, channel, large)
    SELECT $1::uuid, $2::text, $3::text, $4::integer, clock_timestamp() + $5 * interval '1 ms', lane.channel, lane.large FROM (${laneOf("$2::text", "$3::text")}) AS lane
    ON CONFLICT (topic, ref) DO UPDATE SET
      due_at = least(outbox.due_at, excluded.due_at), urgency = greatest(outbox.urgency, excluded.urgency), relayed_at = NULL, turn = outbox.turn + 1
    RETURNING due_at
  )
  SELECT pg_notify('${WORK_CHANNEL}', '') FROM planned WHERE due_at <= clock_timestamp()`;

/** As ADD, for many that are due at once. */
export const ADD_MANY = planned(`
  WITH planned AS (
    INSERT INTO outbox (id, topic, ref, urgency, due_at, channel, large)
    SELECT given.id, given.topic, given.ref, given.urgency, clock_timestamp(), lane.channel, lane.large
    FROM (SELECT DISTINCT ON (topic, ref) * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) AS all_given(id, topic, ref, urgency) ORDER BY topic, ref, urgency DESC) AS given CROSS JOIN LATERAL (${laneOf("given.topic", "given.ref")}) AS lane
    ON CONFLICT (topic, ref) DO UPDATE SET due_at = least(outbox.due_at, excluded.due_at), urgency = greatest(outbox.urgency, excluded.urgency), relayed_at = NULL, turn = outbox.turn + 1
    RETURNING 1
  )
  SELECT pg_notify('${WORK_CHANNEL}', '') FROM planned LIMIT 1`);

const OPEN = planned("SELECT id FROM outbox WHERE id = ANY($1)");
export const FINISH = planned("DELETE FROM outbox WHERE id = ANY($1)");
/** The relays are woken to learn when it is due: they sleep until the next they know of. */
const POSTPONE = planned(`
  WITH planned AS (UPDATE outbox SET due_at = clock_timestamp() + $2 * interval '1 ms', relayed_at = NULL, turn = turn + 1 WHERE id = $1 RETURNING 1)
  SELECT pg_notify('${WORK_CHANNEL}', '') FROM planned`);

export function workOf(run: Run): Pick<Transaction, "addWork" | "postponeWork" | "openWork"> {
  return {
    addWork: async (order: WorkOrder, dueInMs) => {
      await run((db) => db.query(ADD, [order.id, order.topic, order.ref, order.urgency, dueInMs]));
    },
    postponeWork: async (id, dueInMs) => {
      await run((db) => db.query(POSTPONE, [id, dueInMs]));
    },
    openWork: async (ids) => {
      const open: { id: WorkOrderId }[] = await run((db) => db.query(OPEN, [ids]));
      return new Set(open.map(({ id }) => id));
    },
  };
}
