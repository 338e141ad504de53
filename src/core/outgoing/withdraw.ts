import type { Actor } from "../actor.ts";
import type { TransmissionId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import type { Dispatch } from "./dispatch.ts";
import { settleDispatch } from "./settle-dispatch.ts";
import { settleRequest } from "./settle-request.ts";
import { neverLeft, subjectOf, type Transmission } from "./transmission.ts";

/** Takes back what never left: nobody has it, so nobody is asked. */
export async function withdraw(tx: Transaction, transmission: Transmission, dispatches: readonly Dispatch[], at: Date, actor: Actor): Promise<void> {
  await tx.settleTransmissions([{ transmission: { ...transmission, state: "withdrawn" }, retryInMs: null }]);
  await tx.append({ kind: "transmission.withdrawn", at, actor, ...subjectOf(transmission), facts: { transmissionId: transmission.id, attempts: transmission.attempts } });
  for (const dispatch of dispatches) {
    await settleDispatch(tx, dispatch, { event: "withdraw", at, actor });
    const moved = await tx.dispatches.byId(dispatch.id);
    if (moved !== null) await settleRequest(tx, moved, { request: "recall", event: "withdraw", at, actor });
  }
}

const STILL_HERE: readonly Dispatch["state"][] = ["queued", "failed", "expired", "withdrawn"];

/** Certainly nobody has it: no byte left, and no receiver has spoken. */
export function canBeStopped(carrier: Transmission, carried: readonly Dispatch[]): boolean {
  return neverLeft(carrier) && carried.every((dispatch) => STILL_HERE.includes(dispatch.state));
}

/** A recall met its document on the way out; now that it is certain that nothing left, it is stopped. */
export async function withdrawIfRecalled(tx: Transaction, id: TransmissionId, at: Date, actor: Actor): Promise<boolean> {
  const transmission = await tx.transmissions.byId(id);
  if (transmission === null || transmission.carries.kind !== "document") return false;
  const dispatches = await tx.lockDispatchesOf([id]);
  if (dispatches.length === 0 || !canBeStopped(transmission, dispatches) || !dispatches.every((dispatch) => dispatch.recall?.state === "asked")) return false;
  await withdraw(tx, transmission, dispatches, at, actor);
  return true;
}

/** A recall or an update whose every receiver never had the document: there is nobody to tell. */
export async function withdrawIfNobodyHasIt(tx: Transaction, transmission: Transmission, at: Date, actor: Actor): Promise<boolean> {
  const { carries } = transmission;
  if (carries.kind !== "amendment" || !neverLeft(transmission)) return false;
  const dispatches = await tx.dispatches.ofDocuments([carries.documentId]);
  if (!transmission.to.every((receiver) => dispatches.some((dispatch) => dispatch.receiver === receiver && dispatch.state === "withdrawn"))) return false;
  await withdraw(tx, transmission, [], at, actor);
  return true;
}
