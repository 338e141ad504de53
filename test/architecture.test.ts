import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import test from "ava";
import { packageRoot } from "#config";

/** The import table of docs/architecture.md, executed: who may know whom. */
const root = packageRoot();
const FOLDERS = ["edxml", "adapters", "config", "src", "test", "bench"];

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Where it leads: a file of ours, relative to the root without extension, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s+(?<type>type\s)?[^;"']*?from\s+["'](?<from>[^"']+)["']|^import\s+["'](?<bare>[^"']+)["']|\bimport\(\s*["'](?<dynamic>[^"']+)["']\s*\)/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  return Array.from(text.matchAll(IMPORT), (match) => {
    const specifier = match.groups?.["from"] ?? match.groups?.["bare"] ?? match.groups?.["dynamic"] ?? "";
    return { file, specifier, target: targetOf(file, specifier), typeOnly: match.groups?.["type"] !== undefined };
  });
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return relative(root, resolve(root, dirname(file), specifier)).replace(/\.tsx?$/, "");
  if (specifier.startsWith("#")) return specifier.slice(1).replace(/^config$/, "config/index").replace(/^edxml$/, "edxml/index");
  return specifier;
}

const sources = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => listSources(folder));
const imports = sources.flatMap(importsOf);

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => /\.tsx?$/.test(file))
    .sort();
}

function inside(file: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
}

function ours(target: string): boolean {
  return inside(target, ...FOLDERS);
}

function offences(from: readonly string[], allowed: (found: Import) => boolean): string[] {
  return imports.filter((found) => inside(found.file, ...from) && ours(found.target) && !allowed(found)).map((found) => `${found.file} → ${found.specifier}`);
}

test("the tree is really read", (t) => {
  t.true(sources.length > 50);
  t.true(imports.some((found) => found.file === "src/house.ts" && found.target === "adapters/axis/axis-adapter"));
});

test("edxml imports nothing of ours", (t) => {
  t.deepEqual(offences(["edxml"], ({ target }) => inside(target, "edxml")), []);
});

test("adapters know edxml and each other's ports, never the house", (t) => {
  t.deepEqual(offences(["adapters"], ({ target }) => inside(target, "adapters") || target === "edxml/index"), []);
});

test("config knows nothing of ours but the types of edxml", (t) => {
  t.deepEqual(offences(["config"], ({ target, typeOnly }) => inside(target, "config") || (target === "edxml/index" && typeOnly)), []);
});

test("the business knows edxml and the types of the two ports", (t) => {
  t.deepEqual(offences(["src/core"], ({ target, typeOnly }) => inside(target, "src/core") || target === "edxml/index" || (typeOnly && ["adapters/adapter", "adapters/work-queue"].includes(target))), []);
});

/** Ports of `adapters` a room knows by their types. The axis door answers the protocol of `axis/server`, which the house puts over its desk. */
const PORTS_OF: Readonly<Record<string, readonly string[]>> = { jobs: ["adapters/adapter", "adapters/work-queue"], web: ["adapters/axis/server/desk", "adapters/axis/server/axis-server"] };

for (const room of ["storage", "jobs", "web", "reporting"]) {
  test(`${room} knows the business, not the other rooms`, (t) => {
    t.deepEqual(
      offences([`src/${room}`], ({ target, typeOnly }) => inside(target, `src/${room}`, "src/core") || target === "edxml/index" || (typeOnly && (PORTS_OF[room] ?? []).includes(target))),
      [],
    );
  });
}

test("the web console knows nobody: all it does goes over the public API", (t) => {
  t.deepEqual(offences(["src/console"], ({ target }) => inside(target, "src/console")), []);
});

test("inspection knows the types of the business and nobody else, so that it can run in a thread of its own", (t) => {
  const faultAndText = ["src/core/fault", "src/core/policy/legacy-vietnamese"];
  t.deepEqual(offences(["src/inspection"], ({ target, typeOnly }) => inside(target, "src/inspection", ...faultAndText) || (typeOnly && inside(target, "src/core"))), []);
});

test("the doors besides REST know the business, the type of their port, the loop, and how REST says things", (t) => {
  const shared = ["src/jobs/loop", "src/web/problem", "src/web/rest/views", "src/web/rest/events"];
  t.deepEqual(offences(["src/doors"], ({ target, typeOnly }) => inside(target, "src/doors", "src/core", ...shared) || target === "edxml/index" || (typeOnly && target === "adapters/message-door")), []);
});

test("only the house constructs adapters", (t) => {
  const constructors = imports.filter(({ file, target, typeOnly }) => inside(file, "src") && /^adapters\/(?!adapter$|work-queue$|errors$)/.test(target) && !typeOnly).map(({ file }) => file);
  t.deepEqual([...new Set(constructors)].filter((file) => file !== "src/house.ts" && file !== "src/channels.ts" && !inside(file, "src/cli")), []);
});

test("top-level folders are crossed by name, never by ../", (t) => {
  const crossings = imports.filter(({ file, specifier, target }) => specifier.startsWith(".") && target.split("/")[0] !== file.split("/")[0]);
  t.deepEqual(crossings.map(({ file, specifier }) => `${file} → ${specifier}`), []);
});

test("edxml is entered by its one door", (t) => {
  t.deepEqual(imports.filter(({ file, target }) => !inside(file, "edxml", "test/edxml", "bench") && inside(target, "edxml") && target !== "edxml/index").map(({ file, specifier }) => `${file} → ${specifier}`), []);
});

const OWNED: Readonly<Record<string, readonly string[]>> = {
  typeorm: ["src/storage", "test/storage"],
  pg: ["src/storage", "adapters/database-queue", "test", "bench"],
  express: ["src/web", "test/console", "test/web"],
  busboy: ["src/web"],
  soap: ["src/web/soap", "test"],
  amqplib: ["adapters/rabbitmq", "adapters/peer-amqp", "test", "bench"],
  xmldsigjs: ["edxml/signature", "test/edxml", "bench"],
  winston: ["src/log.ts"],
  commander: ["src/cli", "src/main.ts"],
  fontkit: ["src/reporting"],
};

for (const [name, owners] of Object.entries(OWNED)) {
  test(`only ${owners.join(", ")} say ${name}`, (t) => {
    t.deepEqual(imports.filter(({ file, specifier }) => (specifier === name || specifier.startsWith(`${name}/`)) && !inside(file, ...owners)).map(({ file }) => file), []);
  });
}

test("only config reads process.env", (t) => {
  const readers = sources.filter((file) => !inside(file, "config", "test", "bench") && /process\.env/.test(readFileSync(join(root, file), "utf8")));
  t.deepEqual(readers, []);
});

test("nobody throws a bare Error", (t) => {
  const bare = sources.filter((file) => !inside(file, "test", "bench") && /throw new Error\(/.test(readFileSync(join(root, file), "utf8")));
  t.deepEqual(bare, []);
});

test("no type hole and no unfinished work is left in the sources", (t) => {
  const holes = /:\s*any\s*[;,)=|\]>]|\bas any\b|as unknown as|@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint)-disable|\bTODO\b|\bFIXME\b/;
  t.deepEqual(sources.filter((file) => file !== "test/architecture.test.ts" && holes.test(readFileSync(join(root, file), "utf8"))), []);
});
