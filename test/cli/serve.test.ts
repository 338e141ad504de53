import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { testDatabase } from "#test/support/postgres";

const MAIN = fileURLToPath(import.meta.resolve("#src/main"));

/** Starts a verb that runs until it is stopped; answers with its one line. */
async function start(t: ExecutionContext, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<{ child: ChildProcess; line: Record<string, string> }> {
  const child = spawn(process.execPath, [MAIN, ...args, "--json"], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "ignore"] });
  t.teardown(() => void child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) return { child, line: JSON.parse(line) as Record<string, string> };
  return { child, line: {} };
}

async function folder(t: ExecutionContext): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "lienthong-cli-"));
  t.teardown(async () => await rm(made, { recursive: true, force: true }));
  return made;
}

test("serve says where it is in one line, answers, and ends with 0 on SIGTERM", async (t) => {
  const { child, line } = await start(t, ["serve"], { DATABASE_URL: await testDatabase(t), LIENTHONG_DATA: await folder(t), LIENTHONG_PORT: "0", AMQP_URL: "" });
  t.is((await fetch(`${line["url"] ?? ""}/healthz`)).status, 200);
  t.is((await fetch(`${line["url"] ?? ""}/readyz`)).status, 200);
  child.kill("SIGTERM");
  t.deepEqual(await once(child, "exit"), [0, null]);
});

test("a process with some roles answers for its health alone, and names them (DN-21.4)", async (t) => {
  const { child, line } = await start(t, ["serve", "--roles", "jobs,pull:axis"], { DATABASE_URL: await testDatabase(t), LIENTHONG_DATA: await folder(t), LIENTHONG_PORT: "0", AMQP_URL: "" });
  const ready = await fetch(`${line["url"] ?? ""}/readyz`);
  t.is(ready.status, 200);
  t.deepEqual(((await ready.json()) as { roles: string[] }).roles, ["jobs", "pull:axis"]);
  t.is((await fetch(`${line["url"] ?? ""}/api/v1/documents`)).status, 404);
  child.kill("SIGTERM");
  t.deepEqual(await once(child, "exit"), [0, null]);
});

test("a server whose port is taken ends with a sentence, not a stack trace", async (t) => {
  const environment = { DATABASE_URL: await testDatabase(t), LIENTHONG_DATA: await folder(t), AMQP_URL: "" };
  const first = await start(t, ["serve"], { ...environment, LIENTHONG_PORT: "0" });
  const { port } = new URL(first.line["url"] ?? "");
  const second = spawn(process.execPath, [MAIN, "serve"], { env: { ...process.env, ...environment, LIENTHONG_PORT: port, LIENTHONG_LOG_LEVEL: "error" }, stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  second.stderr.on("data", (chunk) => (err += String(chunk)));
  const [code] = (await once(second, "exit")) as [number | null];
  t.true(code === 2 || code === 5, `${code}: ${err}`);
  t.regex(err, /^Lỗi: /m);
  t.notRegex(err, /\n\s+at /);
});

test("axis-simulator runs by itself until it is stopped", async (t) => {
  const data = await folder(t);
  const members = join(data, "members.json");
  await writeFile(members, JSON.stringify([{ systemId: "thu.h48", secret: "bi-mat", units: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] }]));
  const { child, line } = await start(t, ["axis-simulator", "--members", members, "--port", "0", "--data", join(data, "axis")], {});
  t.is((await fetch(`${line["endpoint"] ?? ""}/getAgenciesList`, { method: "POST" })).status, 200);
  child.kill("SIGINT");
  t.deepEqual(await once(child, "exit"), [0, null]);
});
