import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { EdxmlError } from "../errors.ts";
import { isStrongKey, readCertificate } from "./certificate.ts";
import type { EnvelopeSigner, SignatureAlgorithmName } from "./signer.ts";

const signBytes = promisify<string, Uint8Array, { key: KeyObject; dsaEncoding: "ieee-p1363" }, Buffer>(sign);

/** A signer from PEM texts. The chain starts with the certificate of this key; roots in it are harmless. Throws `key-unreadable`, `key-unsuitable`. */
export function pemSigner(source: { readonly privateKeyPem: string; readonly certificateChain: readonly string[] }): EnvelopeSigner {
  let key: KeyObject;
  try {
    key = createPrivateKey(source.privateKeyPem);
  } catch (cause) {
    throw new EdxmlError("key-unreadable", "the private key is no readable PEM", {}, { cause });
  }
  return keySigner(key, source.certificateChain);
}

/** A signer from a key object and PEM certificates, leaf first. */
export function keySigner(key: KeyObject, certificateChain: readonly string[]): EnvelopeSigner {
  const [first] = certificateChain;
  if (first === undefined) throw new EdxmlError("key-unsuitable", "no certificate comes with the private key");
  const leaf = readCertificate(first);
  if (!leaf.x509.checkPrivateKey(key)) throw new EdxmlError("key-unsuitable", "the first certificate is not the one of this private key", { subject: leaf.identity.subject });
  if (!isStrongKey(leaf)) throw new EdxmlError("key-unsuitable", "the key is neither RSA of 2048 bits or more nor ECDSA on P-256", { subject: leaf.identity.subject });
  const algorithm: SignatureAlgorithmName = key.asymmetricKeyType === "ec" ? "ecdsa-p256-sha256" : "rsa-sha256";
  return { algorithm, certificateChain, sign: (data) => signBytes("sha256", data, { key, dsaEncoding: "ieee-p1363" }) };
}
