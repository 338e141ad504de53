import type { Opened } from "./service.ts";

/** What has to be kept in the browser between leaving for the identity provider and coming back. */
export interface SignOnChecks {
  readonly state: string;
  readonly nonce: string;
  /** PKCE. */
  readonly verifier: string;
  readonly redirectUri: string;
}

/** Đăng nhập một lần: the authorization code flow of OpenID Connect with PKCE, state and nonce. */
export interface SignOn {
  /** An account without any role is made for somebody unknown; otherwise they are refused. */
  readonly createUnknown: boolean;
  /** Where to send the browser. Throws when the provider does not answer. */
  start(redirectUri: string): Promise<{ readonly url: URL; readonly checks: SignOnChecks }>;
  /** The person who has signed in there; null when anything of the answer is not as it must be. Throws when the provider does not answer. */
  finish(callback: URL, checks: SignOnChecks): Promise<{ readonly name: string; readonly fullName: string | null } | null>;
}

export interface SignOnStart {
  readonly url: URL;
  /** Sealed: nobody but us reads or makes one. */
  readonly state: string;
}

/** Who has come back from the provider: in, or to be asked for the code of the second factor with this (sealed) in the browser's cookie. */
export type SignedOn = ({ readonly kind: "opened" } & Opened & { readonly returnTo: string }) | { readonly kind: "code-needed"; readonly returnTo: string; readonly state: string };
