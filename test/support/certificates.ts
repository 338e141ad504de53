import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createDevelopmentAuthority, issueDevelopmentCertificate, type DevelopmentAuthority, type DevelopmentCertificate } from "#edxml";

/** Where a run keeps the keys its tests share. Made by `run.ts`; without it each test file makes its own. */
export const TEST_KEYS_DIRECTORY = "LIENTHONG_TEST_KEYS";

let authority: Promise<DevelopmentAuthority> | undefined;
const issued = new Map<string, Promise<DevelopmentCertificate>>();

/**
 * The root all towns of a run trust. Making an RSA key takes 100 to 400 ms of processor time, more than opening a gateway: a run makes
 * one for each agency instead of one for each agency of each town.
 */
export function testAuthority(): Promise<DevelopmentAuthority> {
  authority ??= keptOrMade("authority", () => createDevelopmentAuthority());
  return authority;
}

/** The signing certificate of an agency, by the run's root; the same one for everybody who asks. */
export function testCertificate(agency: { readonly code: string; readonly name: string }): Promise<DevelopmentCertificate> {
  const known = issued.get(agency.code) ?? keptOrMade(`agency-${agency.code}`, async () => await issueDevelopmentCertificate(await testAuthority(), { organId: agency.code, name: agency.name }));
  issued.set(agency.code, known);
  return known;
}

/** Two processes may make the same at once: the first to link it has made it for both. */
async function keptOrMade(name: string, make: () => Promise<DevelopmentCertificate>): Promise<DevelopmentCertificate> {
  const directory = process.env[TEST_KEYS_DIRECTORY];
  if (directory === undefined) return await make();
  const file = join(directory, encodeURIComponent(name));
  const kept = await read(file);
  if (kept !== null) return kept;
  await mkdir(directory, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(await make()), { mode: 0o600 });
  await link(draft, file).catch(() => undefined);
  await rm(draft);
  return (await read(file)) ?? (await make());
}

async function read(file: string): Promise<DevelopmentCertificate | null> {
  try {
    const { certificatePem, privateKeyPem }: Record<string, unknown> = JSON.parse(await readFile(file, "utf8"));
    return typeof certificatePem === "string" && typeof privateKeyPem === "string" ? { certificatePem, privateKeyPem } : null;
  } catch {
    return null;
  }
}
