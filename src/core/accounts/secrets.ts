import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { toBase32 } from "./totp.ts";

/** 256 random bits of their own, so a plain SHA-256 is enough to keep them by. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** What pages send back with every change. Made from the token of the session, so there is nothing to keep, and it ends with it. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac("sha256", sessionToken).update("lienthong csrf").digest("base64url");
}

export function isCsrfToken(given: string, sessionToken: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(csrfTokenOf(sessionToken))];
  return a.length === b.length && timingSafeEqual(a, b);
}

const RECOVERY_CODES = 10;
/** 80 bits: their plain hashes tell nobody anything. */
const RECOVERY_BYTES = 10;

/** Mã khôi phục, for a person who has lost the device: each is good once. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => toBase32(randomBytes(RECOVERY_BYTES)).match(/.{4}/g)?.join("-") ?? "");
}

export function recoveryHash(code: string): string {
  return tokenHash(code.toUpperCase().replaceAll(/[^A-Z2-7]/g, ""));
}

/** Without letters and digits that are read for each other. */
const CLEAR = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password somebody reads out or writes down once: 16 signs, 79 bits. */
export function newGivenPassword(): string {
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => CLEAR[randomInt(CLEAR.length)] ?? "").join("")).join("-");
}
