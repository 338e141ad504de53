import { PRESENCE_LOCK } from "./advisory-locks.ts";
import { HouseError } from "../core/fault.ts";
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

  const before = row.state === "queued" ? "fresh" : "outcome-unknown";
  const claimed: TransmissionRow = { ...row, state: "sending", owner, attempts: row.attempts + 1, nextAttemptAt: null };
  await run(async (db) => await db.update(Transmissions, { id }, { state: "sending", owner, attempts: claimed.attempts, nextAttemptAt: null }));
  return { kind: "claimed", transmission: transmissionRecord(claimed), before };
}

/** The presence of a living owner excludes even a shared lock; two who ask at once do not disturb each other. */
async function isAlive(run: Run, owner: number | null): Promise<boolean> {
  const [answer]: { dead: boolean }[] = await run(async (db) => await db.query("SELECT pg_try_advisory_xact_lock_shared($1, $2) AS dead", [PRESENCE_LOCK, owner]));
  return answer?.dead !== true;
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
