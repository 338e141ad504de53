import { PRESENCE_LOCK } from "./advisory-locks.ts";
import { HouseError } from "../core/fault.ts";
import { faultClassOf } from "../core/flow/fault-class.ts";
import type { TransmissionId } from "../core/ids.ts";
import type { Transmission, TransmissionFault } from "../core/outgoing/transmission.ts";
import type { Claim, SettledTransmission } from "../core/ports.ts";
import type { Run } from "./database.ts";
import { Transmissions, transmissionRecord } from "./entities/transmission.ts";
import type { TransmissionRow } from "./entities/transmission.ts";
import type { Lifeline } from "./lifeline.ts";
import { planned } from "./preparing-client.ts";
import { rowsOf } from "./rows.ts";

const TRANSMISSIONS = rowsOf(Transmissions);

/** Locked in the order of their ids, so that two that claim the same ones do not wait for each other. */
async function lockTransmissions(run: Run, ids: readonly TransmissionId[]): Promise<readonly TransmissionRow[]> {
  return await run((db) => TRANSMISSIONS.find(db, "WHERE r.id = ANY($1) ORDER BY r.id FOR UPDATE", [ids]));
}

/**
 * Takes transmissions for one attempt each. No other process can while this one lives; when the owner of one died in state `sending` (absent for the
 * grace: see Absences), or this process gave an attempt up, nobody knows what reached the partner, and the next attempt is told so.
 */
export async function claimTransmissions(run: Run, lifeline: Lifeline, ids: readonly TransmissionId[]): Promise<ReadonlyMap<TransmissionId, Claim>> {
  const owner = await lifeline.instance();
  const claims = new Map<TransmissionId, Claim>(ids.map((id) => [id, { kind: "finished" }]));
  const free: TransmissionRow[] = [];
  for (const row of await lockTransmissions(run, ids)) {
    if (row.state === "entered" || row.state === "failed" || row.state === "withdrawn") continue;
    if (row.state === "sending" && row.owner !== owner && !(await isDead(run, lifeline, row.owner))) claims.set(row.id, { kind: "busy" });
    else free.push(row);
  }
  if (free.length === 0) return claims;
  const tried: { id: TransmissionId; ms: number }[] = await run(async (db) => returned(await db.query(CLAIM, [free.map(({ id }) => id), owner])));
  const triedFor = new Map(tried.map(({ id, ms }) => [id, ms]));
  for (const row of free) {
    // sent again by a person after nobody could tell what became of it: still to be asked about
    const before = row.state === "queued" && row.leftAt === null ? "fresh" : "outcome-unknown";
    const claimed: TransmissionRow = { ...row, state: "sending", owner, attempts: row.attempts + 1, nextAttemptAt: null };
    claims.set(row.id, { kind: "claimed", transmission: transmissionRecord(claimed), before, triedForMs: triedFor.get(row.id) ?? 0 });
  }
  return claims;
}

const CLAIM = planned(`
  UPDATE transmission SET state = 'sending', owner = $2, attempts = attempts + 1, next_attempt_at = NULL, trying_since = coalesce(trying_since, clock_timestamp())
  WHERE id = ANY($1) RETURNING id, (extract(epoch FROM clock_timestamp() - trying_since) * 1000)::float8 AS ms`);

/** TypeORM answers an UPDATE with [rows, count]. */
function returned<Row>([rows]: [Row[], number]): Row[] {
  return rows;
}

/** The presence of a living owner excludes even a shared lock; two who ask at once do not disturb each other. */
async function isDead(run: Run, lifeline: Lifeline, owner: number | null): Promise<boolean> {
  if (owner === null) return true;
  const [answer]: { absent: boolean }[] = await run(async (db) => await db.query("SELECT pg_try_advisory_xact_lock_shared($1, $2) AS absent", [PRESENCE_LOCK, owner]));
  return lifeline.absences.isDead(owner, answer?.absent !== true);
}

function isHeldBack(fault: Transmission["lastFault"]): boolean {
  return fault !== null && faultClassOf(fault.code) === "paused";
}

/** `sending`: a note on an attempt that goes on. What a person sends again has its whole span once more, and what a person holds back was not tried. */
const SETTLE = planned(`
  UPDATE transmission AS t SET state = s.state, owner = CASE WHEN s.state = 'sending' THEN t.owner END, next_attempt_at = clock_timestamp() + s."retryInMs" * interval '1 ms',
    partner_message_id = s."partnerMessageId", left_at = s."leftAt", entered_at = s."enteredAt", last_fault = s."lastFault",
    trying_since = CASE WHEN s."heldBack" OR (s.state = 'queued' AND t.state = 'failed') THEN NULL ELSE t.trying_since END
  FROM jsonb_to_recordset($1) AS s(id uuid, attempts integer, state text, "heldBack" boolean, "retryInMs" float8, "partnerMessageId" text, "leftAt" timestamptz, "enteredAt" timestamptz, "lastFault" jsonb)
  WHERE t.id = s.id AND t.attempts = s.attempts AND t.state <> 'entered' RETURNING t.id`);

const NOTE_FAULT = planned(`
  UPDATE transmission AS t SET last_fault = $2::jsonb, next_attempt_at = clock_timestamp() + CASE WHEN before.last_fault->>'code' = $2::jsonb->>'code' THEN $4::float8 ELSE $3::float8 END * interval '1 ms' FROM (SELECT id, last_fault FROM transmission WHERE id = $1 FOR UPDATE) AS before
  WHERE t.id = before.id AND t.state IN ('queued', 'sending', 'unknown') RETURNING before.last_fault->>'code' AS code`);

/** Tells the fault on what is still open, and touches nothing else: an attempt may be under way. */
export async function noteFault(run: Run, id: TransmissionId, fault: TransmissionFault, retry: { readonly firstMs: number; readonly againMs: number }): Promise<"new" | "known" | "closed"> {
  const [row] = await run(async (db) => returned<{ code: string | null }>(await db.query(NOTE_FAULT, [id, JSON.stringify(fault), retry.firstMs, retry.againMs])));
  return row === undefined ? "closed" : row.code === fault.code ? "known" : "new";
}

/** Writes the outcomes of attempts, unless somebody else took one of the transmissions over meanwhile. */
export async function settleTransmissions(run: Run, settled: readonly SettledTransmission[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ transmission: { id, attempts, state, partnerMessageId, leftAt, enteredAt, lastFault }, retryInMs }) => ({ id, attempts, state, heldBack: isHeldBack(lastFault), retryInMs, partnerMessageId, leftAt, enteredAt, lastFault }));
  const written = new Set((await run(async (db) => returned<{ id: TransmissionId }>(await db.query(SETTLE, [JSON.stringify(rows)])))).map(({ id }) => id));
  const lost = rows.find(({ id }) => !written.has(id));
  if (lost === undefined) return;
  throw new HouseError("database-unavailable", `transmission ${lost.id} was taken over while attempt ${lost.attempts} had lost its database connection; this outcome is not written`, {
    transmissionId: lost.id,
    attempt: lost.attempts,
  });
}
