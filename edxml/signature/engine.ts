import { verify as verifyBytes, webcrypto, type KeyObject } from "node:crypto";
import { Application, Reference, SignedXml } from "xmldsigjs";
import { MANIFEST_ID, SHA256, SIGNATURE_METHODS, signedInfoText, type SignedInfoParts } from "./profile.ts";
import type { EnvelopeSigner, SignatureAlgorithmName } from "./signer.ts";

const WEB_ALGORITHMS = {
  "rsa-sha256": { name: "RSASSA-PKCS1-v1_5", hash: { name: "SHA-256" } },
  "ecdsa-p256-sha256": { name: "ECDSA", namedCurve: "P-256", hash: { name: "SHA-256" } },
} as const;

/** A key as xmldsigjs sees it (the shape of a CryptoKey); the work is done wherever the real key lives. */
class SigningKey {
  readonly type = "private";
  readonly extractable = false;
  readonly usages = ["sign"];
  readonly algorithm: (typeof WEB_ALGORITHMS)[SignatureAlgorithmName];
  readonly signer: EnvelopeSigner;

  constructor(signer: EnvelopeSigner) {
    this.algorithm = WEB_ALGORITHMS[signer.algorithm];
    this.signer = signer;
  }
}

class VerifyingKey {
  readonly type = "public";
  readonly extractable = true;
  readonly usages = ["verify"];
  readonly algorithm: (typeof WEB_ALGORITHMS)[SignatureAlgorithmName];
  readonly key: KeyObject;

  constructor(algorithm: SignatureAlgorithmName, key: KeyObject) {
    this.algorithm = WEB_ALGORITHMS[algorithm];
    this.key = key;
  }
}

// xmldsigjs calls a WebCrypto engine. Ours passes its two calls on: signing to the EnvelopeSigner (PEM, PKCS#12, PKCS#11 alike),
// verifying to OpenSSL directly, which costs 30 µs where WebCrypto costs 120.
const subtle = {
  sign: async (_algorithm: unknown, key: SigningKey, data: Uint8Array): Promise<Uint8Array> => key.signer.sign(data),
  verify: async (_algorithm: unknown, key: VerifyingKey, value: Uint8Array, data: Uint8Array): Promise<boolean> => valueHolds(data, key.key, value),
};
Application.setEngine("edxml", { subtle, getRandomValues: webcrypto.getRandomValues.bind(webcrypto) });

/**
 * xmldsigjs without a DOM: it holds SignedInfo, algorithms, value and keys; digests and SignedInfo's canonical form come from our own
 * streams. That leaves out what its own canonicalization gets wrong (a Signature inside the header, CR in content, second use of one
 * object) and what it would trust (keys in the message, XPath transforms).
 */
class EnvelopeSignedXml extends SignedXml {
  readonly #parts: SignedInfoParts;
  readonly #signedInfo: string;

  constructor(parts: SignedInfoParts, signedInfo: string) {
    super();
    this.#parts = parts;
    this.#signedInfo = signedInfo;
  }

  protected override async DigestReference(_source: unknown, reference: Reference): Promise<Uint8Array> {
    const digest = reference.Uri === `#${MANIFEST_ID}` ? this.#parts.manifestDigest : this.#parts.envelopeDigest;
    return Buffer.from(digest ?? "", "base64");
  }

  protected override TransformSignedInfo(): string {
    return this.#signedInfo;
  }

  async value(signer: EnvelopeSigner): Promise<Uint8Array> {
    const key = new SigningKey(signer);
    const references = this.#parts.manifestDigest === null ? [""] : ["", `#${MANIFEST_ID}`];
    await this.Sign(key.algorithm, key, new Uint8Array(1), { references: references.map((uri) => ({ uri, hash: "SHA-256" })) });
    return this.Signature ?? new Uint8Array(0);
  }

  async holds(key: VerifyingKey, value: Uint8Array): Promise<boolean> {
    const { SignedInfo } = this.XmlSignature;
    SignedInfo.SignatureMethod.Algorithm = this.#parts.method;
    const reference = new Reference("");
    reference.DigestMethod.Algorithm = SHA256;
    SignedInfo.References.Add(reference);
    this.XmlSignature.SignatureValue = value;
    return this.ValidateSignatureValue([key]);
  }
}

/** SignatureValue over the fixed SignedInfo of these digests. */
export async function signSignedInfo(parts: SignedInfoParts, signer: EnvelopeSigner): Promise<Uint8Array> {
  return new EnvelopeSignedXml(parts, signedInfoText(parts, "canonical")).value(signer);
}

/**
 * Whether `value` signs the one fixed SignedInfo of these digests: the text is ours to the last byte, so there is nothing in it for an engine
 * to understand. False for every kind of misfit, including a key of another kind.
 */
export function fixedSignatureHolds(parts: SignedInfoParts, key: KeyObject, value: Uint8Array): boolean {
  if (SIGNATURE_METHODS[algorithmOf(key)] !== parts.method) return false;
  try {
    return valueHolds(Buffer.from(signedInfoText(parts, "canonical"), "utf8"), key, value);
  } catch {
    return false;
  }
}

/** The same for the canonical SignedInfo of another writer, who laid it out in another way. */
export async function signatureHolds(signedInfo: string, parts: SignedInfoParts, key: KeyObject, value: Uint8Array): Promise<boolean> {
  const algorithm = algorithmOf(key);
  if (SIGNATURE_METHODS[algorithm] !== parts.method) return false;
  try {
    return await new EnvelopeSignedXml(parts, signedInfo).holds(new VerifyingKey(algorithm, key), value);
  } catch {
    return false;
  }
}

function algorithmOf(key: KeyObject): SignatureAlgorithmName {
  return key.asymmetricKeyType === "ec" ? "ecdsa-p256-sha256" : "rsa-sha256";
}

function valueHolds(data: Uint8Array, key: KeyObject, value: Uint8Array): boolean {
  return verifyBytes("sha256", data, { key, dsaEncoding: "ieee-p1363" }, value);
}
