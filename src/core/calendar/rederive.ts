import { canonicalOrganId, type LocalDate } from "#edxml";
import type { Actor } from "../actor.ts";
import type { DispatchId, IncomingId } from "../ids.ts";
import type { Clock, Store, Transaction } from "../ports.ts";
import { effectiveReceipt } from "./effective-receipt.ts";
import { explainBriefly } from "./explain.ts";
import type { Correction } from "./corrections.ts";
import type { LiveCalendars } from "./live.ts";
import { localDateOf } from "./local-time.ts";
import type { KeptReceipt, NewReceipt, TouchedDays } from "./ports.ts";
import { covers } from "./scope.ts";

export interface RederivingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly calendars: LiveCalendars;
}

const GATEWAY: Actor = { kind: "gateway", job: "rederive-receipts" };
const AT_ONCE = 500;

/**
 * After a correction: receipts it could have moved are computed again. What comes out otherwise is a new derived value with the new version;
 * the earlier one is kept beside it (QĐ 57/2014 Đ11.2 is evidence). What comes out the same is left alone. Resolves to how many changed.
 */
export async function rederiveReceipts(needs: RederivingNeeds, correction: Correction): Promise<number> {
  const { calendar } = needs.store.reader;
  const incoming = await renew(needs, correction, (days) => calendar.incomingReceipts(days), renewIncoming);
  const dispatches = await renew(needs, correction, (days) => calendar.dispatchReceipts(days), renewDispatch);
  return incoming + dispatches;
}

type Renew<Id> = (tx: Transaction, id: Id, receipt: NewReceipt, facts: RenewalFacts, at: Date) => Promise<boolean>;
interface RenewalFacts {
  readonly receiver: string;
  readonly before: string | null;
  readonly effectiveAt: string;
  readonly provisional: boolean;
  readonly version: string;
}

async function renew<Id extends string>(needs: RederivingNeeds, correction: Correction, read: (days: TouchedDays) => Promise<readonly KeptReceipt<Id>[]>, write: Renew<Id>): Promise<number> {
  let changed = 0;
  for (let after: string | null = null; ; ) {
    const page: readonly KeptReceipt<Id>[] = await read({ from: correction.from, to: correction.to, after, limit: AT_ONCE });
    for (const kept of page.filter(({ receiverCode }) => covers(correction.scope, canonicalOrganId(receiverCode)))) {
      const receipt = effectiveReceipt(kept.receivedAt, needs.calendars.for(kept.receiverCode, localDateOf(kept.receivedAt)));
      if (receipt.effectiveAt.getTime() === kept.effectiveAt?.getTime() && receipt.provisional === kept.provisional) continue;
      const value: NewReceipt = { effectiveAt: receipt.effectiveAt, explanation: explainBriefly(receipt), provisional: receipt.provisional, calendarVersion: receipt.calendarVersion };
      const facts: RenewalFacts = { receiver: kept.receiverCode, before: kept.effectiveAt?.toISOString() ?? null, effectiveAt: receipt.effectiveAt.toISOString(), provisional: receipt.provisional, version: receipt.calendarVersion };
      if (await needs.store.write((tx) => write(tx, kept.id, value, facts, needs.clock.now()))) changed += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < AT_ONCE) return changed;
    after = last.id;
  }
}

const renewIncoming: Renew<IncomingId> = async (tx, id, receipt, facts, at) => {
  if ((await tx.lockIncoming(id)) === null) return false;
  await tx.renewIncomingReceipt(id, receipt);
  await tx.append({ kind: "incoming.receipt-renewed", at, actor: GATEWAY, incomingId: id, facts: { ...facts } });
  return true;
};

const renewDispatch: Renew<DispatchId> = async (tx, id, receipt, facts, at) => {
  const dispatch = await tx.lockDispatchById(id);
  if (dispatch === null) return false;
  await tx.renewDispatchReceipt(id, receipt);
  await tx.append({ kind: "dispatch.receipt-renewed", at, actor: GATEWAY, outgoingId: dispatch.documentId, facts: { dispatchId: id, ...facts } });
  return true;
};

/** A receipt can have looked at days at most this far ahead of it. */
export const RECEIPT_LOOKS_AHEAD_DAYS = 60;

/** Corrections whose consequences are still to be drawn, oldest first. */
export function undone(corrections: readonly Correction[]): readonly Correction[] {
  return corrections.filter(({ rederivedAt }) => rederivedAt === null);
}

/** Whether a span of days meets those of a correction. */
export function meets(correction: Pick<Correction, "from" | "to">, from: LocalDate, to: LocalDate): boolean {
  return from <= (correction.to ?? "9999-12-31") && to >= correction.from;
}
