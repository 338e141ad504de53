import type { EntityManager } from "typeorm";
import type { EventType, GatewayEvent } from "../core/events/event.ts";
import { BREAKER_AT } from "../core/events/webhooks/decide-after-delivery.ts";
import type { WebhookReader, WebhookWrites } from "../core/events/webhooks/ports.ts";
import type { Delivery, Webhook, WebhookSecret, WebhookState, WebhookView } from "../core/events/webhooks/webhook.ts";
import type { ApiKeyId, WebhookId } from "../core/ids.ts";
import type { Database, Run } from "./database.ts";
import { planned } from "./preparing-client.ts";

/** What of the feed is for a webhook `w`. */
const FOR_IT = `(w.agencies IS NULL OR (e.agency_code IS NOT NULL AND e.agency_code = ANY(w.agencies))) AND (w.types IS NULL OR e.type = ANY(w.types))`;
const NOT_HELD = `w.paused_at IS NULL AND NOT EXISTS (SELECT FROM api_key k WHERE k.id = w.key_id AND k.revoked_at IS NOT NULL)`;

const VIEW = `
  SELECT w.*, k.revoked_at IS NOT NULL AS key_revoked,
    waiting.planned + ahead.unplanned AS backlog, waiting.given_up, least(waiting.since, ahead.since) AS waiting_since
  FROM webhook w LEFT JOIN api_key k ON k.id = w.key_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.given_up_at IS NULL)::int AS planned, count(*) FILTER (WHERE d.given_up_at IS NOT NULL)::int AS given_up,
      (SELECT at FROM event WHERE place = min(d.place) FILTER (WHERE d.given_up_at IS NULL)) AS since
    FROM webhook_delivery d WHERE d.webhook_id = w.id
  ) AS waiting
  CROSS JOIN LATERAL (SELECT count(*)::int AS unplanned, min(e.at) AS since FROM event e WHERE e.place > w.place AND ${FOR_IT}) AS ahead`;

/** The first waiting event of each lane that is due. Only planned places count, or a replay could be overtaken by what waits behind it. */
const READY = `
  SELECT d.attempts, d.first_failed_at, e.id, e.place, e.type, e.at, e.agency_code, e.subject, e.data
  FROM webhook w JOIN webhook_delivery d ON d.webhook_id = w.id AND d.place <= w.place JOIN event e ON e.place = d.place
  WHERE w.id = $1 AND ${NOT_HELD} AND (w.probe_at IS NULL OR w.probe_at <= $2) AND d.given_up_at IS NULL AND d.due_at <= $2
    AND NOT EXISTS (SELECT FROM webhook_delivery b WHERE b.webhook_id = d.webhook_id AND b.lane = d.lane AND b.given_up_at IS NULL AND b.place < d.place)
  ORDER BY CASE WHEN w.failures >= ${BREAKER_AT} THEN d.attempts ELSE 0 END, d.place
  LIMIT (SELECT CASE WHEN failures >= ${BREAKER_AT} THEN 1 ELSE $3::int END FROM webhook WHERE id = $1)`;

const DUE = planned(`
  SELECT w.id FROM webhook w
  WHERE ${NOT_HELD} AND (w.probe_at IS NULL OR w.probe_at <= $1)
    AND EXISTS (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.given_up_at IS NULL AND d.due_at <= $1)`);
const ANY_WAITS = planned("SELECT EXISTS (SELECT FROM webhook_delivery WHERE given_up_at IS NULL) AS waits");
const BEHIND = planned(`SELECT w.id FROM webhook w WHERE ${NOT_HELD} AND w.place < (SELECT coalesce(max(place), 0) FROM event)`);

interface WebhookRow {
  readonly id: WebhookId;
  readonly name: string;
  readonly url: string;
  readonly agencies: string[] | null;
  readonly types: EventType[] | null;
  readonly key_id: ApiKeyId | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly paused_at: Date | null;
  readonly place: string;
  readonly failures: number;
  readonly probe_at: Date | null;
  readonly last_success_at: Date | null;
  readonly last_failure_at: Date | null;
  readonly last_error: string | null;
}

interface ViewRow extends WebhookRow {
  readonly key_revoked: boolean;
  readonly backlog: number;
  readonly given_up: number;
  readonly waiting_since: Date | null;
}

