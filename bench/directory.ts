import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance, monitorEventLoopDelay } from "node:perf_hooks";
import { loadLevelOne } from "#config";
import { systemClock } from "#src/core/clock";
import { buildLevelOneCatalogue } from "#src/core/directory/index";
import { keepCatalogue } from "#src/core/directory/keep-catalogue";
import { syncFromList } from "#src/core/directory/sync-directory";
import { hashSecret } from "#src/core/new-api-key";
import { newId, type ApiKeyId } from "#src/core/ids";
import type { Config } from "#config";
import { openHouse } from "#src/house";
import { openLog } from "#src/log";
import { createDatabase, openPostgres } from "#src/storage/postgres/open";
import { startWeb } from "#src/web/server";
import { madeUpDirectory } from "#test/support/made-up-directory";

/*
 * `npm run bench:directory [agencies]`: fills a directory of 125,000 agencies by the road a real list takes, then searches through the REST
 * API. Prints p50, p95, p99 of every kind of query and its ratio to the floor: one row by its key, through the same store in the same run.
 * Exit code 1 when the slowest kind is over the gate.
 */

const AGENCIES = Number(process.argv[2] ?? 125_000);
const GATE_MS = 50;
const ROUNDS = 60;

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  "a department": ["sở khcn quảng ngãi", "Sở Nội vụ Đắk Lắk", "so tai chinh lam dong", "sở nn&mt gia lai"],
  "an abbreviation": ["vpcp", "skhcn", "ubnd", "btc"],
  "a code": ["H48", "H48.06", "000.00.06.H48", "h36.10"],
  "words far down": ["trường tiểu học trà bồng", "trạm y tế lý sơn số 2", "trung tâm chuyển đổi số quảng ngãi"],
  "words in half of all names": ["xã", "ubnd xã", "số 1", "văn phòng", "trung tâm", "trường"],
  "being typed": ["so", "sở k", "sở kh", "sở khoa", "sở khoa học quả"],
  "nothing there": ["không có cơ quan này", "zzzz"],
};

