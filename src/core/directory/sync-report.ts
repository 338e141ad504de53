import type { Actor } from "../actor.ts";
import type { DirectorySyncId } from "../ids.ts";
import type { SkippedRow, SkipReason } from "./listed-agency.ts";

export const SYNC_STATES = ["running", "done", "held", "rejected", "superseded", "failed"] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** A partner's list against what we had of it. */
export interface SyncCounts {
  /** Different agencies in the list, without the skipped rows. */
  readonly listed: number;
  /** Agencies of this list we knew before, without those that had vanished. */
  readonly known: number;
  readonly added: number;
  readonly changed: number;
  readonly vanished: number;
  readonly returned: number;
}

export const NO_COUNTS: SyncCounts = { listed: 0, known: 0, added: 0, changed: 0, vanished: 0, returned: 0 };

/** One fetch of a partner's list. Its changes are the history rows with its id. */
export interface DirectorySync {
  readonly id: DirectorySyncId;
  readonly channel: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly state: SyncState;
  readonly counts: SyncCounts;
  /** How many rows were left out, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** The first of them, with what they said. */
  readonly skippedRows: readonly SkippedRow[];
  /** Why it waits for a person, Vietnamese. */
  readonly hold: string | null;
  readonly fault: { readonly code: string; readonly reason: string } | null;
  /** What a person decided about a held one. */
  readonly decision: { readonly actor: Actor; readonly reason: string } | null;
}

/** At most so many skipped rows are kept word for word. */
export const SKIPPED_ROWS_KEPT = 500;

const FEW_VANISHED = 20;
const VANISHED_SHARE = 0.05;
const FEW_CHANGED = 200;
const CHANGED_SHARE = 0.25;

/**
 * Why a list looks broken rather than new: it is empty, much shorter than before, or says something else about everybody (a wrong
 * character set changes every name). Such a list changes nothing until a person has looked. The shares are ours: the largest real
 * reform (1 July 2025) was announced weeks before, so a person can be asked.
 */
export function holdReason(counts: SyncCounts): string | null {
  const { listed, known, changed, vanished } = counts;
  if (known > 0 && listed === 0) return `Danh sách nhận được không có cơ quan nào, trong khi danh bạ đang có ${known}.`;
  if (vanished > Math.max(FEW_VANISHED, known * VANISHED_SHARE)) return `Danh sách mới thiếu ${vanished} trong ${known} cơ quan đang có; có thể danh sách bị cắt ngắn.`;
  if (changed > Math.max(FEW_CHANGED, known * CHANGED_SHARE)) return `Danh sách mới đổi thông tin của ${changed} trong ${known} cơ quan; có thể danh sách bị hỏng (sai bảng mã).`;
  return null;
}
