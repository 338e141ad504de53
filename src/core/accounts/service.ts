import type { Access } from "../actor.ts";
import type { AccountId, HandoverId, SessionId } from "../ids.ts";
import type { Page } from "../ports.ts";
import type { Account, Origin, Session } from "./account.ts";
import type { AccountFilter, ChangeAccount, NewAccount } from "./account-commands.ts";
import type { AuditFilter, AuditPage } from "./audit.ts";
import type { Handover } from "./handover.ts";
import type { HandoverCommand, NewPassword, SetUp, SignIn } from "./account-commands.ts";
import type { SignedOn, SignOnStart } from "./sign-on.ts";

/** A session just opened or renewed: the only time its token is seen. */
export interface Opened {
  readonly token: string;
  readonly session: Session;
  readonly account: Account;
}

/** An account with a password that was made for it, shown this once. */
export interface WithPassword {
  readonly account: Account;
  readonly password: string;
  readonly until: Date;
}

/** People, beside the API keys of systems; part of GatewayService. */
export interface AccountService {
  /** Whether nobody has an account yet. */
  setupNeeded(): Promise<boolean>;
  /** A secret for the first operator, good once while there is no account; null when there is one. */
  newSetupToken(): Promise<string | null>;
  /** Makes the first operator. Throws `wrong-credentials`, `move-illegal` when there is an account, FieldsRefused. */
  setUp(command: SetUp, origin: Origin): Promise<Opened>;

  /** Throws `wrong-credentials` for somebody unknown as for a wrong password or code, `code-needed`, `locked`. */
  signIn(command: SignIn, origin: Origin): Promise<Opened>;
  /** null when there is no identity provider. Throws `partner-refused` when it does not answer. */
  startSignOn(redirectUri: string, returnTo: string): Promise<SignOnStart | null>;
  /** Throws `wrong-credentials`, `locked`, `partner-refused`. */
  finishSignOn(callback: URL, state: string, origin: Origin): Promise<SignedOn>;
  /** Throws `wrong-credentials`, `locked`. */
  finishSignOnWithCode(state: string, code: string, origin: Origin): Promise<Opened>;
  /** Whether people may come by an identity provider. */
  signsOn(): boolean;
  /** The person behind a session's token; null when it is none of ours, has ended or was idle too long. */
  resume(token: string): Promise<Access | null>;
  /** The same person as of now, in the same roles; null when the session has ended. */
  renewPerson(access: Access): Promise<Access | null>;

  ownSession(access: Access): Promise<{ readonly session: Session; readonly account: Account }>;
  signOut(access: Access): Promise<void>;
  ownSessions(access: Access): Promise<readonly Session[]>;
  /** Throws `not-found`. */
  endOwnSession(id: SessionId, access: Access): Promise<void>;
  /** Ends the person's other sessions; this one goes on under a new token. Throws `wrong-credentials`, `locked`, FieldsRefused. */
  changePassword(command: NewPassword, access: Access): Promise<Opened>;
  /** The secret counts from `confirmSecondFactor` on. */
  startSecondFactor(password: string, access: Access): Promise<{ readonly secret: string; readonly uri: string }>;
  /** The recovery codes are shown this once; a new token as in `changePassword`. */
  confirmSecondFactor(code: string, access: Access): Promise<Opened & { readonly recoveryCodes: readonly string[] }>;
  removeSecondFactor(password: string, access: Access): Promise<Opened>;

  /** For operators and auditors. */
  accounts(filter: AccountFilter, access: Access): Promise<Page<Account>>;
  account(id: AccountId, access: Access): Promise<Account>;
  /** For operators. Throws FieldsRefused: name taken or against the policy of the agency, agencies that are not ours. */
  addAccount(command: NewAccount, access: Access): Promise<WithPassword>;
  /** Ends the sessions of the account when its rights change. Throws `move-illegal` for the last operator. */
  changeAccount(id: AccountId, command: ChangeAccount, access: Access): Promise<Account>;
  /** Ends its sessions; also takes the second factor away when asked. */
  resetPassword(id: AccountId, command: { readonly reason: string; readonly secondFactor: boolean }, access: Access): Promise<WithPassword>;
  lockAccount(id: AccountId, reason: string, access: Access): Promise<Account>;
  unlockAccount(id: AccountId, reason: string, access: Access): Promise<Account>;

  /** Locks the account of a person who has moved and names the open work to the successor; due five working days after the decision. */
  openHandover(id: AccountId, command: HandoverCommand, access: Access): Promise<Handover>;
  /** By the successor or an operator. Throws `move-illegal` when it was done before. */
  finishHandover(id: HandoverId, access: Access): Promise<Handover>;
  handovers(access: Access): Promise<readonly Handover[]>;

  audit(filter: AuditFilter, access: Access): Promise<AuditPage>;
}
