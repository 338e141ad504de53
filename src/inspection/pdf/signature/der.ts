/** One ASN.1 value. BER as signing software writes it: lengths may be indefinite, strings may come in pieces. */
export interface Asn1 {
  /** First octet: class, constructed bit and number. */
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length, as it stands in the file. */
  readonly raw: Buffer;
}

export const TAG = { integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31 } as const;
const DEPTH = 24;
const MOST_ELEMENTS = 20_000;
const CONSTRUCTED = 0x20;

/** The value at the start of the bytes; null: there is none. */
export function readAsn1(bytes: Buffer): Asn1 | null {
  return elementAt(bytes, 0, 0)?.value ?? null;
}

/** Values side by side inside one. Stops at the first that does not fit. */
export function childrenOf(value: Asn1 | undefined | null): readonly Asn1[] {
  const found: Asn1[] = [];
  if (value === undefined || value === null || (value.tag & CONSTRUCTED) === 0) return found;
  for (let at = 0; at < value.content.length && found.length < MOST_ELEMENTS; ) {
    const element = elementAt(value.content, at, 0);
    if (element === null) break;
    found.push(element.value);
    at = element.end;
  }
  return found;
}

interface Element {
  readonly value: Asn1;
  readonly end: number;
}

function elementAt(bytes: Buffer, at: number, depth: number): Element | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // tags of more than one octet are in no structure read here
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEPTH) return null;
  if (first === 0x80) return indefinite(bytes, at, tag, depth);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const start = at + 2 + lengthBytes;
  const end = start + length;
  return end > bytes.length ? null : { value: { tag, content: bytes.subarray(start, end), raw: bytes.subarray(at, end) }, end };
}

/** Ends at two zero octets, after values of its own. */
function indefinite(bytes: Buffer, at: number, tag: number, depth: number): Element | null {
  if ((tag & CONSTRUCTED) === 0) return null;
  let place = at + 2;
  for (let count = 0; count < MOST_ELEMENTS; count += 1) {
    if (bytes[place] === 0 && bytes[place + 1] === 0) return { value: { tag, content: bytes.subarray(at + 2, place), raw: bytes.subarray(at, place + 2) }, end: place + 2 };
    const inner = elementAt(bytes, place, depth + 1);
    if (inner === null) return null;
    place = inner.end;
  }
  return null;
}

/** Octets of a string, also of one in pieces. */
export function octetsOf(value: Asn1 | undefined): Buffer | null {
  if (value === undefined) return null;
  if ((value.tag & CONSTRUCTED) === 0) return value.content;
  return Buffer.concat(childrenOf(value).map(({ content }) => content));
}

/** Dotted, e.g. 1.2.840.113549.1.7.2. */
export function oidOf(value: Asn1 | undefined): string | null {
  if (value === undefined || value.tag !== TAG.oid || value.content.length === 0 || value.content.length > 40) return null;
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of value.content) {
    arc = arc * 128 + (octet & 0x7f);
    if ((octet & 0x80) === 0) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join(".");
}

/** UTCTime or GeneralizedTime in UTC (RFC 5652 §11.3); null: neither. */
export function timeOf(value: Asn1 | undefined): Date | null {
  if (value === undefined || (value.tag !== TAG.utcTime && value.tag !== TAG.generalizedTime)) return null;
  const text = value.content.toString("latin1");
  const full = value.tag === TAG.generalizedTime ? text : `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}`;
  const [, year, month, day, hour, minute, second = "00", fraction = ""] = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?Z$/.exec(full) ?? [];
  if (year === undefined) return null;
  const at = new Date(`${year}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
