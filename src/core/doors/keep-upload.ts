import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { Store } from "../ports.ts";
import type { KeptUpload } from "./ports.ts";

const KEPT_FOR_MS = 24 * 60 * 60 * 1_000;

/** Remembers for 24 hours that this key has put down a file, so that a message of the same key may name it. Throws `agency-not-yours` for a caller that is no key. */
export async function keepUpload(store: Store, upload: KeptUpload, access: Access): Promise<KeptUpload & { readonly until: Date }> {
  if (access.actor.kind !== "system-key") throw new HouseError("agency-not-yours", "only a system with a key puts files down", {}, { hint: "send the files with the document instead" });
  return { ...upload, until: await store.doors.keepUpload(access.actor.keyId, upload, KEPT_FOR_MS) };
}
