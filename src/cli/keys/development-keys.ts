import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createDevelopmentAuthority, issueDevelopmentCertificate, type DevelopmentAuthority, type OrganId } from "#edxml";
import { DEVELOPMENT_MARK } from "../../core/certificates/expiry.ts";
import { folderName } from "../../storage/signing-keys.ts";
import { exists, keepKeyFolder } from "../../storage/key-folder.ts";

/** The authority of an installation for trying out: made once, kept in `folder` beside the keys it signs. */
export async function developmentAuthority(folder: string): Promise<DevelopmentAuthority> {
  if (!(await exists(folder))) {
    const made = await createDevelopmentAuthority(`CA ${DEVELOPMENT_MARK} của lienthong (không có giá trị pháp lý)`);
    await keepKeyFolder(folder, { "key.pem": made.privateKeyPem, "certificate.pem": made.certificatePem });
  }
  return { privateKeyPem: await readFile(join(folder, "key.pem"), "utf8"), certificatePem: await readFile(join(folder, "certificate.pem"), "utf8") };
}

export interface DevelopmentKey {
  readonly organId: OrganId;
  readonly name: string;
  readonly keysDirectory: string;
  /** When a key is there already it stays beside the new one under a name with this time; null: nothing may be there. */
  readonly replaceAt: Date | null;
}

/** Makes a key for an agency where the gateway looks for it. Answers with its certificate. */
export async function makeDevelopmentKey(authority: DevelopmentAuthority, { organId, name, keysDirectory, replaceAt }: DevelopmentKey): Promise<string> {
  const made = await issueDevelopmentCertificate(authority, { name: `${name} (${DEVELOPMENT_MARK})`, organId });
  await keepKeyFolder(join(keysDirectory, folderName(organId)), { "key.pem": made.privateKeyPem, "certificate.pem": made.certificatePem }, replaceAt);
  return made.certificatePem;
}
