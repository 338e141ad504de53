import { createHmac } from "node:crypto";

/** Every logical header `k` travels as `XroadVnpt-k`, once by itself and once inside the signed JSON. */
export const HEADER_PREFIX = "XroadVnpt-";

export interface AxisCredentials {
  readonly systemId: string;
  /** Used as configured: it often looks like base64 but is never decoded. */
  readonly secret: string;
}

/** `ddMMyyyy'T'HHmmss+SSSS`: local clock of Việt Nam; the digits after `+` are milliseconds, not a zone. */
export function axisTimestamp(now: Date): string {
  const local = new Date(now.getTime() + 7 * 3_600_000).toISOString();
  const [year, month, day] = [local.slice(0, 4), local.slice(5, 7), local.slice(8, 10)];
  const time = local.slice(11, 19).replaceAll(":", "");
  return `${day}${month}${year}T${time}+0${local.slice(20, 23)}`;
}

/** Lower-case hex HMAC-SHA256 over the sign-header exactly as it is (client) or was received (server). */
export function axisHmac(secret: string, signHeader: string | Buffer): string {
  return createHmac("sha256", Buffer.from(secret, "utf8")).update(signHeader).digest("hex");
}

/**
 * The SHA-256 as the official client writes it: `Integer.toHexString` per byte, so bytes below 0x10 lose their zero (32 to 64 characters).
 * `padded` is ordinary lower-case hex.
 */
export function unpaddedHash(padded: string): string {
  return padded.replaceAll(/../g, (byte) => (byte.startsWith("0") ? byte.slice(1) : byte));
}

/**
 * All headers of one request, in the order they are signed. The body is not signed; only sendEdoc carries its digest (`hash-file`).
 * `parameters` must be ASCII without line breaks: other characters are cut differently by every stack on the way.
 */
export function signedHeaders(credentials: AxisCredentials, now: Date, contentType: string, parameters: Readonly<Record<string, string>>): Record<string, string> {
  const logical: Record<string, string> = {
    systemid: credentials.systemId,
    timestamp: axisTimestamp(now),
    "Content-Type": contentType,
    ...parameters,
  };
  const names = Object.keys(logical);
  const prefixed = Object.fromEntries(Object.entries(logical).map(([name, value]) => [HEADER_PREFIX + name, value]));
  const signHeader = JSON.stringify(prefixed);
  return {
    ...prefixed,
    "Content-Type": contentType,
    "User-Agent": "JAVASDKAgent/1.0.0 XRoad/VPCP",
    [`${HEADER_PREFIX}version`]: "3.0.201608",
    [`${HEADER_PREFIX}sign-header-key`]: names.join(";"),
    [`${HEADER_PREFIX}sign-header`]: signHeader,
    [`${HEADER_PREFIX}hash-header`]: axisHmac(credentials.secret, signHeader),
  };
}
