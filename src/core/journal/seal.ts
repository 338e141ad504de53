import { createHash } from "node:crypto";

/** Niêm phong: a block of the journal that nobody changes any more without its being seen. Each covers the one before. */
export interface Seal {
  /** 1, 2, 3 … */
  readonly number: string;
  readonly lastPosition: string;
  readonly entries: number;
  /** SHA-256 over the digest of the seal before and the entries, lower-case hex. */
  readonly digest: string;
  readonly sealedAt: Date;
}

/** The digest before the first one. */
export const FIRST_DIGEST = "0".repeat(64);

export interface SealReader {
  /** null: nothing is sealed yet. */
  head(): Promise<Seal | null>;
  byNumber(number: string): Promise<Seal | null>;
  /** In order, after this number. */
  after(number: string, limit: number): Promise<readonly Seal[]>;
  /** Entries behind this position up to that one, in order, each as the one line of text that is sealed. */
  lines(after: string, upTo: string, limit: number): Promise<readonly SealedLine[]>;
  /** Entries that no seal covers yet; counted up to 100,000. */
  unsealed(): Promise<number>;
}

export interface SealedLine {
  readonly position: string;
  readonly text: string;
}

/** Where the journal ended, and what must be over before nothing can appear below that any more. */
export interface JournalMark {
  readonly position: string;
  readonly horizon: string;
}

export interface JournalSealing {
  markJournal(): Promise<JournalMark>;
  /** Every transaction that may have taken a position up to the mark has ended. */
  isSettled(mark: JournalMark): Promise<boolean>;
  /** False when the number is taken: somebody else sealed meanwhile. */
  addSeal(seal: Seal): Promise<boolean>;
}

export function sealDigest(before: string, lines: readonly SealedLine[]): string {
  const hash = createHash("sha256").update(before);
  for (const { text } of lines) hash.update("\n").update(text);
  return hash.digest("hex");
}