async function main(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-bench-"));
  const closing: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true })];
  try {
    const { databaseUrl, house } = await open(directory, closing);
    console.log(`database ${new URL(databaseUrl).hostname}, ${AGENCIES.toLocaleString("en")} agencies`);
    await fill(house);

    const secret = `lt_${randomBytes(32).toString("base64url")}`;
    await house.store.write((tx) => tx.saveApiKey({ id: newId<ApiKeyId>(), name: "bench", secretHash: hashSecret(secret), agencies: [], createdAt: new Date(), revokedAt: null, lastUsedAt: new Date() }));
    const unlimited = { requestsPerKeyPerMinute: 1e9, requestsPerAddressPerMinute: 1e9 };
    const web = await startWeb({
      service: house.service,
      blobs: house.blobs,
      health: { parts: async () => await Promise.resolve([]) },
      settings: { host: "127.0.0.1", port: 0, trustProxy: false, limits: house.limits, tuning: unlimited },
      logger: { info: () => undefined, warn: () => undefined, error: console.error },
      now: () => new Date(),
    });
    closing.unshift(() => web.close());
    const ask = async (path: string): Promise<void> => {
      const response = await fetch(`${web.url}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
      const body = await response.text();
      if (response.status !== 200) throw new BenchError(`${path} answered ${response.status}: ${body.slice(0, 200)}`);
    };

    const codes = [...madeUpDirectory(AGENCIES)].filter((_, index) => index % 997 === 0).map(({ code }) => code);
    const floor = await measure(codes.slice(0, 100), 3, async (code) => void (await house.store.reader.agencies.byCode(code)));
    console.log(`\n${"".padEnd(28)}${"p50 ms".padStart(9)}${"p95 ms".padStart(9)}${"p99 ms".padStart(9)}${"× floor".padStart(9)}`);
    print("floor: one row by its key", floor, floor);
    print("API: one agency by its code", await measure(codes.slice(0, 100), 3, (code) => ask(`/agencies/${code}`)), floor);
    let worst = 0;
    for (const [kind, queries] of Object.entries(QUERIES)) {
      const times = await measure(queries, ROUNDS, (query) => ask(`/agencies?limit=20&q=${encodeURIComponent(query)}`));
      print(`API: ${kind}`, times, floor);
      worst = Math.max(worst, percentile(times, 0.95));
    }
    console.log(`\nslowest kind: p95 ${worst.toFixed(1)} ms, gate ${GATE_MS} ms: ${worst < GATE_MS ? "passed" : "FAILED"}`);
    return worst < GATE_MS ? 0 : 1;
  } finally {
    for (const close of closing) await close();
  }
}

async function open(directory: string, closing: (() => Promise<void>)[]) {
  const given = process.env["DATABASE_URL"];
  const postgres = await openPostgres({ ...(given !== undefined && { databaseUrl: given }), dataDirectory: join(directory, "database"), onEvent: () => undefined });
  closing.unshift(() => postgres.close());
  const databaseUrl = await createDatabase(postgres.url, `bench_directory_${randomBytes(4).toString("hex")}`);
  const config: Config = {
    dataDirectory: join(directory, "data"),
    databaseUrl,
    amqpUrl: null,
    queuePrefix: "bench",
    workers: 1,
    flowFile: null,
    recoveryMs: 15_000,
    marks: { mostWaiting: 200_000, mostMemoryBytes: 4 * 1024 ** 3, leastFreeBytes: 0 },
    web: { host: "127.0.0.1", port: 0, trustProxy: false },
    limits: { maxFileBytes: 1024 * 1024, maxDocumentBytes: 1024 * 1024 },
    webhooks: { allowLoopback: false },
    nearMinutes: 120,
    signOn: null,
    clock: { ntpServer: null, everyMs: 600_000 },
    events: { keepForMs: 90 * 24 * 60 * 60 * 1000 },
    logLevel: "error",
    axis: null,
    keysDirectory: join(directory, "keys"),
    trustDirectory: join(directory, "trust"),
    backupDirectory: null,
    clamd: null,
    mail: null,
    folders: null,
  };
  const house = await openHouse(config, { log: openLog({ level: "error", silent: true }), run: [] });
  closing.unshift(() => house.close());
  return { databaseUrl, house };
}

async function fill(house: Awaited<ReturnType<typeof openHouse>>): Promise<void> {
  const needs = { store: house.store, clock: systemClock };
  await keepCatalogue(needs, buildLevelOneCatalogue(loadLevelOne()).rows);
  for (const round of ["first sync", "same list again"]) {
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const begun = performance.now();
    const { state, counts } = await syncFromList(needs, "axis", asList(AGENCIES), new AbortController().signal);
    const seconds = (performance.now() - begun) / 1000;
    lag.disable();
    console.log(`${round}: ${seconds.toFixed(1)} s, ${state}, added ${counts.added}, changed ${counts.changed}, event loop p99 ${(lag.percentile(99) / 1e6).toFixed(0)} ms, longest ${(lag.max / 1e6).toFixed(0)} ms`);
  }
}

async function* asList(count: number) {
  yield* madeUpDirectory(count);
}

async function measure<Item>(items: readonly Item[], rounds: number, act: (item: Item) => Promise<void>): Promise<number[]> {
  for (const item of items) await act(item); // warm
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const item of items) {
      const begun = performance.now();
      await act(item);
      times.push(performance.now() - begun);
    }
  }
  return times.sort((a, b) => a - b);
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function print(name: string, times: readonly number[], floor: readonly number[]): void {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share));
  console.log(`${name.padEnd(28)}${[p50, p95, p99].map((ms) => (ms ?? 0).toFixed(2).padStart(9)).join("")}${((p95 ?? 0) / percentile(floor, 0.95)).toFixed(1).padStart(9)}`);
}

class BenchError extends Error {
  override readonly name = "BenchError";
}

process.exitCode = await main();
