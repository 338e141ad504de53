import { createHash, randomBytes } from "node:crypto";
import type { ApiKey } from "./actor.ts";
import { newId, type ApiKeyId } from "./ids.ts";

/** Makes a key of a QLVB system with 256 random bits. The secret is in nobody's hands but the caller's; only its hash is kept. */
export function newApiKey(name: string, agencies: readonly string[], createdAt: Date): { readonly key: ApiKey; readonly secret: string } {
  const secret = `lt_${randomBytes(32).toString("base64url")}`;
  return { secret, key: { id: newId<ApiKeyId>(), name, secretHash: hashSecret(secret), agencies, createdAt, revokedAt: null, lastUsedAt: null } };
}

/** API keys have 256 random bits of their own, so a plain SHA-256 is enough to keep them by. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
