import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { CertificateView } from "../../core/certificates/expiry.ts";
import type { GivenKey } from "../../core/certificates/next-key.ts";
import { readAgencyCode } from "../given-agency.ts";
import { readGivenFile } from "../given-file.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, verb, type Answer, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";
import { certificateFacts, factRows } from "./certificate-facts.ts";

const AGENCY = ["--agency <mã>", "cơ quan đang ký ở cổng này"] as const;
const REASON = ["--reason <lý-do>", "ghi vào nhật ký"] as const;

/** Đổi khóa ký không gián đoạn: the same three steps as on the page Chứng thư. */
export function nextSigningVerbs(run: Run): readonly Command[] {
  return [stage(run), promote(run), drop(run)];
}

interface StageOptions {
  readonly agency: string;
  readonly reason: string;
  readonly key?: string;
  readonly certificate?: string;
  readonly p12?: string;
  readonly passwordFile?: string;
  readonly save?: string;
}

function stage(run: Run): Command {
  const command = verb(
    "stage",
    "nạp khóa ký kế tiếp cạnh khóa đang dùng; khóa đang dùng vẫn ký",
    ['keys signing stage --agency H48 --p12 h48-2027.p12 --password-file mat-khau.txt --save h48-2027.pem --reason "gia hạn năm 2027"', 'keys signing stage --agency H48 --key key.pem --certificate chain.pem --reason "gia hạn năm 2027"'],
    "Gửi chứng thư mới (--save) cho các bên đăng ký, rồi: keys signing promote. Nạp lần nữa thì thay khóa kế tiếp trước đó.",
  )
    .requiredOption(...AGENCY)
    .option("--key <tệp>", "khóa riêng, PEM không mã hóa")
    .option("--certificate <tệp>", "chứng thư của khóa, rồi các chứng thư trung gian, PEM")
    .option("--p12 <tệp>", "tệp PKCS#12")
    .option("--password-file <tệp>", "tệp chứa mật khẩu của PKCS#12")
    .option("--save <tệp>", "ghi chứng thư mới (PEM) ra tệp này để gửi các bên")
    .requiredOption(...REASON);
  return answering(run, command, async () => {
    const { agency, reason, save, ...given } = command.opts<StageOptions>();
    const key = await readKey(given);
    const view = await withHouse((house) => house.service.stageSigningKey({ agency: readAgencyCode(agency), key, reason }, operatorAccess()));
    const file = save === undefined ? null : resolve(save);
    if (file !== null) await writeFile(file, view.pem ?? "");
    return answerOf(view, `Đã nạp khóa ký kế tiếp của ${view.owner}, chưa dùng để ký.`, [...(file === null ? [] : [`Chứng thư gửi các bên: ${file}`]), `Khi các bên đã đăng ký: lienthong keys signing promote --agency ${view.owner} --reason "…"`]);
  });
}

function promote(run: Run): Command {
  const command = verb("promote", "bắt đầu ký bằng khóa kế tiếp, từ chữ ký sau; không cần khởi động lại", ['keys signing promote --agency H48 --reason "các bên đã đăng ký chứng thư mới"'], "Khóa cũ được giữ lại trên máy chủ, không dùng nữa.")
    .requiredOption(...AGENCY)
    .requiredOption(...REASON);
  return answering(run, command, async () => {
    const { agency, reason } = command.opts<StageOptions>();
    const view = await withHouse((house) => house.service.promoteSigningKey(readAgencyCode(agency), reason, operatorAccess()));
    return answerOf(view, `${view.owner} ký bằng khóa mới từ bây giờ.`, []);
  });
}

function drop(run: Run): Command {
  const command = verb("drop", "bỏ khóa ký kế tiếp; khóa đang dùng không đổi", ['keys signing drop --agency H48 --reason "nạp nhầm tệp"'], "Tệp khóa kế tiếp bị xóa khỏi máy chủ.").requiredOption(...AGENCY).requiredOption(...REASON);
  return answering(run, command, async () => {
    const { agency, reason } = command.opts<StageOptions>();
    const code = readAgencyCode(agency);
    await withHouse((house) => house.service.dropSigningKey(code, reason, operatorAccess()));
    return { json: { agency: code, dropped: true }, text: `Đã bỏ khóa ký kế tiếp của ${code}.` };
  });
}

async function readKey({ key, certificate, p12, passwordFile }: Omit<StageOptions, "agency" | "reason">): Promise<GivenKey> {
  if (p12 !== undefined && passwordFile !== undefined) {
    const [bundle, password] = await Promise.all([readGivenFile(p12), readGivenFile(passwordFile)]);
    return { form: "pkcs12", bundle, password: password.toString("utf8").trim() };
  }
  if (key === undefined || certificate === undefined) throw new UsageFault("cần --key cùng --certificate, hoặc --p12 cùng --password-file");
  const [privateKey, chain] = await Promise.all([readGivenFile(key), readGivenFile(certificate)]);
  return { form: "pem", privateKey: privateKey.toString("utf8"), certificate: chain.toString("utf8") };
}

function answerOf(view: CertificateView, first: string, then: readonly string[]): Answer {
  const facts = certificateFacts(view.pem ?? "", new Date());
  return { json: { agency: view.owner, use: view.use, ...facts }, text: [first, columns(factRows(facts)), ...then].join("\n") };
}
