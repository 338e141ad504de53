import { createHash, X509Certificate } from "node:crypto";
import type { CmsSigner } from "./cms.ts";
import { childrenOf, octetsOf, oidOf, readAsn1, TAG, type Asn1 } from "./der.ts";

/** A certificate read once, with the extensions OpenSSL does not tell through Node. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Bits of keyUsage as RFC 5280 numbers them; null: everything is allowed. */
  readonly usages: ReadonlySet<number> | null;
  readonly extendedUsages: ReadonlySet<string> | null;
  /** How many authorities may follow; null: any number. */
  readonly pathLength: number | null;
  /** DER of the issuer's name and content of the serial number, as a signer names its certificate. */
  readonly issuerName: Buffer;
  readonly serial: Buffer;
  readonly keyIdentifier: Buffer | null;
}

const EXTENSION = { keyIdentifier: "2.5.29.14", keyUsage: "2.5.29.15", basicConstraints: "2.5.29.19", extendedKeyUsage: "2.5.29.37" } as const;
const CACHE = new Map<string, Certificate | null>();
const CACHE_SIZE = 200;

/** Reads PEM or DER; null: it is no certificate. Remembered, because a house meets the same few authorities all day. */
export function readCertificate(source: Buffer | string): Certificate | null {
  const key = createHash("sha256").update(source).digest("base64");
  const known = CACHE.get(key);
  if (known !== undefined) return known;
  const read = parse(source);
  if (CACHE.size >= CACHE_SIZE) CACHE.clear();
  CACHE.set(key, read);
  return read;
}

function parse(source: Buffer | string): Certificate | null {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(source);
  } catch {
    return null;
  }
  const fields = childrenOf(childrenOf(readAsn1(x509.raw))[0]);
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined) return null;
  const extensions = extensionsOf(fields.find(({ tag }) => tag === 0xa3));
  const extended = extensions.get(EXTENSION.extendedKeyUsage);
  return {
    x509,
    fingerprint: createHash("sha256").update(x509.raw).digest("hex"),
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    usages: bitsOf(extensions.get(EXTENSION.keyUsage)),
    extendedUsages: extended === undefined ? null : new Set(childrenOf(extended).map((usage) => oidOf(usage) ?? "")),
    pathLength: pathLengthOf(extensions.get(EXTENSION.basicConstraints)),
    issuerName: issuer.raw,
    serial: serial.content,
    keyIdentifier: octetsOf(extensions.get(EXTENSION.keyIdentifier)),
  };
}

function extensionsOf(wrapper: Asn1 | undefined): ReadonlyMap<string, Asn1> {
  const found = new Map<string, Asn1>();
  for (const extension of childrenOf(childrenOf(wrapper)[0])) {
    const [id, ...rest] = childrenOf(extension);
    const name = oidOf(id);
    const value = readAsn1(octetsOf(rest.at(-1)) ?? Buffer.alloc(0));
    if (name !== null && value !== null) found.set(name, value);
  }
  return found;
}

function bitsOf(value: Asn1 | undefined): ReadonlySet<number> | null {
  if (value === undefined) return null;
  if (value.tag !== TAG.bitString) return new Set();
  return new Set(Array.from(value.content.subarray(1)).flatMap((byte, index) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (0x80 >> bit)) !== 0).map((bit) => index * 8 + bit)));
}

function pathLengthOf(value: Asn1 | undefined): number | null {
  const limit = childrenOf(value).find(({ tag }) => tag === TAG.integer);
  return limit === undefined || limit.content.length !== 1 ? null : (limit.content[0] ?? null);
}

/** The certificate a signer names, among those the message carries. Never “the first one”: that is how another's certificate is shown. */
export function certificateOf({ id }: CmsSigner, certificates: readonly Certificate[]): Certificate | null {
  const named = certificates.find((certificate) => ("key" in id ? certificate.keyIdentifier?.equals(id.key) === true : certificate.serial.equals(id.serial) && certificate.issuerName.equals(id.issuer)));
  return named ?? null;
}
