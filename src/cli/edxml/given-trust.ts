import type { Command } from "commander";
import { loadConfig, packageRoot } from "#config";
import { certificateFingerprint, type Trust } from "#edxml";
import { join } from "node:path";
import { certificatesIn } from "../../storage/signing-keys.ts";
import { readTrustAnchors } from "../../storage/trust-anchors.ts";
import { readGivenFile } from "../given-file.ts";
import { readInstant } from "../vietnam-time.ts";

/** The options of every verb that judges a signature without the database. */
export function trustOptions(command: Command): Command {
  return command
    .option("--certificate <tệp...>", "chứng thư của cơ quan gửi, PEM (cổng đang chạy thì dùng chứng thư đã đăng ký)")
    .option("--anchor <tệp...>", "thêm gốc tin cậy, PEM (mặc định: thư mục gốc tin cậy của cổng)")
    .option("--at <thời-điểm>", "xét hiệu lực chứng thư vào lúc này (mặc định: bây giờ)");
}

export interface TrustOptions {
  readonly certificate?: readonly string[];
  readonly anchor?: readonly string[];
  readonly at?: string;
}

/** Roots of the installation and those given; keys believed are only the ones given, whatever agency the envelope names. */
export async function givenTrust({ certificate = [], anchor = [], at }: TrustOptions): Promise<Trust> {
  const own = await readTrustAnchors([join(packageRoot(), "certs", "anchors"), loadConfig().trustDirectory]);
  const given = (await Promise.all(anchor.map(pemsOf))).flat();
  const registered = (await Promise.all(certificate.map(pemsOf))).map((chain) => chain.slice(0, 1).map(certificateFingerprint)).flat();
  return {
    anchors: [...own, ...given],
    at: at === undefined ? new Date() : readInstant(at),
    async registeredFingerprints() {
      return await Promise.resolve(registered);
    },
  };
}

async function pemsOf(path: string): Promise<readonly string[]> {
  return certificatesIn((await readGivenFile(path)).toString("utf8"));
}
