import { EntitySchema } from "typeorm";
import type { ApiKey } from "../../core/actor.ts";
import { instant, named, orNull, text, uuid } from "./columns.ts";

export type ApiKeyRow = { -readonly [Key in keyof ApiKey]: ApiKey[Key] };

export const ApiKeys = new EntitySchema<ApiKeyRow>({
  name: "ApiKey",
  tableName: "api_key",
  columns: {
    id: { ...uuid, primary: true },
    name: text,
    secretHash: named("secret_hash", text),
    agencies: { ...text, array: true },
    supervises: { ...text, array: true },
    createdAt: named("created_at", instant),
    revokedAt: named("revoked_at", orNull(instant)),
    lastUsedAt: named("last_used_at", orNull(instant)),
  },
});
