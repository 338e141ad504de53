import { X509Certificate } from "node:crypto";
import { checkServerIdentity, type PeerCertificate } from "node:tls";

/** The part of Node's TLS options that says what to believe. */
export interface PinnedTls {
  readonly ca?: string[];
  readonly allowPartialTrustChain?: boolean;
  readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined;
}

/**
 * Believes these certificates and what they issued, and nobody else. The certificate of the server itself may be pinned: then its host name does not
 * matter, for systems reached by an address inside a network. Without pins: what Node believes by itself.
 */
export function pinnedTls(pems: readonly string[]): PinnedTls {
  if (pems.length === 0) return {};
  const pinned = new Set(pems.map((pem) => new X509Certificate(pem).fingerprint256));
  return { ca: [...pems], allowPartialTrustChain: true, checkServerIdentity: (host, certificate) => (pinned.has(certificate.fingerprint256) ? undefined : checkServerIdentity(host, certificate)) };
}
