import { LINES_OF_A_SEAL, verifySeals, type Verification } from "../core/journal/integrity.ts";
import { FIRST_DIGEST, sealDigest, type JournalMark } from "../core/journal/seal.ts";
import type { Clock, Store } from "../core/ports.ts";
import { startLoop, type Loop } from "./loop.ts";

export interface JournalKeeping {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: { info(message: string, facts: Readonly<Record<string, unknown>>): void; warn(message: string, facts: Readonly<Record<string, unknown>>): void };
}

const SEAL_EVERY_MS = 60_000;
const VERIFY_EVERY_MS = 24 * 60 * 60 * 1_000;
const SEALING = "seal-journal";

/**
 * Seals what can change no more. A position is taken before its transaction commits, so a round seals up to where the journal ended a round ago,
 * once everything that ran then is over. Resolves to how many entries, and the mark for the next round; null when another process is at it.
 */
export async function sealJournal({ store, clock }: Pick<JournalKeeping, "store" | "clock">, mark: JournalMark | null): Promise<{ readonly sealed: number; readonly digest: string | null; readonly mark: JournalMark } | null> {
  return await store.asLeader(SEALING, async () => {
    if (mark === null) return { sealed: 0, digest: null, mark: await store.markJournal() };
    if (!(await store.isSettled(mark))) return { sealed: 0, digest: null, mark };
    const { seals } = store.reader.journal;
    let head = await seals.head();
    let sealed = 0;
    for (;;) {
      const lines = await seals.lines(head?.lastPosition ?? "0", mark.position, LINES_OF_A_SEAL);
      const last = lines.at(-1);
      if (last === undefined) break;
      const next = { number: String(BigInt(head?.number ?? "0") + 1n), lastPosition: last.position, entries: lines.length, digest: sealDigest(head?.digest ?? FIRST_DIGEST, lines), sealedAt: clock.now() };
      if (!(await store.addSeal(next))) break;
      head = next;
      sealed += lines.length;
    }
    return { sealed, digest: sealed === 0 ? null : (head?.digest ?? null), mark: await store.markJournal() };
  });
}

/** Looks through the whole journal and keeps what was found in it; null when it was done lately, or another process is at it. */
export async function checkJournal({ store, clock, log }: JournalKeeping, signal: AbortSignal): Promise<Verification | null> {
  return await store.asLeader("verify-journal", async () => {
    const [last] = await store.reader.journal.upkeep(["journal.verified"], 1);
    if (last !== undefined && clock.now().getTime() - last.at.getTime() < VERIFY_EVERY_MS / 2) return null; // this process is not the first of the day
    const found = await verifySeals(store.reader, "all", clock.now(), signal);
    if (found.seals === 0 || signal.aborted) return found;
    const facts = { seals: found.seals, entries: found.entries, broken: found.broken.length, digest: found.digest };
    if (found.broken.length > 0) log.warn("journal.broken", { ...facts, first: found.broken[0] });
    await store.write((tx) => tx.append({ kind: "journal.verified", at: found.at, actor: { kind: "gateway", job: "verify-journal" }, facts }));
    return found;
  });
}

/** Every minute what is new is sealed; the digest goes to the log of the process too, out of reach of whoever writes in the database. */
export function startJournalKeeping(needs: JournalKeeping, onFault: (name: string, error: unknown) => void): readonly Loop[] {
  let mark: JournalMark | null = null;
  const sealing = startLoop({
    name: SEALING,
    round: async () => {
      const done = await sealJournal(needs, mark);
      mark = done?.mark ?? null;
      if (done !== null && done.sealed > 0) needs.log.info("journal.sealed", { entries: done.sealed, digest: done.digest });
      return false;
    },
    pauseMs: SEAL_EVERY_MS,
    longestFaultPauseMs: SEAL_EVERY_MS,
    onFault,
  });
  const checking = startLoop({
    name: "verify-journal",
    round: async (signal) => {
      await checkJournal(needs, signal);
      return false;
    },
    pauseMs: VERIFY_EVERY_MS,
    longestFaultPauseMs: VERIFY_EVERY_MS,
    onFault,
  });
  return [sealing, checking];
}
