import type { AccountId, HandoverId, SessionId } from "../ids.ts";
import type { Account, Session } from "./account.ts";
import type { AuditFilter, AuditPage } from "./audit.ts";
import type { Handover, OpenWork } from "./handover.ts";

export interface AccountReader {
  /** Whether there is any account at all. */
  exist(): Promise<boolean>;
  byId(id: AccountId): Promise<Account | null>;
  byUserName(userName: string): Promise<Account | null>;
  /** By the name the identity provider gives: its own, or the user name where none is set. */
  bySignOnName(name: string): Promise<Account | null>;
  list(filter: { readonly after?: string; readonly limit: number; readonly words?: string; readonly locked?: boolean }): Promise<readonly Account[]>;
  sessionByToken(tokenHash: string): Promise<{ readonly session: Session; readonly account: Account } | null>;
  sessionById(id: SessionId): Promise<{ readonly session: Session; readonly account: Account } | null>;
  /** Not ended and used since then, newest first. */
  sessionsOf(id: AccountId, usedSince: Date): Promise<readonly Session[]>;
  handover(id: HandoverId): Promise<Handover | null>;
  /** `successor`: only those that name this person. Open ones first, the nearest deadline first. */
  handovers(successor: AccountId | null): Promise<readonly Handover[]>;
  /** Documents of these agencies that are not finished and that this person last dealt with. */
  openWork(id: AccountId, agencies: readonly string[]): Promise<readonly OpenWork[]>;
  audit(filter: AuditFilter): Promise<AuditPage>;
}

/** How often a name may be tried before it has to wait. */
export interface SignInLimits {
  readonly tries: number;
  readonly windowMs: number;
}

export interface AccountWrites {
  /** False when the user name or the name at the identity provider is taken. */
  addAccount(account: Account): Promise<boolean>;
  /** Locks the row until the end of the transaction. */
  holdAccount(id: AccountId): Promise<Account | null>;
  /** False when the name at the identity provider is taken. */
  saveAccount(account: Account): Promise<boolean>;
  /** No other transaction that counts or removes operators runs beside this one; resolves to how many can sign in. */
  holdOperators(): Promise<number>;
  addSession(session: Session): Promise<void>;
  touchSession(id: SessionId, at: Date): Promise<void>;
  /** Those of the account that were open; `except` goes on. */
  endSessions(id: AccountId, at: Date, which: { readonly only?: SessionId; readonly except?: SessionId }): Promise<readonly SessionId[]>;
  /** Counts a try at this name, known or not; resolves to how many within the window, and until when it has to wait. */
  countTry(userName: string, at: Date, limits: SignInLimits): Promise<{ readonly tries: number; readonly waitUntil: Date | null }>;
  /** The last try was no failure. */
  uncountTry(userName: string): Promise<void>;
  forgetTries(userName: string): Promise<void>;
  /** Sessions that ended, or were not used, since before this instant, and setup tokens made before it or after there was an account. Resolves to how many. */
  sweepSessions(before: Date): Promise<number>;
  addSetupToken(hash: string, at: Date): Promise<void>;
  /** True once, and only while there is no account; all tokens are gone then. */
  takeSetupToken(hash: string): Promise<boolean>;
  addHandover(handover: Handover): Promise<void>;
  finishHandover(id: HandoverId, at: Date, by: string): Promise<boolean>;
}
