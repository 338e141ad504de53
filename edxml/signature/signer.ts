export type SignatureAlgorithmName = "rsa-sha256" | "ecdsa-p256-sha256";

/** A private key somewhere (PEM, PKCS#12, later PKCS#11) and the certificates that go with it. */
export interface EnvelopeSigner {
  readonly algorithm: SignatureAlgorithmName;
  /** PEM, leaf first, without the root. */
  readonly certificateChain: readonly string[];
  /** Signs SHA-256 of `data`: RSA PKCS#1 v1.5, or ECDSA as r‖s (64 bytes, the form of XML-DSig). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
