import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase, type Teardown } from "#test/support/postgres";
import { run } from "./run.ts";

/** Points the command line at one installation, as its environment does. Tests that use it are serial for this reason. */
export function at(t: Teardown, environment: Readonly<Record<string, string>>): void {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  t.teardown(async () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await Promise.resolve();
  });
}

export async function folder(t: Teardown): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "lienthong-cli-"));
  t.teardown(async () => await rm(made, { recursive: true, force: true }));
  return made;
}

/** An installation of its own: database, data folder, no broker. Gives the data folder. */
export async function installation(t: Teardown, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const data = await folder(t);
  at(t, { DATABASE_URL: await testDatabase(t), LIENTHONG_DATA: data, AMQP_URL: "", ...more });
  return data;
}

export async function json(...args: readonly string[]): Promise<{ code: number; answer: Record<string, unknown> }> {
  const { code, out } = await run(...args, "--json");
  return { code, answer: JSON.parse(out) as Record<string, unknown> };
}
