import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "#config";
import { buildConsole } from "#src/console-build/build";
import { openPostgres } from "#src/storage/postgres/open";
import { PASSWORD } from "#test/web/session/person";
import { openBrowser, openWindow } from "./browser.ts";
import { openScene, userNameOf, type Who } from "./scene.ts";

/** `npm run guide`: takes the pictures of docs/huong-dan anew, from a real gateway with the morning of `scene.ts`. */
const folder = join(packageRoot(), "docs", "huong-dan", "images");
const directory = await mkdtemp(join(tmpdir(), "lienthong-guide-"));
const postgres = await openPostgres({ dataDirectory: join(directory, "database"), settings: { durable: false }, onEvent: () => undefined });
process.env["DATABASE_URL"] = postgres.url;
const closers: (() => Promise<void>)[] = [];
try {
  await buildConsole();
  await mkdir(folder, { recursive: true });
  const scene = await openScene({ teardown: (close) => closers.push(close) }, { hostile: false });
  const url = scene.here.house.url ?? "";
  const browser = await openBrowser();
  closers.push(() => browser.close());
  const wanted: readonly { readonly who: Who; readonly path: string; readonly name: string }[] = [
    { who: "clerk", path: "/", name: "hom-nay" },
    { who: "clerk", path: `/van-ban-den/${scene.ids.arrived}`, name: "van-ban-den" },
    { who: "clerk", path: `/van-ban-di/${scene.ids.waiting}`, name: "van-ban-di" },
    { who: "clerk", path: "/soan", name: "soan" },
    { who: "supervisor", path: "/tong-quan", name: "tong-quan" },
    { who: "supervisor", path: "/nhat-ky", name: "nhat-ky" },
    { who: "operator", path: "/ket-noi/moi", name: "ket-noi" },
    { who: "operator", path: "/tai-khoan", name: "tai-khoan" },
    { who: "auditor", path: "/kiem-tra", name: "kiem-tra" },
  ];
  for (const { who, path, name } of wanted) {
    const context = await openWindow(browser);
    await context.request.post(`${url}/api/v1/session`, { data: { userName: userNameOf(who), password: PASSWORD }, headers: { origin: url } });
    const page = await context.newPage();
    await page.goto(`${url}/#${path}`);
    await page.locator("h1").first().waitFor();
    await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
    await page.waitForTimeout(400); // the charts draw themselves
    await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: 72 });
    await context.close();
  }
} finally {
  for (const close of closers.toReversed()) await close();
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
}
