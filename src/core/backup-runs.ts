import { setTimeout as pause } from "node:timers/promises";
import { actorName } from "./access.ts";
import type { Access } from "./actor.ts";
import type { BackupNote } from "./backups.ts";
import { HouseError } from "./fault.ts";
import { HOUSE_FAULT_TEXTS } from "./fault-texts.ts";
import type { Clock, Store } from "./ports.ts";

/** What stood in the database a backup was restored into for trial. */
export interface RehearsalFound {
  readonly tables: number;
  readonly rows: number;
  readonly outgoing: number;
  readonly incoming: number;
  readonly seals: number;
  /** Of the journal, under a seal. */
  readonly entries: number;
  /** Seals that do not hold. */
  readonly broken: number;
  /** Files that rows name and the backup does not hold. */
  readonly missing: number;
}

export type BackupResult = Omit<BackupNote, "kind" | "seconds">;

/** Makes backups in one folder of this machine, reads them again, and restores them for trial. Throws `storage-unavailable`, `disk-full`, `backup-unreadable`. */
export interface BackupMaker {
  /** null: backups are made at the machine only. */
  readonly target: string | null;
  make(at: Date, signal: AbortSignal): Promise<BackupResult>;
  verify(folder: string, signal: AbortSignal): Promise<BackupResult>;
  /** Into a database of its own, which is dropped; the one in use is not touched. `found` is null when files were wrong. Throws `configuration-invalid` where none may be created. */
  rehearse(folder: string, at: Date, signal: AbortSignal): Promise<BackupResult>;
}

export type BackupWork = { readonly what: "make" } | { readonly what: "verify" | "rehearse"; readonly folder: string };

export interface BackupRun {
  readonly what: BackupWork["what"];
  readonly at: Date;
  readonly by: string;
}

export interface BackupStanding {
  readonly target: string | null;
  /** `elsewhere`: another process of this gateway is at it. */
  readonly running: BackupRun | "elsewhere" | null;
  /** The last one here that came to nothing, until one succeeds; the journal keeps them all. */
  readonly failed: (BackupRun & { readonly reason: string }) | null;
}

export interface BackupRuns {
  standing(): Promise<BackupStanding>;
  /** Resolves when it is under way; what was made is read again by itself. Throws `move-illegal` while another is. */
  start(work: BackupWork, reason: string, access: Access): Promise<BackupRun>;
  /** Stops what is under way; nothing is left of it. */
  close(): Promise<void>;
}

export interface BackupRunNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly maker: BackupMaker;
  readonly onFault: (error: unknown) => void;
}

/** One at a time makes, reads or rehearses a backup of this gateway. */
export const BACKUP_LEADER = "backup";
/** Whoever looks whether one is running holds its name for an instant. */
const LOOK_AGAIN_MS = 100;

export function openBackupRuns({ store, clock, maker, onFault }: BackupRunNeeds): BackupRuns {
  const closing = new AbortController();
  let running: BackupRun | null = null;
  let failed: BackupStanding["failed"] = null;
  let underWay: Promise<unknown> = Promise.resolve();

  async function carryOut(work: BackupWork, run: BackupRun, access: Access, signal: AbortSignal): Promise<void> {
    const noted = async (kind: BackupNote["kind"], doing: Promise<BackupResult>): Promise<BackupResult> => {
      const begun = performance.now();
      const done = await doing;
      const { madeAt, found, ...facts } = done;
      const seconds = Math.round((performance.now() - begun) / 100) / 10;
      await store.write((tx) => tx.append({ kind, at: clock.now(), actor: access.actor, facts: { ...facts, ...found, seconds, madeAt: madeAt.toISOString() } }));
      return done;
    };
    try {
      if (work.what === "rehearse") await noted("backup.rehearsed", maker.rehearse(work.folder, run.at, signal));
      else {
        const folder = work.what === "verify" ? work.folder : (await noted("backup.made", maker.make(run.at, signal))).folder;
        await noted("backup.verified", maker.verify(folder, signal));
      }
      failed = null;
    } catch (error) {
      const reason = signal.aborted ? "Cổng dừng giữa chừng; hãy sao lưu lại." : sayReason(error);
      failed = { ...run, reason };
      onFault(error);
      await store.write((tx) => tx.append({ kind: "backup.failed", at: clock.now(), actor: access.actor, facts: { what: run.what, reason } })).catch(onFault);
    }
  }

  /** false: another is under way. */
  async function begin(work: BackupWork, run: BackupRun, reason: string, access: Access): Promise<boolean> {
    return await new Promise<boolean>((begun, refused) => {
      const led = store.asLeader(BACKUP_LEADER, async (lost) => {
        await store.write((tx) => tx.append({ kind: "backup.started", at: run.at, actor: access.actor, facts: { what: run.what, reason: reason.slice(0, 500) } }));
        begun(true);
        await carryOut(work, run, access, AbortSignal.any([lost, closing.signal]));
        return true;
      });
      underWay = led.then((did) => begun(did !== null), refused);
    });
  }

  return {
    async standing() {
      if (running !== null) return { target: maker.target, running, failed };
      const free = await store.asLeader(BACKUP_LEADER, () => Promise.resolve(true));
      return { target: maker.target, running: free === null ? "elsewhere" : null, failed };
    },
    async start(work, reason, access) {
      if (running !== null) throw busy();
      const run: BackupRun = { what: work.what, at: clock.now(), by: actorName(access.actor) };
      running = run;
      try {
        const begun = (await begin(work, run, reason, access)) || (await pause(LOOK_AGAIN_MS, true).then(() => begin(work, run, reason, access)));
        if (!begun) throw busy();
      } catch (error) {
        running = null;
        throw error;
      }
      void underWay.finally(() => (running = null));
      return run;
    },
    async close() {
      closing.abort();
      await underWay;
    },
  };
}

function busy(): HouseError {
  return new HouseError("move-illegal", "a backup is being made or verified", {}, { hint: "wait until it is over" });
}

function sayReason(error: unknown): string {
  if (!(error instanceof HouseError)) return "Lỗi của cổng; xem nhật ký máy chủ.";
  if (error.code === "configuration-invalid") return "Tài khoản cơ sở dữ liệu không được phép tạo cơ sở dữ liệu để thử: cấp quyền CREATEDB cho nó, hoặc chạy lienthong backup rehearse ở máy khác.";
  const { title, advice } = HOUSE_FAULT_TEXTS[error.code];
  return `${title}. ${advice}`;
}
