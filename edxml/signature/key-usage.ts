/** Bits of the keyUsage extension (RFC 5280 §4.2.1.3) as they are numbered there. */
export const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5 } as const;

const SEQUENCE = 0x30;
const EXTENSIONS = 0xa3;
const OBJECT_ID = 0x06;
const OCTET_STRING = 0x04;
const BIT_STRING = 0x03;
const KEY_USAGE_OID = Buffer.from([0x55, 0x1d, 0x0f]);

interface Der {
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * The keyUsage bits of a certificate already parsed by OpenSSL, null when it has no such extension. Node tells only the extended key
 * usage; a whole X.509 library takes 300 ms to load for these two bytes.
 */
export function keyUsageOf(certificate: Buffer): ReadonlySet<number> | null {
  const [outer] = elements(certificate);
  const [tbs] = outer === undefined ? [] : elements(outer.content);
  const wrapper = tbs === undefined ? undefined : elements(tbs.content).find((element) => element.tag === EXTENSIONS);
  const [list] = wrapper === undefined ? [] : elements(wrapper.content);
  for (const extension of list === undefined ? [] : elements(list.content)) {
    if (extension.tag !== SEQUENCE) continue;
    const parts = elements(extension.content);
    if (parts[0]?.tag !== OBJECT_ID || !parts[0].content.equals(KEY_USAGE_OID)) continue;
    const value = parts.find((part) => part.tag === OCTET_STRING);
    const bits = value === undefined ? undefined : elements(value.content)[0];
    if (bits?.tag !== BIT_STRING) return new Set();
    const bytes = bits.content.subarray(1);
    return new Set([...bytes].flatMap((byte, i) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (0x80 >> bit)) !== 0).map((bit) => i * 8 + bit)));
  }
  return null;
}

/** DER elements side by side. Stops at the first that does not fit: OpenSSL has accepted the whole before. */
function elements(bytes: Buffer): Der[] {
  const found: Der[] = [];
  let position = 0;
  while (position + 2 <= bytes.length) {
    const tag = bytes[position] ?? 0;
    const first = bytes[position + 1] ?? 0;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    if (lengthBytes > 4 || position + 2 + lengthBytes > bytes.length) break;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(position + 2, lengthBytes);
    const start = position + 2 + lengthBytes;
    if (start + length > bytes.length) break;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    position = start + length;
  }
  return found;
}
