import { createHash, createVerify, constants, type Hash, type KeyObject, type Verify } from "node:crypto";
import type { SignatureCheck } from "../../../core/policy/signature-check.ts";
import { LIMITS } from "../../limits.ts";
import type { PdfFile } from "../pdf-file.ts";
import { digestName, fits, isBroken, signatureDigest } from "./algorithms.ts";
import type { Coverage } from "./byte-range.ts";
import { chainOf, nameOf, type SignatureTrust } from "./chain.ts";
import { claimedTime, OID, type Cms } from "./cms.ts";
import { childrenOf, octetsOf, oidOf } from "./der.ts";
import { carriedEvidence, standingOf, together, type RevocationEvidence } from "./revocation.ts";
import { provenTime, type TimestampInfo } from "./timestamp.ts";
import type { Certificate } from "./x509.ts";

/** One signature, read. */
export interface ReadSignature {
  readonly coverage: Coverage;
  readonly subFilter: string | null;
  /** null: no CMS. */
  readonly cms: Cms | null;
  /** The one the signer names; null: it is not carried. */
  readonly certificate: Certificate | null;
  readonly carried: readonly Certificate[];
  /** /M of the dictionary. */
  readonly statedAt: Date | null;
  /** What the file and the operator keep on revocation; the signature brings its own beside. */
  readonly evidence: RevocationEvidence;
}

/** Bytes all signatures of one file may still have digested. */
export interface DigestBudget {
  bytes: number;
}

type Covered = Extract<Coverage, { kind: "covers" }>;

const DETACHED = ["adbe.pkcs7.detached", "ETSI.CAdES.detached"];
const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const UNREADABLE = { kind: "unreadable" as const };

/** Proves one signature: range, digest, value, certificate, chain, time; the first thing that is wrong is the answer. */
export function checkSignature(file: PdfFile, signature: ReadSignature, trust: SignatureTrust, budget: DigestBudget): SignatureCheck {
  const { coverage, cms, certificate, subFilter } = signature;
  if (coverage.kind === "broken") return { kind: "malformed", detail: coverage.detail };
  if (subFilter === "adbe.x509.rsa_sha1") return { kind: "weak", algorithm: "SHA-1" };
  if (cms === null) return { ...UNREADABLE, detail: "không có cấu trúc CMS với đúng một người ký" };
  if (certificate === null) return { ...UNREADABLE, detail: "không kèm chứng thư của người ký" };
  budget.bytes -= coverage.end;
  if (budget.bytes < 0) return { kind: "unchecked" };
  if (subFilter === "ETSI.RFC3161") return checkTimestamp(file, coverage, signature, trust);
  if (subFilter === "adbe.pkcs7.sha1") return checkOldDigest(file, coverage, cms, certificate);
  if (subFilter === null || !DETACHED.includes(subFilter)) return { ...UNREADABLE, detail: `kiểu chữ ký ${(subFilter ?? "").slice(0, 40)} chưa được hỗ trợ` };
  return checkDetached(file, coverage, { ...signature, cms, certificate }, trust);
}

function checkDetached(file: PdfFile, coverage: Covered, signature: ReadSignature & { readonly cms: Cms; readonly certificate: Certificate }, trust: SignatureTrust): SignatureCheck {
  const { cms, certificate, subFilter } = signature;
  const { signer } = cms;
  const digest = digestName(signer.digestAlgorithm);
  const made = signatureDigest(signer);
  if (digest === null || made === null) return { ...UNREADABLE, detail: "thuật toán băm không được hỗ trợ" };
  if (cms.content !== null) return { ...UNREADABLE, detail: "chữ ký mang nội dung riêng thay vì ký tệp" };
  const key = certificate.x509.publicKey;
  if (signer.signedAttributes === null) {
    if (subFilter === "ETSI.CAdES.detached") return { ...UNREADABLE, detail: "chữ ký CAdES thiếu thuộc tính bắt buộc" };
    if (!fitsFile(file, coverage, cms, key, made)) return { kind: "altered", part: "content" };
  } else {
    const said = octetsOf(signer.attributes.get(OID.messageDigest));
    if (said === null || oidOf(signer.attributes.get(OID.contentType)) !== cms.contentType) return { ...UNREADABLE, detail: "thuộc tính đã ký không đầy đủ" };
    if (!fits(signer, signer.signedAttributes, key)) return { kind: "altered", part: "signature" };
    if (!said.equals(digestOf(file, coverage, digest))) return { kind: "altered", part: "content" };
    const named = namesCertificate(cms, certificate);
    if (named === false || (named === null && subFilter === "ETSI.CAdES.detached")) return { kind: "altered", part: "certificate" };
  }
  const broken = [digest, made].find(isBroken);
  if (broken !== undefined) return { kind: "weak", algorithm: broken.toUpperCase().replace("SHA1", "SHA-1") };
  return judge(signature, trust);
}

/** adbe.pkcs7.sha1 signs the SHA-1 of the file: read, and never believed. */
function checkOldDigest(file: PdfFile, coverage: Covered, cms: Cms, certificate: Certificate): SignatureCheck {
  if (cms.content === null || !cms.content.equals(digestOf(file, coverage, "sha1"))) return { kind: "altered", part: "content" };
  const signed = cms.signer.signedAttributes ?? cms.content;
  return fits(cms.signer, signed, certificate.x509.publicKey) ? { kind: "weak", algorithm: "SHA-1" } : { kind: "altered", part: "signature" };
}

