import test from "ava";
import * as fc from "fast-check";
import { loadLevelOne } from "#config/agencies/level-one";
import type { LocalDate } from "#edxml";
import { buildLevelOneCatalogue } from "#src/core/directory/index";
import { readCell, writeCell } from "#src/core/directory/csv/cells";
import { readAgencyLines, type ReadLine } from "#src/core/directory/csv/read-rows";

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(content: string | Buffer, size = 7): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of readAgencyLines(inChunks(Buffer.from(content), size))) lines.push(line);
  return lines;
}

async function problems(content: string | Buffer, size?: number): Promise<string[]> {
  return (await read(content, size)).flatMap((line) => (line.kind === "problems" ? line.problems.map(({ line, field, message }) => `${line} ${field}: ${message}`) : []));
}

test("comma, semicolon and tab, BOM, CRLF and quoted line breaks are read, whatever the chunks", async (t) => {
  for (const [separator, size] of [[",", 1], [";", 3], ["\t", 1000]] as const) {
    const text = `\uFEFFcode,name,valid_to,aliases\r\n000.00.06.H48,"Sở ""Nội"" vụ,\nQuảng Ngãi",2026-01-31,CU1|CU2\r\n`.replaceAll(/,(?=\w|")/g, separator);
    const [line, ...more] = await read(text, size);
    t.like(line, { kind: "agency", agency: { line: 2, code: "H48.06", says: { name: 'Sở "Nội" vụ, Quảng Ngãi', validTo: "2026-01-31", aliases: ["CU1", "CU2"] } } });
    t.is(more.length, 0);
  }
});

test("every wrong cell is told with its line and column, all at once", async (t) => {
  const found = await problems("code,name,email,valid_from,max_file_mb,dialect\nH48,Một,không-phải-thư,2025-02-30,0,lạ\n,Hai,,,,\nH1 2,Ba,,,,\nH49,Bốn\nH50,-,,,,\n");
  t.deepEqual(found.map((one) => one.split(":")[0]), ["2 email", "2 valid_from", "2 max_file_mb", "2 dialect", "3 code", "4 code", "5 ", "6 name"]);
});

test("a wrong first line ends the reading with the column named", async (t) => {
  t.regex((await problems("code,tên\nH48,x\n")).join(), /^1 tên: không có cột/);
  t.regex((await problems("name\nx\n")).join(), /^1 code: thiếu cột code/);
  t.regex((await problems("code,code\n")).join(), /lặp lại/);
  t.regex((await problems("")).join(), /trống/);
});

test("other character sets are named with their line, not guessed", async (t) => {
  const tcvn3 = Buffer.concat([Buffer.from("code,name\nH48,UBND\nH49,"), Buffer.from([0xae, 0xb5, 0xb8]), Buffer.from("\nH50,Ba\n")]);
  t.regex((await problems(tcvn3)).join(), /^3 : .*UTF-8/);
  t.is((await read(tcvn3)).filter(({ kind }) => kind === "agency").length, 2, "the other lines are still checked");
  t.regex((await problems(Buffer.from("\uFEFFcode,name\n", "utf16le"))).join(), /^1 : .*UTF-16/);
});

test("huge fields, endless lines and open quotes end in a sentence, not in memory", async (t) => {
  t.regex((await problems(`code,name\nH48,"${"x".repeat(2_000_000)}`, 65_536)).join(), /^2 : /);
  t.regex((await problems(`code,name\nH48,"a\n${"b\n".repeat(100_000)}`, 65_536)).join(), /^2 : dấu nháy/);
  t.regex((await problems(`code,name\nH48,${"x".repeat(600)}\n`)).join(), /^2 name: tối đa 500/);
  t.regex((await problems("code,name\nH48,\"a\"b\n")).join(), /^2 : dấu nháy/);
  t.regex((await problems("code,name\nH48,ký\u0007tự\n")).join(), /^2 name: có ký tự/);
});

test("a cell never begins as a formula, and reads back as it was", (t) => {
  for (const formula of ["=1+1", "+84 24", "-1", "@SUM(A1)", "\t=1", "'=1", "=HYPERLINK(\"http://x\")"]) t.regex(writeCell(formula), /^"?'/);
  fc.assert(fc.property(fc.string({ unit: "grapheme" }).map((text) => text.trim()), (text) => t.is(readCell(writeCell(text).replace(/^"([\s\S]*)"$/, "$1").replaceAll('""', '"')), text)));
});

test("whatever the bytes are, reading them ends without an exception", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom("", "code,name\n", 'code,"name"\r\n'), fc.integer({ min: 1, max: 50 }), async (bytes, header, size) => {
      await read(Buffer.concat([Buffer.from(header), bytes]), size);
    }),
  );
  t.pass();
});

test("agencies of the Party, of a council and of a committee stand in one file (HG-1.1), a code of the Party as its own office gave it (KD-7.3)", async (t) => {
  const catalogue = buildLevelOneCatalogue(loadLevelOne());
  const lines = await read("code,name,parent\nA23.01,Văn phòng Tỉnh ủy,\n000.00.01.K01,Văn phòng HĐND tỉnh An Giang,K01\nH48,UBND tỉnh Quảng Ngãi,\nH48.06,Sở Khoa học và Công nghệ,H48\n");
  const codes = lines.map((line) => (line.kind === "agency" ? line.agency.code : line.problems.map(({ message }) => message).join()));
  t.deepEqual(codes, ["A23.01", "K01.01", "H48", "H48.06"]);
  t.deepEqual(codes.map((code) => catalogue.resolve(code, "2026-11-22" as LocalDate).kind), ["unpublished", "active", "active", "active"]);
});
