import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { HouseError } from "../core/fault.ts";
import { sendDocumentSchema, type SendDocument } from "../core/outgoing/send-command.ts";
import { readInput } from "../core/read-input.ts";
import { cannotRead, readGivenFile } from "./given-file.ts";
import { UsageFault } from "./usage-fault.ts";

export interface GivenFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

const RULE = "NĐ 30/2020/NĐ-CP PL VI phần II; QĐ 28/2018/QĐ-TTg Đ.10.2";

/** The metadata file of `send` and `edxml write`. Throws FieldsRefused with everything that is wrong in it. */
export async function readMetadata(path: string): Promise<SendDocument> {
  const text = (await readGivenFile(path)).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HouseError("request-invalid", `${path} is no JSON`, { path }, { hint: "mẫu siêu dữ liệu: docs/cli.md", cause });
  }
  return readInput(sendDocumentSchema, value, "", RULE);
}

/** The files of a document in the order given; the first one is the document itself. */
export async function findFiles(paths: readonly string[]): Promise<readonly GivenFile[]> {
  return await Promise.all(
    paths.map(async (path) => {
      const facts = await stat(path).catch((cause: unknown) => {
        throw new UsageFault(cannotRead(path, cause), cause);
      });
      if (!facts.isFile()) throw new UsageFault(`${path} không phải tệp`);
      return { path, name: basename(path).normalize("NFC"), size: facts.size };
    }),
  );
}