type ReadyRow = Omit<GatewayEvent, "agencyCode"> & { readonly agency_code: string | null; readonly attempts: number; readonly first_failed_at: Date | null };

export function webhookReads(run: Run): WebhookReader {
  return {
    list: () => run(async (db) => (await rowsOf<ViewRow>(db, `${VIEW} ORDER BY w.id`)).map(viewRecord)),
    byId: (id) => run(async (db) => (await rowsOf<ViewRow>(db, `${VIEW} WHERE w.id = $1`, [id])).map(viewRecord)[0] ?? null),
    secretsOf: (id, at) =>
      run(async (db) =>
        rowsOf<WebhookSecret>(
          db,
          `SELECT webhook_id AS "webhookId", sealed, created_at AS "createdAt", expires_at AS "expiresAt" FROM webhook_secret
           WHERE webhook_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC`,
          [id, at],
        ),
      ),
    due: (at) => run(async (db) => (await rowsOf<{ id: WebhookId }>(db, DUE, [at])).map(({ id }) => id)),
    anyWaits: () => run(async (db) => (await rowsOf<{ waits: boolean }>(db, ANY_WAITS))[0]?.waits === true),
    ready: (id, at, limit) => run(async (db) => (await rowsOf<ReadyRow>(db, READY, [id, at, limit])).map(deliveryRecord)),
  };
}

