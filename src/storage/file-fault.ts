import { HouseError } from "../core/fault.ts";

/** What the file system refused, as a fault of the house. */
export function fileFault(error: unknown, doing: string): HouseError {
  if (error instanceof HouseError) return error;
  const code = errnoOf(error);
  const facts = { errno: code ?? "" };
  if (code === "ENOSPC" || code === "EDQUOT") return new HouseError("disk-full", `the disk is full while ${doing}`, facts, { cause: error, hint: "free space on the volume of the blob store" });
  return new HouseError("storage-unavailable", `the blob store cannot be used while ${doing}: ${code ?? String(error)}`, facts, { cause: error });
}

export function errnoOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
