import test from "ava";
import type { Browser } from "playwright-core";
import { buildConsole } from "#src/console-build/build";
import { noticeCommandSchema } from "#src/core/notices/notice";
import { incomingAt, letter } from "#test/support/letters";
import { eventually } from "#test/support/town";
import { PASSWORD } from "#test/web/session/person";
import { accessibility, openBrowser, openWindow, settled, watch } from "./browser.ts";
import { openDesk, type Desk, type Place } from "./desk.ts";
import { openScene, userNameOf, type Scene } from "./scene.ts";

/** One gateway with a morning's work, one browser, and one signed-in window for each role: shared by the whole file. */
const closers: (() => Promise<void>)[] = [];
let scene: Scene;
let browser: Browser;
let desk: Desk;

test.before(async (t) => {
  t.timeout(120_000);
  await buildConsole();
  scene = await openScene({ teardown: (close) => closers.push(close) });
  browser = await openBrowser();
  desk = openDesk(browser, scene.here.house.url ?? "");
});
test.after.always(async () => {
  await browser?.close();
  for (const close of closers.toReversed()) await close();
});

const PAGES: readonly Place[] = [
  { who: "clerk", path: "/", heading: "Hôm nay" },
  { who: "clerk", path: "/van-ban-den", heading: "Văn bản đến" },
  { who: "clerk", path: "/van-ban-di", heading: "Văn bản đi" },
  { who: "clerk", path: () => `/van-ban-den/${scene.ids.accepted}`, heading: /Công văn \d+\/VPCP-KSTT/ },
  { who: "clerk", path: () => `/van-ban-di/${scene.ids.refused}`, heading: /Báo cáo \d+\/UBND-VX/ },
  { who: "clerk", path: "/soan", heading: "Soạn và gửi" },
  { who: "clerk", path: "/tam-giu", heading: "Tạm giữ" },
  { who: "supervisor", path: "/", heading: "Hôm nay" },
  { who: "supervisor", path: "/tong-quan", heading: "Tổng quan" },
  { who: "clerk", path: "/thoi-han", heading: "Thời hạn" },
  { who: "supervisor", path: "/so-van-ban?so=outgoing", heading: "Sổ văn bản" },
  { who: "supervisor", path: "/bao-cao", heading: "Báo cáo" },
  { who: "supervisor", path: "/thoi-han", heading: "Thời hạn" },
  { who: "supervisor", path: "/nhat-ky", heading: "Nhật ký trao đổi" },
  { who: "clerk", path: "/ho-so", heading: "Hồ sơ" },
  { who: "clerk", path: "/huong-dan", heading: "Hướng dẫn" },
];

for (const who of ["clerk", "supervisor"] as const)
  test.serial(`every page of the ${who}, wide and on a phone, keeps WCAG 2.2 AA, its policy and its window`, async (t) => {
    await desk.walk(t, who, PAGES.filter((one) => one.who === who));
  });

