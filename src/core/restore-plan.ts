import { notFound } from "./access.ts";
import type { BackupEntry } from "./backups.ts";

/** A document by what it is called, never by what is in it: for those who run the gateway. */
export interface DocumentSince {
  readonly at: Date;
  /** `number/notation`. */
  readonly code: string;
  readonly sender: string;
  readonly receivers: readonly string[];
}

export interface DocumentsSince {
  readonly count: number;
  /** Newest first, as many as were asked for. */
  readonly newest: readonly DocumentSince[];
}

/** What was recorded since an instant. */
export interface SinceReader {
  outgoing(since: Date, limit: number): Promise<DocumentsSince>;
  incoming(since: Date, limit: number): Promise<DocumentsSince>;
  /** What people did since then, other than signing in. */
  acts(since: Date): Promise<number>;
}

/** Before a backup is put back: what it is, what was tried with it, and what would be gone. */
export interface RestorePlan {
  readonly made: BackupEntry;
  readonly verified: BackupEntry | null;
  readonly rehearsed: BackupEntry | null;
  readonly since: Date;
  readonly outgoing: DocumentsSince;
  readonly incoming: DocumentsSince;
  readonly acts: number;
}

/** What was being written while the backup began may be in it or not: it is told as gone, for nobody is harmed by asking after it. */
const MARGIN_MS = 60_000;

/** `about`: what is known of this backup, newest first. Throws `not-found`. */
export async function restorePlanOf({ since: reader }: { readonly since: SinceReader }, about: readonly BackupEntry[], digest: string, limit: number): Promise<RestorePlan> {
  const last = (wanted: BackupEntry["kind"]): BackupEntry | null => about.find(({ kind }) => kind === wanted) ?? null;
  const made = last("backup.made");
  if (made === null) throw notFound("backup", digest);
  const since = new Date(made.madeAt.getTime() - MARGIN_MS);
  const [outgoing, incoming, acts] = await Promise.all([reader.outgoing(since, limit), reader.incoming(since, limit), reader.acts(since)]);
  return { made, verified: last("backup.verified"), rehearsed: last("backup.rehearsed"), since, outgoing, incoming, acts };
}
