/** Whose key signed, as the certificate says. */
export interface SignerIdentity {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** SHA-256 of the DER certificate, lower-case hex. */
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What is known of an envelope's signature. Only `intact` and `relayed` prove anything about the business data. */
export type SignatureVerdict =
  /** The bytes as signed, by a key that is trusted and registered for the sender. */
  | { readonly kind: "intact"; readonly signer: SignerIdentity }
  /** Re-serialised on the way; business core and every attachment exactly as signed. `added`: what the relay put in. */
  | { readonly kind: "relayed"; readonly signer: SignerIdentity; readonly added: readonly string[] }
  /** Signed by that key, but these parts are not what was signed. */
  | { readonly kind: "altered"; readonly signer: SignerIdentity; readonly parts: readonly string[] }
  /** The mathematics hold, the key does not: chain, expiry, usage, or not registered for this agency. */
  | { readonly kind: "untrusted"; readonly signer: SignerIdentity; readonly reason: string }
  | { readonly kind: "invalid"; readonly reason: string }
  | { readonly kind: "unsigned" };

export type SignatureVerdictKind = SignatureVerdict["kind"];
