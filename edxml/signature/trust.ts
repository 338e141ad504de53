import type { OrganId } from "../model/organ-id.ts";
import { isStrongKey, mayIssue, maySign, readCertificate, type Certificate } from "./certificate.ts";
import type { UntrustedReason } from "./verdict.ts";

/** What makes a signer believed: a root we know, and the agency's own registration. Never what the message brings along. */
export interface Trust {
  /** PEM of root certificates, or of a leaf trusted by itself. */
  readonly anchors: readonly string[];
  /** PEM of issuing certificates for messages that lost theirs on the way: a relay keeps only the leaf. */
  readonly intermediates?: readonly string[];
  /** Lower-case hex SHA-256 of the leaf certificates this agency may sign with. */
  registeredFingerprints(organId: OrganId): Promise<readonly string[]>;
  /** The instant at which certificates must be valid: when the message was received, or signed when that is proven otherwise. */
  readonly at: Date;
}

export interface Distrust {
  readonly reason: UntrustedReason;
  readonly detail: string;
}

const LONGEST_CHAIN = 6;

/** Null when the leaf may speak for the agency; otherwise the first reason why not. */
export async function distrustOf(leaf: Certificate, others: readonly Certificate[], organId: OrganId, trust: Trust | undefined): Promise<Distrust | null> {
  if (trust === undefined) return { reason: "no-trust-given", detail: "no trust anchors were given" };
  if (!isStrongKey(leaf)) return { reason: "key-too-weak", detail: "the key is neither RSA of 2048 bits or more nor ECDSA on P-256" };
  if (!maySign(leaf)) return { reason: "key-usage", detail: "the certificate's key usage does not allow signatures" };
  const early = validity(leaf, trust.at);
  if (early !== null) return early;
  const chain = distrustOfChain(leaf, others, trust);
  if (chain !== null) return chain;
  const registered = await trust.registeredFingerprints(organId);
  if (!registered.includes(leaf.identity.fingerprint)) return { reason: "not-registered", detail: `the certificate is not registered for agency ${organId}` };
  return null;
}

function distrustOfChain(leaf: Certificate, others: readonly Certificate[], trust: Trust): Distrust | null {
  const anchors = trust.anchors.map(readCertificate);
  const candidates = [...others, ...(trust.intermediates ?? []).map(readCertificate)];
  let current = leaf;
  for (let length = 0; length < LONGEST_CHAIN; length += 1) {
    if (anchors.some((anchor) => anchor.identity.fingerprint === current.identity.fingerprint)) return null;
    const issuer = [...anchors, ...candidates].find((candidate) => candidate !== current && issued(candidate, current));
    if (issuer === undefined) return { reason: "chain-incomplete", detail: `no trusted issuer is known for ${current.identity.subject}` };
    if (!mayIssue(issuer)) return { reason: "chain-invalid", detail: `${issuer.identity.subject} is no certificate authority` };
    const late = validity(issuer, trust.at);
    if (late !== null) return late;
    current = issuer;
  }
  return { reason: "chain-invalid", detail: `the chain is longer than ${LONGEST_CHAIN} certificates` };
}

const ISSUED = new WeakMap<Certificate, Map<string, boolean>>();

/** Whether `issuer` signed `subject`; remembered, because it never changes and costs a signature check. */
function issued(issuer: Certificate, subject: Certificate): boolean {
  const known = ISSUED.get(subject) ?? new Map<string, boolean>();
  ISSUED.set(subject, known);
  const before = known.get(issuer.identity.fingerprint);
  if (before !== undefined) return before;
  const holds = subject.x509.checkIssued(issuer.x509) && subject.x509.verify(issuer.x509.publicKey);
  known.set(issuer.identity.fingerprint, holds);
  return holds;
}

function validity({ identity }: Certificate, at: Date): Distrust | null {
  if (at < identity.notBefore) return { reason: "not-yet-valid", detail: `${identity.subject} is valid only from ${identity.notBefore.toISOString()}` };
  if (at > identity.notAfter) return { reason: "expired", detail: `${identity.subject} expired on ${identity.notAfter.toISOString()}` };
  return null;
}
