import type { Transaction } from "../ports.ts";
import { changeBetween, type ChangeAuthor, type ChangeFacts, type DirectoryEntry } from "./entry.ts";

export interface EntryChange {
  readonly code: string;
  readonly entry: DirectoryEntry;
  /** null: it was so already, nothing was written. */
  readonly change: ChangeFacts | null;
}

/**
 * The only way the directory changes: lock, edit, write what differs with its history row. `edit` gets the entry as it is now, or null,
 * and answers with null when it wants nothing.
 */
export async function changeEntries(tx: Transaction, codes: readonly string[], author: ChangeAuthor, edit: (code: string, before: DirectoryEntry | null) => DirectoryEntry | null): Promise<readonly EntryChange[]> {
  const known = await tx.lockEntries(codes);
  const changes = codes.flatMap((code): EntryChange[] => {
    const before = known.get(code) ?? null;
    const entry = edit(code, before);
    return entry === null ? [] : [{ code, entry, change: changeBetween(before, entry) }];
  });
  await tx.writeEntries(changes.flatMap(({ entry, change }) => (change === null ? [] : [{ entry, change }])), author);
  return changes;
}
