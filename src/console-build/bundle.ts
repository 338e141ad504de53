import { join } from "node:path";
import { workerData } from "node:worker_threads";
import type { Plugin } from "vite";
import { packageRoot } from "#config";
import { NONCE_PLACE, SIGNED_IN } from "../web/console.ts";

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

/**
 * Run as a thread of its own, with an environment of its own: whoever builds the pages, a test runner too, builds those that are shipped, and what
 * the packager needs of memory ends with it.
 */
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
    outDir: String(workerData),
    emptyOutDir: true,
    target: "es2022",
    // a data: address would need a hole in the policy
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { index: join(root, "index.html"), early: join(root, EARLY) }, output: { codeSplitting: { groups: FIRST_CHUNKS } } },
  },
});
