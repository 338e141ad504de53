/** Keeps secrets at rest. What was sealed for one purpose does not open for another. */
export interface SecretSealer {
  seal(secret: string, purpose: string): Promise<string>;
  /** Throws `configuration-invalid` when the key file is not the one it was sealed with. */
  open(sealed: string, purpose: string): Promise<string>;
}
