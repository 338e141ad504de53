import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pemSigner, pkcs12Signer, type EnvelopeSigner } from "#edxml";
import type { GivenKey, NextKeys } from "../core/certificates/next-key.ts";
import { syncFolder } from "./blob-draft.ts";
import { fileFault } from "./file-fault.ts";
import { exists, keepKeyFolder, type KeyFiles } from "./key-folder.ts";
import { certificatesIn, readKeyIn } from "./signing-keys.ts";

/** `<dir>/H48.next` beside `<dir>/H48`. */
const NEXT = ".next";

export function nextKeys(keysDirectory: string): NextKeys {
  const foldersOf = (agency: string) => ({ inUse: join(keysDirectory, agency), next: join(keysDirectory, `${agency}${NEXT}`) });
  return {
    async look(key) {
      return (await open(key)).signer.certificateChain[0] ?? "";
    },
    async stage(agency, key) {
      const { files } = await open(key);
      const { next } = foldersOf(agency);
      await onDisk(async () => {
        await rm(next, { recursive: true, force: true });
        await keepKeyFolder(next, files);
      });
    },
    async promote(agency, at) {
      const { inUse, next } = foldersOf(agency);
      if (!(await exists(next))) return false;
      await onDisk(async () => {
        await rename(inUse, `${inUse}.replaced-${at.toISOString().replaceAll(/[:.]/g, "")}`);
        await rename(next, inUse);
        await syncFolder(keysDirectory);
      });
      return true;
    },
    async drop(agency) {
      const { next } = foldersOf(agency);
      if (!(await exists(next))) return false;
      await onDisk(async () => {
        await rm(next, { recursive: true, force: true });
        await syncFolder(keysDirectory);
      });
      return true;
    },
  };
}

/** The certificate of the next key; null: it cannot be read; undefined: there is none. */
export async function nextCertificate(keysDirectory: string, agency: string): Promise<string | null | undefined> {
  const folder = join(keysDirectory, `${agency}${NEXT}`);
  if (!(await exists(folder))) return undefined;
  return await readKeyIn(folder).then((signer) => signer?.certificateChain[0] ?? null, () => null);
}

/** Only a key that can sign gets into the folder. */
async function open(key: GivenKey): Promise<{ readonly signer: EnvelopeSigner; readonly files: KeyFiles }> {
  if (key.form === "pkcs12") return { signer: await pkcs12Signer(key.bundle, key.password), files: { "key.p12": key.bundle, "password.txt": key.password } };
  const signer = pemSigner({ privateKeyPem: key.privateKey, certificateChain: certificatesIn(key.certificate) });
  return { signer, files: { "key.pem": key.privateKey, "certificate.pem": key.certificate } };
}

async function onDisk(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw fileFault(error, "changing a signing key");
  }
}
