import test from "ava";
import ExcelJS from "exceljs";
import { readPdf } from "#test/reporting/pdf-text";
import { eventually } from "#test/support/town";
import { newApiKey } from "#src/core/new-api-key";
import { openDoor, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { form, fresh } from "./submission.ts";

const town = sharedTown();

interface Shown {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly cells: Readonly<Record<string, string | number | null>> }[];
  readonly next: string | null;
  readonly columns: readonly { readonly key: string }[];
}

async function shown(door: Door, path: string, key?: string): Promise<Shown> {
  const { text } = await door.ask(`/api/v1/registers/${path}`, key === undefined ? {} : { key });
  return JSON.parse(text) as Shown;
}

async function exchange(sender: Door, receiver: Door, count: number, subject: string): Promise<string[]> {
  const codes: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const metadata = { ...fresh(), subject: `${subject} ${at + 1}` };
    const sent = await sender.ask("/api/v1/documents", { method: "POST", body: form(metadata) });
    if (sent.status !== 202) throw new TypeError(sent.text);
    codes.push(`${metadata.code.number}/${metadata.code.notation}`);
  }
  await eventually("arrivals", async () => (await shown(receiver, "incoming?agency=H48&period=day&limit=200")).items.filter(({ cells }) => String(cells["subject"]).includes(subject)).length === count);
  return codes;
}

test.serial("DN-14.2a, KD-4.2d4, BG-7.2, DN-13.2a, QN-9.1a: both registers in the form of NĐ 30/2020 PL IV, page by page with ordinals that go on (HG-12.2c, DN-23.3b)", async (t) => {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const codes = await exchange(sender, receiver, 5, "Trao đổi về sổ đăng ký");
  await eventually("01 came back", async () => (await shown(sender, "outgoing?period=month&limit=200")).items.every(({ cells }) => String(cells["outcome"]).startsWith("1/1")));

  const first = await shown(sender, "outgoing?agency=G22&period=month&limit=3");
  t.is(first.title, "SỔ ĐĂNG KÝ VĂN BẢN ĐI");
  t.deepEqual(first.columns.map(({ key }) => key), ["ordinal", "code", "issuedOn", "subject", "signer", "receivers", "archive", "copies", "transferredOn", "receipt", "sentAt", "outcome", "note"]);
  const second = await shown(sender, `outgoing?agency=G22&period=month&limit=200&after=${encodeURIComponent(first.next ?? "")}`);
  const all = [...first.items, ...second.items];
  t.deepEqual(all.map(({ cells }) => cells["ordinal"]), all.map((_item, at) => at + 1));
  t.deepEqual(all.slice(-5).map(({ cells }) => cells["code"]), codes);
  t.like(all.at(-1)?.cells, { issuedOn: "2026-11-20", subject: "Công văn: Trao đổi về sổ đăng ký 5", signer: "Nguyễn Văn Đức", receivers: "UBND tỉnh Quảng Ngãi (H48)", transferredOn: "2026-11-20", receipt: null, outcome: "1/1 nơi đã đến" });

  const incoming = await shown(receiver, "incoming?agency=H48&period=year");
  t.like(incoming.items.find(({ cells }) => cells["code"] === codes.at(-1))?.cells, { arrivedOn: "2026-11-20", arrivalNumber: null, author: "Văn phòng Chính phủ (G22)", state: "đã đến" });
  t.deepEqual((await shown(receiver, "incoming?agency=H48&period=day&on=2026-11-19")).items, []);
});

