import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { packageRoot } from "#config";
import { buildConsole } from "#src/console-build/build";
import { openPostgres } from "#src/storage/postgres/open";
import { PASSWORD } from "#test/web/session/person";
import { openBrowser, openWindow } from "./browser.ts";
import { openScene, userNameOf, type Scene, type Who } from "./scene.ts";

/**
 * `npm run guide`: takes the pictures of the guides anew, from a real gateway with the morning of `scene.ts`. They lie among the files of the
 * console, which shows them; docs/huong-dan links to the same ones.
 */
const folder = join(packageRoot(), "src", "console", "public", "assets");
const directory = await mkdtemp(join(tmpdir(), "lienthong-guide-"));
const postgres = await openPostgres({ dataDirectory: join(directory, "database"), settings: { durable: false }, onEvent: () => undefined });
process.env["DATABASE_URL"] = postgres.url;

interface Picture {
  readonly who: Who;
  readonly path: string;
  readonly name: string;
  /** What is done on the page before. */
  readonly first?: (page: Page, scene: Scene) => Promise<unknown>;
}

const pictures = ({ ids }: Scene): readonly Picture[] => [
  { who: "clerk", path: "/", name: "hom-nay" },
  { who: "clerk", path: `/van-ban-den/${ids.arrived}`, name: "van-ban-den" },
  { who: "clerk", path: `/van-ban-den/${ids.arrived}`, name: "tu-choi", first: refuse },
  { who: "clerk", path: "/soan", name: "soan", first: compose },
  { who: "clerk", path: `/van-ban-di/${ids.waiting}`, name: "van-ban-di" },
  { who: "clerk", path: "/van-ban-den?q=lien+thong", name: "tim-kiem" },
  { who: "clerk", path: "/so-van-ban", name: "so-van-ban" },
  { who: "supervisor", path: "/tong-quan", name: "tong-quan" },
  { who: "supervisor", path: "/nhat-ky", name: "nhat-ky" },
  { who: "supervisor", path: "/bao-cao", name: "bao-cao" },
  { who: "operator", path: "/", name: "quan-tri" },
  { who: "operator", path: "/ket-noi/moi", name: "ket-noi" },
  { who: "operator", path: "/tai-khoan", name: "tai-khoan" },
  { who: "auditor", path: "/kiem-tra", name: "kiem-tra" },
];

async function refuse(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Từ chối" }).click();
  await page.getByLabel("Lý do theo danh mục").click();
  await page.getByText("Thiếu thành phần văn bản").click();
  await page.getByLabel("Nói rõ để bên gửi sửa").fill("Thiếu Phụ lục II nêu tại mục 3");
}

async function compose(page: Page, scene: Scene): Promise<void> {
  await page.locator("input[type=file]").setInputFiles({ name: "8460-UBND-VX.pdf", mimeType: "application/pdf", buffer: await scene.pdf() });
  await page.getByText("Đã điền sẵn thông tin đọc được từ PDF").waitFor();
  await page.getByLabel("Số", { exact: true }).fill("8460");
  await page.getByLabel("Ký hiệu", { exact: true }).fill("UBND-VX");
  await page.getByLabel("Người ký").fill("Trần Thị Minh Họa");
  await page.getByLabel("Thêm nơi nhận").fill("so khoa hoc va cong nghe");
  await page.getByText("Sở Khoa học và Công nghệ tỉnh Quảng Ngãi (H48.06)").click();
  await page.getByRole("button", { name: "Kiểm tra" }).click();
  await page.getByText("Gửi được", { exact: true }).waitFor();
  await page.evaluate("window.scrollTo(0, 0)");
}

const closers: (() => Promise<void>)[] = [];
try {
  await buildConsole();
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name.startsWith("huong-dan-")) await rm(join(folder, name));
  const scene = await openScene({ teardown: (close) => closers.push(close) }, { hostile: false });
  const url = scene.here.house.url ?? "";
  const browser = await openBrowser();
  closers.push(() => browser.close());
  for (const { who, path, name, first } of pictures(scene)) {
    const context = await openWindow(browser);
    await context.request.post(`${url}/api/v1/session`, { data: { userName: userNameOf(who), password: PASSWORD }, headers: { origin: url } });
    const page = await context.newPage();
    await page.clock.install({ time: scene.town.clock.now() }); // the day of the town, not of whoever takes the pictures
    await page.goto(`${url}/#${path}`);
    await page.locator("h1").first().waitFor();
    await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
    await first?.(page, scene);
    await page.waitForTimeout(500); // the charts draw themselves
    await page.locator(".ant-message-notice").first().waitFor({ state: "detached" });
    await page.screenshot({ path: join(folder, `huong-dan-${name}.png`), animations: "disabled" });
    await context.close();
  }
} finally {
  for (const close of closers.toReversed()) await close();
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
}
