import type { TraceHeader } from "../model/document.ts";

/** Who signed, as the leaf certificate says. `fingerprint` is the lower-case hex SHA-256 of its DER. */
export interface CertificateIdentity {
  readonly subject: string;
  readonly serialNumber: string;
  readonly issuer: string;
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** One thing the signature covers: the bytes of the envelope, the business core, or one attachment by its name. */
export interface SignedPart {
  readonly part: "envelope" | "manifest" | "core" | "attachment";
  /** The attachment's name; null for the other parts. */
  readonly name: string | null;
  readonly matches: boolean;
}

/** What a relay put in after signing. */
export interface RelayAdditions {
  readonly to: readonly string[];
  readonly traceHeaders: readonly TraceHeader[];
}

export type UntrustedReason =
  | "no-trust-given"
  | "not-registered"
  | "chain-incomplete"
  | "chain-invalid"
  | "not-yet-valid"
  | "expired"
  | "key-usage"
  | "key-too-weak";

export type InvalidReason =
  | "profile" /* not the one signature profile of this package */
  | "certificate" /* no readable certificate in KeyInfo */
  | "signature-value" /* the value does not fit SignedInfo and the certificate's key */
  | "manifest"; /* signed Manifest and signed envelope contradict each other */

/**
 * The answer of verification, with what it proves:
 * `intact` the bytes are as signed · `relayed` the envelope was re-serialised, document and every attachment are exactly as signed ·
 * `altered` signed by that certificate, then changed in `altered` · `untrusted` the signature holds, the certificate does not ·
 * `invalid` no signature that could prove anything · `unsigned` none at all.
 */
export type SignatureVerdict =
  | { readonly kind: "intact"; readonly signer: CertificateIdentity; readonly parts: readonly SignedPart[] }
  | {
      readonly kind: "relayed";
      readonly signer: CertificateIdentity;
      readonly parts: readonly SignedPart[];
      readonly added: RelayAdditions;
    }
  | { readonly kind: "altered"; readonly signer: CertificateIdentity; readonly parts: readonly SignedPart[]; readonly altered: readonly string[] }
  | { readonly kind: "untrusted"; readonly signer: CertificateIdentity; readonly reason: UntrustedReason; readonly detail: string }
  | { readonly kind: "invalid"; readonly reason: InvalidReason; readonly detail: string }
  | { readonly kind: "unsigned" };

export type SignatureVerdictKind = SignatureVerdict["kind"];
/** Verdicts under which business data may be used. */
export type ProvenVerdict = Extract<SignatureVerdict, { kind: "intact" | "relayed" }>;
export type UnprovenVerdict = Exclude<SignatureVerdict, ProvenVerdict>;
