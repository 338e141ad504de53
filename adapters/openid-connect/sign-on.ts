import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, discovery, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState, ResponseBodyError, AuthorizationResponseError, ClientError, type Configuration,
} from "openid-client"; // prettier-ignore
import { AdapterError } from "../errors.ts";

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that names the person; `sub` if the provider has nothing readable. */
  readonly claim: string;
  /** Whether somebody without an account gets one, without any role. */
  readonly createUnknown: boolean;
}

/** What the browser has to bring back, so that the answer is one to its own question. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** null: the provider's answer is not one to believe. */
export interface OpenIdSignOn {
  readonly createUnknown: boolean;
  /** Throws AdapterError `partner-unreachable` when the provider does not answer as one. */
  start(redirectUri: string): Promise<{ readonly url: URL; readonly checks: Checks }>;
  /** Throws AdapterError `partner-unreachable`. */
  finish(callback: URL, checks: Checks): Promise<{ readonly name: string; readonly fullName: string | null } | null>;
}

const PATIENCE_SECONDS = 10;
const LONGEST_NAME = 200;

/** OpenID Connect by its authorization code flow with PKCE (S256), state and nonce. The provider is asked who it is at the first sign-in and when it failed. */
export function openIdSignOn(settings: OpenIdSettings): OpenIdSignOn {
  let known: Promise<Configuration> | null = null;
  const provider = async (): Promise<Configuration> => {
    known ??= discover(settings);
    try {
      return await known;
    } catch (cause) {
      known = null;
      throw unreachable(settings, cause);
    }
  };
  return {
    createUnknown: settings.createUnknown,
    async start(redirectUri) {
      const configuration = await provider();
      const checks: Checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), redirectUri };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: "openid profile email",
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: "S256",
      });
      return { url, checks };
    },
    async finish(callback, { state, nonce, verifier, redirectUri }) {
      const configuration = await provider();
      const address = new URL(redirectUri);
      address.search = callback.search; // as the provider was told it, whatever name the browser has for us
      try {
        const tokens = await authorizationCodeGrant(configuration, address, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
        const claims = tokens.claims();
        if (claims === undefined) return null;
        const facts: Readonly<Record<string, unknown>> = typeof claims[settings.claim] === "string" || configuration.serverMetadata().userinfo_endpoint === undefined ? claims : await fetchUserInfo(configuration, tokens.access_token, claims.sub);
        return personOf(facts, settings.claim);
      } catch (error) {
        if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError || error instanceof ClientError) return null;
        throw unreachable(settings, error);
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Configuration> {
  const address = new URL(issuer);
  const ownMachine = address.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(address.hostname);
  return await discovery(address, clientId, clientSecret, undefined, { timeout: PATIENCE_SECONDS, ...(ownMachine && { execute: [allowInsecureRequests] }) });
}

/** An address that the provider has not verified names nobody. */
function personOf(claims: Readonly<Record<string, unknown>>, claim: string): { readonly name: string; readonly fullName: string | null } | null {
  const { [claim]: name, name: fullName, email_verified: verified } = claims;
  if (typeof name !== "string" || name === "" || name.length > LONGEST_NAME || (claim === "email" && verified !== true)) return null;
  return { name, fullName: typeof fullName === "string" ? fullName.slice(0, LONGEST_NAME) : null };
}

function unreachable({ issuer }: OpenIdSettings, cause: unknown): AdapterError {
  return new AdapterError("partner-unreachable", `the identity provider ${issuer} does not answer as one`, { issuer }, { cause });
}
