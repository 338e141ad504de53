/** Signs envelopes with a key that may live in a file, a token or a service. */
export interface EnvelopeSigner {
  readonly algorithm: "rsa-sha256" | "ecdsa-p256-sha256";
  /** PEM, leaf first. */
  readonly certificateChain: readonly string[];
  /** Signature over `data`, raw bytes (ECDSA as r‖s). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