export function webhookWrites(run: Run): WebhookWrites {
  const execute = async (sql: string, values: unknown[]): Promise<void> => {
    await run((db) => db.query(sql, values));
  };
  return {
    addWebhook: ({ id, name, url, agencies, types, keyId, createdAt, createdBy, place }) =>
      execute("INSERT INTO webhook (id, name, url, agencies, types, key_id, created_at, created_by, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [id, name, url, agencies === "all" ? null : agencies, types, keyId, createdAt, createdBy, place]),
    lockWebhook: (id) => run(async (db) => (await rowsOf<WebhookRow>(db, "SELECT * FROM webhook WHERE id = $1 FOR UPDATE", [id])).map(webhookRecord)[0] ?? null),
    changeWebhook: async ({ id, name, url, agencies, types }, at) => {
      const [moved] = await run((db) => rowsOf<{ moved: boolean }>(db, "SELECT url <> $2 AS moved FROM webhook WHERE id = $1", [id, url]));
      await execute("UPDATE webhook SET name = $2, url = $3, agencies = $4, types = $5 WHERE id = $1", [id, name, url, agencies === "all" ? null : agencies, types]);
      await execute(`DELETE FROM webhook_delivery d USING webhook w, event e WHERE d.webhook_id = $1 AND w.id = $1 AND e.place = d.place AND NOT (${FOR_IT})`, [id]);
      if (moved?.moved !== true) return;
      await execute("UPDATE webhook SET failures = 0, probe_at = NULL WHERE id = $1", [id]);
      await execute("UPDATE webhook_delivery SET due_at = $2 WHERE webhook_id = $1 AND due_at > $2 AND given_up_at IS NULL", [id, at]);
    },
    setWebhookPaused: (id, at) => execute("UPDATE webhook SET paused_at = $2 WHERE id = $1", [id, at]),
    replayWebhook: async (id, place) => {
      await execute("UPDATE webhook SET place = least(place, $2::bigint), probe_at = NULL, failures = 0 WHERE id = $1", [id, place]);
    },
    removeWebhook: (id) => execute("DELETE FROM webhook WHERE id = $1", [id]),
    addWebhookSecret: ({ webhookId, sealed, createdAt, expiresAt }) => execute("INSERT INTO webhook_secret (webhook_id, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4)", [webhookId, sealed, createdAt, expiresAt]),
    endWebhookSecrets: (id, at) => execute("UPDATE webhook_secret SET expires_at = $2 WHERE webhook_id = $1 AND (expires_at IS NULL OR expires_at > $2)", [id, at]),
    settleDelivery: async ({ id, url }, delivery, after, at) => {
      const { failures, probeAt, lastSuccessAt, lastFailureAt, lastError } = after.health;
      if (after.kind !== "done") {
        const still = await run((db) => rowsOf<{ id: string }>(db, "SELECT id FROM webhook WHERE id = $1 AND url = $2 FOR UPDATE", [id, url]));
        if (still.length === 0) return "moved";
      }
      await execute("UPDATE webhook SET failures = $2, probe_at = $3, last_success_at = $4, last_failure_at = $5, last_error = $6 WHERE id = $1", [id, failures, probeAt, lastSuccessAt, lastFailureAt, lastError]);
      const { place } = delivery.event;
      switch (after.kind) {
        case "done":
          await execute("DELETE FROM webhook_delivery WHERE webhook_id = $1 AND place = $2", [id, place]);
          if (after.recovered) await execute("UPDATE webhook_delivery SET due_at = $2 WHERE webhook_id = $1 AND due_at > $2 AND given_up_at IS NULL", [id, at]);
          break;
        case "again":
          await execute("UPDATE webhook_delivery SET attempts = attempts + 1, due_at = $3, first_failed_at = coalesce(first_failed_at, $4) WHERE webhook_id = $1 AND place = $2", [id, place, after.at, at]);
          break;
        case "given-up":
          await execute("UPDATE webhook_delivery SET attempts = attempts + 1, given_up_at = $3 WHERE webhook_id = $1 AND place = $2", [id, place, at]);
      }
      return "settled";
    },
  };
}

const PLAN_AT_ONCE = 5_000;

/** In batches of one transaction each; the lock keeps two planners from planning the same batch. */
export async function planWebhooks(database: Database, at: Date): Promise<void> {
  const behind = await database.read((db) => rowsOf<{ id: WebhookId }>(db, BEHIND));
  for (const { id } of behind) {
    let more = true;
    while (more) more = await database.transaction((run) => planBatch(run, id, at));
  }
}

const PLAN = `
  WITH next AS (
    SELECT e.place, e.lane FROM webhook w JOIN event e ON e.place > w.place AND e.place <= $3 AND ${FOR_IT}
    WHERE w.id = $1 ORDER BY e.place LIMIT ${PLAN_AT_ONCE}
  ), planned AS (
    INSERT INTO webhook_delivery (webhook_id, place, lane, due_at) SELECT $1, place, lane, $2 FROM next
    ON CONFLICT (webhook_id, place) DO UPDATE SET due_at = excluded.due_at, attempts = 0, first_failed_at = NULL, given_up_at = NULL
  )
  SELECT count(*)::int AS count, max(place) AS last FROM next`;

async function planBatch(run: Run, id: WebhookId, at: Date): Promise<boolean> {
  return await run(async (db) => {
    const [locked] = await rowsOf<WebhookRow>(db, "SELECT * FROM webhook WHERE id = $1 FOR UPDATE", [id]);
    const [head] = await rowsOf<{ place: string }>(db, "SELECT coalesce(max(place), 0) AS place FROM event");
    if (locked === undefined || head === undefined) return false;
    const [batch] = await rowsOf<{ count: number; last: string | null }>(db, PLAN, [id, at, head.place]);
    const more = batch?.count === PLAN_AT_ONCE && batch.last !== null;
    await db.query("UPDATE webhook SET place = $2 WHERE id = $1", [id, more ? batch.last : head.place]);
    return more;
  });
}

async function rowsOf<Row>(db: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  return await db.query(sql, values);
}

function webhookRecord(row: WebhookRow): Webhook {
  const { id, name, url, types, place } = row;
  return {
    id,
    name,
    url,
    agencies: row.agencies ?? "all",
    types,
    keyId: row.key_id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    pausedAt: row.paused_at,
    place,
    health: { failures: row.failures, probeAt: row.probe_at, lastSuccessAt: row.last_success_at, lastFailureAt: row.last_failure_at, lastError: row.last_error },
  };
}

function viewRecord(row: ViewRow): WebhookView {
  return { webhook: webhookRecord(row), state: stateOf(row), backlog: row.backlog, givenUp: row.given_up, waitingSince: row.waiting_since };
}

function stateOf(row: ViewRow): WebhookState {
  if (row.key_revoked) return "key-revoked";
  if (row.paused_at !== null) return "paused";
  if (row.failures >= BREAKER_AT) return "down";
  return row.failures > 0 ? "retrying" : "working";
}

function deliveryRecord({ attempts, first_failed_at, agency_code, ...event }: ReadyRow): Delivery {
  return { event: { ...event, agencyCode: agency_code }, attempts, firstFailedAt: first_failed_at };
}
