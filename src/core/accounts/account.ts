import type { AccountId, SessionId } from "../ids.ts";
import type { Role } from "./role.ts";

/** Tài khoản of one person; one person has one (19/2024 Kim Động Đ.3.4). */
export interface Account {
  readonly id: AccountId;
  /** Lower case. */
  readonly userName: string;
  readonly fullName: string;
  readonly roles: readonly Role[];
  /** Canonical codes a clerk acts for and a leader reads. */
  readonly agencies: readonly string[];
  /** Canonical codes whose trees a supervisor reads. */
  readonly supervises: readonly string[];
  /** null: signs in by the identity provider only. */
  readonly passwordHash: string | null;
  /** Somebody else gave the password: it has to be replaced at the first sign-in. */
  readonly mustChangePassword: boolean;
  /** A given password is of no use after this. */
  readonly passwordUntil: Date | null;
  /** Sealed. `pending` until a code has proven that the person's device has it. */
  readonly secondFactor: string | null;
  readonly pendingSecondFactor: string | null;
  /** The time step of the last code taken, so that none is taken twice. */
  readonly lastCodeStep: number | null;
  /** SHA-256 of the recovery codes not used yet. */
  readonly recoveryHashes: readonly string[];
  /** What the identity provider calls the person; null: by `userName`. */
  readonly signOnName: string | null;
  readonly locked: AccountLock | null;
  /** Quyết định bổ nhiệm, điều động the account was given by (04/2014/QĐ-UBND Bắc Giang Đ.9.4). */
  readonly decision: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastSignInAt: Date | null;
}

export interface AccountLock {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** Phiên đăng nhập. The token is in the person's browser alone; only its SHA-256 is kept. */
export interface Session {
  readonly id: SessionId;
  readonly accountId: AccountId;
  readonly tokenHash: string;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly endedAt: Date | null;
  /** Where it was opened from, for the person to recognise. */
  readonly address: string;
  readonly agent: string;
  readonly means: "password" | "sign-on" | "setup";
}

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  readonly agent: string;
}

const MINUTE_MS = 60_000;
export const SESSION_IDLE_MS = 60 * MINUTE_MS;
export const SESSION_LONGEST_MS = 12 * 60 * MINUTE_MS;

/** The instant a session ends by itself if nothing more is done. */
export function sessionEnd({ openedAt, lastSeenAt }: Session): Date {
  return new Date(Math.min(lastSeenAt.getTime() + SESSION_IDLE_MS, openedAt.getTime() + SESSION_LONGEST_MS));
}

export function isLive(session: Session, account: Account, now: Date): boolean {
  return session.endedAt === null && account.locked === null && now < sessionEnd(session);
}
