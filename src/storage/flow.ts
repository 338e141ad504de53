import type { EntityManager } from "typeorm";
import type { ChannelFault, ChannelFlow } from "../core/flow/channel-flow.ts";
import type { FlowReader, FlowWrites } from "../core/flow/ports.ts";
import type { LaneLoad } from "../core/flow/queues.ts";
import { WORK_CHANNEL } from "./lifeline.ts";
import type { Run } from "./database.ts";

interface FlowRow {
  readonly channel: string;
  readonly at_once: number;
  readonly failures: number;
  readonly paused_at: Date | null;
  readonly probe_at: Date | null;
  readonly probing: boolean;
  readonly probes: number;
  readonly last_fault: { readonly code: string; readonly reason: string; readonly at: string; readonly until?: string } | null;
  readonly last_success_at: Date | null;
  readonly held: { readonly by: string; readonly reason: string; readonly at: string } | null;
}

const LANES = `
  SELECT channel, large, count(*) FILTER (WHERE relayed_at IS NULL)::int AS waiting, count(*) FILTER (WHERE relayed_at IS NOT NULL)::int AS "underWay",
    count(*) FILTER (WHERE relayed_at IS NULL AND urgency > 0)::int AS urgent, min(added_at) AS "oldestAt", min(due_at) FILTER (WHERE relayed_at IS NULL) AS "nextAt"
  FROM outbox GROUP BY channel, large ORDER BY channel, large`;
const COUNTS = `
  SELECT channel, count(*) FILTER (WHERE state = 'failed')::int AS failed, count(*) FILTER (WHERE state IN ('queued', 'unknown') AND attempts > 0)::int AS retrying
  FROM transmission WHERE state <> 'entered' GROUP BY channel`;

export function flowReads(run: Run): FlowReader {
  return {
    all: () => run(async (db) => (await rowsOf<FlowRow>(db, "SELECT * FROM channel_flow ORDER BY channel")).map(flowRecord)),
    of: (channel) => run(async (db) => (await rowsOf<FlowRow>(db, "SELECT * FROM channel_flow WHERE channel = $1", [channel])).map(flowRecord)[0] ?? null),
    lanes: () => run((db) => rowsOf<LaneLoad>(db, LANES)),
    counts: () => run(async (db) => new Map((await rowsOf<{ channel: string; failed: number; retrying: number }>(db, COUNTS)).map(({ channel, ...counts }) => [channel, counts]))),
  };
}

export function flowWrites(run: Run): FlowWrites {
  return {
    lockFlow: async (fresh) =>
      await run(async (db) => {
        await db.query("INSERT INTO channel_flow (channel, at_once) VALUES ($1, $2) ON CONFLICT DO NOTHING", [fresh.channel, fresh.atOnce]);
        const [row] = await rowsOf<FlowRow & { now: Date }>(db, "SELECT *, clock_timestamp() AS now FROM channel_flow WHERE channel = $1 FOR UPDATE", [fresh.channel]);
        return row === undefined ? { flow: fresh, now: new Date() } : { flow: flowRecord(row), now: row.now };
      }),
    saveFlow: async (flow) => {
      await run((db) =>
        db.query(
          `UPDATE channel_flow SET at_once = $2, failures = $3, paused_at = $4, probe_at = $5, probing = $6, probes = $7, last_fault = $8, last_success_at = $9 WHERE channel = $1`,
          [flow.channel, flow.atOnce, flow.failures, flow.pausedAt, flow.probeAt, flow.probing, flow.probes, flow.lastFault, flow.lastSuccessAt],
        ),
      );
    },
    holdChannel: async (channel, hold) =>
      await run(async (db) => {
        const [, changed]: [unknown, number] = await db.query("UPDATE channel_flow SET held = $2 WHERE channel = $1 AND (held IS NULL) <> ($2::jsonb IS NULL)", [channel, hold]);
        // what waited for a person was not tried meanwhile: its span begins anew
        if (hold === null) await db.query("UPDATE transmission SET trying_since = NULL WHERE state <> 'entered' AND state IN ('queued', 'unknown') AND channel = $1 AND trying_since IS NOT NULL", [channel]);
        return changed === 1;
      }),
    bringForward: async (channel) => {
      await run(async (db) => {
        await db.query("UPDATE outbox SET due_at = clock_timestamp() WHERE channel = $1 AND relayed_at IS NULL AND due_at > clock_timestamp()", [channel]);
        await db.query("SELECT pg_notify($1, '')", [WORK_CHANNEL]);
      });
    },
  };
}

async function rowsOf<Row>(db: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  return await db.query(sql, values);
}

function flowRecord(row: FlowRow): ChannelFlow {
  return {
    channel: row.channel,
    atOnce: row.at_once,
    failures: row.failures,
    pausedAt: row.paused_at,
    probeAt: row.probe_at,
    probing: row.probing,
    probes: row.probes,
    lastFault: row.last_fault === null ? null : faultRecord(row.last_fault),
    lastSuccessAt: row.last_success_at,
    held: row.held === null ? null : { ...row.held, at: new Date(row.held.at) },
  };
}

function faultRecord({ code, reason, at, until }: NonNullable<FlowRow["last_fault"]>): ChannelFault {
  return { code, reason, at: new Date(at), ...(until !== undefined && { until: new Date(until) }) };
}
