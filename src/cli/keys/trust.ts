import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { certificateFingerprint } from "#edxml";
import { actorName, notFound } from "../../core/access.ts";
import type { Reader } from "../../core/ports.ts";
import { certificatesIn } from "../../storage/signing-keys.ts";
import { readAgencyCode } from "../given-agency.ts";
import { readGivenFile } from "../given-file.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";
import { certificateFacts, factRows } from "./certificate-facts.ts";

/** Chứng thư mà các cơ quan khác dùng để ký gói tin gửi cho ta. */
export function trustVerbs(run: Run): Command {
  return group("trust", "chứng thư ký của cơ quan đối tác và gốc tin cậy").addCommand(add(run)).addCommand(list(run)).addCommand(revoke(run));
}

const AGENCY = ["--agency <mã>", "mã định danh cơ quan đối tác"] as const;

function add(run: Run): Command {
  const command = verb(
    "add",
    "đăng ký chứng thư ký của một cơ quan",
    ["keys trust add --agency G22 --certificate g22.pem", "keys trust add --agency G22 --certificate g22.pem --anchor ca.pem"],
    "Gói tin chỉ được tin khi chứng thư vừa có đường dẫn tới một gốc tin cậy, vừa được đăng ký cho đúng cơ quan gửi.\nGốc thêm bằng --anchor được dùng từ lần khởi động kế tiếp của cổng.",
  )
    .requiredOption(...AGENCY)
    .requiredOption("--certificate <tệp>", "chứng thư của cơ quan, PEM")
    .option("--anchor <tệp>", "chứng thư gốc (CA), PEM, thêm vào thư mục gốc tin cậy");
  return answering(run, command, async () => {
    const { agency, certificate, anchor } = command.opts<{ agency: string; certificate: string; anchor?: string }>();
    return await register(readAgencyCode(agency), await firstCertificate(certificate), anchor === undefined ? null : await firstCertificate(anchor));
  });
}

async function register(given: string, certificatePem: string, anchorPem: string | null): Promise<Answer> {
  const fingerprint = certificateFingerprint(certificatePem);
  const facts = certificateFacts(certificatePem, new Date());
  const { agencyCode, anchorFile } = await withHouse(async (house) => {
    const agencyCode = await agencyMeant(house.store.reader, given);
    const [at, { actor }] = [house.clock.now(), operatorAccess()];
    await house.store.write(async (tx) => {
      await tx.saveCertificate({ agencyCode, fingerprint, certificatePem, registeredAt: at, registeredBy: actorName(actor), revokedAt: null });
      await tx.append({ kind: "access.certificate-registered", at, actor, facts: { agency: agencyCode, fingerprint } });
    });
    return { agencyCode, anchorFile: anchorPem === null ? null : await keepAnchor(house.config.trustDirectory, anchorPem) };
  });
  return {
    json: { agency: agencyCode, ...facts, anchorFile },
    text: `Đã đăng ký chứng thư ký của ${agencyCode}\n${columns(factRows(facts))}${anchorFile === null ? "" : `\nGốc tin cậy: ${anchorFile}`}`,
  };
}

/** An alias means its agency: there the certificate is looked for. */
async function agencyMeant({ agencies }: Reader, code: string): Promise<string> {
  return (await agencies.byCode(code))?.code ?? code;
}

/** The name follows from the content: adding the same root again changes nothing. */
async function keepAnchor(trustDirectory: string, pem: string): Promise<string> {
  await mkdir(trustDirectory, { recursive: true, mode: 0o700 });
  const path = join(trustDirectory, `${certificateFingerprint(pem).slice(0, 16)}.pem`);
  await writeFile(path, `${pem}\n`);
  return path;
}

async function firstCertificate(path: string): Promise<string> {
  const [first] = certificatesIn((await readGivenFile(path)).toString("utf8"));
  if (first === undefined) throw new UsageFault(`${path} không chứa chứng thư PEM`);
  return first;
}

function list(run: Run): Command {
  const command = verb("list", "chứng thư đang đăng ký của một cơ quan", ["keys trust list --agency G22"]).requiredOption(...AGENCY);
  return answering(run, command, async () => {
    const agency = readAgencyCode(command.opts<{ agency: string }>().agency);
    const certificates = await withHouse((house) => house.store.reader.certificates.ofAgency(agency));
    const facts = certificates.map((certificate) => certificateFacts(certificate.certificatePem, new Date()));
    return { json: { agency, certificates: facts }, text: facts.length === 0 ? `Chưa đăng ký chứng thư nào cho ${agency}.` : facts.map((fact) => columns(factRows(fact), "")).join("\n\n") };
  });
}

function revoke(run: Run): Command {
  const command = verb("revoke", "thôi tin một chứng thư đã đăng ký", ["keys trust revoke --agency G22 --fingerprint 3f1c…"])
    .requiredOption(...AGENCY)
    .requiredOption("--fingerprint <sha-256>", "vân tay của chứng thư, hệ 16");
  return answering(run, command, async () => {
    const options = command.opts<{ agency: string; fingerprint: string }>();
    const agency = readAgencyCode(options.agency);
    const fingerprint = options.fingerprint.toLowerCase().replaceAll(":", "");
    const revoked = await withHouse(async ({ store, clock }) => {
      const meant = await agencyMeant(store.reader, agency);
      const at = clock.now();
      return await store.write(async (tx) => {
        const owner = (await tx.revokeCertificate(meant, fingerprint, at)) ? meant : (await tx.revokeCertificate(agency, fingerprint, at)) ? agency : null;
        if (owner !== null) await tx.append({ kind: "access.certificate-revoked", at, actor: operatorAccess().actor, facts: { agency: owner, fingerprint } });
        return owner !== null;
      });
    });
    if (!revoked) throw notFound("registered certificate", fingerprint);
    return { json: { agency, fingerprint, revoked: true }, text: `Cổng không còn tin chứng thư ${fingerprint} của ${agency}.` };
  });
}
