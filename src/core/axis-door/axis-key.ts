import { randomBytes } from "node:crypto";
import { newId, type ApiKeyId } from "../ids.ts";
import type { SecretSealer } from "../secret-sealer.ts";

/**
 * Tài khoản of one QLVB that speaks the axis protocol to us. Its requests are signed with HMAC, so the secret itself is needed to check
 * them: it is kept sealed, never as text.
 */
export interface AxisKey {
  readonly id: ApiKeyId;
  readonly name: string;
  /** What the SDK calls systemid; unique for ever, also after revocation. */
  readonly systemId: string;
  readonly sealedSecret: string;
  /** Canonical codes. */
  readonly agencies: readonly string[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface NewAxisKey {
  readonly name: string;
  /** null: made from the first agency and chance. */
  readonly systemId: string | null;
  readonly agencies: readonly string[];
  readonly createdAt: Date;
}

/** Makes an account with 256 random bits of secret, in the letters an SDK configuration file takes without escaping. */
export async function newAxisKey(sealer: SecretSealer, wanted: NewAxisKey): Promise<{ readonly key: AxisKey; readonly secret: string }> {
  const id = newId<ApiKeyId>();
  const systemId = wanted.systemId ?? `lt.${(wanted.agencies[0] ?? "").toLowerCase()}.${randomBytes(3).toString("hex")}`;
  const secret = randomBytes(32).toString("base64url");
  const sealedSecret = await sealer.seal(secret, purposeOf({ id, systemId }));
  return { secret, key: { id, name: wanted.name, systemId, sealedSecret, agencies: wanted.agencies, createdAt: wanted.createdAt, revokedAt: null, lastUsedAt: null } };
}

/** Binds a sealed secret to its row: moved to another account it does not open. */
export function purposeOf({ id, systemId }: Pick<AxisKey, "id" | "systemId">): string {
  return `axis-key ${id} ${systemId}`;
}
