import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { link, open, readFile, rm, stat } from "node:fs/promises";
import type { SecretSealer } from "../core/secret-sealer.ts";
import { HouseError } from "../core/fault.ts";
import { onceMade } from "../core/once-made.ts";
import { errnoOf } from "./file-fault.ts";

const VERSION = "v1.";
const [IV_BYTES, TAG_BYTES] = [12, 16];

/**
 * AES-256-GCM under a key in a file (0600) that is made at first use. The database alone, or a backup of it, gives nobody a secret.
 * Throws `configuration-invalid` when others may read the file, or it is not the one a secret was sealed with.
 */
export function sealedSecrets(keyFile: string): SecretSealer {
  const theKey = onceMade(() => loadKey(keyFile)); // an operator may mend it while we run
  return {
    async seal(secret, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", await theKey(), iv).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    async open(sealed, purpose) {
      const bytes = Buffer.from(sealed.slice(VERSION.length), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", await theKey(), bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose));
      try {
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new HouseError("configuration-invalid", `a secret does not open with ${keyFile}`, { keyFile }, { cause, hint: "restore the key file from the backup of the data directory, or revoke the key and make a new one" });
      }
    },
  };
}

async function loadKey(path: string): Promise<Buffer> {
  try {
    if ((await stat(path).catch(absent)) === null) await makeKey(path);
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw new HouseError("configuration-invalid", `others may read ${path}`, { path }, { hint: `chmod 600 ${path}` });
    const key = Buffer.from((await readFile(path, "utf8")).trim(), "hex");
    if (key.length !== 32) throw new HouseError("configuration-invalid", `${path} is no key of 256 bits`, { path }, { hint: "restore it from the backup of the data directory" });
    return key;
  } catch (error) {
    if (error instanceof HouseError) throw error;
    throw new HouseError("storage-unavailable", `the key file ${path} cannot be read or made`, { path, errno: errnoOf(error) ?? "" }, { cause: error });
  }
}

/** Whole or not at all, and only by the first of several processes: the others use what it made. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString("hex")}\n`);
    await file.sync();
    await link(draft, path).catch((error: unknown) => {
      if (errnoOf(error) !== "EEXIST") throw error;
    });
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
}

function absent(error: unknown): null {
  if (errnoOf(error) === "ENOENT") return null;
  throw error;
}
