import type { Store, Clock } from "../ports.ts";
import { changeEntries } from "./change-entries.ts";
import { newEntry } from "./entry.ts";
import type { AgencyLayer } from "./facts.ts";
import type { LevelOneRow } from "./level-one.ts";
import { TERMS_VERSION } from "./search-terms.ts";

const AT_ONCE = 500;

/** Brings the level-1 codes that ship with the program into the directory, and the search terms of all agencies up to this version. Idempotent. */
export async function keepCatalogue(needs: { readonly store: Store; readonly clock: Clock }, rows: readonly LevelOneRow[]): Promise<number> {
  const layers = new Map(rows.filter((row) => row.status !== "unpublished").map((row) => [row.code, layerOfRow(row)]));
  const author = { actor: { kind: "gateway", job: "catalogue" }, at: needs.clock.now(), source: "catalogue", reason: null, syncId: null } as const;
  const changes = await needs.store.write((tx) => changeEntries(tx, [...layers.keys()], author, (code, before) => ({ ...(before ?? newEntry(code)), catalogue: layers.get(code) ?? null })));
  for (;;) {
    const outdated = await needs.store.directory.outdatedTerms(TERMS_VERSION, AT_ONCE);
    if (outdated.length === 0) break;
    await needs.store.write(async (tx) => {
      await tx.lockEntries(outdated);
      await tx.refreshTerms(outdated);
    });
  }
  return changes.filter(({ change }) => change !== null).length;
}

function layerOfRow(row: LevelOneRow): AgencyLayer {
  return { name: row.name, ...(row.validFrom !== null && { validFrom: row.validFrom }), ...(row.validTo !== null && { validTo: row.validTo }), ...(row.successor !== null && { successor: row.successor }) };
}
