import { text } from "node:stream/consumers";
import test from "ava";
import type { Browser } from "playwright-core";
import { buildConsole } from "#src/console-build/build";
import { noticeCommandSchema } from "#src/core/notices/notice";
import { failSending } from "#test/support/fail-sending";
import { files, incomingAt, letter } from "#test/support/letters";
import { eventually } from "#test/support/town";
import { PASSWORD } from "#test/web/session/person";
import { accessibility, openBrowser, openWindow, OVER_THE_PAGE, settled, watch } from "./browser.ts";
import { openDesk, type Desk, type Place } from "./desk.ts";
import { openScene, userNameOf, type Scene } from "./scene.ts";

/** One gateway with a morning's work, one browser, and one signed-in window for each role: shared by the whole file. */
const closers: (() => Promise<void>)[] = [];
let scene: Scene;
let browser: Browser;
let desk: Desk;
/** A report of the month. */
let issued: string;

test.before(async (t) => {
  t.timeout(120_000);
  await buildConsole();
  scene = await openScene({ teardown: (close) => closers.push(close) });
  issued = (await scene.here.house.service.issueReport({ agency: "H48", tree: true, period: "month" }, null, scene.here.operator)).report.id;
  browser = await openBrowser();
  desk = openDesk(browser, scene.here.house.url ?? "");
});
test.after.always(async () => {
  await browser?.close();
  for (const close of closers.toReversed()) await close();
});

