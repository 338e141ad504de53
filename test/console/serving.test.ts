import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import express from "express";
import { buildConsole, consoleDirectory, putInPlace } from "#src/console-build/build";
import { consoleRoutes } from "#src/web/console";
import { scratchDirectory } from "#test/adapters/axis/support";

/** What a browser fetches before the first page stands: the page, and every script and style it names. */
const NAMED = /(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g;
const FIRST_VIEW_BYTES = 400 * 1024;

let url = "";
test.before(async () => {
  await buildConsole();
  const app = express();
  app.use(consoleRoutes(consoleDirectory()));
  await new Promise<void>((resolve) => {
    const server = app.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) url = `http://127.0.0.1:${address.port}`;
      resolve();
    });
    server.unref();
  });
});

test("the console is built once from the same sources", async (t) => {
  t.false(await buildConsole());
});

test("pages somebody else built from the same sources meanwhile stay where they are; of older ones nothing stays", async (t) => {
  const place = await scratchDirectory(t);
  const target = join(place, "console");
  const built = async (name: string, stamp: string): Promise<string> => {
    await mkdir(join(place, name, "assets"), { recursive: true });
    await writeFile(join(place, name, "by"), name);
    await writeFile(join(place, name, ".stamp"), stamp);
    return join(place, name);
  };
  const by = (): Promise<string> => readFile(join(target, "by"), "utf8");
  await putInPlace(await built("first", "1"), target, "1");
  await putInPlace(await built("second", "1"), target, "1");
  t.is(await by(), "first");
  await putInPlace(await built("third", "2"), target, "2");
  t.is(await by(), "third");
  t.deepEqual((await readdir(place)).sort(), ["console", "second"], "what lost is its builder's to remove");
  await Promise.all(["a", "b", "c", "d"].map(async (name) => putInPlace(await built(name, "3"), target, "3")));
  t.is(await readFile(join(target, ".stamp"), "utf8"), "3");
});

test("the page lets scripts only from its own files and styles under a nonce of this answer, and nobody frame it", async (t) => {
  const [first, second] = [await fetch(`${url}/`), await fetch(`${url}/`)];
  const policy = first.headers.get("content-security-policy") ?? "";
  t.notRegex(policy, /unsafe|https?:|\*/);
  t.regex(policy, /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
  const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? "";
  t.false((second.headers.get("content-security-policy") ?? "").includes(nonce));
  const page = await first.text();
  t.true(page.includes(`nonce="${nonce}"`));
  t.notRegex(page, /<script(?![^>]*\bsrc=)|<style|NONCE-OF|\son\w+=|https?:\/\//);
  t.is(first.headers.get("cache-control"), "no-store");
});

test("what only somebody signed in needs at once is named to those who seem to be", async (t) => {
  const named = async (headers: Record<string, string>): Promise<number> => [...(await (await fetch(`${url}/`, { headers })).text()).matchAll(NAMED)].length;
  t.is((await named({ cookie: `lienthong_session=${"a".repeat(43)}` })) - (await named({})), 1);
});

test("assets are packed beforehand and kept for a year; other paths lead nowhere", async (t) => {
  const page = await (await fetch(`${url}/`)).text();
  const [script = ""] = [...page.matchAll(NAMED)].map(([, path = ""]) => path).filter((path) => path.endsWith(".js"));
  for (const coding of ["br", "gzip"]) {
    const answer = await fetch(url + script, { headers: { "accept-encoding": coding } });
    t.is(answer.headers.get("content-encoding"), coding);
    t.is(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
    t.regex(answer.headers.get("content-type") ?? "", /^text\/javascript/);
    t.true((await answer.text()).length > 1000);
  }
  for (const path of ["/assets/..%2findex.html", "/assets/..%2f..%2f..%2fpackage.json", "/assets/.stamp", `${script}.br`, "/index.html", "/assets/"]) t.is((await fetch(url + path)).status, 404, path);
});

test("the first view is under 400 kB packed, and no file of the console names another host", async (t) => {
  const assets = join(consoleDirectory(), "assets");
  const page = await readFile(join(consoleDirectory(), "index.html"), "utf8");
  const names = await readdir(assets);
  const first = new Set([...page.matchAll(NAMED)].map(([, path = ""]) => path.slice("/assets/".length)));
  const entry = [...first].filter((name) => name.endsWith(".js"));
  for (const name of entry) {
    const text = await readFile(join(assets, name), "utf8");
    for (const [, chunk = ""] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) if (!first.has(chunk)) { first.add(chunk); entry.push(chunk); }
  }
  let size = Buffer.byteLength(page);
  for (const name of first) size += (await stat(join(assets, names.includes(`${name}.br`) ? `${name}.br` : name))).size;
  // two weights of the font, Vietnamese and Latin
  for (const name of names) if (/-(?:latin|vietnamese)-(?:400|600)-normal-[\w-]{8}\.woff2$/.test(name)) size += (await stat(join(assets, name))).size;
  t.log(`first view: ${Math.round(size / 1024)} kB packed in ${first.size} scripts and styles`);
  t.true(size < FIRST_VIEW_BYTES, String(size));
  t.is(first.size, 4, "the script that asks early, the main one, what whoever is signed in sees first, and the styles: each more waits its turn");
});
