import type { AxisAccount } from "#adapters/axis/server/desk";
import type { Access } from "../../core/actor.ts";
import { purposeOf, type AxisKey } from "../../core/axis-door/axis-key.ts";
import type { Store } from "../../core/ports.ts";
import type { SecretSealer } from "../../core/secret-sealer.ts";

/** One QLVB at the axis door. */
export interface DoorAccount extends AxisAccount {
  readonly key: AxisKey;
  readonly access: Access;
  readonly agencies: readonly string[];
}

/** Null for an unknown or revoked system id. */
export async function findAccount(store: Store, sealer: SecretSealer, systemId: string): Promise<DoorAccount | null> {
  if (systemId.length > 100 || systemId.includes("\0")) return null;
  const key = await store.reader.axisDoor.keyBySystemId(systemId);
  if (key === null || key.revokedAt !== null) return null;
  const secret = await sealer.open(key.sealedSecret, purposeOf(key));
  return { systemId, secret, key, agencies: key.agencies, access: { actor: { kind: "system-key", keyId: key.id, name: key.name }, agencies: key.agencies } };
}
