/* The 48 bytes of RFC 5905 §7.3, as a client of version 4 uses them (RFC 4330). */

const PACKET_BYTES = 48;
const CLIENT = (4 << 3) | 3; // version 4, mode client
const SERVER_MODE = 4;
const UNSYNCHRONISED = 3;
/** Seconds from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800;
const ERA = 2 ** 32;

/** A question whose transmit timestamp is `nonce`: eight random bytes that the answer must give back, so that nobody blind can answer. */
export function sntpQuestion(nonce: Buffer): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = CLIENT;
  nonce.copy(packet, 40, 0, 8);
  return packet;
}

export type SntpAnswer =
  /** When the server got the question and when it answered, ms since 1970 with fractions. */
  | { readonly kind: "time"; readonly receivedMs: number; readonly transmittedMs: number; readonly stratum: number }
  | { readonly kind: "unusable"; readonly reason: string };

/** Reads an answer to the question of this nonce; null when it is none (a stranger, an old one). `aroundMs`: which era of 136 years. */
export function readSntpAnswer(packet: Buffer, nonce: Buffer, aroundMs: number): SntpAnswer | null {
  if (packet.length < PACKET_BYTES || (packet.readUInt8(0) & 7) !== SERVER_MODE || !packet.subarray(24, 32).equals(nonce)) return null;
  const stratum = packet.readUInt8(1);
  if (stratum === 0) return { kind: "unusable", reason: `the server refuses (${packet.toString("latin1", 12, 16).replaceAll(/[^A-Z]/g, "")})` };
  if (packet.readUInt8(0) >> 6 === UNSYNCHRONISED || stratum > 15) return { kind: "unusable", reason: "the server is not synchronised itself" };
  if (packet.readBigUInt64BE(40) === 0n) return { kind: "unusable", reason: "the server tells no time" };
  return { kind: "time", receivedMs: timeAt(packet, 32, aroundMs), transmittedMs: timeAt(packet, 40, aroundMs), stratum };
}

/** The 32-bit seconds run over in 2036; the era nearest to our own clock is meant. */
function timeAt(packet: Buffer, offset: number, aroundMs: number): number {
  const seconds = packet.readUInt32BE(offset) - NTP_EPOCH;
  const era = Math.round((aroundMs / 1_000 - seconds) / ERA);
  return (seconds + era * ERA + packet.readUInt32BE(offset + 4) / ERA) * 1_000;
}
