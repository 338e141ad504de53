import { randomBytes, webcrypto } from "node:crypto";
import type { SignatureAlgorithmName } from "./signer.ts";

/** A throw-away certificate authority. For demonstrations and tests only: its keys live in memory, nothing is written anywhere. */
export interface DevelopmentAuthority {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface DevelopmentCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface DevelopmentSubject {
  /** Common name, usually the agency's. */
  readonly name: string;
  readonly organId?: string;
  readonly algorithm?: SignatureAlgorithmName;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** `sign` unless told. `encrypt` makes a certificate that must not sign, `authority` one that issues others. */
  readonly usage?: "sign" | "encrypt" | "authority";
}

const KEY_ALGORITHMS = {
  "rsa-sha256": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 },
  "ecdsa-p256-sha256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
} as const;
const FROM = new Date("2020-01-01T00:00:00Z");
const TO = new Date("2049-12-31T00:00:00Z");

/** Makes a root certificate and its key. */
export async function createDevelopmentAuthority(name = "lienthong development root"): Promise<DevelopmentAuthority> {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await x509();
  const keys = await generateKeys("rsa-sha256");
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ C: ["VN"] }, { CN: [name] }],
    notBefore: FROM,
    notAfter: TO,
    keys,
    signingAlgorithm: KEY_ALGORITHMS["rsa-sha256"],
    extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)],
  });
  return { certificatePem: certificate.toString("pem"), privateKeyPem: await privateKeyPem(keys.privateKey) };
}

/** Makes a key and a certificate for one agency, issued by `authority` (which may itself be a certificate made here). */
export async function issueDevelopmentCertificate(authority: DevelopmentAuthority, subject: DevelopmentSubject): Promise<DevelopmentCertificate> {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, PemConverter, X509Certificate, X509CertificateGenerator } = await x509();
  const keys = await generateKeys(subject.algorithm ?? "rsa-sha256");
  const issuerKey = PemConverter.decodeFirst(authority.privateKeyPem);
  const usages = { sign: KeyUsageFlags.digitalSignature, encrypt: KeyUsageFlags.keyEncipherment, authority: KeyUsageFlags.keyCertSign };
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ C: ["VN"] }, ...(subject.organId === undefined ? [] : [{ OU: [subject.organId] }]), { CN: [subject.name] }],
    issuer: new X509Certificate(authority.certificatePem).subjectName,
    notBefore: subject.notBefore ?? FROM,
    notAfter: subject.notAfter ?? TO,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey("pkcs8", issuerKey, KEY_ALGORITHMS["rsa-sha256"], false, ["sign"]),
    signingAlgorithm: KEY_ALGORITHMS["rsa-sha256"],
    extensions: [new BasicConstraintsExtension(subject.usage === "authority", undefined, true), new KeyUsagesExtension(usages[subject.usage ?? "sign"], true)],
  });
  return { certificatePem: certificate.toString("pem"), privateKeyPem: await privateKeyPem(keys.privateKey) };
}

/** Loaded when needed: 300 ms that no gateway in service has to wait for. */
async function x509() {
  await import("reflect-metadata");
  const library = await import("@peculiar/x509");
  library.cryptoProvider.set(webcrypto);
  return library;
}

async function generateKeys(algorithm: SignatureAlgorithmName): Promise<webcrypto.CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey(KEY_ALGORITHMS[algorithm], true, ["sign", "verify"]);
  return keys;
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const { PemConverter } = await x509();
  return PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

function serialNumber(): string {
  return `4c${randomBytes(14).toString("hex")}`;
}
