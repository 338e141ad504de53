import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { loadConfig } from "#config";
import { canonicalOrganId, parseOrganId, pemSigner, pkcs12Signer, type EnvelopeSigner } from "#edxml";
import { agencyFolders, AUTHORITY_FOLDER } from "../../storage/key-folders.ts";
import { certificatesIn, folderName, signingKeys } from "../../storage/signing-keys.ts";
import { readAgency } from "../given-agency.ts";
import { readGivenFile } from "../given-file.ts";
import { columns } from "../layout.ts";
import { sayFault, type SaidFault } from "../say-fault.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { certificateFacts, factRows, type CertificateFacts } from "./certificate-facts.ts";
import { developmentAuthority, makeDevelopmentKey } from "./development-keys.ts";
import { nextSigningVerbs } from "./next-signing.ts";
import { exists, keepKeyFolder, type KeyFiles } from "../../storage/key-folder.ts";

/** Khóa ký gói tin của các cơ quan cổng này phục vụ. */
export function signingKeyVerbs(run: Run): Command {
  const verbs = group("signing", "khóa ký gói tin của cơ quan mình").addCommand(make(run)).addCommand(importKey(run)).addCommand(list(run));
  for (const command of nextSigningVerbs(run)) verbs.addCommand(command);
  return verbs;
}

const AGENCY = ["--agency <mã>", "mã định danh cơ quan"] as const;
const REPLACE = ["--replace", "thay khóa đang có (khóa cũ được giữ bên cạnh)"] as const;

function make(run: Run): Command {
  const command = verb("new", "tạo khóa và chứng thư thử nghiệm (không có giá trị pháp lý)", ['keys signing new --agency H48 --name "UBND tỉnh Quảng Ngãi"'], "Dùng để chạy thử. Khi vận hành thật hãy nạp chứng thư do Ban Cơ yếu Chính phủ cấp bằng keys signing import.")
    .requiredOption(...AGENCY)
    .option("--name <tên>", "tên cơ quan, ghi vào chứng thư (mặc định: mã)")
    .option(...REPLACE);
  return answering(run, command, async () => {
    const { agency, name, replace = false } = command.opts<{ agency: string; name?: string; replace?: boolean }>();
    const organId = readAgency(agency);
    const { keysDirectory } = loadConfig();
    await mkdir(keysDirectory, { recursive: true, mode: 0o700 });
    const folder = join(keysDirectory, folderName(organId));
    await refuseToOverwrite(folder, replace);
    const authorityFolder = join(keysDirectory, AUTHORITY_FOLDER);
    const authority = await developmentAuthority(authorityFolder);
    const certificate = await makeDevelopmentKey(authority, { organId, name: name ?? canonicalOrganId(organId), keysDirectory, replaceAt: replace ? new Date() : null });
    const facts = certificateFacts(certificate, new Date());
    const forPeers = { certificate: join(folder, "certificate.pem"), authority: join(authorityFolder, "certificate.pem") };
    return {
      json: { agency: canonicalOrganId(organId), folder, ...facts, forPeers },
      text: [
        `Đã tạo khóa ký THỬ NGHIỆM cho ${canonicalOrganId(organId)} tại ${folder}`,
        columns(factRows(facts)),
        "Ở cổng của bên nhận, cả cổng này khi nó phục vụ bên nhận, đăng ký chứng thư này bằng:",
        `  lienthong keys trust add --agency ${canonicalOrganId(organId)} --certificate ${forPeers.certificate} --anchor ${forPeers.authority}`,
      ].join("\n"),
    };
  });
}

interface ImportOptions {
  readonly agency: string;
  readonly key?: string;
  readonly certificate?: string;
  readonly p12?: string;
  readonly passwordFile?: string;
  readonly replace?: boolean;
}

