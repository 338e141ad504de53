import type { RemoteAgency } from "#adapters/adapter";
import type { Access } from "../actor.ts";
import { notFound } from "../access.ts";
import { HouseError } from "../fault.ts";
import type { DirectorySyncId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { LookedThrough } from "./directory-ports.ts";
import { changeEntries } from "./change-entries.ts";
import { newEntry, type ChangeAuthor, type ChangeKind } from "./entry.ts";
import { readListedAgency, type ListedAgency, type SkippedRow, type SkipReason } from "./listed-agency.ts";
import { holdReason, NO_COUNTS, SKIPPED_ROWS_KEPT, type DirectorySync, type SyncCounts } from "./sync-report.ts";

export interface SyncNeeds {
  readonly store: Store;
  readonly clock: Clock;
}

const STAGED_AT_ONCE = 500;
/** One transaction: making the search terms of 100 rows takes the event loop some 5 ms, writing them is the longest another change of the directory waits. */
const CHANGED_AT_ONCE = 100;
const LOOKED_AT_ONCE = 1_000;

/**
 * Đồng bộ danh bạ: takes a partner's list beside the directory, lets the database compare, and changes only what differs, in short
 * transactions. A list that looks broken is held. The caller is the leader of the channel. Whatever fails is kept in the report and thrown.
 */
export async function syncFromList(needs: SyncNeeds, channel: string, list: AsyncIterable<RemoteAgency>, signal: AbortSignal): Promise<DirectorySync> {
  const { directory } = needs.store;
  const id = await directory.begin(channel, needs.clock.now());
  const skips = new Skips();
  try {
    await stage(needs, id, list, skips);
    for (const row of await directory.settleStaged(id)) skips.add(row);
    const counts = await directory.compare(id);
    const hold = holdReason(counts);
    if (hold === null) await directory.close(id, { state: "done", at: needs.clock.now(), counts: await apply(needs, id, channel, counts, null, signal), ...skips.report() });
    else await directory.close(id, { state: "held", at: needs.clock.now(), counts, hold, ...skips.report() });
  } catch (error) {
    await directory.close(id, { state: "failed", at: needs.clock.now(), counts: NO_COUNTS, fault: { code: codeOf(error), reason: error instanceof Error ? error.message.slice(0, 500) : "" }, ...skips.report() }).catch(() => undefined);
    throw error;
  }
  return await syncById(needs, id);
}

/** A person looked at a held list and takes it. The comparison is made anew, so changes by hand since then stay. */
export async function acceptHeldSync(needs: SyncNeeds, id: DirectorySyncId, reason: string, access: Access): Promise<DirectorySync> {
  return await decideHeld(needs, id, async (held) => {
    const decision = { actor: access.actor, reason };
    const counts = await apply(needs, id, held.channel, await needs.store.directory.compare(id), decision, new AbortController().signal);
    await needs.store.directory.close(id, { state: "done", at: needs.clock.now(), counts, decision });
  });
}

/** A person looked at a held list and throws it away; nothing was changed by it. */
export async function rejectHeldSync(needs: SyncNeeds, id: DirectorySyncId, reason: string, access: Access): Promise<DirectorySync> {
  return await decideHeld(needs, id, async (held) => {
    await needs.store.directory.close(id, { state: "rejected", at: needs.clock.now(), counts: held.counts, decision: { actor: access.actor, reason } });
  });
}

async function decideHeld(needs: SyncNeeds, id: DirectorySyncId, decide: (held: DirectorySync) => Promise<void>): Promise<DirectorySync> {
  const { channel } = await syncById(needs, id);
  const decided = await needs.store.asLeader(`directory:${channel}`, async () => {
    const held = await syncById(needs, id);
    if (held.state !== "held") throw new HouseError("move-illegal", `directory sync ${id} is ${held.state}, not held`, { syncId: id, state: held.state });
    await decide(held);
    return await syncById(needs, id);
  });
  if (decided === null) throw new HouseError("move-illegal", `another sync of ${channel} is running`, { channel }, { hint: "wait until it is over" });
  return decided;
}

async function syncById(needs: SyncNeeds, id: DirectorySyncId): Promise<DirectorySync> {
  const found = await needs.store.reader.directory.sync(id);
  if (found === null) throw notFound("directory sync", id);
  return found;
}

async function stage(needs: SyncNeeds, id: DirectorySyncId, list: AsyncIterable<RemoteAgency>, skips: Skips): Promise<void> {
  let batch: ListedAgency[] = [];
  for await (const remote of list) {
    const read = readListedAgency(remote);
    if (read.kind === "skipped") {
      skips.add(read.row);
      continue;
    }
    batch.push(read.agency);
    if (batch.length < STAGED_AT_ONCE) continue;
    await needs.store.directory.stage(id, batch);
    batch = [];
  }
  if (batch.length > 0) await needs.store.directory.stage(id, batch);
}

async function apply(needs: SyncNeeds, id: DirectorySyncId, channel: string, compared: SyncCounts, decision: DirectorySync["decision"], signal: AbortSignal): Promise<SyncCounts> {
  const author: ChangeAuthor = { actor: decision?.actor ?? { kind: "gateway", job: `directory:${channel}` }, at: needs.clock.now(), source: "sync", reason: decision?.reason ?? null, syncId: id };
  const { directory } = needs.store;
  const tally: Record<ChangeKind, number> = { added: 0, changed: 0, vanished: 0, returned: 0 };

  for await (const differing of batches((after) => directory.differing(id, after, LOOKED_AT_ONCE))) {
    const layers = new Map(differing.map(({ code, layer }) => [code, layer]));
    await changeBatch([...layers.keys()], (code, before) => ({ ...(before ?? newEntry(code)), synced: layers.get(code) ?? null, syncedFrom: channel, vanishedAt: null }));
  }
  for await (const missing of batches((after) => directory.missing(id, after, LOOKED_AT_ONCE))) {
    await changeBatch(missing.map(({ code }) => code), (_code, before) => (before === null || before.vanishedAt !== null ? null : { ...before, vanishedAt: author.at }));
  }
  return { ...compared, ...tally };

  async function changeBatch(codes: readonly string[], edit: Parameters<typeof changeEntries>[3]): Promise<void> {
    if (signal.aborted) throw new HouseError("shutting-down", `directory sync ${id} was stopped between two batches`, { syncId: id });
    for (const { change } of await needs.store.write((tx) => changeEntries(tx, codes, author, edit))) if (change !== null) tally[change.kind] += 1;
  }
}

/** Looks through all codes and gives what it finds in the portions that are written at once. */
async function* batches<Row>(look: (after: string) => Promise<LookedThrough<Row>>): AsyncGenerator<readonly Row[]> {
  for (let after: string | null = ""; after !== null; ) {
    const { rows, next }: LookedThrough<Row> = await look(after);
    for (let from = 0; from < rows.length; from += CHANGED_AT_ONCE) yield rows.slice(from, from + CHANGED_AT_ONCE);
    after = next;
  }
}

/** Counts all, keeps the first. */
class Skips {
  readonly #rows: SkippedRow[] = [];
  readonly #counts: Partial<Record<SkipReason, number>> = {};

  add(row: SkippedRow): void {
    this.#counts[row.reason] = (this.#counts[row.reason] ?? 0) + 1;
    if (this.#rows.length < SKIPPED_ROWS_KEPT) this.#rows.push(row);
  }

  report(): { skipped: Partial<Record<SkipReason, number>>; skippedRows: readonly SkippedRow[] } {
    return { skipped: { ...this.#counts }, skippedRows: this.#rows };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "sync-broke";
}
