import { instantAt, type Correction } from "../calendar/index.ts";
import { rederiveReceipts, undone, type RederivingNeeds } from "../calendar/rederive.ts";
import { deriveDeadlines, type TrackingNeeds } from "./track.ts";

const AT_ONCE = 500;

/** Other processes hear of a correction within this time; what they computed meanwhile with the older version is looked at once more. */
const HEARD_BY_ALL_MS = 15_000;

/**
 * Draws the consequences of corrections, oldest first: receipts, then the deadlines that ran on the days corrected. A process that dies
 * in between is followed by another that does it again; what is right already stays.
 */
export async function rederive(needs: RederivingNeeds & TrackingNeeds): Promise<void> {
  await needs.calendars.refresh(needs.store.reader.calendar);
  for (const correction of undone(await needs.store.reader.calendar.corrections())) {
    await rederiveReceipts(needs, correction);
    await rederiveDeadlines(needs, correction);
    const settled = needs.clock.now().getTime() - correction.at.getTime() >= HEARD_BY_ALL_MS;
    if (settled) await needs.store.write((tx) => tx.markRederived(correction.position, needs.clock.now()));
  }
}

async function rederiveDeadlines(needs: TrackingNeeds, correction: Correction): Promise<void> {
  const span = { from: instantAt(correction.from, 0), to: correction.to === null ? null : instantAt(correction.to, 1440), limit: AT_ONCE };
  for (let after: string | null = null; ; ) {
    const touched = await needs.store.reader.deadlines.touched({ ...span, after });
    const documents = new Map(touched.map(({ documentId, side }) => [documentId, side]));
    await deriveDeadlines(needs, documents);
    const last = touched.at(-1);
    if (last === undefined || touched.length < AT_ONCE) return;
    after = last.id;
  }
}