const PAGES: readonly Place[] = [
  { who: "clerk", path: "/", heading: "Hôm nay" },
  { who: "clerk", path: "/van-ban-den?q=chi", heading: "Văn bản đến", opens: ["Bộ lọc đã lưu", "Cột", "Cơ quan gửi", "Trạng thái", "Nhận từ"] },
  { who: "clerk", path: "/van-ban-di", heading: "Văn bản đi", opens: ["Vì sao chưa tới?"] },
  { who: "clerk", path: () => `/van-ban-den/${scene.ids.accepted}`, heading: /Công văn \d+\/VPCP-KSTT/, opens: ["Báo hoàn thành"] },
  { who: "clerk", path: () => `/van-ban-den/${scene.ids.recalled}`, heading: /Công văn \d+\/VPCP-KSTT/ },
  { who: "clerk", path: () => `/van-ban-den/${scene.ids.arrived}`, heading: /Công văn \d+\/VPCP-KSTT/, opens: ["Từ chối"] },
  { who: "clerk", path: () => `/van-ban-di/${scene.ids.refused}`, heading: /Báo cáo \d+\/UBND-VX/ },
  { who: "clerk", path: () => `/van-ban-di/${scene.ids.waiting}`, heading: /Công văn \d+\/UBND-VX/, opens: ["Thao tác khác", "Thu hồi"] },
  { who: "clerk", path: "/soan", heading: "Soạn và gửi", opens: ["Thêm nơi nhận", "Hạn trả lời", "Mục đích gửi"] },
  { who: "clerk", path: "/tam-giu", heading: "Tạm giữ" },
  { who: "clerk", path: "/so-van-ban", heading: "Sổ văn bản", opens: ["Tải về", "Ngày trong kỳ"] },
  { who: "clerk", path: "/thoi-han", heading: "Thời hạn" },
  { who: "clerk", path: "/thong-bao", heading: "Sự cố, bảo trì", opens: ["Phát thông báo"] },
  { who: "clerk", path: "/ho-so", heading: "Hồ sơ", opens: ["Bật xác thực hai lớp"] },
  { who: "clerk", path: "/huong-dan", heading: "Hướng dẫn" },
  { who: "supervisor", path: "/", heading: "Hôm nay" },
  { who: "supervisor", path: "/tong-quan", heading: "Tổng quan", opens: ["Kỳ"] },
  { who: "supervisor", path: "/so-van-ban?so=outgoing", heading: "Sổ văn bản" },
  { who: "supervisor", path: "/bao-cao", heading: "Báo cáo", opens: ["Phát hành báo cáo kỳ này"] },
  { who: "supervisor", path: "/bao-cao?tab=da-phat-hanh", heading: "Báo cáo" },
  { who: "supervisor", path: () => `/bao-cao/${issued}`, heading: /^Báo cáo/ },
  { who: "supervisor", path: "/thoi-han?xem=bang", heading: "Thời hạn" },
  { who: "supervisor", path: "/nhat-ky", heading: "Nhật ký trao đổi" },
  { who: "supervisor", path: "/co-quan", heading: "Cơ quan" },
  { who: "supervisor", path: "/co-quan/H48", heading: /Quảng Ngãi/ },
  { who: "supervisor", path: "/lich", heading: "Lịch làm việc" },
  { who: "supervisor", path: "/chinh-sach", heading: "Quy định áp dụng" },
  { who: "supervisor", path: "/chinh-sach/quang-ngai-57-2014", heading: /57\/2014/ },
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
  await page.getByText("Không có việc nào quá hạn hay sắp đến hạn.").waitFor();
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

test.serial("the PDF of an incoming and of an outgoing document is shown in the page, as pictures", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", "/ho-so");
  const drawn = "(() => { const c = document.querySelector('.pdf canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; return d.some((value, index) => index % 4 === 0 && value < 90); })()";
  for (const path of [`/van-ban-den/${scene.ids.arrived}`, `/van-ban-di/${scene.ids.refused}`]) {
    await page.goto(`${desk.url}/#${path}`);
    await page.getByRole("img", { name: "Trang 1 trên 1" }).waitFor();
    t.true(await eventually("the page is drawn", async () => Boolean(await page.evaluate(drawn))));
    await page.getByRole("button", { name: "Đóng" }).click();
    t.is(await page.locator(".pdf").count(), 0);
  }
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

test.serial("a clerk keeps a search under a name, uses and removes it, chooses columns that stay, and exports what was found", async (t) => {
  const { page, complaints } = await desk.pageOf("clerk", "/van-ban-den?q=chi+dao");
  const saved = page.getByRole("button", { name: "Bộ lọc đã lưu" });
  const rows = page.locator("tbody tr");
  await saved.click();
  await page.getByText("Lưu bộ lọc hiện tại…").click();
  await page.getByLabel("Tên bộ lọc").fill("Công tác chỉ đạo");
  t.deepEqual(await accessibility(page, OVER_THE_PAGE), []);
  await page.getByRole("dialog").getByRole("button", { name: "Lưu" }).click();
  await page.goto(`${desk.url}/#/van-ban-den`);
  await settled(page);
  const all = await rows.count();
  await saved.click();
  await page.getByRole("menuitem", { name: "Công tác chỉ đạo" }).click();
  await eventually("fewer rows", async () => (await rows.count()) < all);
  t.regex(page.url(), /q=chi/);

  await page.getByRole("button", { name: "Cột" }).click();
  await page.getByRole("checkbox", { name: "Hạn trả lời" }).click();
  await page.getByRole("checkbox", { name: "Độ khẩn" }).click();
  await page.getByRole("columnheader", { name: "Hạn trả lời" }).waitFor();
  await page.reload();
  await settled(page);
  t.deepEqual(await page.getByRole("columnheader").allTextContents(), ["Số, ký hiệu", "Trích yếu", "Cơ quan gửi", "Nhận lúc", "Hạn trả lời", "Trạng thái"], "the columns stay");

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Xuất CSV" }).click()]);
  t.is(download.suggestedFilename(), "van-ban-den.csv");
  const [titles, ...lines] = (await text(await download.createReadStream())).trim().split("\r\n").map((line) => line.replace("\uFEFF", "").slice(1, -1).split('","'));
  t.deepEqual(titles?.slice(0, 3), ["Số, ký hiệu", "Trích yếu", "Mã cơ quan gửi"]);
  const shown = await rows.evaluateAll((all) => all.map((row) => [0, 1].map((at) => row.querySelectorAll("td")[at]?.textContent ?? "")));
  t.deepEqual(lines.map((cells) => cells.slice(0, 2)), shown);

  await saved.click();
  await page.getByRole("menuitem", { name: "Xóa bộ lọc" }).hover();
  await page.getByRole("menuitem", { name: "Xóa “Công tác chỉ đạo”" }).click();
  await saved.click();
  await page.getByText("Lưu bộ lọc hiện tại…").waitFor();
  t.is(await page.getByRole("menuitem", { name: "Công tác chỉ đạo" }).count(), 0);
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("a clerk sends again one of two hand-overs that failed, then what is left, with a reason each time", async (t) => {
  const { here } = scene;
  const { service } = here.house;
  await service.holdChannel("axis", "chờ Trục mở lại tài khoản", here.operator);
  const { document } = await service.sendDocument(letter({ sender: "H48", receivers: [{ organId: "H13" }], code: { number: "9201", notation: "UBND-NC" }, issuedOn: "2026-11-20" }), await files(here), here.operator, null);
  await service.update(document.id, { reason: "gửi thêm nơi nhận", change: {}, addReceivers: ["G22"], removeReceivers: [], person: { fullName: "Nguyễn Thị Lan" } }, here.operator);
  await failSending(here, "axis", "Trục chưa đăng ký cơ quan gửi H48");
  await service.letChannelGo("axis", "Trục báo đã mở", here.operator);
  const states = async (): Promise<readonly string[]> => (await service.outgoing(document.id, here.operator)).dispatches.map(({ receiverCode, state }) => `${receiverCode} ${state}`).toSorted();
  t.deepEqual(await states(), ["G22 failed", "H13 failed"]);

  const { page, complaints } = await desk.pageOf("clerk", "/van-ban-di?state=failed");
  await page.getByRole("link", { name: "9201/UBND-NC" }).click();
  const again = page.getByRole("button", { name: "Gửi lại", exact: true });
  const dialog = page.getByRole("dialog");
  await again.click();
  await dialog.getByRole("checkbox", { name: /Văn phòng Chính phủ/ }).click();
  await dialog.getByRole("button", { name: "Gửi lại" }).click();
  await dialog.getByText("Nhập lý do").waitFor();
  t.deepEqual(await states(), ["G22 failed", "H13 failed"], "nothing goes without a reason");
  await dialog.getByLabel("Lý do").fill("Trục đã đăng ký cơ quan gửi");
  await dialog.getByRole("button", { name: "Gửi lại" }).click();
  await page.getByText("Đã xếp hàng gửi lại").waitFor();
  await dialog.waitFor({ state: "hidden" });
  await eventually("the one that was chosen goes", async () => !(await states()).includes("H13 failed"));
  t.true((await states()).includes("G22 failed"), "the other one waits for its own word");

  await again.click();
  t.is(await dialog.getByRole("checkbox").count(), 0, "only one is left");
  await dialog.getByLabel("Lý do").fill("Gửi nốt nơi còn lại");
  await dialog.getByRole("button", { name: "Gửi lại" }).click();
  await again.waitFor({ state: "detached" });
  t.false((await states()).includes("G22 failed"));
  t.deepEqual(complaints, []);
  await page.close();
});

test.serial("with the keyboard alone a clerk goes from Hôm nay to a document and accepts it; a list that lies open elsewhere shows it without reloading", async (t) => {
  const { page: list } = await desk.pageOf("clerk", "/van-ban-den?state=arrived");
  const before = await list.locator("tbody tr").count();
  const { page, complaints } = await desk.pageOf("clerk", "/");
  await settled(page);
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate("document.activeElement?.textContent?.trim() ?? ''")) === name) return;
    }
    t.fail(`the keyboard does not reach ${name}`);
  };
  await tabTo("V/v rà soát việc kết nối, liên thông văn bản điện tử qua Trục liên thông văn bản quốc gia");
  await page.keyboard.press("Enter");
  await settled(page, /Công văn/);
  t.is(await page.evaluate("document.activeElement.id"), "main", "whoever reads with the keyboard begins at the page that opened");
  const dialog = page.getByRole("dialog");
  await tabTo("Từ chối");
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  t.is(await page.evaluate("document.activeElement.textContent"), "Từ chối", "back where the dialog was opened");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await tabTo("Tiếp nhận");
  await page.keyboard.press("Enter");
  await page.getByText("Đã tiếp nhận", { exact: true }).first().waitFor();
  await eventually("one row less", async () => (await list.locator("tbody tr").count()) === before - 1, 10_000);
  t.deepEqual(complaints, []);
  await Promise.all([page.close(), list.close()]);
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
  await page.getByRole("link", { name: "8454/UBND-VX" }).waitFor();
  t.is(await page.locator("h1").first().textContent(), "Văn bản đi");
  await page.close();
});
