import { readdir } from "node:fs/promises";
import { parseOrganId } from "#edxml";
import { HouseError } from "../core/fault.ts";
import type { KeyFolders } from "../core/certificates/certificates.ts";
import { errnoOf } from "./file-fault.ts";
import { nextCertificate } from "./next-keys.ts";
import { signingKeys } from "./signing-keys.ts";
import { readTrustAnchors } from "./trust-anchors.ts";

/** Beside the keys of the agencies: the authority that signed those for trying out. */
export const AUTHORITY_FOLDER = "development-authority";

export function keyFolders(keysDirectory: string, anchorFolders: readonly string[]): KeyFolders {
  const keys = signingKeys(keysDirectory);
  return {
    async signing() {
      const agencies = await agencyFolders(keysDirectory);
      return await Promise.all(
        agencies.map(async (agency) => {
          const pem = await Promise.resolve().then(() => keys.signerFor(parseOrganId(agency))).then((signer) => signer.certificateChain[0] ?? null, () => null);
          const next = await nextCertificate(keysDirectory, agency);
          return { agency, pem, ...(next !== undefined && { next }) };
        }),
      );
    },
    anchors: () => readTrustAnchors(anchorFolders),
  };
}

/** Those that hold a key in use. Throws `storage-unavailable`. */
export async function agencyFolders(keysDirectory: string): Promise<string[]> {
  try {
    const entries = await readdir(keysDirectory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && entry.name !== AUTHORITY_FOLDER && !/\.(draft|next|replaced-.*)$/.test(entry.name)).map((entry) => entry.name).sort();
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT") return [];
    throw new HouseError("storage-unavailable", `the keys directory ${keysDirectory} cannot be read`, { keysDirectory }, { cause });
  }
}
