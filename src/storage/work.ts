import type { WorkOrderId } from "../core/ids.ts";
import type { Transaction, WorkOrder } from "../core/ports.ts";
import type { Run } from "./database.ts";
import { WORK_CHANNEL } from "./lifeline.ts";

/*
 * The outbox row of an order: `due_at` is when it may be relayed next, `relayed_at` that the queue has it. All by the clock of the database.
 * An order is deleted when finished. Whoever plans it anew moves `turn` on, so that an earlier relay's late confirmation changes nothing.
 */

/** There is one open order per topic and ref: adding another brings it forward instead. Wakes the relays when it is due at once. */
const ADD = `
  WITH planned AS (
    INSERT INTO outbox (id, topic, ref, urgency, due_at) VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 ms')
    ON CONFLICT (topic, ref) DO UPDATE SET
      due_at = least(outbox.due_at, excluded.due_at), urgency = greatest(outbox.urgency, excluded.urgency), relayed_at = NULL, turn = outbox.turn + 1
    RETURNING due_at
  )
  SELECT pg_notify('${WORK_CHANNEL}', '') FROM planned WHERE due_at <= clock_timestamp()`;

/** As ADD, for many that are due at once. */
const ADD_MANY = `
  WITH planned AS (
    INSERT INTO outbox (id, topic, ref, urgency, due_at) SELECT id, topic, ref, urgency, clock_timestamp() FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) AS given(id, topic, ref, urgency)
    ON CONFLICT (topic, ref) DO UPDATE SET due_at = excluded.due_at, urgency = greatest(outbox.urgency, excluded.urgency), relayed_at = NULL, turn = outbox.turn + 1
    RETURNING 1
  )
  SELECT pg_notify('${WORK_CHANNEL}', '') FROM planned LIMIT 1`;

const POSTPONE = `UPDATE outbox SET due_at = clock_timestamp() + $2 * interval '1 ms', relayed_at = NULL, turn = turn + 1 WHERE id = $1`;

export function workOf(run: Run): Pick<Transaction, "addWork" | "addWorks" | "postponeWork" | "finishWork" | "workIsOpen"> {
  return {
    addWork: async (order: WorkOrder, dueInMs) => {
      await run((db) => db.query(ADD, [order.id, order.topic, order.ref, order.urgency, dueInMs]));
    },
    addWorks: async (orders) => {
      if (orders.length === 0) return;
      await run((db) => db.query(ADD_MANY, [orders.map(({ id }) => id), orders.map(({ topic }) => topic), orders.map(({ ref }) => ref), orders.map(({ urgency }) => urgency)]));
    },
    postponeWork: async (id, dueInMs) => {
      await run((db) => db.query(POSTPONE, [id, dueInMs]));
    },
    finishWork: async (id) => {
      await run((db) => db.query("DELETE FROM outbox WHERE id = $1", [id]));
    },
    workIsOpen: async (id: WorkOrderId) => {
      const [answer]: { open: boolean }[] = await run((db) => db.query("SELECT EXISTS (SELECT FROM outbox WHERE id = $1) AS open", [id]));
      return answer?.open === true;
    },
  };
}
