import { once } from "node:events";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import ExcelJS from "exceljs";
import { fromBuffer, type Entry, type ZipFile } from "yauzl";
import { ZipFile as ZipWriter } from "yazl";
import { INSTANTS } from "./cast.ts";

const ROWS = [
  ["Mã định danh cơ quan theo QĐ 20/2020/QĐ-TTg", "Đã dùng / Chưa dùng"],
  ["Chữ ký số của cơ quan trên văn bản và từng phụ lục", "Có / Không"],
  ["Phản hồi tự động trạng thái 01 (đã đến)", "Có / Không"],
  ["Phản hồi trạng thái 02, 03 trong ngày", "Có / Không"],
  ["Thời điểm tiếp nhận được tính ngoài giờ hành chính", "Theo quy định của tỉnh / Giữ nguyên"],
] as const;

/** The appendix of the demo as .xlsx. The same bytes every time. */
export async function makePhuLuc(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = "Văn phòng Chính phủ";
  workbook.created = INSTANTS.start;
  workbook.modified = INSTANTS.start;
  const sheet = workbook.addWorksheet("Biểu rà soát");
  sheet.columns = [
    { header: "STT", key: "no", width: 6 },
    { header: "Nội dung rà soát", key: "what", width: 56 },
    { header: "Kết quả", key: "result", width: 38 },
    { header: "Ghi chú", key: "note", width: 24 },
  ];
  sheet.getRow(1).font = { bold: true };
  for (const [i, [what, result]] of ROWS.entries()) sheet.addRow({ no: i + 1, what, result, note: "" });
  return await withoutClock(Buffer.from(await workbook.xlsx.writeBuffer()));
}

/** exceljs stamps the entries of its zip with the time of writing; the same parts are packed again with a fixed one. */
async function withoutClock(workbook: Buffer): Promise<Buffer> {
  const writer = new ZipWriter();
  for (const { name, content } of await readZip(workbook)) writer.addBuffer(content, name, { mtime: INSTANTS.start, forceDosTimestamp: true });
  writer.end();
  return await buffer(writer.outputStream);
}

async function readZip(bytes: Buffer): Promise<{ name: string; content: Buffer }[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) => fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error === null ? resolve(opened) : reject(error))));
  const parts: { name: string; content: Buffer }[] = [];
  zip.on("entry", (entry: Entry) => {
    void readPart(zip, entry)
      .then((content) => {
        // folders have no place in a workbook
        if (!entry.fileName.endsWith("/")) parts.push({ name: entry.fileName, content });
        return zip.readEntry();
      })
      .catch((cause: unknown) => zip.emit("error", cause));
  });
  zip.readEntry();
  await once(zip, "end");
  return parts;
}

async function readPart(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error))));
  return await buffer(stream);
}
