import { createHash } from "node:crypto";
import type { SignatureCheck, SignatureIssuer } from "../../../core/policy/signature-check.ts";
import { digestName, fits, isBroken } from "./algorithms.ts";
import { chainOf, type SignatureTrust } from "./chain.ts";
import { OID, readCms, type Cms } from "./cms.ts";
import { childrenOf, octetsOf, oidOf, readAsn1, TAG, timeOf } from "./der.ts";
import { certificateOf, readCertificate, type Certificate } from "./x509.ts";

export interface TimestampInfo {
  /** Name of the digest the authority was given. */
  readonly digest: string;
  readonly imprint: Buffer;
  readonly at: Date;
}

export type Proven = { readonly kind: "proven"; readonly at: Date; readonly subjects: readonly string[]; readonly issuer: SignatureIssuer } | { readonly kind: "not"; readonly check: SignatureCheck };

/** Dấu thời gian (RFC 3161): the authority says that this digest was there at that time. null: it is no token. */
export function provenTime(token: Buffer | Cms, carried: readonly Certificate[], trust: SignatureTrust, expected: (info: TimestampInfo) => Buffer): Proven | null {
  const cms = Buffer.isBuffer(token) ? readCms(token) : token;
  const info = cms === null || cms.contentType !== OID.timestampInfo ? null : infoOf(cms.content);
  if (cms === null || cms.content === null || info === null) return null;
  const { signer } = cms;
  const own = cms.certificates.map(readCertificate).filter((certificate) => certificate !== null);
  const certificate = certificateOf(signer, [...own, ...carried]);
  const digest = digestName(signer.digestAlgorithm);
  const said = octetsOf(signer.attributes.get(OID.messageDigest));
  if (certificate === null || digest === null || said === null || signer.signedAttributes === null) return null;
  if (!fits(signer, signer.signedAttributes, certificate.x509.publicKey) || !said.equals(createHash(digest).update(cms.content).digest())) return not({ kind: "altered", part: "signature" });
  if (!info.imprint.equals(expected(info))) return not({ kind: "altered", part: "content" });
  const broken = [digest, info.digest].find(isBroken);
  if (broken !== undefined) return not({ kind: "weak", algorithm: broken });
  if (info.at > trust.at) return not({ kind: "expired", reason: "not-yet-valid", detail: "dấu thời gian ở tương lai" });
  const chain = chainOf(certificate, [...own, ...carried], trust, info.at, "timestamp");
  return chain.kind === "trusted" ? { kind: "proven", at: info.at, subjects: chain.subjects, issuer: chain.issuer } : not(chain);
}

function not(check: SignatureCheck): Proven {
  return { kind: "not", check };
}

function infoOf(content: Buffer | null): TimestampInfo | null {
  const [, , imprint, , ...rest] = childrenOf(content === null ? null : readAsn1(content));
  const [algorithm, hashed] = childrenOf(imprint);
  const digest = digestName(oidOf(childrenOf(algorithm)[0]));
  const hash = octetsOf(hashed);
  const at = timeOf(rest.find(({ tag }) => tag === TAG.generalizedTime));
  return digest === null || hash === null || at === null ? null : { digest, imprint: hash, at };
}
