import type { Command } from "commander";
import { explainVerdict, type SignatureVerdict } from "#edxml";
import { EXIT } from "../exit-codes.ts";
import { answering, verb, type Run } from "../verb.ts";
import { givenTrust, trustOptions, type TrustOptions } from "./given-trust.ts";
import { readGivenEnvelope } from "./open-envelope.ts";

export function verifyVerb(run: Run): Command {
  const command = trustOptions(
    verb(
      "verify",
      "kiểm tra chữ ký và sự toàn vẹn của gói tin",
      ["edxml verify van-ban.edxml --certificate g22.pem --anchor ca.pem", "edxml verify van-ban.edxml --certificate g22.pem --at 2026-11-20T17:42 --json"],
      "Mã thoát 0: hợp lệ (nguyên vẹn, hoặc trục chỉ thêm phần vận chuyển). Mã 4: mọi trường hợp khác, kể cả không có chữ ký.",
    ).argument("<tệp>", "gói tin .edxml"),
  );
  return answering(run, command, async (terminal) => {
    const path = command.args[0] ?? "";
    const { verdict, attachments, sha256, size } = await readGivenEnvelope(path, { trust: await givenTrust(command.opts<TrustOptions>()) }, terminal);
    const valid = isProven(verdict);
    return {
      json: { file: path, valid, verdict, attachments: attachments.map((file) => ({ name: file.name, size: file.size, sha256: file.sha256 })), sha256, size },
      text: explainVerdict(verdict),
      exitCode: valid ? EXIT.done : EXIT.trust,
    };
  });
}

/** Whether the verdict lets business data be used. */
function isProven(verdict: SignatureVerdict): boolean {
  return verdict.kind === "intact" || verdict.kind === "relayed";
}
