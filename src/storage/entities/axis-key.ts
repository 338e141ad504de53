import { EntitySchema } from "typeorm";
import type { AxisKey } from "../../core/axis-door/axis-key.ts";
import { instant, named, orNull, text, uuid } from "./columns.ts";

export type AxisKeyRow = { -readonly [Key in keyof AxisKey]: AxisKey[Key] };

export const AxisKeys = new EntitySchema<AxisKeyRow>({
  name: "AxisKey",
  tableName: "axis_key",
  columns: {
    id: { ...uuid, primary: true },
    name: text,
    systemId: named("system_id", text),
    sealedSecret: named("sealed_secret", text),
    agencies: { ...text, array: true },
    createdAt: named("created_at", instant),
    revokedAt: named("revoked_at", orNull(instant)),
    lastUsedAt: named("last_used_at", orNull(instant)),
  },
});
