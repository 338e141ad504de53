import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { createServer } from "node:net";
import { AdapterError } from "../../errors.ts";

/**
 * Holds a data directory for one simulator. An abstract Unix socket disappears with its process, also after kill -9, so there is never
 * a stale lock to clear away. Linux only; elsewhere nothing is held. Throws `adapter-settings-invalid` when another simulator has it.
 */
export async function lockDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  if (process.platform !== "linux") return { release: async () => undefined };
  const name = createHash("sha256").update(await realpath(directory)).digest("hex").slice(0, 32);
  const holder = createServer().unref();
  await new Promise<void>((resolve, reject) => {
    holder.once("error", (cause) => reject(new AdapterError("adapter-settings-invalid", `another axis simulator works in ${directory}`, { directory }, { hint: "give each simulator a data directory of its own", cause })));
    holder.listen(`\0lienthong-axis-simulator-${name}`, resolve);
  });
  return { release: () => new Promise((resolve) => holder.close(() => resolve())) };
}
