import { legacyVietnamese } from "../core/policy/legacy-vietnamese.ts";
import type { TextFinding, TextProblem } from "../core/policy/file-finding.ts";
import { LIMITS } from "./limits.ts";
import type { Source } from "./source.ts";

const CHUNK = 1024 * 1024;
const CONTROLS = /(?![\t\n\f\r])\p{Cc}/u;
const PRIVATE_USE = /[\ue000-\uf8ff]/;

export interface TextRead {
  readonly finding: TextFinding;
  /** false: a piece of the file was not read. */
  readonly whole: boolean;
}

/** Văn bản thuần: UTF-8, NFC, no controls, and which old code it is when it is not Unicode (TCVN 6909:2001). Reads piece by piece. */
export function readText(source: Source): TextRead {
  const head = source.read(0, 4);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return { finding: { encoding: "utf-16", problems: [{ kind: "not-utf-8", where: "cả tệp là UTF-16" }] }, whole: true };
  }
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const problems = new Map<TextProblem["kind"], TextProblem>();
  const end = Math.min(source.size, LIMITS.textBytes);
  let ascii = true;
  for (let offset = 0; offset < end; offset += CHUNK) {
    const bytes = source.read(offset, Math.min(CHUNK, end - offset));
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: offset + CHUNK < end || end < source.size });
    } catch {
      return { finding: { encoding: "not-unicode", problems: [{ kind: "not-utf-8", where: `từ byte ${offset}` }, ...legacyProblems(bytes.toString("latin1"), offset)] }, whole: end === source.size };
    }
    ascii &&= text.length === bytes.length;
    for (const problem of problemsOfText(text, `gần byte ${offset}`)) if (!problems.has(problem.kind)) problems.set(problem.kind, problem);
  }
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return { finding: { encoding: ascii ? "ascii" : bom ? "utf-8-bom" : "utf-8", problems: [...problems.values()] }, whole: end === source.size };
}

/** What is wrong with text that is Unicode already, from whatever format it was taken. */
export function problemsOfText(text: string, where: string): TextProblem[] {
  const problems: TextProblem[] = [];
  // a piece that begins with a combining mark was cut from its letter
  const inner = text.replace(/^\p{M}+/u, "");
  if (inner !== inner.normalize("NFC")) problems.push({ kind: "not-nfc", where });
  if (CONTROLS.test(text)) problems.push({ kind: "control-characters", where });
  if (PRIVATE_USE.test(text)) problems.push({ kind: "private-use", where });
  const legacy = legacyVietnamese(text);
  if (legacy !== null) problems.push({ kind: legacy, where });
  return problems;
}

function legacyProblems(latin1: string, offset: number): TextProblem[] {
  const legacy = legacyVietnamese(latin1);
  return legacy === null ? [] : [{ kind: legacy, where: `gần byte ${offset}` }];
}
