import { actorName, requireOperator, requireOverview } from "./access.ts";
import type { Access } from "./actor.ts";
import type { UpkeepKind } from "./journal/journal-entry.ts";
import type { Clock, Store } from "./ports.ts";

type BackupKind = Exclude<UpkeepKind, "journal.verified">;

/** What is told of a backup that was made, verified or put back; places are folders of the machine it was done at. */
export interface BackupNote {
  readonly kind: BackupKind;
  readonly folder: string;
  /** Of its manifest; names the whole backup. */
  readonly digest: string;
  /** When the backup was made. */
  readonly madeAt: Date;
  readonly blobs: number;
  readonly bytes: number;
  /** Bytes of blobs the backup before did not have; for one that was made. */
  readonly newBytes: number;
  readonly seconds: number;
  /** Files that are missing or changed. */
  readonly wrong: number;
}

export interface BackupEntry extends BackupNote {
  readonly at: Date;
  readonly by: string;
}

/** Sao lưu. For operators; auditors may look. Throws `role-missing`. */
export interface BackupService {
  /** Newest first. */
  backups(limit: number, access: Access): Promise<readonly BackupEntry[]>;
  noteBackup(note: BackupNote, access: Access): Promise<void>;
}

const KINDS: readonly BackupKind[] = ["backup.made", "backup.verified", "backup.restored"];

export function backupService({ store, clock }: { readonly store: Store; readonly clock: Clock }): BackupService {
  return {
    async backups(limit, access) {
      requireOverview(access);
      const entries = await store.reader.journal.upkeep(KINDS, limit);
      return entries.map(({ kind, at, actor, facts }) => ({
        kind: kind as BackupKind,
        at,
        by: actorName(actor),
        folder: String(facts["folder"]),
        digest: String(facts["digest"]),
        madeAt: new Date(String(facts["madeAt"])),
        blobs: Number(facts["blobs"]),
        bytes: Number(facts["bytes"]),
        newBytes: Number(facts["newBytes"]),
        seconds: Number(facts["seconds"]),
        wrong: Number(facts["wrong"]),
      }));
    },
    async noteBackup({ kind, madeAt, ...facts }, access) {
      requireOperator(access);
      await store.write((tx) => tx.append({ kind, at: clock.now(), actor: access.actor, facts: { ...facts, madeAt: madeAt.toISOString() } }));
    },
  };
}
