import type { Role } from "./accounts/role.ts";
import type { AccountId, ApiKeyId, SessionId } from "./ids.ts";

/** Who did it, as kept in every journal entry. */
export type Actor =
  | { readonly kind: "system-key"; readonly keyId: ApiKeyId; readonly name: string }
  | { readonly kind: "person"; readonly accountId: AccountId; readonly name: string }
  | { readonly kind: "operator"; readonly name: string }
  | { readonly kind: "gateway"; readonly job: string }
  | { readonly kind: "partner"; readonly channel: string; readonly organId: string };

/** Which agencies a caller may act for. */
export interface Access {
  readonly actor: Actor;
  /** Canonical codes. `all`: whoever is at the machine, and persons whose role reaches every agency. */
  readonly agencies: readonly string[] | "all";
  /** Agencies whose registers and reports it may read with everything below them, without acting for them. */
  readonly supervises?: readonly string[];
  /** Of a person signed in; absent for systems, the machine and the gateway itself. */
  readonly person?: SignedIn;
}

/** A person at a browser, within one session. */
export interface SignedIn {
  readonly sessionId: SessionId;
  /** Those the call is made in. */
  readonly roles: readonly Role[];
  /** The password is one that somebody else has given: nothing else may be done before it is replaced. */
  readonly mustChangePassword: boolean;
}

/** An API key of one QLVB system. The secret is shown once and kept only as SHA-256 (it has 256 bits of its own). */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly secretHash: string;
  readonly agencies: readonly string[];
  readonly supervises?: readonly string[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}
