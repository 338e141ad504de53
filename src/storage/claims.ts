import { PRESENCE_LOCK } from "./advisory-locks.ts";
import { HouseError } from "../core/fault.ts";
import { faultClassOf } from "../core/flow/fault-class.ts";
import type { TransmissionId } from "../core/ids.ts";
import type { Transmission } from "../core/outgoing/transmission.ts";
import type { Claim } from "../core/ports.ts";
import type { Run } from "./database.ts";
import { Transmissions, transmissionRecord } from "./entities/transmission.ts";
import type { TransmissionRow } from "./entities/transmission.ts";
import type { Lifeline } from "./lifeline.ts";

/**
 * Takes the transmission for one attempt. No other process can while this one lives; when its owner died in state `sending`, or this
 * process gave an attempt up, nobody knows what reached the partner, and the next attempt is told so.
 */
export async function claimTransmission(run: Run, lifeline: Lifeline, id: TransmissionId): Promise<Claim> {
  const owner = await lifeline.instance();
  const row = await run(async (db) => await db.findOne(Transmissions, { where: { id }, lock: { mode: "pessimistic_write" } }));
  if (row === null || row.state === "entered" || row.state === "failed" || row.state === "withdrawn") return { kind: "finished" };
  if (row.state === "sending" && row.owner !== owner && (await isAlive(run, row.owner))) return { kind: "busy" };

  // sent again by a person after nobody could tell what became of it: still to be asked about
  const before = row.state === "queued" && row.leftAt === null ? "fresh" : "outcome-unknown";
  const claimed: TransmissionRow = { ...row, state: "sending", owner, attempts: row.attempts + 1, nextAttemptAt: null };
  const tried: { ms: number }[] = await run(async (db) => returned(await db.query(CLAIM, [id, owner, claimed.attempts])));
  return { kind: "claimed", transmission: transmissionRecord(claimed), before, triedForMs: tried[0]?.ms ?? 0 };
}

const CLAIM = `
  UPDATE transmission SET state = 'sending', owner = $2, attempts = $3, next_attempt_at = NULL, trying_since = coalesce(trying_since, clock_timestamp())
  WHERE id = $1 RETURNING (extract(epoch FROM clock_timestamp() - trying_since) * 1000)::float8 AS ms`;

/** TypeORM answers an UPDATE with [rows, count]. */
function returned([rows]: [{ ms: number }[], number]): { ms: number }[] {
  return rows;
}

/** The presence of a living owner excludes even a shared lock; two who ask at once do not disturb each other. */
async function isAlive(run: Run, owner: number | null): Promise<boolean> {
  const [answer]: { dead: boolean }[] = await run(async (db) => await db.query("SELECT pg_try_advisory_xact_lock_shared($1, $2) AS dead", [PRESENCE_LOCK, owner]));
  return answer?.dead !== true;
}

function isHeldBack({ lastFault }: Transmission): boolean {
  return lastFault !== null && faultClassOf(lastFault.code) === "paused";
}

/** Writes the outcome of an attempt, unless somebody else took the transmission over meanwhile. */
export async function settleTransmission(run: Run, transmission: Transmission, retryInMs: number | null): Promise<void> {
  const { id, attempts, state } = transmission;
  const settled = await run(async (db) =>
    db
      .createQueryBuilder()
      .update(Transmissions)
      .set({
        state,
        owner: () => (state === "sending" ? "owner" : "NULL"), // a note on an attempt that goes on
        nextAttemptAt: () => (retryInMs === null ? "NULL" : "clock_timestamp() + :retryInMs * interval '1 ms'"),
        partnerMessageId: transmission.partnerMessageId,
        leftAt: transmission.leftAt,
        enteredAt: transmission.enteredAt,
        lastFault: transmission.lastFault,
        // what a person sends again has its whole span once more, and what a person holds back was not tried
        tryingSince: () => (isHeldBack(transmission) ? "NULL" : state === "queued" ? "CASE WHEN state = 'failed' THEN NULL ELSE trying_since END" : "trying_since"),
      })
      .where("id = :id AND attempts = :attempts AND state <> 'entered'", { id, attempts, retryInMs })
      .execute(),
  );
  if (settled.affected === 1) return;
  throw new HouseError("database-unavailable", `transmission ${id} was taken over while attempt ${attempts} had lost its database connection; this outcome is not written`, {
    transmissionId: id,
    attempt: attempts,
  });
}
