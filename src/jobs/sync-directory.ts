import type { ExchangeAdapter, RemoteAgency } from "#adapters/adapter";
import { canonicalOrganId, parseOrganId, EdxmlError } from "#edxml";
import type { Agency } from "../core/agency.ts";
import type { Store } from "../core/ports.ts";

/** Brings the partner's list of agencies into the directory, streamed; a row with a code that is none is skipped and counted. */
export async function syncDirectory(store: Store, adapter: ExchangeAdapter, signal: AbortSignal): Promise<{ readonly seen: number; readonly changed: number; readonly skipped: number } | null> {
  return store.asLeader(`directory:${adapter.channel}`, async (leadership) => {
    let skipped = 0;
    const outcome = await store.saveAgencies(agencies());
    return { ...outcome, skipped };

    async function* agencies(): AsyncGenerator<Agency> {
      for await (const remote of adapter.listAgencies(AbortSignal.any([signal, leadership]))) {
        const agency = agencyFrom(remote);
        if (agency === null) skipped += 1;
        else yield agency;
      }
    }
  });
}

function agencyFrom(remote: RemoteAgency): Agency | null {
  try {
    const organId = parseOrganId(remote.code);
    const code = canonicalOrganId(organId);
    const other = remote.otherCode === null ? null : canonicalOrganId(parseOrganId(remote.otherCode));
    return {
      code,
      organization: { organId, organName: remote.name, ...(remote.email !== null && { email: remote.email }) },
      source: "axis",
      aliases: other === null || other === code ? [] : [other],
      hosting: null,
    };
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}
