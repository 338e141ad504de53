import { createReadStream } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import type { Command } from "commander";
import { loadConfig, loadDocumentTypes, loadLevelOne, loadPolicyData } from "#config";
import { canonicalOrganId, pemSigner, writeDocument, type EnvelopeSigner, type OrganId, type Organization } from "#edxml";
import { localDateOf } from "../../core/calendar/index.ts";
import { buildLevelOneCatalogue } from "../../core/directory/index.ts";
import { FieldsRefused } from "../../core/fault.ts";
import { composeDocument } from "../../core/outgoing/compose-document.ts";
import { buildPolicies } from "../../core/policy/build-policies.ts";
import { checkSubmission, type SubmissionLimits } from "../../core/policy/check-submission.ts";
import { certificatesIn, signingKeys } from "../../storage/signing-keys.ts";
import { readAgency } from "../given-agency.ts";
import { findFiles, readMetadata } from "../given-document.ts";
import { readGivenFile } from "../given-file.ts";
import { columns } from "../layout.ts";
import type { Terminal } from "../terminal.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, verb, type Answer, type Run } from "../verb.ts";
import { withScratch } from "./open-envelope.ts";

interface WriteVerbOptions {
  readonly metadata: string;
  readonly file: readonly string[];
  readonly out: string;
  readonly unsigned?: boolean;
  readonly key?: string;
  readonly certificate?: string;
}

/** Makes an envelope without sending it, without a database. */
export function writeVerb(run: Run): Command {
  const command = verb(
    "write",
    "tạo gói tin đã ký từ siêu dữ liệu và tệp, không gửi",
    ["edxml write --metadata van-ban.json --file cong-van.pdf phu-luc.xlsx --out van-ban.edxml", "edxml write --metadata van-ban.json --file cong-van.pdf --out van-ban.edxml --key key.pem --certificate cert.pem"],
    "Siêu dữ liệu cùng dạng với lệnh send (docs/cli.md). Tệp đầu tiên là văn bản chính, PDF.",
  )
    .requiredOption("--metadata <tệp>", "siêu dữ liệu của văn bản, JSON")
    .requiredOption("--file <tệp...>", "văn bản chính rồi các phụ lục")
    .requiredOption("--out <tệp>", "gói tin được ghi vào đây")
    .option("--unsigned", "không ký")
    .option("--key <tệp>", "khóa ký, PEM (mặc định: khóa của bên gửi trong cổng)")
    .option("--certificate <tệp>", "chứng thư của khóa ký, PEM");
  return answering(run, command, async (terminal) => await writeEnvelope(command.opts<WriteVerbOptions>(), terminal));
}

async function writeEnvelope(options: WriteVerbOptions, terminal: Terminal): Promise<Answer> {
  const command = await readMetadata(options.metadata);
  const files = await findFiles(options.file);
  const now = new Date();
  const [first, ...rest] = checkSubmission(command, files.map(({ name, size }) => ({ name, size, sha256: "" })), submissionLimits(now));
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);

  const nameOf = organizations(now);
  const message = composeDocument(command, nameOf(command.sender), command.receivers.map((receiver) => nameOf(receiver.organId)), loadDocumentTypes(), now);
  const signer = options.unsigned === true ? null : await chooseSigner(options, message.from.organId);
  const descriptions = new Map(command.files.map((described) => [described.name.normalize("NFC"), described.description]));
  const sources = files.map(({ path, name }, i) => {
    const description = descriptions.get(name);
    return { name, contentId: `tep-${i + 1}`, ...(description !== undefined && { description }), open: () => createReadStream(path) };
  });

  terminal.progress(`ghi ${options.out} …`);
  const draft = `${options.out}.tmp`;
  const written = await withScratch((scratchDirectory) => writeInto(draft, (handle) => writeDocument(message, sources, handle, { scratchDirectory, ...(signer !== null && { signer }) }))).catch(async (cause: unknown) => {
    await rm(draft, { force: true });
    throw cause;
  });
  await rename(draft, options.out);
  return {
    json: { file: options.out, signed: signer !== null, documentId: message.documentId, ...written },
    text: `Đã ghi ${options.out} (${written.size.toLocaleString("vi-VN")} byte, ${signer === null ? "KHÔNG ký" : "đã ký"}), mã văn bản ${message.documentId}\n${columns(written.attachments.map((file) => [file.name, `${file.size.toLocaleString("vi-VN")} byte`, `sha256 ${file.sha256}`]))}`,
  };
}

/** A file is signed in one pass; a stream would be read twice. */
async function writeInto<Written>(path: string, write: (file: FileHandle) => Promise<Written>): Promise<Written> {
  const file = await open(path, "w");
  try {
    return await write(file);
  } finally {
    await file.close();
  }
}

/** By the profiles of the package: no database, so no overrides. */
function submissionLimits(now: Date): SubmissionLimits {
  const book = buildPolicies(loadPolicyData());
  return { ...loadConfig().limits, documentTypes: loadDocumentTypes(), policyOf: (code) => book.policyFor(code, localDateOf(now)) };
}

/** Names of level 1 are known without a directory; others go without. */
function organizations(now: Date): (code: string) => Organization {
  const catalogue = buildLevelOneCatalogue(loadLevelOne());
  return (text) => {
    const organId = readAgency(text);
    const code = canonicalOrganId(organId);
    const found = catalogue.resolve(code, localDateOf(now));
    return { organId, ...(found.kind === "active" && found.levelOne.code === code && { organName: found.levelOne.name }) };
  };
}

async function chooseSigner({ key, certificate }: WriteVerbOptions, organId: OrganId): Promise<EnvelopeSigner> {
  if ((key === undefined) !== (certificate === undefined)) throw new UsageFault("--key và --certificate phải đi cùng nhau");
  if (key === undefined || certificate === undefined) return await signingKeys(loadConfig().keysDirectory).signerFor(organId);
  const [privateKey, chain] = await Promise.all([readGivenFile(key), readGivenFile(certificate)]);
  return pemSigner({ privateKeyPem: privateKey.toString("utf8"), certificateChain: certificatesIn(chain.toString("utf8")) });
}
