import { createHash, X509Certificate } from "node:crypto";
import { EdxmlError } from "../errors.ts";
import { KEY_USAGE, keyUsageOf } from "./key-usage.ts";
import type { CertificateIdentity } from "./verdict.ts";

/** A certificate read once: what OpenSSL says of it, and the key usages it does not tell. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly identity: CertificateIdentity;
  /** Null when the extension is absent: then everything is allowed. */
  readonly usages: ReadonlySet<number> | null;
}

const CACHE = new Map<string, Certificate>();
const CACHE_SIZE = 256;

/** Reads PEM or base64 DER. Throws `certificate-unreadable`. */
export function readCertificate(text: string): Certificate {
  const known = CACHE.get(text);
  if (known !== undefined) return known;
  try {
    const der = text.includes("-----BEGIN") ? null : Buffer.from(text, "base64");
    const x509 = new X509Certificate(der ?? text);
    const certificate = { x509, identity: identify(x509), usages: keyUsageOf(x509.raw) };
    if (CACHE.size >= CACHE_SIZE) CACHE.clear();
    CACHE.set(text, certificate);
    return certificate;
  } catch (cause) {
    throw new EdxmlError("certificate-unreadable", "a certificate is neither PEM nor base64 DER of X.509", {}, { cause });
  }
}

/** Lower-case hex SHA-256 of the certificate's DER: what an agency registers. */
export function certificateFingerprint(pem: string): string {
  return readCertificate(pem).identity.fingerprint;
}

/** One line, most specific first: `CN=UBND tỉnh Quảng Ngãi, O=…, C=VN`. */
function oneLine(name: string): string {
  return name
    .split("\n")
    .map((part) => part.replaceAll(",", "\\,"))
    .toReversed()
    .join(", ");
}

function identify(x509: X509Certificate): CertificateIdentity {
  return {
    subject: oneLine(x509.subject),
    serialNumber: x509.serialNumber.toLowerCase(),
    issuer: oneLine(x509.issuer),
    fingerprint: createHash("sha256").update(x509.raw).digest("hex"),
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
  };
}

export function maySign(certificate: Certificate): boolean {
  return certificate.usages === null || certificate.usages.has(KEY_USAGE.digitalSignature) || certificate.usages.has(KEY_USAGE.nonRepudiation);
}

export function mayIssue(certificate: Certificate): boolean {
  return certificate.x509.ca && (certificate.usages === null || certificate.usages.has(KEY_USAGE.keyCertSign));
}

/** RSA from 2048 bits, or ECDSA on P-256: the profile's keys. */
export function isStrongKey(certificate: Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.x509.publicKey;
  return type === "rsa" ? (details?.modulusLength ?? 0) >= 2048 : type === "ec" && details?.namedCurve === "prime256v1";
}