function importKey(run: Run): Command {
  const command = verb("import", "nạp khóa ký và chứng thư đã được cấp (PEM hoặc PKCS#12)", [
    "keys signing import --agency H48 --p12 h48.p12 --password-file mat-khau.txt",
    "keys signing import --agency H48 --key key.pem --certificate chain.pem",
  ])
    .requiredOption(...AGENCY)
    .option("--key <tệp>", "khóa riêng, PEM không mã hóa")
    .option("--certificate <tệp>", "chứng thư của khóa, rồi các chứng thư trung gian, PEM")
    .option("--p12 <tệp>", "tệp PKCS#12")
    .option("--password-file <tệp>", "tệp chứa mật khẩu của PKCS#12")
    .option(...REPLACE);
  return answering(run, command, async () => await importGiven(command.opts<ImportOptions>()));
}

async function importGiven(options: ImportOptions): Promise<Answer> {
  const organId = readAgency(options.agency);
  const { signer, files } = await readGivenKey(options);
  const { keysDirectory } = loadConfig();
  await mkdir(keysDirectory, { recursive: true, mode: 0o700 });
  const folder = join(keysDirectory, folderName(organId));
  await refuseToOverwrite(folder, options.replace ?? false);
  await keepKeyFolder(folder, files, options.replace === true ? new Date() : null);
  const facts = certificateFacts(signer.certificateChain[0] ?? "", new Date());
  return { json: { agency: canonicalOrganId(organId), folder, ...facts }, text: `Đã nạp khóa ký của ${canonicalOrganId(organId)} vào ${folder}\n${columns(factRows(facts))}` };
}

/** Only a key that can sign gets into the folder. */
async function readGivenKey({ key, certificate, p12, passwordFile }: ImportOptions): Promise<{ signer: EnvelopeSigner; files: KeyFiles }> {
  if (p12 !== undefined && passwordFile !== undefined) {
    const [bundle, password] = await Promise.all([readGivenFile(p12), readGivenFile(passwordFile)]);
    const text = password.toString("utf8").trim();
    return { signer: await pkcs12Signer(bundle, text), files: { "key.p12": bundle, "password.txt": text } };
  }
  if (key === undefined || certificate === undefined) throw new UsageFault("cần --key cùng --certificate, hoặc --p12 cùng --password-file");
  const [privateKey, chain] = await Promise.all([readGivenFile(key), readGivenFile(certificate)]);
  const privateKeyPem = privateKey.toString("utf8");
  const signer = pemSigner({ privateKeyPem, certificateChain: certificatesIn(chain.toString("utf8")) });
  return { signer, files: { "key.pem": privateKeyPem, "certificate.pem": chain } };
}

async function refuseToOverwrite(folder: string, replace: boolean): Promise<void> {
  if (!replace && (await exists(folder))) throw new UsageFault(`đã có khóa tại ${folder}; thêm --replace nếu muốn thay`);
}

type ListedKey = { readonly agency: string; readonly facts: CertificateFacts } | { readonly agency: string; readonly unusable: SaidFault };

function list(run: Run): Command {
  return answering(run, verb("list", "các khóa ký đang có", ["keys signing list"]), async () => {
    const { keysDirectory } = loadConfig();
    const keys = signingKeys(keysDirectory);
    const found: ListedKey[] = [];
    for (const agency of await agencyFolders(keysDirectory)) {
      try {
        const signer = await keys.signerFor(parseOrganId(agency));
        found.push({ agency, facts: certificateFacts(signer.certificateChain[0] ?? "", new Date()) });
      } catch (error) {
        found.push({ agency, unusable: sayFault(error) });
      }
    }
    return {
      json: { keysDirectory, keys: found.map((key) => ("facts" in key ? { agency: key.agency, ...key.facts } : { agency: key.agency, unusable: { code: key.unusable.code, message: key.unusable.sentence } })) },
      text: found.length === 0 ? `Chưa có khóa ký nào trong ${keysDirectory}. Tạo để chạy thử: lienthong keys signing new --agency <mã>` : found.map((key) => `${key.agency}\n${"facts" in key ? columns(factRows(key.facts)) : `  KHÔNG DÙNG ĐƯỢC: ${key.unusable.sentence}`}`).join("\n"),
    };
  });
}