test.serial("the first view asks each thing once, before the pages themselves are read", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", "/");
  await page.reload();
  await settled(page);
  const asked: unknown = await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/api/v1/') && !name.includes('/events/'))");
  const paths = (Array.isArray(asked) ? asked.map(String) : []).map((name) => decodeURIComponent(name.slice(name.indexOf("/api/v1/"))));
  t.deepEqual(paths.toSorted(), [...new Set(paths)].toSorted());
  t.deepEqual([paths[0], paths[1]], ["/api/v1/session", "/api/v1/incoming?state=arrived&limit=50"]);
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("signing in: refused with the reason, then in, out again, and nobody's page is left", async (t) => {
  const context = await openWindow(browser);
  const page = await context.newPage();
  const complaints = watch(page);
  await page.goto(`${desk.url}/#/van-ban-den`);
  await page.getByLabel("Tên đăng nhập").fill(userNameOf("leader"));
  await page.getByLabel("Mật khẩu", { exact: true }).fill("không phải mật khẩu này");
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByText("Tên tài khoản hoặc mật khẩu chưa đúng").waitFor();
  t.deepEqual(await accessibility(page), []);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByRole("heading", { name: "Văn bản đến" }).waitFor();
  await settled(page);
  t.is(await page.getByRole("link", { name: "Soạn và gửi" }).count(), 0, "a leader reads");
  await page.getByRole("button", { name: "Trần Quang Minh" }).click();
  await page.getByText("Đăng xuất").click();
  await page.getByRole("heading", { name: "Đăng nhập" }).waitFor();
  t.is(await page.getByText("VPCP-KSTT").count(), 0);
  t.deepEqual(complaints, []);
  await context.close();
});

test.serial("the first minute: the link of the first start makes the first operator, samples come with one click, stay among themselves, and go with one", async (t) => {
  const context = await openWindow(browser);
  const page = await context.newPage();
  const complaints = watch(page);
  const { house, operator } = scene.empty;
  const token = (await house.service.newSetupToken()) ?? "";
  await page.goto(`${house.url ?? ""}/`);
  await page.getByText("Cổng chưa có tài khoản nào").waitFor();
  await page.goto(`${house.url ?? ""}/#/thiet-lap?ma=${token}`);
  await page.getByLabel("Họ và tên").fill("Đỗ Thị Khởi Đầu");
  await page.getByLabel("Tên đăng nhập").fill("khoidau");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu").fill(PASSWORD);
  t.deepEqual(await accessibility(page), []);
  await page.getByRole("button", { name: "Tạo tài khoản quản trị" }).click();
  await page.getByRole("heading", { name: "Hôm nay" }).waitFor();
  t.is(await house.service.setupNeeded(), false);

  await page.getByRole("button", { name: "Nạp dữ liệu mẫu" }).click();
  await page.getByText("Mật khẩu của các tài khoản dùng thử").waitFor();
  t.deepEqual(await accessibility(page), []);
  const password = await page.locator(".ant-alert code").textContent();
  const standing = await house.service.samples();
  t.like(standing, { real: false, agencies: ["Y99", "Y99.01", "Y99.02", "Y99.03"] });
  t.true(standing.outgoing >= 8 && standing.incoming > standing.outgoing);
  await t.throwsAsync(house.service.loadSamples("lần nữa", operator), { code: "move-illegal" });
  const { problems } = await house.service.checkDocument(letter({ sender: "Y99", receivers: [{ organId: "H48" }], issuedOn: "2026-11-19" }), null, { ...operator, agencies: ["Y99"] });
  t.regex(problems.find(({ field }) => field.startsWith("/receivers"))?.message ?? "", /Cơ quan mẫu .* chỉ trao đổi với cơ quan mẫu/);

  const trial = await openWindow(browser);
  const clerk = await trial.newPage();
  await clerk.goto(`${house.url ?? ""}/`);
  await clerk.getByLabel("Tên đăng nhập").fill("vanthu.mau");
  await clerk.getByLabel("Mật khẩu", { exact: true }).fill(password ?? "");
  await clerk.getByRole("button", { name: "Đăng nhập" }).click();
  await clerk.getByText("Yêu cầu thu hồi cần trả lời").waitFor();
  await clerk.getByText("34/TTr-STC").first().waitFor();
  await trial.close();

  await house.service.issueReport({ agency: "Y99", tree: true, period: "month" }, null, operator);
  await page.getByRole("button", { name: "Bỏ dữ liệu mẫu" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Bỏ dữ liệu mẫu" }).click();
  await page.getByRole("button", { name: "Nạp dữ liệu mẫu" }).waitFor();
  t.like(await house.service.samples(), { real: false, agencies: [], accounts: [], outgoing: 0, incoming: 0 });
  t.deepEqual((await house.service.listOutgoing({ limit: 10 }, operator)).rows, []);
  t.deepEqual((await house.service.issuedReports({ limit: 10 }, operator)).rows, []);
  t.deepEqual((await house.store.reader.accounts.audit({ limit: 5, kind: "sample" })).rows.map(({ kind }) => kind), ["sample.removed", "sample.loaded"]);
  t.deepEqual(complaints, []);
  await context.close();
});

test.serial("a document is composed from its PDF, sent to an agency found by name and to the successor of a closed one, and arrives", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", "/soan");
  await page.getByRole("button", { name: "Kiểm tra" }).click();
  await page.getByText("Nhập số", { exact: true }).waitFor();
  await page.locator("input[type=file]").setInputFiles({ name: "9001-UBND.pdf", mimeType: "application/pdf", buffer: await scene.pdf() });
  await page.getByText("Đã điền sẵn thông tin đọc được từ PDF").waitFor();
  t.is(await page.getByLabel("Ký hiệu", { exact: true }).inputValue(), "VPCP-KSTT");
  await page.getByLabel("Số", { exact: true }).fill("9001");
  await page.getByLabel("Ký hiệu", { exact: true }).fill("UBND-KTTH");
  await page.getByLabel("Người ký").fill("Nguyễn Hoàng Giang");
  await page.getByLabel("Thêm nơi nhận").fill("so khoa hoc va cong nghe");
  await page.getByText("Sở Khoa học và Công nghệ tỉnh Quảng Ngãi (H48.06)").click();
  await page.getByLabel("Thêm nơi nhận").fill("H62");
  await page.getByText("UBND tỉnh Vĩnh Phúc (H62), đã đóng").click();
  await page.getByRole("button", { name: /^Gửi tới UBND tỉnh Phú Thọ/ }).click();
  await page.getByRole("button", { name: "Bỏ UBND tỉnh Phú Thọ" }).click();
  await page.getByRole("button", { name: "Kiểm tra" }).click();
  await page.getByText("Gửi được", { exact: true }).waitFor();
  t.deepEqual(await accessibility(page), []);
  await page.getByRole("button", { name: "Ký và gửi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ký và gửi" }).click();
  await page.getByRole("heading", { name: /9001\/UBND-KTTH/ }).waitFor();
  await page.getByRole("img", { name: "Trang 1 trên 1" }).waitFor();
  t.is((await incomingAt(scene.here, "H48.06", "9001/UBND-KTTH")).state, "arrived");
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("what strangers write into a subject and a file name stays text (XSS)", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", `/van-ban-den/${scene.hostile.id}`);
  await page.getByText(scene.hostile.subject).first().waitFor();
  await page.getByText(scene.hostile.fileName).first().waitFor();
  for (const path of ["/", "/van-ban-den", "/thoi-han"]) {
    await page.goto(`${desk.url}/#${path}`);
    await settled(page);
  }
  t.is(await page.evaluate("window.hacked"), undefined);
  t.is(await page.locator("img[onerror], svg[onload], [onclick]").count(), 0);
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("a PDF is shown in the page, as pictures", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", `/van-ban-den/${scene.ids.arrived}`);
  await page.getByRole("img", { name: "Trang 1 trên 1" }).waitFor();
  const drawn = "(() => { const c = document.querySelector('.pdf canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; return d.some((value, index) => index % 4 === 0 && value < 90); })()";
  t.true(await eventually("the page is drawn", async () => Boolean(await page.evaluate(drawn))));
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("a clerk asks why a document has not come, corrects it, takes it back, and enters what went on paper during an outage", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", "/van-ban-di");
  const dialog = page.getByRole("dialog").last();
  await page.getByRole("row", { name: /8457/ }).getByRole("button", { name: "Vì sao chưa tới?" }).click();
  await page.getByText("Văn bản đã vào Trục liên thông quốc gia").waitFor();
  await page.goto(`${desk.url}/#/van-ban-di/${scene.ids.waiting}`);
  await page.getByRole("button", { name: /Thao tác khác/ }).click();
  await page.getByText("Cập nhật thông tin văn bản").click();
  await dialog.getByLabel("Trích yếu").fill("V/v phối hợp tổ chức hội nghị sơ kết (đã sửa)");
  await dialog.getByRole("button", { name: "Cập nhật" }).click();
  await dialog.getByText("Nhập lý do").waitFor();
  await dialog.getByLabel("Lý do").fill("Ghi thiếu nội dung");
  await dialog.getByRole("button", { name: "Cập nhật" }).click();
  await page.getByText("Ghi thiếu nội dung").first().waitFor();
  await dialog.waitFor({ state: "hidden", timeout: 15_000 }).catch(async () => t.fail(`the dialog stays: ${await dialog.innerText()}`));
  await page.getByRole("button", { name: "Thu hồi", exact: true }).click();
  await dialog.getByLabel("Lý do").fill("Ban hành nhầm");
  await dialog.getByRole("button", { name: "Thu hồi" }).click();
  await page.getByText("Yêu cầu thu hồi").first().waitFor();

  const { house, operator } = scene.here;
  const notice = await house.service.issueNotice(noticeCommandSchema.parse({ kind: "incident", agency: "H48", number: "12/TB-UBND", what: "Mất kết nối Trục", suspendedFrom: "2026-11-20T08:00:00+07:00", temporaryMeasures: "Gửi bản giấy", backfillMeasures: "Nhập bù trong ngày", contacts: [], signer: "Trần Thị Minh Họa" }), operator);
  await page.goto(`${desk.url}/#/thong-bao/${notice.id}`);
  await page.getByRole("button", { name: "Nhập bù văn bản" }).click();
  await dialog.getByLabel("Số, ký hiệu").fill("125/UBND-KTTH");
  await dialog.getByLabel("Trích yếu").fill("V/v phòng, chống bão");
  await dialog.getByLabel("Hoặc tên cơ quan").fill("Ban Chỉ huy phòng thủ dân sự");
  t.deepEqual(await accessibility(page), []);
  await dialog.getByLabel("Ngày ban hành").fill("20/11/2026");
  await dialog.getByLabel("Ngày ban hành").press("Enter");
  await dialog.getByRole("button", { name: "Ghi vào sổ" }).click();
  await page.getByText("125/UBND-KTTH").first().waitFor();
  const [entry] = await house.service.backfill(notice.id, operator);
  t.is(entry?.happenedAt.toISOString(), "2026-11-20T01:00:00.000Z", "the clock of the picker is Vietnam's, though the browser is elsewhere");
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("a clerk searches without diacritics, opens what was found, refuses it with code and reason, and the sender's gateway hears", async (t) => {
  const { page } = await desk.pageOf("clerk", "/van-ban-den");
  await page.getByRole("searchbox").or(page.getByLabel("Số ký hiệu, trích yếu, cơ quan…")).first().fill("ung pho mua lu");
  await page.keyboard.press("Enter");
  const link = page.getByRole("link", { name: /ứng phó mưa lũ/ });
  await link.waitFor();
  await settled(page);
  t.is(await page.locator("tbody tr").count(), 1);
  t.regex(page.url(), /q=ung/, "the filter is in the address");
  await link.click();
  await page.getByRole("button", { name: "Từ chối" }).click();
  await page.getByLabel("Lý do theo danh mục").click();
  await page.getByText("Gửi sai nơi nhận").click();
  await page.getByLabel("Nói rõ để bên gửi sửa").fill("Thuộc trách nhiệm của Ban Chỉ huy Phòng thủ dân sự");
  await page.getByRole("dialog").getByRole("button", { name: "Từ chối" }).click();
  await page.getByText("Đã từ chối", { exact: true }).first().waitFor();
  const { rows } = await scene.there.house.service.listOutgoing({ limit: 50 }, scene.there.operator);
  const sent = rows.find(({ document }) => document.message.subject.includes("mưa lũ"));
  await eventually("the sender knows", async () => (await scene.there.house.service.outgoing(sent?.document.id ?? rows[0]!.document.id, scene.there.operator)).dispatches[0]?.state === "refused");
  await page.close();
});

test.serial("what happens at the gateway is on the page without reloading", async (t) => {
  const { page } = await desk.pageOf("clerk", "/van-ban-den?state=arrived");
  const before = await page.locator("tbody tr").count();
  const { items } = await scene.here.house.service.listIncoming({ limit: 50, state: "arrived" }, scene.here.operator).then(({ rows }) => ({ items: rows }));
  const one = items.find(({ id }) => id === scene.ids.arrived) ?? items[0];
  if (one === undefined) return t.fail("nothing waits");
  await scene.here.house.service.reportStatus(one.id, { action: "accept", person: { fullName: "QLVB" } }, scene.here.operator);
  await eventually("one row less", async () => (await page.locator("tbody tr").count()) === before - 1, 10_000);
  t.pass();
  await page.close();
});

test.serial("a lost connection is said and found again; an expired session asks for the password over the page", async (t) => {
  const { page } = await desk.pageOf("auditor", "/van-ban-den");
  await page.context().setOffline(true);
  await page.getByText("Mất kết nối với cổng. Đang thử lại…").waitFor();
  t.true((await page.locator("tbody tr").count()) > 0, "the last answer stays");
  t.deepEqual(await accessibility(page), []);
  await page.context().setOffline(false);
  await page.getByText("Mất kết nối với cổng. Đang thử lại…").waitFor({ state: "detached" });
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Văn bản đi", exact: true }).click();
  await page.getByText("Phiên làm việc đã hết").first().waitFor();
  await page.getByRole("dialog").getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("dialog").getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByText("Phiên làm việc đã hết").first().waitFor({ state: "detached" });
  t.is(await page.locator("h1").first().textContent(), "Văn bản đi");
  await page.close();
});