/** A document time-stamp: its token names the digest of the file. */
function checkTimestamp(file: PdfFile, coverage: Covered, { cms, carried }: ReadSignature, trust: SignatureTrust): SignatureCheck {
  const found = cms === null ? null : provenTime(cms, carried, trust, (info: TimestampInfo) => digestOf(file, coverage, info.digest));
  if (found === null) return { ...UNREADABLE, detail: "dấu thời gian không đọc được" };
  return found.kind === "proven" ? { kind: "valid", at: found.at, revocation: "unknown", timeProof: "timestamp", chain: found.subjects, issuer: found.issuer } : found.check;
}

/**
 * Certificates are judged at the time of signing (NĐ 23/2025 Đ.15–16): the one a time-stamp proves, else the claimed one, which proves nothing once
 * the certificate has expired: whoever has an old key can claim an old time.
 */
function judge({ cms, certificate, carried, statedAt, evidence }: ReadSignature & { readonly cms: Cms; readonly certificate: Certificate }, trust: SignatureTrust): SignatureCheck {
  const proven = timestampOf(cms, carried, trust);
  const claimed = claimedTime(cms.signer) ?? statedAt;
  const at = proven ?? (claimed === null || claimed > trust.at ? trust.at : claimed);
  const chain = chainOf(certificate, carried, trust, at, "document");
  if (chain.kind !== "trusted") return chain;
  if (proven === null && trust.at > certificate.notAfter) {
    return { kind: "expired", reason: "time-unproven", detail: "chứng thư nay đã hết hạn và không có dấu thời gian chứng minh đã ký khi còn hạn" };
  }
  const revocation = revocationOf(chain.path, together(evidence, carriedEvidence(cms)), at, proven !== null);
  if (revocation !== "not-revoked" && revocation !== "unknown") return revocation;
  return { kind: "valid", at, revocation, timeProof: proven !== null ? "timestamp" : claimed === null ? "none" : "claimed", chain: chain.subjects, issuer: chain.issuer };
}

/** A certificate revoked later still signed well, where a time-stamp proves that it had; a claimed time proves nothing to whoever has the stolen key. */
function revocationOf(path: readonly Certificate[], evidence: RevocationEvidence, at: Date, proven: boolean): "not-revoked" | "unknown" | SignatureCheck {
  let known = true;
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1];
    const standing = issuer === undefined ? { kind: "unknown" as const } : standingOf(certificate, issuer, evidence, at);
    if (standing.kind === "revoked" && !(proven && at < standing.at)) {
      const day = new Date(standing.at.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10).split("-").toReversed().join("/");
      return { kind: "untrusted", reason: "revoked", detail: `chứng thư của ${nameOf(certificate)} đã bị thu hồi ngày ${day}${proven ? "" : ", và không có dấu thời gian chứng minh đã ký trước đó"}` };
    }
    if (standing.kind === "unknown") known = false;
  }
  return known ? "not-revoked" : "unknown";
}

function timestampOf({ signer }: Cms, carried: readonly Certificate[], trust: SignatureTrust): Date | null {
  const token = signer.unsignedAttributes.get(OID.timestampToken);
  if (token === undefined) return null;
  const found = provenTime(token.raw, carried, trust, ({ digest }) => createHash(digest).update(signer.signature).digest());
  return found?.kind === "proven" ? found.at : null;
}

/** ESS signing-certificate: the signer signed which certificate it used. null: it did not say. */
function namesCertificate({ signer }: Cms, { x509 }: Certificate): boolean | null {
  const second = signer.attributes.get(OID.signingCertificateV2);
  const value = second ?? signer.attributes.get(OID.signingCertificate);
  if (value === undefined) return null;
  const parts = childrenOf(childrenOf(childrenOf(value)[0])[0]);
  const [first] = parts;
  const algorithm = first !== undefined && first.tag === 0x30 ? digestName(oidOf(childrenOf(first)[0])) : second === undefined ? "sha1" : "sha256";
  const hash = octetsOf(parts.find(({ tag }) => tag === 0x04));
  return algorithm !== null && hash !== null && createHash(algorithm).update(x509.raw).digest().equals(hash);
}

function digestOf(file: PdfFile, coverage: Covered, algorithm: string): Buffer {
  const hash = createHash(algorithm);
  feed(file, coverage, hash);
  return hash.digest();
}

/** Without signed attributes the value is made over the file itself. */
function fitsFile(file: PdfFile, coverage: Covered, { signer }: Cms, key: KeyObject, digest: string): boolean {
  const verify = createVerify(digest);
  feed(file, coverage, verify);
  try {
    return verify.verify(signer.signatureAlgorithm === "1.2.840.113549.1.1.10" ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : key, signer.signature);
  } catch {
    return false;
  }
}

function feed(file: PdfFile, { first, second, end }: Covered, into: Hash | Verify): void {
  for (const [from, to] of [
    [0, first],
    [second, end],
  ] as const) {
    for (let at = from; at < to; at += LIMITS.digestChunk) into.update(file.read(at, Math.min(LIMITS.digestChunk, to - at)));
  }
}
