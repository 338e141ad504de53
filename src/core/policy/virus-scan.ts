import type { Readable } from "node:stream";
import type { FileFinding, FileToInspect, Inspector } from "./file-finding.ts";

/** Kết quả quét vi rút of one file, with the engine and its signatures as it names them. */
export type VirusVerdict =
  | { readonly kind: "clean"; readonly engine: string }
  | { readonly kind: "infected"; readonly signature: string; readonly engine: string }
  /** `away`: no scanner there; `silent`: no answer in time; `too-large`: more than it takes; `failed`: it hung up, or its answer is none. */
  | { readonly kind: "unscanned"; readonly reason: "away" | "silent" | "too-large" | "failed" };

/** Port: a scanner of malware outside the house. What is wrong with the scanner is an answer; only what the content throws is thrown. */
export interface VirusScanner {
  scan(content: AsyncIterable<Buffer>): Promise<VirusVerdict>;
}

const UNSCANNED = { away: "không kết nối được máy quét", silent: "máy quét không trả lời kịp", "too-large": "tệp lớn hơn mức máy quét nhận", failed: "máy quét báo lỗi hoặc ngắt giữa chừng" } as const;

/** Clause of a sentence: “tệp … ”. */
export function sayVirus(verdict: VirusVerdict): string {
  if (verdict.kind === "clean") return `đã quét, không thấy vi rút (${verdict.engine})`;
  return verdict.kind === "infected" ? `có mã độc ${verdict.signature}` : `chưa quét được vi rút: ${UNSCANNED[verdict.reason]}`;
}

/** Looks into files and has each scanned at the same time. */
export function scanningInspector(inspector: Inspector, scanner: VirusScanner, open: (file: FileToInspect) => Readable): Inspector {
  const scan = async (file: FileToInspect): Promise<VirusVerdict> => {
    const content = open(file);
    try {
      return await scanner.scan(content);
    } finally {
      content.destroy();
    }
  };
  return {
    async inspect(files) {
      const [findings, verdicts] = await Promise.all([inspector.inspect(files), Promise.all(files.map(scan))]);
      return findings.map((finding, index): FileFinding => ({ ...finding, virus: verdicts[index] ?? null }));
    },
  };
}