test.serial("the same register as CSV, workbook and pages: types, guarded formulas, frozen titles, A4 landscape, fonts inside, Vietnamese text that reads back", async (t) => {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const metadata = { ...fresh(), subject: "=HYPERLINK(\"http://x\";\"Ỹ Ợ ề\") đẩy nhanh tiến độ giải ngân" };
  t.is((await sender.ask("/api/v1/documents", { method: "POST", body: form(metadata) })).status, 202);
  await eventually("arrival", async () => (await shown(receiver, "incoming?agency=H48&period=day&limit=200")).items.some(({ cells }) => String(cells["subject"]).includes("HYPERLINK")));
  const file = async (format: string) => {
    const answer = await sender.ask(`/api/v1/registers/outgoing/file?agency=G22&period=month&format=${format}`);
    t.is(answer.status, 200, answer.text.slice(0, 300));
    return answer;
  };

  const csv = await file("csv");
  t.is(csv.headers.get("content-type"), "text/csv; charset=utf-8");
  t.regex(csv.text, /^\uFEFF?TT,"?Số, ký hiệu văn bản/);

  const workbook = new ExcelJS.Workbook();
  const xlsx = await file("xlsx");
  await workbook.xlsx.load(Uint8Array.from(xlsx.bytes).buffer);
  const sheet = workbook.worksheets[0];
  if (sheet === undefined) return t.fail("no sheet");
  t.like(sheet.pageSetup, { orientation: "landscape", paperSize: 9, fitToWidth: 1, fitToHeight: 0 });
  t.is(sheet.views[0]?.state, "frozen");
  const header = sheet.getColumn(1).values.indexOf("TT");
  const row = sheet.getRow(header + 2);
  t.is(row.getCell(1).value, 1);
  t.is(typeof row.getCell(2).value, "string");
  t.deepEqual(row.getCell(3).value, new Date("2026-11-20T00:00:00Z"));
  t.is(row.getCell(3).numFmt, "dd/mm/yyyy");
  const formulas: unknown[] = [];
  let guarded = false;
  sheet.eachRow((line) => line.eachCell((cell) => {
    if (cell.type === ExcelJS.ValueType.Formula) formulas.push(cell.value);
    if (typeof cell.value === "string" && cell.value.startsWith("Công văn: =HYPERLINK")) guarded = cell.type === ExcelJS.ValueType.String;
  }));
  t.deepEqual(formulas, []);
  t.true(guarded);

  const pdf = await file("pdf");
  const { pages, size } = await readPdf(pdf.bytes);
  t.deepEqual(size.map(Math.round), [842, 595]);
  t.regex(pages[0] ?? "", /VĂN PHÒNG CHÍNH PHỦ.*SỔ ĐĂNG KÝ VĂN BẢN ĐI.*Năm: 2026.*Từ ngày 01\/11\/2026 đến ngày 30\/11\/2026.*Từ số .* đến số/);
  t.regex(pages[1] ?? "", /^TT \(1\) Số, ký hiệu/);
  t.true(pages.slice(1).join(" ").replaceAll(" ", "").includes("ỸỢề\")đẩynhanhtiếnđộgiảingân"));
  const raw = Buffer.from(pdf.bytes).toString("latin1");
  t.true(raw.includes("/FontFile2") && raw.includes("+Tinos") && raw.includes("/ToUnicode"));
});

test.serial("KD-5.2, HG-13.1d, DN-21.10, QN-16.1, DN-2.1: a key reads its own books, a supervising key those of the tree under its agency, and nobody else's", async (t) => {
  const { quangNgai } = town();
  const door = await openDoor(t, quangNgai);
  const department = newApiKey("Sở Nội vụ", ["H48.06"], new Date());
  const supervisor = newApiKey("Sở KH&CN giám sát", [], new Date());
  await quangNgai.house.store.write(async (tx) => {
    await tx.saveApiKey(department.key);
    await tx.saveApiKey({ ...supervisor.key, supervises: ["H48"] });
  });
  const status = async (path: string, key: string): Promise<number> => (await door.ask(`/api/v1/registers/incoming?${path}`, { key })).status;
  t.is(await status("agency=H48.06", department.secret), 200);
  t.is(await status("", department.secret), 200);
  t.is(await status("agency=H48", department.secret), 404);
  t.is(await status("agency=H48.06&tree=true", department.secret), 403);
  t.is(await status("agency=G22", supervisor.secret), 404);
  t.is(await status("agency=H48.06&tree=true", supervisor.secret), 200);
  t.true((await shown(door, "incoming?agency=H48", supervisor.secret)).items.length > 0);
  t.is((await door.ask("/api/v1/documents", { key: supervisor.secret })).body["next"], null, "it may not act for anybody");
  t.is((await door.ask("/api/v1/registers/incoming?period=month&from=2026-11-01&to=2026-11-02", { key: department.secret })).status, 422);
});

test.serial("DN-14.3a: what could not be delivered, and what went on paper instead, each in a list of its own", async (t) => {
  const door = await openDoor(t, town().vpcp);
  t.deepEqual((await shown(door, "failed?agency=G22")).items, []);
  t.deepEqual((await shown(door, "paper?agency=G22")).items, []);
});
