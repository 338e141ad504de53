import { listsIn } from "./revocation-list.ts";
import { childrenOf, octetsOf, oidOf, readAsn1, TAG, timeOf, type Asn1 } from "./der.ts";

/** A SignedData with its one signer (RFC 5652 §5), read and not yet believed. */
export interface Cms {
  /** What is said to be signed, dotted. */
  readonly contentType: string | null;
  /** null: detached. */
  readonly content: Buffer | null;
  /** DER of every certificate it carries. */
  readonly certificates: readonly Buffer[];
  /** DER of every revocation list it carries. */
  readonly lists: readonly Buffer[];
  readonly signer: CmsSigner;
}

export interface CmsSigner {
  /** Names the certificate: issuer and serial number, or the key's identifier. */
  readonly id: { readonly issuer: Buffer; readonly serial: Buffer } | { readonly key: Buffer };
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  /** DER as it is digested: a SET, not the [0] it stands under. null: the content itself is signed. */
  readonly signedAttributes: Buffer | null;
  readonly attributes: ReadonlyMap<string, Asn1>;
  readonly unsignedAttributes: ReadonlyMap<string, Asn1>;
  readonly signature: Buffer;
}

export const OID = {
  signedData: "1.2.840.113549.1.7.2",
  data: "1.2.840.113549.1.7.1",
  timestampInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  revocationArchive: "1.2.840.113583.1.1.8",
  timestampToken: "1.2.840.113549.1.9.16.2.14",
} as const;

const MOST_CERTIFICATES = 30;

/** null: no SignedData with exactly one signer. */
export function readCms(bytes: Buffer): Cms | null {
  const [type, wrapped] = childrenOf(readAsn1(bytes));
  if (oidOf(type) !== OID.signedData) return null;
  const [, , encapsulated, ...rest] = childrenOf(childrenOf(wrapped)[0]);
  const [contentType, content] = childrenOf(encapsulated);
  const certificates = childrenOf(rest.find(({ tag }) => tag === 0xa0)).filter(({ tag }) => tag === TAG.sequence);
  const signers = childrenOf(rest.findLast(({ tag }) => tag === TAG.set));
  const signer = signers.length === 1 && certificates.length <= MOST_CERTIFICATES ? readSigner(signers[0]) : null;
  if (signer === null) return null;
  return { contentType: oidOf(contentType), content: octetsOf(childrenOf(content)[0]), certificates: certificates.map(({ raw }) => raw), lists: listsIn(rest.find(({ tag }) => tag === 0xa1)), signer };
}

function readSigner(info: Asn1 | undefined): CmsSigner | null {
  const [, sid, digest, ...rest] = childrenOf(info);
  const id = signerId(sid);
  const signedAt = rest[0]?.tag === 0xa0 ? rest[0] : null;
  const [algorithm, signature, unsigned] = signedAt === null ? rest : rest.slice(1);
  const value = octetsOf(signature);
  if (id === null || value === null || signature?.tag !== TAG.octetString) return null;
  return {
    id,
    digestAlgorithm: oidOf(childrenOf(digest)[0]),
    signatureAlgorithm: oidOf(childrenOf(algorithm)[0]),
    signedAttributes: signedAt === null ? null : Buffer.concat([Buffer.of(TAG.set), signedAt.raw.subarray(1)]),
    attributes: attributesOf(signedAt),
    unsignedAttributes: attributesOf(unsigned),
    signature: value,
  };
}

function signerId(sid: Asn1 | undefined): CmsSigner["id"] | null {
  if (sid === undefined) return null;
  if ((sid.tag & 0xdf) === 0x80) return { key: octetsOf(sid) ?? Buffer.alloc(0) };
  const [issuer, serial] = childrenOf(sid);
  return issuer === undefined || serial === undefined ? null : { issuer: issuer.raw, serial: serial.content };
}

/** First value of each attribute. One that is given twice is given not at all: nobody could say which counts. */
function attributesOf(list: Asn1 | null | undefined): ReadonlyMap<string, Asn1> {
  const found = new Map<string, Asn1>();
  const twice = new Set<string>();
  for (const attribute of childrenOf(list)) {
    const [type, values] = childrenOf(attribute);
    const name = oidOf(type);
    const [value] = childrenOf(values);
    if (name === null || value === undefined) continue;
    if (found.has(name)) twice.add(name);
    found.set(name, value);
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** What the signer says the time was. */
export function claimedTime({ attributes }: CmsSigner): Date | null {
  return timeOf(attributes.get(OID.signingTime));
}
