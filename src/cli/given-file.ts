import { readFile } from "node:fs/promises";
import { UsageFault } from "./usage-fault.ts";

/** A small file the person named on the command line. Throws UsageFault that names it. */
export async function readGivenFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new UsageFault(cannotRead(path, cause), cause);
  }
}

export function cannotRead(path: string, cause: unknown): string {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "không rõ lý do";
  const why = code === "ENOENT" ? "không có tệp này" : code === "EACCES" ? "không có quyền đọc" : code === "EISDIR" ? "đây là thư mục" : code;
  return `không đọc được ${path}: ${why}`;
}
