import { readFile } from "node:fs/promises";
import forge from "node-forge";
import test from "ava";
import type { Browser, Locator, Page } from "playwright-core";
import { startAxisSimulator } from "#adapters/axis/simulator/simulator";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { parseOrganId, type LocalDate } from "#edxml";
import { buildConsole } from "#src/console-build/build";
import { codeOf, stepOf } from "#src/core/accounts/totp";
import { never, statusOn } from "#test/support/axis-door";
import { scratchDirectory } from "#test/adapters/axis/support";
import { testCertificate } from "#test/support/certificates";
import { becomes, gatewayOf, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";
import { PASSWORD } from "#test/web/session/person";
import { openProvider } from "#test/web/session/provider";
import { accessibility, openBrowser, openWindow, settled } from "./browser.ts";
import { openDesk, type Desk, type Opened, type Place } from "./desk.ts";
import { BACKUP, failedLetters, operatorsMorning } from "./operators-morning.ts";
import { addPeople, userNameOf, type Who } from "./scene.ts";

/** A province's gateway as its operators and its auditor find it in the morning; one browser for the whole file. */
const closers: (() => Promise<void>)[] = [];
let here: TownGateway;
let browser: Browser;
let desk: Desk;

test.before(async (t) => {
  t.timeout(120_000);
  await buildConsole();
  const agencies = [{ code: "H48", name: "Ủy ban nhân dân tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }];
  const provider = await openProvider();
  closers.push(() => provider.close());
  const town = await openTown({ teardown: (close) => closers.push(close) }, { start: new Date("2026-11-20T09:00:00+07:00"), gateways: { quangngai: { agencies, run: ["web", "jobs"], signOn: provider.configFor("quangngai", false) } }, others: { cantho: [{ code: "H13", name: "Ủy ban nhân dân thành phố Cần Thơ" }] } });
  here = gatewayOf(town, "quangngai");
  provider.serve([{ clientId: "quangngai", url: here.house.url ?? "" }]);
  await addPeople(here);
  await becomes(here, await send(here, { sender: "H48", receivers: [{ organId: "H13" }] }), "H13", "sent"); // the channel is known from its first letter on
  await operatorsMorning(here);
  browser = await openBrowser();
  desk = openDesk(browser, here.house.url ?? "");
});

/** One page of each role for the whole file, led from place to place: a new one would load everything again. */
const standing = new Map<Who, Opened>();
async function at(who: Who, path: string): Promise<Opened> {
  const opened = standing.get(who) ?? (await desk.pageOf(who, "/ho-so"));
  standing.set(who, opened);
  if (!opened.page.url().endsWith("#/ho-so")) await opened.page.goto(`${desk.url}/#/ho-so`); // so that what is shown next is asked for anew
  await opened.page.goto(`${desk.url}/#${path}`);
  await settled(opened.page);
  return opened;
}
test.afterEach.always(async (t) => {
  if (t.passed) return;
  for (const { page } of standing.values()) await page.close(); // whatever dialog it left open
  standing.clear();
});
test.after.always(async () => {
  await browser?.close();
  for (const close of closers.toReversed()) await close();
});

const PLACES: readonly Place[] = [
  { who: "operator", path: "/thong-bao", heading: "Sự cố, bảo trì" },
  { who: "operator", path: "/", heading: "Hôm nay" },
  { who: "operator", path: "/co-quan", heading: "Cơ quan" },
  { who: "operator", path: "/co-quan/H48", heading: /Quảng Ngãi/ },
  { who: "operator", path: "/co-quan?tab=dong-bo", heading: "Cơ quan" },
  { who: "operator", path: "/lich?agency=H48&thang=2026-11", heading: "Lịch làm việc" },
  { who: "operator", path: "/chinh-sach", heading: "Quy định áp dụng" },
  { who: "operator", path: "/tai-khoan", heading: "Tài khoản" },
  { who: "operator", path: "/webhook", heading: "Webhook" },
  { who: "operator", path: "/ket-noi", heading: "Kết nối" },
  { who: "operator", path: "/ket-noi/moi", heading: "Thêm kết nối" },
  { who: "operator", path: "/ket-noi/ap-dung", heading: "Áp dụng tệp cấu hình" },
  { who: "operator", path: "/ket-noi/lgsp-h36", heading: "LGSP tỉnh Bắc Ninh" },
  { who: "operator", path: "/hang-doi", heading: "Hàng đợi" },
  { who: "operator", path: "/hang-doi?tab=thu-chet", heading: "Hàng đợi" },
  { who: "operator", path: "/khoa-api", heading: "Khóa API" },
  { who: "operator", path: "/chung-thu", heading: "Chứng thư" },
  { who: "operator", path: "/sao-luu", heading: "Sao lưu" },
  { who: "operator", path: `/sao-luu/${BACKUP}`, heading: /^Phục hồi bản sao lưu lúc/ },
  { who: "auditor", path: "/hang-doi?tab=cach-ly", heading: "Hàng đợi" },
  { who: "auditor", path: "/kiem-tra", heading: "Nhật ký thao tác" },
  { who: "auditor", path: "/kiem-tra?kind=session.opened", heading: "Nhật ký thao tác" },
];

for (const who of ["operator", "auditor"] as const)
  test.serial(`every page of the ${who}, wide and on a phone, keeps WCAG 2.2 AA, its policy and its window`, async (t) => {
    await desk.walk(t, who, PLACES.filter((one) => one.who === who));
  });

/** What reads, turns, chooses or takes a copy. */
const HARMLESS = /^(Tải danh sách|Xuất CSV|Xuất cấu hình|Bản in \(PDF\)|Tải chứng thư|Xem thay đổi|Kiểm tra lại|Trang trước|Trang sau|Cột|)$/;

test.serial("an auditor sees every page of the operators, and no button on any of them that would change something", async (t) => {
  const { page, complaints } = await at("auditor", "/ho-so");
  for (const path of ["/ket-noi", "/ket-noi/lgsp-h36", "/hang-doi", "/hang-doi?tab=thu-chet", "/co-quan", "/co-quan/H48", "/co-quan?tab=dong-bo", "/lich", "/chinh-sach", "/chinh-sach?tab=rieng", "/tai-khoan", "/khoa-api", "/chung-thu", "/webhook", "/sao-luu", `/sao-luu/${BACKUP}`, "/kiem-tra", "/thong-bao", "/tong-quan", "/bao-cao", "/so-van-ban"]) {
    await page.goto(`${desk.url}/#${path}`);
    await settled(page);
    t.is(await page.getByText("Không mở được trang").count(), 0, path);
    t.is(await page.locator(".failed").count(), 0, path);
    t.deepEqual((await page.locator("main button").allTextContents()).filter((text) => !HARMLESS.test(text.trim())), [], path);
  }
  t.deepEqual(complaints, []);
});

/** Fills the reason of the open dialog and confirms it. */
async function confirm(page: Page, button: string, reason = "công văn 12/STTTT-CNTT"): Promise<void> {
  const dialog = page.getByRole("dialog").last();
  await dialog.getByLabel(/^Lý do|^Căn cứ/).fill(reason);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

async function choose(page: Page, label: string, typed: string, option: string | RegExp): Promise<void> {
  await page.getByRole("dialog").last().getByLabel(label, { exact: true }).fill(typed);
  await optionOf(page, option).click();
}

/** What opens over a form is gone again, and nothing is half faded in: neither is part of the page that is looked at. */
async function still(page: Page): Promise<void> {
  for (const popup of [".ant-select-dropdown", ".ant-picker-dropdown", ".ant-form-show-help-item-appear-active"]) await eventually(`no ${popup}`, async () => (await page.locator(`${popup}:visible`).count()) === 0);
}

function optionOf(page: Page, text: string | RegExp): Locator {
  return page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter({ hasText: text }).first();
}

test.serial("dead letters: one is sent again, then some, then all, each time with a reason", async (t) => {
  await failedLetters(here, ["9002", "9003", "9004"]);
  const { page, complaints } = await at("operator", "/hang-doi?tab=thu-chet");
  const rows = page.locator("tbody tr");
  await eventually("four letters", async () => (await rows.count()) === 4);
  await page.getByLabel("Chọn 9002/UBND-NC").check();
  await page.getByRole("button", { name: "Gửi lại 1 chuyến đã chọn" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Gửi lại", exact: true }).click();
  await page.getByText("Nhập lý do").waitFor();
  t.deepEqual(await accessibility(page), []);
  await confirm(page, "Gửi lại");
  await eventually("one has gone", async () => (await rows.count()) === 3);
  await page.getByLabel("Chọn 9003/UBND-NC").check();
  await page.getByLabel("Chọn 9004/UBND-NC").check();
  await page.getByRole("button", { name: "Gửi lại 2 chuyến đã chọn" }).click();
  await confirm(page, "Gửi lại");
  await eventually("two more have gone", async () => (await rows.count()) === 1);
  await page.getByRole("button", { name: "Gửi lại tất cả" }).click();
  await confirm(page, "Gửi lại");
  await page.getByText("Không có chuyến gửi không thành công nào.").waitFor();
  t.deepEqual(complaints, []);
});

test.serial("a channel is held with a reason, is shown as held, and is let go", async (t) => {
  const { page } = await at("operator", "/hang-doi");
  const axis = page.getByRole("listitem").filter({ hasText: "Trục liên thông quốc gia" }).filter({ has: page.getByRole("button") });
  await axis.getByRole("button", { name: "Giữ kênh" }).click();
  await confirm(page, "Giữ kênh", "Trục báo bảo trì");
  await axis.getByText("quantri giữ: Trục báo bảo trì").waitFor();
  await axis.getByRole("button", { name: "Thả kênh" }).click();
  await confirm(page, "Thả kênh");
  await axis.getByRole("button", { name: "Giữ kênh" }).waitFor();
  t.is((await here.house.service.queues(here.operator)).find(({ flow }) => flow.channel === "axis")?.flow.held, null);
});

test.serial("an API key is shown once, copied, used, and is worth nothing once it is revoked", async (t) => {
  const { page, complaints } = await at("operator", "/khoa-api");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: desk.url });
  await page.getByRole("button", { name: "Cấp khóa" }).click();
  await page.getByRole("dialog").getByLabel("Tên hệ thống").fill("QLVB Sở Khoa học");
  await choose(page, "Thêm cơ quan được làm thay", "H48.06", /H48\.06/);
  await page.getByRole("dialog").getByLabel("Lý do").fill("công văn 12/SKHCN-VP");
  await page.getByRole("dialog").getByRole("button", { name: "Cấp khóa" }).click();
  const shown = page.getByRole("alert").filter({ hasText: "nó chỉ hiện một lần" });
  await shown.getByRole("button", { name: "Chép", exact: true }).click();
  const secret = String(await page.evaluate("navigator.clipboard.readText()"));
  t.is((await shown.locator("code").textContent())?.trim(), secret);
  t.deepEqual(await accessibility(page), []);
  const used = async (): Promise<number> => (await fetch(`${desk.url}/api/v1/documents`, { headers: { authorization: `Bearer ${secret}` } })).status;
  t.is(await used(), 200);
  await shown.getByRole("button", { name: "Đóng" }).click();
  await page.reload();
  await settled(page, "Khóa API");
  t.false((await page.content()).includes(secret));
  await page.getByRole("listitem").filter({ hasText: "QLVB Sở Khoa học" }).getByRole("button", { name: "Thu hồi" }).click();
  await confirm(page, "Thu hồi");
  await page.getByRole("listitem").filter({ hasText: "QLVB Sở Khoa học" }).getByText("Đã thu hồi").waitFor();
  t.is(await used(), 401);
  t.deepEqual(complaints, []);
});

test.serial("a backup is made and read again, restored for trial, and what a restore would take away is told with its commands", async (t) => {
  const { page, complaints } = await at("operator", "/sao-luu");
  await page.getByRole("button", { name: "Sao lưu ngay" }).click();
  await confirm(page, "Sao lưu", "trước khi nâng cấp");
  const made = page.getByRole("listitem").filter({ hasText: "quangngai-backups" }).filter({ has: page.getByRole("button", { name: "Kiểm tra lại" }) });
  const others = page.getByRole("listitem").filter({ hasText: "quangngai-backups" });
  await made.waitFor();
  await others.filter({ hasText: "Nguyên vẹn" }).waitFor();
  await page.getByText("Đang đọc lại").or(page.getByText("Đang sao lưu")).waitFor({ state: "detached" });
  await made.getByRole("button", { name: "Phục hồi thử" }).click();
  await confirm(page, "Phục hồi thử", "diễn tập quý IV");
  await others.filter({ hasText: "Phục hồi được" }).getByText(/văn bản đi.*đủ tệp/).waitFor();
  await send(here, { sender: "H48", receivers: [{ organId: "H13" }], code: { number: "7001", notation: "UBND-VX" } });
  await made.getByRole("link", { name: "Nếu phải phục hồi bản này" }).click();
  await page.getByRole("heading", { name: /^Phục hồi bản sao lưu lúc/ }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "7001/UBND-VX" }).waitFor();
  await page.getByText(/^lienthong backup restore .*quangngai-backups/).waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải danh sách" }).click();
  t.regex(await readFile(await (await download).path(), "utf8"), /"Đi","7001\/UBND-VX","[^"]+","H48","H13"/);
  t.deepEqual(await accessibility(page), []);
  t.deepEqual(complaints, []);
});

test.serial("a signing key is changed with overlap: the next one is staged from its file, its certificate taken to the partners, then it signs", async (t) => {
  const { page, complaints } = await at("operator", "/chung-thu");
  const next = await testCertificate({ code: "G22", name: "Văn phòng Chính phủ" });
  const ours = page.getByRole("listitem").filter({ hasText: "H48.06" }).filter({ has: page.getByRole("button", { name: /khóa kế tiếp/ }) });
  await ours.getByRole("button", { name: "Nạp khóa kế tiếp" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("input[type=file]").setInputFiles({ name: "h48-06.p12", mimeType: "application/x-pkcs12", buffer: pkcs12Of(next.privateKeyPem, next.certificatePem, "mat-khau-tep") });
  await dialog.getByLabel("Mật khẩu của tệp").fill("sai mật khẩu");
  await dialog.getByLabel("Lý do").fill("gia hạn chứng thư");
  await dialog.getByRole("button", { name: "Nạp khóa" }).click();
  await dialog.getByText(/Không mở được khóa/).waitFor();
  t.deepEqual(await accessibility(page), []);
  await dialog.getByLabel("Mật khẩu của tệp").fill("mat-khau-tep");
  await confirm(page, "Nạp khóa", "gia hạn chứng thư");
  const waiting = page.getByRole("listitem").filter({ hasText: "Kế tiếp, chưa dùng" });
  const download = page.waitForEvent("download");
  await waiting.getByRole("button", { name: "Tải chứng thư" }).click();
  t.is((await readFile(await (await download).path(), "utf8")).trim(), next.certificatePem.trim());
  await waiting.getByRole("button", { name: "Bắt đầu dùng" }).click();
  await confirm(page, "Bắt đầu dùng");
  await waiting.waitFor({ state: "detached" });
  const [inUse] = (await here.house.service.certificates(here.operator)).filter(({ use, owner }) => use === "signing" && owner === "H48.06");
  t.is(inUse?.pem?.trim(), next.certificatePem.trim());
  t.deepEqual(complaints, []);
});

function pkcs12Of(key: string, certificate: string, password: string): Buffer {
  const bundle = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(key), [forge.pki.certificateFromPem(certificate)], password, { algorithm: "3des" });
  return Buffer.from(forge.asn1.toDer(bundle).getBytes(), "binary");
}

test.serial("the directory is synced now, and its report is read", async (t) => {
  const { page } = await at("operator", "/co-quan?tab=dong-bo");
  const before = await page.locator("tbody tr").count();
  await page.getByRole("button", { name: "Đồng bộ ngay" }).click();
  await confirm(page, "Đồng bộ");
  await eventually("one more sync, done", async () => (await page.locator("tbody tr").filter({ hasText: "Xong" }).count()) === before + 1, 20_000);
  await page.getByRole("button", { name: "Xem thay đổi" }).first().click();
  await page.getByRole("dialog").getByText(/cơ quan: thêm/).waitFor();
  t.deepEqual(await accessibility(page), []);
});

test.serial("agencies are merged into a successor, and whoever looks for them is led there", async (t) => {
  const { page } = await at("operator", "/co-quan");
  await page.getByRole("button", { name: "Đóng, sáp nhập" }).click();
  await choose(page, "Thêm mã đóng", "H13", /\(H13\)/);
  await choose(page, "Cơ quan kế thừa", "H48.06", /\(H48\.06\)/);
  const day = page.getByRole("dialog").getByLabel("Ngày cuối còn hiệu lực");
  await day.fill("31/12/2026");
  await day.press("Enter");
  await still(page);
  t.deepEqual(await accessibility(page), []);
  await confirm(page, "Ghi nhận", "Nghị quyết 12/NQ-HĐND");
  await page.goto(`${desk.url}/#/co-quan/H13`);
  await page.getByRole("link", { name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }).waitFor();
});

test.serial("a proposed day of the calendar is decided with the document it rests on, and a year is confirmed to be complete", async (t) => {
  const { page } = await at("operator", "/lich?agency=H48&thang=2026-11");
  const doubtful = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Quyết định" }) });
  const before = await doubtful.count();
  t.true(before > 0, "a day waits to be confirmed");
  await doubtful.first().getByRole("button", { name: "Quyết định" }).click();
  await page.getByRole("dialog").getByLabel("Văn bản làm căn cứ").fill("8765/TB-BNV");
  t.deepEqual(await accessibility(page), []);
  await confirm(page, "Ghi nhận", "đã có thông báo chính thức");
  await eventually("it waits no longer", async () => (await doubtful.count()) < before);
  await page.getByText("đã có thông báo chính thức").waitFor();
  await page.goto(`${desk.url}/#/lich?agency=H48&thang=2027-02`);
  await page.getByRole("button", { name: "Xác nhận đã đủ" }).click();
  await page.getByRole("dialog").getByLabel("Văn bản làm căn cứ").fill("8766/TB-BNV");
  await confirm(page, "Xác nhận");
  await eventually("no day of the year is in doubt because of the year", async () => (await page.getByText("Năm 2027 chưa có đủ").count()) === 0);
});

test.serial("an agency's own rules are recorded from its decision, and the next version says what it changed", async (t) => {
  const { page, complaints } = await at("operator", "/chinh-sach?tab=rieng");
  const record = async (number: string, megabytes: string): Promise<void> => {
    await page.getByRole("button", { name: "Ghi quyết định riêng" }).click();
    const dialog = page.getByRole("dialog");
    await choose(page, "Cơ quan", "H48.06", /\(H48\.06\)/);
    await dialog.getByLabel("Số quyết định").fill(number);
    await dialog.getByLabel("Cơ quan ra quyết định").fill("Sở Khoa học và Công nghệ");
    for (const label of ["Ngày quyết định", "Áp dụng từ"]) {
      await dialog.getByLabel(label).fill("16/11/2026");
      await dialog.getByLabel(label).press("Enter");
    }
    await choose(page, "Quy tắc được quy định riêng", "dung lượng mỗi văn bản", /^Dung lượng mỗi văn bản$/);
    await page.keyboard.press("Escape");
    await page.locator(".ant-select-dropdown:visible").waitFor({ state: "detached" });
    await dialog.getByText("Đang áp dụng:").waitFor();
    await dialog.getByLabel(/^Tối đa \(MiB\)/).fill(megabytes);
    await dialog.getByLabel("Điều khoản của quyết định").fill(`${number} Đ.2`);
    t.deepEqual(await accessibility(page), []);
    await confirm(page, "Ghi nhận", "Đường truyền của Sở chưa nâng cấp");
  };
  await record("15/QĐ-SKHCN", "25");
  await page.getByText("dung lượng mỗi văn bản: tối đa 25 MB").waitFor();
  await record("18/QĐ-SKHCN", "30");
  await page.getByText("bản 1: tối đa 25 MB").waitFor();
  const { rules } = await here.house.service.policyOf("H48.06");
  t.deepEqual(rules["document-size"].value, { maxMb: 30 });
  t.deepEqual(complaints, []);
});

test.serial("paper, required facts and signatures are decided in their forms; what is refused stands at its field; the version then holds, and only from its day on", async (t) => {
  const { page, complaints } = await at("operator", "/chinh-sach?tab=rieng");
  await page.getByRole("button", { name: "Ghi quyết định riêng" }).click();
  const dialog = page.getByRole("dialog");
  await choose(page, "Cơ quan", "H48.06", /\(H48\.06\)/);
  await dialog.getByLabel("Số quyết định").fill("21/QĐ-SKHCN");
  await dialog.getByLabel("Cơ quan ra quyết định").fill("Sở Khoa học và Công nghệ");
  const day = async (label: string, text: string): Promise<void> => {
    await dialog.getByLabel(label).fill(text);
    await dialog.getByLabel(label).press("Enter");
  };
  await day("Ngày quyết định", "16/11/2026");
  await day("Áp dụng từ", "01/12/2026");
  await day("Tới (nếu có)", "30/11/2026");
  for (const rule of ["Bản giấy", "Thông tin bắt buộc", "Chữ ký số"]) await choose(page, "Quy tắc được quy định riêng", rule, new RegExp(`^${rule}$`));
  await page.keyboard.press("Escape");
  const part = (rule: string): Locator => dialog.getByRole("group", { name: rule });
  const pick = async (rule: string, label: string, option: string): Promise<void> => {
    const field = part(rule).getByLabel(label, { exact: true });
    await field.click();
    if ((await field.getAttribute("readonly")) === null) await field.fill(option);
    await optionOf(page, option).click();
  };
  await part("bản giấy").getByText(/^Đang áp dụng/).waitFor();
  await pick("bản giấy", "Thường lệ", "Kèm bản giấy");
  await part("bản giấy").getByRole("button", { name: "Thêm nhóm hoàn toàn điện tử" }).click();
  const added = part("bản giấy").getByRole("group", { name: /^Hoàn toàn điện tử/ }).last();
  await added.getByLabel("Mục đích").click();
  await optionOf(page, "Lịch công tác").click();
  await page.keyboard.press("Escape");
  await pick("thông tin bắt buộc", "Bắt buộc có", "Lĩnh vực");
  await page.keyboard.press("Escape");
  await pick("chữ ký số", "Văn bản không ký số", "Từ chối");
  for (const rule of ["bản giấy", "thông tin bắt buộc", "chữ ký số"]) await part(rule).getByLabel("Điều khoản của quyết định").fill("21/QĐ-SKHCN Đ.3");
  await dialog.getByLabel("Lý do").fill("Quy chế văn thư mới của Sở");
  await dialog.getByRole("button", { name: "Ghi nhận" }).click();
  const refused = dialog.locator(".ant-form-item", { has: page.locator("label", { hasText: "Tới (nếu có)" }) }).getByText("Ngày kết thúc đứng trước ngày bắt đầu");
  await refused.waitFor();
  await part("bản giấy").locator(".ant-form-item-explain-error").first().waitFor(); // the new group cites no article yet
  await still(page);
  t.deepEqual(await accessibility(page), []);
  await day("Tới (nếu có)", "31/12/2027");
  await still(page);
  await added.getByLabel("Điều khoản của nhóm").fill("21/QĐ-SKHCN Đ.3.2");
  await confirm(page, "Ghi nhận", "Quy chế văn thư mới của Sở");
  const newest = page.getByRole("listitem").filter({ hasText: "bản 3: 21/QĐ-SKHCN" });
  await newest.getByText(/^Chữ ký số|^chữ ký số/).first().waitFor();
  t.is(await newest.getByText("mới", { exact: true }).count(), 3);
  await newest.getByText(/trở lại quy định chung/).waitFor(); // the size of the version before
  const now = (await here.house.service.policyOf("H48.06")).rules.signature.value;
  t.not((now as { unsigned?: string }).unsigned, "refuse");
  const then = here.house.policies.for("H48.06", "2026-12-02" as LocalDate).rules;
  t.like(then.signature.value, { unsigned: "refuse" });
  t.like(then.paper.value, { otherwise: "with-paper" });
  t.true((then.metadata.value as { required: readonly string[] }).required.includes("sphere"));
  await page.goto(`${desk.url}/#/chinh-sach?tab=so-sanh`);
  await settled(page);
  for (const [label, on] of [["Bên gửi", "hôm nay"], ["Bên nhận", "02/12/2026"]] as const) {
    await page.getByLabel(label, { exact: true }).fill("H48.06");
    await optionOf(page, /\(H48\.06\)/).click();
    await still(page);
    if (label === "Bên gửi") continue;
    await page.getByLabel("Quy định bên nhận vào ngày").fill(on);
    await page.getByLabel("Quy định bên nhận vào ngày").press("Enter");
  }
  await page.locator("tbody tr").filter({ hasText: "21/QĐ-SKHCN Đ.3" }).first().waitFor();
  t.deepEqual(complaints, []);
});

test.serial("a webhook is added, paused, sent everything again and removed, each with its reason; the journal has them", async (t) => {
  const { page, complaints } = await at("operator", "/webhook");
  await page.getByRole("button", { name: "Thêm webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Tên").fill("QLVB Sở Khoa học");
  await dialog.getByLabel("Địa chỉ (https)").fill("http://qlvb.example.gov.vn/su-kien");
  await dialog.getByLabel("Lý do").fill("công văn 30/SKHCN");
  await dialog.getByRole("button", { name: "Thêm", exact: true }).click();
  await dialog.locator(".ant-form-item-explain-error").getByText(/^Địa chỉ webhook/).waitFor(); // refused at its field
  await dialog.getByLabel("Địa chỉ (https)").fill("https://qlvb.example.gov.vn/su-kien");
  await confirm(page, "Thêm", "công văn 30/SKHCN");
  await page.getByRole("alert").filter({ hasText: "nó chỉ hiện một lần" }).getByRole("button", { name: "Đóng" }).click();
  const hook = page.getByRole("listitem").filter({ hasText: "QLVB Sở Khoa học" });
  for (const [button, then] of [["Tạm dừng", "Chạy lại"], ["Chạy lại", "Tạm dừng"], ["Gửi lại", "Tạm dừng"]] as const) {
    await hook.getByRole("button", { name: button }).click();
    await confirm(page, button, `${button}: QLVB bảo trì`);
    await hook.getByRole("button", { name: then }).waitFor();
  }
  t.deepEqual(await accessibility(page), []);
  await hook.getByRole("button", { name: "Gỡ" }).click();
  await confirm(page, "Gỡ", "QLVB thôi dùng");
  await hook.waitFor({ state: "detached" });
  const { page: read } = await at("auditor", "/kiem-tra?kind=access.webhook-changed");
  for (const text of ["thêm", "tạm dừng", "chạy lại", "gửi lại sự kiện", "gỡ"]) await read.locator("tbody tr").filter({ hasText: `việc: ${text}` }).filter({ hasText: "lý do:" }).first().waitFor();
  t.deepEqual(complaints, []);
});

test.serial("an account is given with its ground, refused at its field, changes its first password, ends its other session, and is out when it is locked", async (t) => {
  const { page, complaints } = await at("operator", "/tai-khoan");
  await page.getByRole("button", { name: "Thêm tài khoản" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Tên đăng nhập").fill("Nguyễn Bình");
  await dialog.getByLabel("Họ và tên").fill("Nguyễn Văn Bình");
  await choose(page, "Thêm cơ quan", "H48.06", /\(H48\.06\)/);
  await dialog.getByLabel(/^Căn cứ/).fill("12/QĐ-SNV ngày 20/11/2026");
  await dialog.getByRole("button", { name: "Tạo tài khoản" }).click();
  await dialog.locator(".ant-form-item-explain-error").getByText(/^Tên tài khoản/).waitFor();
  await still(page);
  t.deepEqual(await accessibility(page), []);
  await dialog.getByLabel("Tên đăng nhập").fill("nvbinh.skhcn");
  await dialog.getByRole("button", { name: "Tạo tài khoản" }).click();
  const shown = page.getByRole("alert").filter({ hasText: "Mật khẩu tạm của Nguyễn Văn Bình" });
  const temporary = (await shown.locator("code").textContent())?.trim() ?? "";
  await shown.getByRole("button", { name: "Đóng" }).click();

  const context = await openWindow(browser);
  const theirs = await context.newPage();
  await theirs.goto(desk.url);
  await theirs.getByLabel("Tên đăng nhập").fill("nvbinh.skhcn");
  await theirs.getByLabel("Mật khẩu", { exact: true }).fill(temporary);
  await theirs.getByRole("button", { name: "Đăng nhập" }).click();
  await theirs.getByLabel("Mật khẩu hiện tại").fill(temporary);
  await theirs.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await theirs.getByLabel("Nhập lại mật khẩu mới").fill(PASSWORD);
  t.deepEqual(await accessibility(theirs), []);
  await theirs.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await theirs.getByText("Đã đổi mật khẩu; các phiên khác đã kết thúc.").waitFor();
  const elsewhere = await openWindow(browser);
  const opened = await elsewhere.request.post(`${desk.url}/api/v1/session`, { data: { userName: "nvbinh.skhcn", password: PASSWORD }, headers: { origin: desk.url } });
  t.is(opened.status(), 201, await opened.text());
  await theirs.goto(`${desk.url}/#/ho-so`);
  await theirs.reload();
  await theirs.getByRole("button", { name: "Kết thúc" }).click();
  await theirs.getByRole("button", { name: "Kết thúc" }).waitFor({ state: "detached" });
  t.is((await elsewhere.request.get(`${desk.url}/api/v1/session`)).status(), 401);

  await page.getByRole("button", { name: "Thao tác với Nguyễn Văn Bình" }).click();
  await page.getByRole("menuitem", { name: "Khóa", exact: true }).click();
  await confirm(page, "Khóa", "nghỉ việc từ 01/12");
  await page.locator("tbody tr").filter({ hasText: "nvbinh.skhcn" }).getByText("Bị khóa").waitFor();
  t.is((await context.request.get(`${desk.url}/api/v1/session`)).status(), 401);
  await theirs.goto(`${desk.url}/#/`);
  await theirs.getByText("Phiên làm việc đã hết").first().waitFor();
  for (const one of [context, elsewhere]) await one.close();
  t.deepEqual(complaints, []);
});

test.serial("whoever signs in where the province keeps its people comes to the page they wanted; a stranger is told what to do", async (t) => {
  const throughProvider = async (login: string): Promise<Page> => {
    const page = await (await openWindow(browser)).newPage();
    await page.goto(`${desk.url}/#/ho-so`);
    const way = page.getByRole("link", { name: "Đăng nhập một lần (SSO)" });
    await way.waitFor();
    if (login === userNameOf("leader")) t.deepEqual(await accessibility(page), []);
    await way.click();
    await page.locator("[name=login]").fill(login);
    await page.locator("[name=password]").fill("gì cũng được");
    await page.locator("[type=submit]").click();
    await page.getByRole("button", { name: "Continue" }).click(); // consents to be known by name
    return page;
  };
  const known = await throughProvider(userNameOf("leader"));
  await known.getByRole("heading", { name: "Hồ sơ" }).waitFor();
  t.is(new URL(known.url()).hash, "#/ho-so");
  const stranger = await throughProvider("nguoi.la");
  await stranger.getByText("Cổng chưa có tài khoản cho người này").waitFor();
  for (const page of [known, stranger]) await page.context().close();
});

test.serial("a second factor is switched on with its first code, asked for when signing in, and switched off", async (t) => {
  const context = await openWindow(browser);
  const page = await context.newPage();
  const signIn = async (): Promise<void> => {
    await page.getByLabel("Tên đăng nhập").fill(userNameOf("leader"));
    await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
  };
  await page.goto(`${desk.url}/#/ho-so`);
  await signIn();
  await page.getByRole("button", { name: "Bật xác thực hai lớp" }).click();
  const dialog = page.getByRole("dialog").last();
  await dialog.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Tiếp tục" }).click();
  const secret = (await dialog.locator("code").textContent())?.trim() ?? "";
  await dialog.getByLabel("Mã sáu chữ số").fill("000000");
  await dialog.getByRole("button", { name: "Xác nhận" }).click();
  await dialog.getByRole("alert").waitFor();
  t.deepEqual(await accessibility(page), []);
  const now = (ahead = 0): string => codeOf(secret, stepOf(here.house.clock.now()) + ahead);
  await dialog.getByLabel("Mã sáu chữ số").fill(now());
  await dialog.getByRole("button", { name: "Xác nhận" }).click();
  await page.getByText("Cất các mã dự phòng này").waitFor();
  await page.getByRole("button", { name: "Trần Quang Minh" }).click();
  await page.getByText("Đăng xuất").click();
  await page.getByRole("heading", { name: "Đăng nhập" }).waitFor();
  await signIn();
  await page.getByLabel(/^Mã/).fill(now(1)); // a code counts once
  await page.getByRole("button", { name: /Đăng nhập|Xác nhận|Tiếp tục/ }).click();
  await page.getByRole("button", { name: "Trần Quang Minh" }).waitFor();
  await page.goto(`${desk.url}/#/ho-so`);
  await page.getByRole("button", { name: "Tắt", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("dialog").getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByRole("button", { name: "Bật xác thực hai lớp" }).waitFor();
  await context.close();
});

/** Goes on with Tab until the named thing has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    const focused = String(await page.evaluate("(() => { const e = document.activeElement; return [e.getAttribute('aria-label'), ...Array.from(e.labels ?? [], (label) => label.textContent), e.tagName === 'BUTTON' || e.tagName === 'A' ? e.textContent : ''].filter(Boolean).join('\\n'); })()"));
    if (focused.split("\n").some((one) => name.test(one.trim()))) return;
    await page.keyboard.press("Tab");
  }
  throw new TypeError(`nothing called ${name.source} takes the focus`);
}

test.serial("a partner is connected with the keyboard alone: a failed check says what to do, then the test passes, it is switched on, and a test document goes there and its answer comes back", async (t) => {
  const [lgsp, so] = [{ systemId: "vxp.lgsp", secret: "bi-mat-lgsp-0001" }, { systemId: "vxp.so", secret: "bi-mat-so-0001" }];
  const { house } = here;
  const members = [{ ...lgsp, units: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] }, { ...so, units: [{ code: "H14.05", name: "Sở Nội vụ" }] }];
  const platform = await startAxisSimulator({ port: 0, dataDirectory: await scratchDirectory(t), members, now: () => house.clock.now() });
  t.teardown(() => platform.close());
  await house.store.write((tx) => tx.saveAgency({ code: "H14.05", organization: { organId: parseOrganId("H14.05"), organName: "Sở Nội vụ tỉnh Cao Bằng" }, source: "manual", aliases: [], hosting: null }));
  const { page, complaints } = await at("operator", "/ket-noi/moi");
  const { keyboard } = page;
  const enter = async (name: RegExp, text: string): Promise<void> => {
    await tabTo(page, name);
    await keyboard.press("Control+a");
    await keyboard.type(text);
  };
  const press = async (name: RegExp): Promise<void> => {
    await tabTo(page, name);
    await keyboard.press("Enter");
  };
  await enter(/^Tên$/, "LGSP tỉnh Cao Bằng");
  await enter(/^Mã ngắn/, "lgsp-h14");
  await press(/^Tiếp tục$/);
  await enter(/^Địa chỉ$/, platform.url);
  await enter(/^Tài khoản/, lgsp.systemId);
  await enter(/^Khóa bí mật$/, "khóa sai");
  await enter(/^Hỏi văn bản mới/, "1");
  await tabTo(page, /^Thêm cơ quan$/);
  await keyboard.type("H14.05");
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option-active").filter({ hasText: "H14.05" }).waitFor();
  await keyboard.press("Enter");
  await page.locator(".chosen").getByText("Sở Nội vụ tỉnh Cao Bằng").waitFor();
  await press(/^Lưu và kiểm tra$/);
  await page.getByText("Kết nối chưa dùng được").waitFor();
  t.deepEqual(await accessibility(page), []);
  t.true(await page.getByRole("button", { name: "Bật kết nối" }).isDisabled());
  await press(/^Quay lại$/);
  await enter(/^Khóa bí mật$/, lgsp.secret);
  await press(/^Lưu và kiểm tra$/);
  await page.getByText("Mọi kiểm tra đều đạt").waitFor();
  await press(/^Bật kết nối$/);
  await page.getByText("Kết nối LGSP tỉnh Cao Bằng đã bật").waitFor();
  for (const [label, code] of [["Bên gửi", "H48"], ["Bên nhận", "H14.05"]] as const) {
    await tabTo(page, new RegExp(`^${label}$`));
    await keyboard.type(code);
    await page.locator(".ant-select-dropdown:visible .ant-select-item-option-active").filter({ hasText: `(${code})` }).waitFor();
    await keyboard.press("Enter");
  }
  await press(/^Gửi văn bản kiểm thử$/);
  const number = (await page.locator(".test-stages strong").first().textContent()) ?? "";
  t.regex(number, /^KT\d{9}\/KT-LTVB$/);
  const sent = await eventually("it is there", async () => (await house.service.listOutgoing({ limit: 5 }, here.operator)).rows.find(({ document: { message }, dispatches }) => `${message.code.number}/${message.code.notation}` === number && dispatches[0]?.state === "sent"));
  const there = axisAdapter({ endpoint: platform.url, ...so, now: () => house.clock.now() });
  t.teardown(() => there.close());
  const { parcel } = await statusOn(here, sent.document.message, "H14.05", { code: "03", description: "đã vào sổ", promulgationDate: null });
  await there.send(parcel, never());
  await page.getByText("Hai chiều đều thông").waitFor({ timeout: 20_000 });
  t.deepEqual(await accessibility(page), []);
  await press(/^Xong, mở trang kết nối$/);
  await settled(page, "LGSP tỉnh Cao Bằng");
  t.deepEqual(complaints, []);
});

test.serial("a connection is paused, its keys are changed with overlap, it goes on, its configuration is taken as a file, compared and applied as it was reviewed, and it is retired", async (t) => {
  const { page, complaints } = await at("operator", "/ket-noi/lgsp-h14");
  const act = async (button: string): Promise<void> => {
    await page.locator(".page-actions").getByRole("button", { name: button, exact: true }).click();
    await confirm(page, button);
  };
  await act("Tạm dừng");
  await page.locator(".page-note").getByText("Tạm dừng").waitFor();
  await page.locator(".page-actions").getByRole("button", { name: "Đổi khóa" }).click();
  await page.getByRole("dialog").getByLabel(/^Khóa mới/).fill("bi-mat-moi-0002");
  await confirm(page, "Đổi khóa");
  await page.getByText(/khóa cũ dùng được đến/).waitFor();
  await act("Chạy lại");
  await page.locator(".page-note").getByText("Đang hoạt động").waitFor();

  await page.goto(`${desk.url}/#/ket-noi`);
  await settled(page, "Kết nối");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Xuất cấu hình" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  t.false(text.includes("bi-mat"));
  await page.getByRole("button", { name: "Áp dụng tệp cấu hình" }).click();
  await settled(page, "Áp dụng tệp cấu hình");
  await page.locator("input[type=file]").setInputFiles({ name: "ket-noi.json", mimeType: "application/json", buffer: Buffer.from(text.replace("LGSP tỉnh Cao Bằng", "LGSP Cao Bằng")) });
  await page.getByText("LGSP tỉnh Cao Bằng → LGSP Cao Bằng").waitFor();
  t.deepEqual(await accessibility(page), []);
  await page.getByLabel("Lý do").fill("đổi tên theo quyết định");
  await page.getByRole("button", { name: "Áp dụng", exact: true }).click();
  await page.getByRole("link", { name: "LGSP Cao Bằng" }).click();
  await settled(page, "LGSP Cao Bằng");
  await act("Gỡ");
  await page.locator(".page-note").getByText("Đã gỡ").waitFor();
  t.deepEqual(complaints, []);
});

test.serial("maintenance is not announced without its end; an incident is, and ends with what was done", async (t) => {
  const { page } = await at("operator", "/thong-bao");
  await page.getByRole("button", { name: "Phát thông báo" }).click();
  const dialog = page.getByRole("dialog");
  await choose(page, "Cơ quan", "H48", /\(H48\)/);
  for (const [label, text] of [["Số thông báo", "14/TB-UBND"], ["Nội dung", "Nâng cấp máy chủ"], ["Biện pháp tạm thời", "Gửi bản giấy"], ["Cập nhật bù", "Nhập bù trong ngày"]] as const) await dialog.getByLabel(label, { exact: true }).fill(text);
  t.deepEqual(await accessibility(page), []);
  await dialog.getByLabel("Ngừng từ").fill("20/11/2026 08:00");
  await dialog.getByLabel("Ngừng từ").press("Enter");
  await dialog.getByText("Bảo trì", { exact: true }).click();
  await dialog.getByRole("button", { name: "Phát thông báo" }).click();
  await dialog.getByText("Bảo trì cần thời điểm hoạt động lại").waitFor();
  await dialog.getByText("Sự cố", { exact: true }).click();
  await dialog.getByRole("button", { name: "Phát thông báo" }).click();
  await page.getByRole("link", { name: "14/TB-UBND: Nâng cấp máy chủ" }).click();
  await page.getByRole("button", { name: "Đã hoạt động lại" }).click();
  await dialog.getByLabel("Nguyên nhân và cách khắc phục").fill("Đã nâng cấp xong");
  await dialog.getByRole("button", { name: "Đã hoạt động lại" }).click();
  await page.getByText("Đã kết thúc", { exact: true }).first().waitFor();
});

test.serial("the journal of acts speaks Vietnamese, is filtered by person, act and day, and is taken as a table", async (t) => {
  const { page } = await at("auditor", "/kiem-tra");
  const cells = async (): Promise<string> => (await page.locator("tbody").allTextContents()).join(" ");
  t.regex(await cells(), /Ghi quyết định riêng/);
  t.notRegex(await cells(), /\b(means|password|accountId|reason|fingerprint|noticeId)\b/);
  await page.getByLabel("Việc", { exact: true }).fill("Đăng nhập");
  await optionOf(page, /^Đăng nhập$/).click();
  await page.getByText("cách đăng nhập:").first().waitFor();
  await page.getByLabel("Tài khoản", { exact: true }).fill("kiemtra");
  await optionOf(page, "Phạm Đức Anh (kiemtra)").click();
  await eventually("only the auditor's", async () => (await page.locator("tbody tr").filter({ hasNotText: "Phạm Đức Anh" }).count()) === 0);
  t.regex(page.url(), /kind=session.opened.*account=|account=.*kind=session.opened/);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Xuất CSV" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  t.regex(text, /"Phạm Đức Anh \(kiemtra\)","Đăng nhập","cách đăng nhập: mật khẩu/);
  await page.goto(`${desk.url}/#/kiem-tra?from=2026-01-01&to=2026-01-02`);
  await page.getByText("Không có thao tác nào khớp.").waitFor();
});

test.serial("each page of the operators says when its answer fails, and finds it again when asked; a session that is over asks for the password over the page", async (t) => {
  const { page, complaints } = await at("operator", "/ho-so");
  const broken = { code: "database-unavailable", title: "Cổng đang bận", detail: "Hãy thử lại sau ít phút.", status: 503 };
  for (const [path, api] of [["/ket-noi", "peers"], ["/hang-doi", "queues"], ["/co-quan", "agencies"], ["/co-quan?tab=dong-bo", "directory-syncs"], ["/chinh-sach", "policies"], ["/tai-khoan", "accounts"], ["/khoa-api", "api-keys"], ["/chung-thu", "certificates"], ["/webhook", "webhooks"], ["/sao-luu", "backups"], ["/kiem-tra", "audit"], ["/thong-bao", "notices"]] as const) {
    const wanted = new RegExp(`/api/v1/${api}(\\?|$)`);
    await page.route(wanted, async (route) => await route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(broken) }));
    await page.goto(`${desk.url}/#${path}`);
    await page.locator(".failed").getByText("Cổng đang bận").waitFor();
    await page.unroute(wanted);
    await page.locator(".failed").getByRole("button", { name: "Thử lại" }).click();
    await page.locator(".failed").waitFor({ state: "detached" });
  }
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Khóa API", exact: true }).click();
  await page.getByText("Phiên làm việc đã hết").first().waitFor();
  await page.getByRole("dialog").getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("dialog").getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByText("Phiên làm việc đã hết").first().waitFor({ state: "detached" });
  await settled(page, "Khóa API");
  t.deepEqual(complaints, []);
});
