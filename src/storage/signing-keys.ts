import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { canonicalOrganId, pemSigner, pkcs12Signer, type EnvelopeSigner, type OrganId } from "#edxml";
import { HouseError } from "../core/fault.ts";
import type { SigningKeys } from "../core/ports.ts";

/**
 * Keys on disk, one folder an agency: `<dir>/H48.06/key.pem` with `certificate.pem` (leaf first), or `key.p12` with `password.txt`.
 * A changed file is read again at the next signature, so a key is rotated by replacing it.
 */
export function signingKeys(directory: string): SigningKeys {
  const known = new Map<string, { readonly stamp: string; readonly signer: EnvelopeSigner }>();
  return {
    async signerFor(organId) {
      const folder = join(directory, folderName(organId));
      const source = await findKey(folder);
      if (source === null) throw missing(organId, "no key.pem and no key.p12");
      const cached = known.get(folder);
      if (cached?.stamp === source.stamp) return cached.signer;
      const signer = await source.load();
      known.set(folder, { stamp: source.stamp, signer });
      return signer;
    },
  };
}

/** Canonical codes hold only letters, digits and dots; anything else cannot name a folder. */
export function folderName(organId: OrganId): string {
  const code = canonicalOrganId(organId);
  if (!/^[A-Z0-9][A-Z0-9.-]*$/i.test(code) || code.includes("..")) throw missing(organId, "the code cannot name a folder");
  return code;
}

interface KeySource {
  readonly stamp: string;
  load(): Promise<EnvelopeSigner>;
}

/** The key that lies in this folder; null: there is none. */
export async function readKeyIn(folder: string): Promise<EnvelopeSigner | null> {
  return (await (await findKey(folder))?.load()) ?? null;
}

async function findKey(folder: string): Promise<KeySource | null> {
  const pem = await stampOf(join(folder, "key.pem"));
  if (pem !== null) {
    return {
      stamp: pem,
      async load() {
        return pemSigner({ privateKeyPem: await readFile(join(folder, "key.pem"), "utf8"), certificateChain: certificatesIn(await readFile(join(folder, "certificate.pem"), "utf8")) });
      },
    };
  }
  const p12 = await stampOf(join(folder, "key.p12"));
  if (p12 !== null) {
    return {
      stamp: p12,
      async load() {
        return pkcs12Signer(await readFile(join(folder, "key.p12")), (await readFile(join(folder, "password.txt"), "utf8")).trim());
      },
    };
  }
  return null;
}

/** Splits a PEM file into its certificates, in order. */
export function certificatesIn(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

async function stampOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${path}:${mtimeMs}:${size}:${ino}`;
  } catch {
    return null;
  }
}

function missing(organId: OrganId, why: string): HouseError {
  return new HouseError("signing-key-missing", `no signing key for ${organId}: ${why}`, { organId }, { hint: `make or import one: lienthong keys signing new --agency ${organId}` });
}
