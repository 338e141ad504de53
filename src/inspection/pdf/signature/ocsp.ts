import { createHash } from "node:crypto";
import { digestName } from "./algorithms.ts";
import { issued } from "./chain.ts";
import { childrenOf, octetsOf, oidOf, readAsn1, TAG, timeOf, type Asn1 } from "./der.ts";
import { isSigned, type Said } from "./revocation-list.ts";
import { readCertificate, type Certificate } from "./x509.ts";

const BASIC = "1.3.6.1.5.5.7.48.1.1";
const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
const STATUS = { good: 0x80, revoked: 0xa1 } as const;

/** What an OCSP answer (RFC 6960) says of a certificate; null: nothing, or nobody who may say it signed it. */
export function answerSays(bytes: Buffer, certificate: Certificate, issuer: Certificate): Said | null {
  const [data, algorithm, value, carried] = childrenOf(readAsn1(basicIn(bytes)));
  if (data === undefined || value?.tag !== TAG.bitString) return null;
  const fields = childrenOf(data).filter(({ tag }) => tag !== 0xa0);
  const [, produced, responses] = fields;
  const producedAt = timeOf(produced);
  const single = childrenOf(responses).find((one) => isAbout(childrenOf(one)[0], certificate, issuer));
  if (producedAt === null || single === undefined) return null;
  const certificates = childrenOf(childrenOf(carried)[0]).flatMap(({ raw }) => readCertificate(raw) ?? []);
  const responder = [issuer, ...certificates.filter((candidate) => mayAnswer(candidate, issuer, producedAt))].find((candidate) => isSigned(data.raw, oidOf(childrenOf(algorithm)[0]), value.content.subarray(1), candidate));
  return responder === undefined ? null : statusOf(single);
}

function statusOf(single: Asn1): Said | null {
  const [, status, thisUpdate, ...rest] = childrenOf(single);
  const from = timeOf(thisUpdate);
  if (status?.tag === STATUS.revoked) {
    const at = timeOf(childrenOf(status)[0]);
    return at === null ? null : { kind: "revoked", at };
  }
  return status?.tag === STATUS.good && from !== null ? { kind: "good", from, until: timeOf(childrenOf(rest.find(({ tag }) => tag === 0xa0))[0]) } : null;
}

/** The bare answer, or one inside an OCSPResponse that succeeded. */
function basicIn(bytes: Buffer): Buffer {
  const [status, wrapped] = childrenOf(readAsn1(bytes));
  if (status?.tag !== 0x0a) return bytes;
  const [type, basic] = childrenOf(childrenOf(wrapped)[0]);
  return status.content[0] === 0 && oidOf(type) === BASIC ? (octetsOf(basic) ?? Buffer.alloc(0)) : Buffer.alloc(0);
}

function isAbout(id: Asn1 | undefined, certificate: Certificate, issuer: Certificate): boolean {
  const [algorithm, name, key, serial] = childrenOf(id);
  const digest = digestName(oidOf(childrenOf(algorithm)[0]));
  if (digest === null || serial === undefined || !serial.content.equals(certificate.serial)) return false;
  const hash = (content: Buffer): Buffer => createHash(digest).update(content).digest();
  return octetsOf(name)?.equals(hash(certificate.issuerName)) === true && octetsOf(key)?.equals(hash(keyOf(issuer))) === true;
}

/** The bits of the public key, without their algorithm. */
function keyOf({ x509 }: Certificate): Buffer {
  const [, bits] = childrenOf(readAsn1(x509.publicKey.export({ type: "spki", format: "der" })));
  return bits?.content.subarray(1) ?? Buffer.alloc(0);
}

/** A responder the issuer itself named (RFC 6960 §4.2.2.2). */
function mayAnswer(candidate: Certificate, issuer: Certificate, at: Date): boolean {
  return candidate.extendedUsages?.has(OCSP_SIGNING) === true && at >= candidate.notBefore && at <= candidate.notAfter && issued(issuer, candidate);
}
