import { sep } from "node:path";
import { actorName, notFound, requireOperator, requireOverview } from "./access.ts";
import type { Access } from "./actor.ts";
import type { BackupRun, BackupRuns, BackupStanding, RehearsalFound } from "./backup-runs.ts";
import { FieldsRefused } from "./fault.ts";
import type { RecordedJournalEntry, UpkeepKind } from "./journal/journal-entry.ts";
import type { Clock, Store } from "./ports.ts";
import { restorePlanOf, type RestorePlan } from "./restore-plan.ts";
import { requireReason } from "./reason.ts";

export type BackupKind = Exclude<UpkeepKind, "journal.verified">;

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
  /** Of one restored for trial whose files were whole. */
  readonly found?: RehearsalFound | null;
}

export interface BackupEntry extends BackupNote {
  readonly at: Date;
  readonly by: string;
}

export interface BackupNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly backupRuns: BackupRuns;
}

/** Sao lưu. For operators; auditors may look. Throws `role-missing`. */
export interface BackupService {
  /** Newest first. */
  backups(limit: number, access: Access): Promise<readonly BackupEntry[]>;
  noteBackup(note: BackupNote, access: Access): Promise<void>;
  backupStanding(access: Access): Promise<BackupStanding>;
  /** Makes one in the folder that is set for it, and reads it again; answers when it is under way. Throws FieldsRefused without a folder, `move-illegal` while another is under way, `reason-missing`. */
  startBackup(reason: string, access: Access): Promise<BackupRun>;
  /** Reads one of that folder again, byte by byte. Throws as `startBackup`, and `not-found`. */
  startVerifying(digest: string, reason: string, access: Access): Promise<BackupRun>;
  /** Restores one of that folder into a database of its own, looks at it, and drops it; the one in use is not touched. Throws as `startVerifying`. */
  startRehearsing(digest: string, reason: string, access: Access): Promise<BackupRun>;
  /** What a restore of a backup would take away, as things stand now, and how it is done. Throws `not-found`, `role-missing`. */
  restorePlan(digest: string, limit: number, access: Access): Promise<RestorePlan>;
}

const KINDS: readonly BackupKind[] = ["backup.made", "backup.verified", "backup.rehearsed", "backup.restored"];

/** As far back as one is looked for to be read again. */
const KNOWN_BACKUPS = 500;

export function backupService({ store, clock, backupRuns }: BackupNeeds): BackupService {
  async function folderFor(reason: string, access: Access): Promise<string> {
    requireOperator(access);
    requireReason(reason, "a backup");
    const { target } = await backupRuns.standing();
    if (target !== null) return target;
    throw new FieldsRefused([{ field: "/", code: "field-invalid", message: "Chưa đặt nơi chứa bản sao lưu: khai LIENTHONG_BACKUP_DIR trên máy chủ rồi khởi động lại, hoặc chạy lienthong backup make.", rule: "docs/settings.md" }]);
  }

  /** Its folder, if it was made in that one. */
  async function madeHere(digest: string, target: string): Promise<string> {
    const made = (await store.reader.journal.upkeep(["backup.made"], KNOWN_BACKUPS)).find(({ facts }) => facts["digest"] === digest);
    const folder = String(made?.facts["folder"]);
    if (made === undefined || !folder.startsWith(`${target}${sep}`)) throw notFound("backup in the folder of backups", digest);
    return folder;
  }

  return {
    async backupStanding(access) {
      requireOverview(access);
      return await backupRuns.standing();
    },
    async startBackup(reason, access) {
      await folderFor(reason, access);
      return await backupRuns.start({ what: "make" }, reason.trim(), access);
    },
    async startVerifying(digest, reason, access) {
      return await backupRuns.start({ what: "verify", folder: await madeHere(digest, await folderFor(reason, access)) }, reason.trim(), access);
    },
    async startRehearsing(digest, reason, access) {
      return await backupRuns.start({ what: "rehearse", folder: await madeHere(digest, await folderFor(reason, access)) }, reason.trim(), access);
    },
    async restorePlan(digest, limit, access) {
      requireOverview(access);
      const about = (await store.reader.journal.upkeep(KINDS, KNOWN_BACKUPS)).map(entryOf).filter((entry) => entry.digest === digest);
      return await restorePlanOf(store.reader, about, digest, limit);
    },
    async backups(limit, access) {
      requireOverview(access);
      return (await store.reader.journal.upkeep(KINDS, limit)).map(entryOf);
    },
    async noteBackup({ kind, madeAt, found, ...facts }, access) {
      requireOperator(access);
      await store.write((tx) => tx.append({ kind, at: clock.now(), actor: access.actor, facts: { ...facts, ...found, madeAt: madeAt.toISOString() } }));
    },
  };
}

function entryOf({ kind, at, actor, facts }: RecordedJournalEntry): BackupEntry {
  const count = (name: string): number => Number(facts[name] ?? 0);
  return {
    kind: kind as BackupKind,
    at,
    by: actorName(actor),
    folder: String(facts["folder"]),
    digest: String(facts["digest"]),
    madeAt: new Date(String(facts["madeAt"])),
    blobs: count("blobs"),
    bytes: count("bytes"),
    newBytes: count("newBytes"),
    seconds: count("seconds"),
    wrong: count("wrong"),
    found: facts["tables"] === undefined ? null : { tables: count("tables"), rows: count("rows"), outgoing: count("outgoing"), incoming: count("incoming"), seals: count("seals"), entries: count("entries"), broken: count("broken"), missing: count("missing") },
  };
}
