import type { ExchangeAdapter } from "#adapters/adapter";
import { syncFromList, type SyncNeeds } from "../core/directory/sync-directory.ts";
import type { DirectorySync } from "../core/directory/index.ts";

/** Brings the partner's list of agencies into the directory; null when another process is at it. */
export async function syncDirectory(needs: SyncNeeds, adapter: ExchangeAdapter, signal: AbortSignal): Promise<DirectorySync | null> {
  return await needs.store.asLeader(`directory:${adapter.channel}`, async (leadership) => {
    const either = AbortSignal.any([signal, leadership]);
    return await syncFromList(needs, adapter.channel, adapter.listAgencies(either), either);
  });
}
