import { createHash } from "node:crypto";
import { fits, isBroken, signatureDigest } from "./algorithms.ts";
import { childrenOf, oidOf, readAsn1, TAG, timeOf, type Asn1 } from "./der.ts";
import type { Certificate } from "./x509.ts";

/** Danh sách thu hồi (RFC 5280 §5), read and not yet believed. */
interface RevocationList {
  readonly bytes: Buffer;
  /** What is signed, with its tag. */
  readonly signed: Buffer;
  readonly algorithm: string | null;
  readonly signature: Buffer;
  readonly issuerName: Buffer;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly entries: Buffer;
  /** A part only, or changes since another list: that a certificate is not in it says nothing. */
  readonly partial: boolean;
}

/** What one piece of evidence says of a certificate. `until` null: it does not say how long it holds. */
export type Said = { readonly kind: "revoked"; readonly at: Date } | { readonly kind: "good"; readonly from: Date; readonly until: Date | null };

const PARTIAL = ["2.5.29.27", "2.5.29.28"];

/** null: the list is not of this issuer, is not signed by it, or says nothing of this certificate. */
export function listSays(bytes: Buffer, certificate: Certificate, issuer: Certificate): Said | null {
  const list = readList(bytes);
  if (list === null || !list.issuerName.equals(certificate.issuerName) || !isSignedBy(list, issuer)) return null;
  const at = revokedAt(list.entries, certificate.serial);
  if (at !== null) return { kind: "revoked", at };
  return list.partial ? null : { kind: "good", from: list.thisUpdate, until: list.nextUpdate };
}

function readList(bytes: Buffer): RevocationList | null {
  const [signed, algorithm, value] = childrenOf(readAsn1(bytes));
  const fields = childrenOf(signed);
  const [, issuer, thisUpdate, ...rest] = fields[0]?.tag === TAG.integer ? fields.slice(1) : fields;
  const from = timeOf(thisUpdate);
  if (signed === undefined || issuer === undefined || from === null || value?.tag !== TAG.bitString) return null;
  const nextUpdate = timeOf(rest[0]);
  const entries = rest.find(({ tag }) => tag === TAG.sequence);
  const extensions = childrenOf(childrenOf(rest.find(({ tag }) => tag === 0xa0))[0]);
  return {
    bytes,
    signed: signed.raw,
    algorithm: oidOf(childrenOf(algorithm)[0]),
    signature: value.content.subarray(1),
    issuerName: issuer.raw,
    thisUpdate: from,
    nextUpdate,
    entries: entries?.content ?? Buffer.alloc(0),
    partial: extensions.some((extension) => PARTIAL.includes(oidOf(childrenOf(extension)[0]) ?? "")),
  };
}

/** A list may hold a hundred thousand certificates: walked entry by entry, nothing is made of those that are others. */
function revokedAt(entries: Buffer, serial: Buffer): Date | null {
  for (let at = 0; at < entries.length; ) {
    const { start, end } = extentOf(entries, at);
    if (end <= start || end > entries.length) return null;
    const number = extentOf(entries, start);
    if (entries[start] === TAG.integer && number.end <= end && entries.subarray(number.start, number.end).equals(serial)) return timeOf(readAsn1(entries.subarray(number.end, end)) ?? undefined);
    at = end;
  }
  return null;
}

/** Of the content of the value that begins here; DER, as lists must be. An end before the start: there is none. */
function extentOf(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes[at + 1] ?? 0x80;
  const wide = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || wide > 4 || at + 2 + wide > bytes.length) return { start: 1, end: 0 };
  const start = at + 2 + wide;
  return { start, end: start + (wide === 0 ? first : bytes.readUIntBE(at + 2, wide)) };
}

const SIGNED = new Map<string, boolean>();
const SIGNED_SIZE = 200;

/** Lists are long and the same all day. */
function isSignedBy({ bytes, signed, algorithm, signature }: RevocationList, issuer: Certificate): boolean {
  const key = `${createHash("sha256").update(bytes).digest("base64")}${issuer.fingerprint}`;
  const known = SIGNED.get(key);
  if (known !== undefined) return known;
  const holds = isSigned(signed, algorithm, signature, issuer) && mayRevoke(issuer);
  if (SIGNED.size >= SIGNED_SIZE) SIGNED.clear();
  SIGNED.set(key, holds);
  return holds;
}

/** By an algorithm nobody can forge. */
export function isSigned(bytes: Buffer, algorithm: string | null, signature: Buffer, by: Certificate): boolean {
  const value = { signatureAlgorithm: algorithm, digestAlgorithm: null, signature };
  const digest = signatureDigest(value);
  return digest !== null && !isBroken(digest) && fits(value, bytes, by.x509.publicKey);
}

const CRL_SIGN = 6;

function mayRevoke({ x509, usages }: Certificate): boolean {
  return x509.ca && (usages === null || usages.has(CRL_SIGN));
}

/** DER of the lists a CMS or an attribute carries side by side. */
export function listsIn(value: Asn1 | undefined): readonly Buffer[] {
  return childrenOf(value).flatMap((one) => (one.tag === TAG.sequence ? [one.raw] : []));
}

