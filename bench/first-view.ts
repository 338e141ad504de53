import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildConsole } from "#src/console-build/build";
import { openPostgres } from "#src/storage/postgres/open";
import { openBrowser, openWindow } from "#test/console/browser";
import { openScene, userNameOf } from "#test/console/scene";
import { PASSWORD } from "#test/web/session/person";

/** `npm run bench:first-view`: how long a browser that knows nothing of the console takes until the page stands, and what it fetches for it. */
const ROUNDS = 7;
const directory = await mkdtemp(join(tmpdir(), "lienthong-first-view-"));
const postgres = await openPostgres({ dataDirectory: join(directory, "database"), settings: { durable: false }, onEvent: () => undefined });
process.env["DATABASE_URL"] = postgres.url;
const closers: (() => Promise<void>)[] = [];

/** Everything the browser fetched so far, as it went over the wire. */
const FETCHED = "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).reduce((sum, { transferSize }) => sum + transferSize, 0)";

async function measure(what: string, signedIn: boolean, stands: string): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await openWindow(browser); // a window of its own has an empty cache
    if (signedIn) await context.request.post(`${url}/api/v1/session`, { data: { userName: userNameOf("clerk"), password: PASSWORD }, headers: { origin: url } });
    const page = await context.newPage();
    await page.goto(`${url}/`, { waitUntil: "commit" });
    await page.getByText(stands).first().waitFor();
    times.push(Number(await page.evaluate("performance.now()")));
    bytes = Number(await page.evaluate(FETCHED));
    await context.close();
  }
  const sorted = times.toSorted((a, b) => a - b);
  process.stdout.write(`${what}: ${Math.round(sorted[Math.floor(ROUNDS / 2)] ?? 0)} ms (median of ${ROUNDS}, at most ${Math.round(sorted.at(-1) ?? 0)}), ${Math.round(bytes / 1024)} kB over the wire\n`);
}

await buildConsole();
const scene = await openScene({ teardown: (close) => closers.push(close) }, { hostile: false });
const url = scene.here.house.url ?? "";
const browser = await openBrowser();
closers.push(() => browser.close());
try {
  await measure("login", false, "Tên đăng nhập");
  await measure("Hôm nay of a clerk, with its documents", true, "8455/VPCP-KSTT");
} finally {
  for (const close of closers.toReversed()) await close();
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
}
