import type { DistrustReason, SignatureCheck, SignatureIssuer } from "../../../core/policy/signature-check.ts";
import { readCertificate, type Certificate } from "./x509.ts";

/** What a signature is judged by. */
export interface SignatureTrust {
  /** PEM of the roots we believe. */
  readonly anchors: readonly string[];
  /** Now; nothing is believed to have been signed later. */
  readonly at: Date;
  /** Revocation lists the operator keeps; DER, with their SHA-256. */
  readonly lists?: readonly KeptList[];
}

export interface KeptList {
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

export type Chain = { readonly kind: "trusted"; readonly subjects: readonly string[]; readonly issuer: SignatureIssuer; /** From the signer's to the root. */ readonly path: readonly Certificate[] } | Extract<SignatureCheck, { kind: "untrusted" | "expired" }>;

const USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5 } as const;
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const LONGEST = 6;
const CURVES = ["prime256v1", "secp384r1", "secp521r1"];

/** From the signer's certificate to a root of ours, every certificate valid at `at`. Nothing the file brings along is believed by itself. */
export function chainOf(leaf: Certificate, carried: readonly Certificate[], { anchors: pems }: SignatureTrust, at: Date, purpose: "document" | "timestamp"): Chain {
  const anchors = pems.map(readCertificate).filter((certificate) => certificate !== null);
  if (anchors.length === 0) return untrusted("no-anchors", "cổng chưa khai báo gốc tin cậy nào");
  if (!isStrong(leaf)) return untrusted("key-too-weak", `khóa của ${nameOf(leaf)} quá ngắn`);
  if (!mayBeUsed(leaf, purpose)) return untrusted("key-usage", `chứng thư của ${nameOf(leaf)} không dùng để ${purpose === "timestamp" ? "cấp dấu thời gian" : "ký văn bản"}`);
  const path: Certificate[] = [];
  let current = leaf;
  for (let length = 0; length < LONGEST; length += 1) {
    path.push(current);
    const late = validity(current, at);
    if (late !== null) return late;
    if (anchors.some(({ fingerprint }) => fingerprint === current.fingerprint)) return { kind: "trusted", subjects: path.map(nameOf), issuer: issuerClass(current), path };
    const issuer = [...anchors, ...carried].find((candidate) => candidate.fingerprint !== current.fingerprint && issued(candidate, current));
    if (issuer === undefined) return untrusted("chain-incomplete", `chứng thư của ${nameOf(current)} không do tổ chức nào được tin cậy cấp`);
    if (!mayIssue(issuer, length)) return untrusted("chain-invalid", `${nameOf(issuer)} không được cấp chứng thư`);
    current = issuer;
  }
  return untrusted("chain-invalid", `chuỗi chứng thư dài hơn ${LONGEST}`);
}

function untrusted(reason: DistrustReason, detail: string): Chain {
  return { kind: "untrusted", reason, detail };
}

function validity(certificate: Certificate, at: Date): Chain | null {
  if (at < certificate.notBefore) return { kind: "expired", reason: "not-yet-valid", detail: `ký trước khi chứng thư của ${nameOf(certificate)} có hiệu lực` };
  if (at > certificate.notAfter) return { kind: "expired", reason: "expired", detail: `ký khi chứng thư của ${nameOf(certificate)} đã hết hạn` };
  return null;
}

/** Whether the one signed the other. */
export function issued(issuer: Certificate, subject: Certificate): boolean {
  const pair = `${issuer.fingerprint}${subject.fingerprint}`;
  const known = ISSUED.get(pair);
  if (known !== undefined) return known;
  const holds = subject.x509.checkIssued(issuer.x509) && verifies(subject, issuer);
  if (ISSUED.size >= ISSUED_SIZE) ISSUED.clear();
  ISSUED.set(pair, holds);
  return holds;
}

/** It never changes, and costs a signature check each. */
const ISSUED = new Map<string, boolean>();
const ISSUED_SIZE = 500;

function verifies(subject: Certificate, issuer: Certificate): boolean {
  try {
    return subject.x509.verify(issuer.x509.publicKey);
  } catch {
    return false; // a key or an algorithm OpenSSL does not take
  }
}

function mayIssue({ x509, usages, pathLength }: Certificate, below: number): boolean {
  return x509.ca && (usages === null || usages.has(USAGE.keyCertSign)) && (pathLength === null || below <= pathLength);
}

function mayBeUsed({ usages, extendedUsages }: Certificate, purpose: "document" | "timestamp"): boolean {
  if (usages !== null && !usages.has(USAGE.digitalSignature) && !usages.has(USAGE.nonRepudiation)) return false;
  return purpose === "document" || extendedUsages?.has(TIME_STAMPING) === true;
}

function isStrong({ x509 }: Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  if (type === "rsa" || type === "rsa-pss") return (details?.modulusLength ?? 0) >= 2048;
  return type === "ec" ? CURVES.includes(details?.namedCurve ?? "") : type === "ed25519";
}

/** The root tells, because anybody may write any name into a certificate of his own. */
function issuerClass({ x509 }: Certificate): SignatureIssuer {
  const plain = x509.subject.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(/đ/gi, "d").toLowerCase();
  return plain.includes("ban co yeu chinh phu") ? "ban-co-yeu" : "other";
}

export function nameOf({ x509 }: Certificate): string {
  const name = /(?:^|\n)CN=(.+)/.exec(x509.subject)?.[1] ?? x509.subject.split("\n").at(-1) ?? "";
  return name.slice(0, 120);
}
