import { constants, verify, type KeyObject } from "node:crypto";
import type { CmsSigner } from "./cms.ts";

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
  ["2.16.840.1.101.3.4.2.8", "sha3-256"],
  ["1.3.14.3.2.26", "sha1"],
  ["1.2.840.113549.2.5", "md5"],
]);
const PSS = "1.2.840.113549.1.1.10";
/** Signature algorithms that carry the digest in their own name. */
const FIXED: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.1.5", "sha1"],
  ["1.2.840.113549.1.1.11", "sha256"],
  ["1.2.840.113549.1.1.12", "sha384"],
  ["1.2.840.113549.1.1.13", "sha512"],
  ["1.2.840.10045.4.1", "sha1"],
  ["1.2.840.10045.4.3.2", "sha256"],
  ["1.2.840.10045.4.3.3", "sha384"],
  ["1.2.840.10045.4.3.4", "sha512"],
]);
/** Collisions can be made for these: a signature by them says nothing about the file. */
const BROKEN = new Set(["sha1", "md5"]);

export function digestName(oid: string | null): string | null {
  return oid === null ? null : (DIGESTS.get(oid) ?? null);
}

export function isBroken(digest: string): boolean {
  return BROKEN.has(digest);
}

/** A value and how it was made. */
export type SignedValue = Pick<CmsSigner, "signatureAlgorithm" | "digestAlgorithm" | "signature">;

/** Digest the signature value is made with. */
export function signatureDigest({ signatureAlgorithm, digestAlgorithm }: SignedValue): string | null {
  return (signatureAlgorithm === null ? undefined : FIXED.get(signatureAlgorithm)) ?? digestName(digestAlgorithm);
}

/** Whether the value of the signer fits these bytes and this key. */
export function fits(signer: SignedValue, bytes: Buffer, key: KeyObject): boolean {
  const digest = signatureDigest(signer);
  if (digest === null) return false;
  try {
    if (key.asymmetricKeyType === "ed25519") return verify(null, bytes, key, signer.signature);
    const padding = signer.signatureAlgorithm === PSS ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : {};
    return verify(digest, bytes, { key, ...padding }, signer.signature);
  } catch {
    return false; // a key that is none for this algorithm
  }
}
