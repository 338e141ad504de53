import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { explainReading } from "#edxml";
import type { Terminal } from "../terminal.ts";
import { answering, verb, type Answer, type Run } from "../verb.ts";
import { givenTrust, trustOptions, type TrustOptions } from "./given-trust.ts";
import { readGivenEnvelope, type GivenReading } from "./open-envelope.ts";

/** Chỉ đọc: nothing here decides whether to believe; the verdict is shown with the content. */
export function readVerb(run: Run): Command {
  const command = trustOptions(
    verb("read", "đọc gói tin: thông tin văn bản, tệp, chữ ký", ["edxml read van-ban.edxml", "edxml read van-ban.edxml --extract tep-dinh-kem --json"]).alias("explain").argument("<tệp>", "gói tin .edxml"),
  ).option("--extract <thư-mục>", "ghi các tệp đính kèm vào thư mục này");
  return answering(run, command, async (terminal) => {
    const { extract, ...trust } = command.opts<TrustOptions & { extract?: string }>();
    return await readAnswer(command.args[0] ?? "", trust, extract ?? null, terminal);
  });
}

async function readAnswer(path: string, trust: TrustOptions, folder: string | null, terminal: Terminal): Promise<Answer> {
  const { reading, extracted } = await extracting(path, trust, folder, terminal);
  const { messageKind, verdict, unverified, attachments, warnings, unknownElements, size, sha256 } = reading;
  const verified = reading.verified !== undefined;
  return {
    json: { file: path, size, sha256, messageKind, verdict, verified, message: reading.verified ?? unverified, attachments: attachments.map((file, i) => ({ ...file, extractedTo: extracted[i] ?? null })), warnings, unknownElements },
    text: [explainReading(reading, sha256), ...extracted.map((file) => `Đã ghi ${file}`)].join("\n"),
  };
}

/** Files get their names only when the whole envelope was read: a broken one leaves nothing. */
async function extracting(path: string, trust: TrustOptions, folder: string | null, terminal: Terminal): Promise<{ reading: GivenReading; extracted: readonly string[] }> {
  const options = { trust: await givenTrust(trust) };
  if (folder === null) return { reading: await readGivenEnvelope(path, options, terminal), extracted: [] };
  const draft = join(folder, `.lienthong-${process.pid}`);
  await mkdir(draft, { recursive: true });
  try {
    const reading = await readGivenEnvelope(path, { ...options, openAttachment: ({ index }) => createWriteStream(join(draft, String(index))) }, terminal);
    const extracted: string[] = [];
    for (const { index, name } of reading.attachments) {
      const target = join(folder, extracted.includes(join(folder, name)) ? `${index + 1}-${name}` : name);
      await rename(join(draft, String(index)), target);
      extracted.push(target);
    }
    return { reading, extracted };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
