import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { packageRoot } from "#config";
import type { Plugin } from "vite";
import { NONCE_PLACE, SIGNED_IN } from "../web/console.ts";

/** Where the pages lie once they are built: what the web door serves. */
export function consoleDirectory(): string {
  return join(packageRoot(), "build", "console");
}

const STAMP = ".stamp";
/** Below this a packed copy saves nothing. */
const PACK_FROM_BYTES = 1024;

/**
 * Builds the web console into `build/console`, unless it is there already from the same sources and packages.
 * Resolves with whether it built. The old pages stay until the new ones are whole.
 */
export async function buildConsole(): Promise<boolean> {
  const target = consoleDirectory();
  const stamp = await stampOf(join(packageRoot(), "src", "console"));
  if ((await readFile(join(target, STAMP), "utf8").catch(() => "")) === stamp) return false;
  const fresh = `${target}-${randomUUID()}.tmp`;
  try {
    await bundle(fresh);
    await packAll(fresh);
    await writeFile(join(fresh, STAMP), stamp);
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target).catch(async (cause: unknown) => {
      // somebody who built the same at the same time was first
      if ((await readFile(join(target, STAMP), "utf8").catch(() => "")) !== stamp) throw cause;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return true;
}

async function stampOf(sources: string): Promise<string> {
  const hash = createHash("sha256");
  const names = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files.sort(), join(packageRoot(), "package-lock.json")]) {
    hash.update(file.slice(packageRoot().length)).update("\0").update(await readFile(file));
  }
  return hash.digest("hex");
}

async function bundle(outDir: string): Promise<void> {
  const { build } = await import("vite");
  const { default: react } = await import("@vitejs/plugin-react");
  const root = join(packageRoot(), "src", "console");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [react(), firstView()],
    html: { cspNonce: NONCE_PLACE },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      // a data: address would need a hole in the policy
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: { index: join(root, "index.html"), early: join(root, EARLY) }, output: { codeSplitting: { groups: FIRST_CHUNKS } } },
    },
  });
}

const EARLY = "early.ts";
/** What whoever is signed in is shown first. */
const FIRST_PARTS = ["app/shell.tsx", "pages/today/today.tsx"];

/**
 * Three files instead of forty: a browser fetches six at a time over HTTP/1.1, and the pages stood half a second later for it.
 * The rest is left to the bundler: each page is a chunk of its own.
 */
const FIRST_CHUNKS = [
  { name: "early", test: /\/console\/(?:early|pages\/today\/first-asks)\.ts$/, priority: 3 },
  { name: "main", tags: ["$initial" as const], priority: 2 },
  { name: "first", test: new RegExp(`/console/(?:${FIRST_PARTS.join("|")})$`), priority: 1 },
];

/** The page runs the small script that asks early before all others, and names the chunks of the first view, so that none waits for another to be read. */
function firstView(): Plugin {
  return {
    name: "first-view",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === "chunk");
        const of = (source: string): string => chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/console/${source}`)))?.fileName ?? "";
        const withImports = (names: readonly string[]): ReadonlySet<string> => {
          const all = new Set(names);
          for (const name of all) for (const imported of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) all.add(imported);
          return all;
        };
        const main = withImports([of("main.tsx")]);
        const later = [...withImports(FIRST_PARTS.map(of))].filter((name) => !main.has(name));
        return [
          { tag: "script", attrs: { type: "module", async: true, src: `/${of(EARLY)}` }, injectTo: "head-prepend" as const },
          ...later.map((name) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, href: `/${name}`, [SIGNED_IN]: true }, injectTo: "head" as const })),
        ];
      },
    },
  };
}

/** Packs once what would otherwise be packed for every visitor. */
async function packAll(directory: string): Promise<void> {
  const assets = join(directory, "assets");
  const names = (await readdir(assets)).filter((name) => /\.(?:js|mjs|css|svg)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(assets, name));
      if (bytes.length < PACK_FROM_BYTES) return;
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
      await writeFile(join(assets, `${name}.br`), await promisify(brotliCompress)(bytes, quality));
      await writeFile(join(assets, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}
