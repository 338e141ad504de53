import type { BackupMaker, BackupResult, RehearsalFound } from "../../core/backup-runs.ts";
import type { Blobs } from "../../core/ports.ts";
import { makeBackup } from "./make-backup.ts";
import type { ExtraMigration } from "../migrate.ts";
import { rehearseBackup } from "./rehearse-backup.ts";
import { verifyBackup, type VerifiedBackup } from "./verify-backup.ts";

/** What is backed up, and where to; the same folder a timer of the machine may use. */
export interface BackupPlaces {
  readonly target: string | null;
  readonly databaseUrl: string;
  readonly blobs: Blobs;
  readonly dataDirectory: string;
  readonly program: string;
  readonly secrets: readonly string[];
  readonly extraMigrations: readonly ExtraMigration[];
}

export function backupMaker({ target, extraMigrations, ...source }: BackupPlaces): BackupMaker {
  return {
    target,
    async make(at, signal) {
      const { folder, digest, manifest, newBytes } = await makeBackup({ ...source, signal }, target ?? "", at);
      return { folder, digest, madeAt: new Date(manifest.madeAt), blobs: manifest.blobs.count, bytes: manifest.blobs.bytes, newBytes, wrong: 0, found: null };
    },
    async verify(folder, signal) {
      return readAgain(folder, await verifyBackup(folder, signal), null);
    },
    async rehearse(folder, at, signal) {
      const { found, ...verified } = await rehearseBackup(folder, { databaseUrl: source.databaseUrl, extraMigrations }, at, signal);
      return readAgain(folder, verified, found);
    },
  };
}

function readAgain(folder: string, { digest, manifest, bytes, wrong }: VerifiedBackup, found: RehearsalFound | null): BackupResult {
  return { folder, digest, madeAt: new Date(manifest.madeAt), blobs: manifest.blobs.count, bytes, newBytes: 0, wrong: wrong.length, found };
}
