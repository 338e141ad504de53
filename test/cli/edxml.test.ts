import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { createDevelopmentAuthority, issueDevelopmentCertificate, parseOrganId } from "#edxml";
import { makeCongVan } from "#src/cli/demo/cong-van";
import { makePhuLuc } from "#src/cli/demo/phu-luc";
import { run } from "./run.ts";

interface Desk {
  readonly folder: string;
  readonly path: (name: string) => string;
}

const METADATA = {
  sender: "G22",
  receivers: [{ organId: "H48" }, { organId: "H48.06" }],
  code: { number: "123", notation: "VPCP-KSTT" },
  issuedOn: "2026-11-13",
  issuedAt: "Hà Nội",
  documentType: "Công văn",
  subject: "V/v kết nối, liên thông văn bản điện tử",
  signer: { fullName: "Nguyễn Văn Thí Dụ" },
};

/** A folder with what `edxml write` needs, and the envelope it made. */
async function desk(t: { teardown(work: () => Promise<void>): void }): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "lienthong-cli-"));
  t.teardown(async () => await rm(folder, { recursive: true }));
  const path = (name: string) => join(folder, name);
  const authority = await createDevelopmentAuthority();
  const signer = await issueDevelopmentCertificate(authority, { name: "VPCP", organId: parseOrganId("G22"), algorithm: "ecdsa-p256-sha256" });
  await writeFile(path("ca.pem"), authority.certificatePem);
  await writeFile(path("key.pem"), signer.privateKeyPem);
  await writeFile(path("cert.pem"), signer.certificatePem);
  await writeFile(path("doc.json"), JSON.stringify(METADATA));
  await writeFile(path("cong-van.pdf"), await makeCongVan());
  await writeFile(path("phu-luc.xlsx"), await makePhuLuc());
  return { folder, path };
}

async function write({ path }: Desk, ...more: readonly string[]) {
  return await run("edxml", "write", "--metadata", path("doc.json"), "--file", path("cong-van.pdf"), path("phu-luc.xlsx"), "--out", path("doc.edxml"), "--json", ...more);
}

test("what edxml write writes, edxml read reads back field for field and byte for byte", async (t) => {
  const here = await desk(t);
  const written = await write(here, "--key", here.path("key.pem"), "--certificate", here.path("cert.pem"));
  t.is(written.code, 0, written.err);
  const { code, out } = await run("edxml", "read", here.path("doc.edxml"), "--extract", here.path("out"), "--certificate", here.path("cert.pem"), "--anchor", here.path("ca.pem"), "--json");
  t.is(code, 0);
  const read = JSON.parse(out) as { message: Record<string, unknown>; verified: boolean; attachments: { name: string }[] };
  t.true(read.verified);
  t.like(read.message, { documentId: "G22,2026/11/13,123/VPCP-KSTT", subject: METADATA.subject, code: METADATA.code, from: { organId: "G22", organName: "Văn phòng Chính phủ" } });
  t.deepEqual(read.attachments.map((file) => file.name), ["cong-van.pdf", "phu-luc.xlsx"]);
  for (const name of ["cong-van.pdf", "phu-luc.xlsx"]) t.deepEqual(await readFile(join(here.path("out"), name)), await readFile(here.path(name)));
});

test("edxml verify ends with 0 only for a signature that proves the whole document (KD-8.3)", async (t) => {
  const here = await desk(t);
  await write(here, "--key", here.path("key.pem"), "--certificate", here.path("cert.pem"));
  const trust = ["--certificate", here.path("cert.pem"), "--anchor", here.path("ca.pem")];
  const verify = async (name: string, ...options: string[]) => await run("edxml", "verify", here.path(name), "--json", ...options);

  const good = await verify("doc.edxml", ...trust);
  t.is(good.code, 0);
  t.like(JSON.parse(good.out), { valid: true, verdict: { kind: "intact" } });

  t.is((await verify("doc.edxml")).code, 4, "no trust given");
  t.is((await verify("doc.edxml", "--anchor", here.path("ca.pem"))).code, 4, "not registered");
  t.is((await verify("doc.edxml", ...trust, "--at", "2019-01-01")).code, 4, "before the certificate was valid");

  const envelope = await readFile(here.path("doc.edxml"), "utf8");
  await writeFile(here.path("forged.edxml"), envelope.replace("V/v kết nối", "V/v cắt nối"));
  const forged = await verify("forged.edxml", ...trust);
  t.is(forged.code, 4);
  t.like(JSON.parse(forged.out), { valid: false, verdict: { kind: "altered" } });
});

test("an unsigned envelope is written on request and never passes verification", async (t) => {
  const here = await desk(t);
  t.like(JSON.parse((await write(here, "--unsigned")).out), { signed: false });
  const { code, out } = await run("edxml", "verify", here.path("doc.edxml"));
  t.is(code, 4);
  t.regex(out, /KHÔNG CÓ chữ ký/);
});

test("edxml read shows a person the document, its files and what the signature is worth", async (t) => {
  const here = await desk(t);
  await write(here, "--key", here.path("key.pem"), "--certificate", here.path("cert.pem"));
  const { code, out } = await run("edxml", "read", here.path("doc.edxml"));
  t.is(code, 0);
  for (const expected of ["123/VPCP-KSTT", "V/v kết nối, liên thông văn bản điện tử", "ngày 13/11/2026", "cong-van.pdf", "CHƯA TIN CẬY"]) t.true(out.includes(expected), expected);
});

test("what is no edXML is the partner's fault, a missing file the caller's, and neither leaves anything behind", async (t) => {
  const here = await desk(t);
  await writeFile(here.path("x.edxml"), "<edXML><!DOCTYPE a></edXML>");
  t.is((await run("edxml", "read", here.path("x.edxml"), "--extract", here.path("out"))).code, 3);
  t.is((await run("edxml", "read", here.path("none.edxml"))).code, 2);
  t.is((await run("edxml", "read", here.folder)).code, 2);
  const refused = await run("edxml", "write", "--metadata", here.path("doc.json"), "--file", here.path("phu-luc.xlsx"), "--out", here.path("no.edxml"), "--unsigned", "--json");
  t.is(refused.code, 2);
  t.like(JSON.parse(refused.out), { error: { code: "file-format-not-allowed" } });
  await t.throwsAsync(readFile(here.path("no.edxml")), { code: "ENOENT" });
});

test("metadata with mistakes is refused with every mistake at once", async (t) => {
  const here = await desk(t);
  await writeFile(here.path("doc.json"), JSON.stringify({ sender: "G22", receivers: [], subject: "" }));
  const { code, out } = await write(here, "--unsigned");
  t.is(code, 2);
  const { error } = JSON.parse(out) as { error: { problems: { field: string }[] } };
  t.true(error.problems.length >= 6);
  t.true(error.problems.some((problem) => problem.field === "/receivers"));
});
