import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createDevelopmentAuthority, issueDevelopmentCertificate } from "#edxml";
import type { SampleKeys } from "../core/sample/sample-ports.ts";
import { SAMPLE_PROVINCE } from "../core/sample/sample-codes.ts";
import { ANCHORS_FRESH_MS } from "./trust-anchors.ts";

const ANCHOR = "du-lieu-mau.pem";

/** The authority signs this one certificate and is forgotten; the certificate alone is put among the anchors, so nothing else follows from it. */
export function sampleKeys(keysDirectory: string, trustDirectory: string): SampleKeys {
  return {
    async make(codes) {
      const authority = await createDevelopmentAuthority("CA DỮ LIỆU MẪU của lienthong (không có giá trị pháp lý)");
      const { certificatePem, privateKeyPem } = await issueDevelopmentCertificate(authority, { name: "Cơ quan mẫu (DỮ LIỆU MẪU)", organId: SAMPLE_PROVINCE });
      for (const code of codes) {
        const folder = join(keysDirectory, code);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(join(folder, "certificate.pem"), certificatePem, { mode: 0o600 });
        await writeFile(join(folder, "key.pem"), privateKeyPem, { mode: 0o600 });
      }
      await mkdir(trustDirectory, { recursive: true, mode: 0o700 });
      await writeFile(join(trustDirectory, ANCHOR), certificatePem, { mode: 0o600 });
      await pause(ANCHORS_FRESH_MS);
      return certificatePem;
    },
    async remove(codes) {
      for (const code of codes) await rm(join(keysDirectory, code), { recursive: true, force: true });
      await rm(join(trustDirectory, ANCHOR), { force: true });
    },
  };
}
