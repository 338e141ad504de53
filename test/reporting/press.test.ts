import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { inflateSync } from "node:zlib";
import test from "ava";
import type { Printout, Row } from "#src/core/reports/printout";
import { setPages } from "#src/reporting/pdf/press";
import { readPdf } from "./pdf-text.ts";

const DAY = new Date("2026-11-22T02:00:00Z");

function printout(rows: AsyncIterable<readonly Row[]>): { readonly kind: "printout"; readonly printout: Printout } {
  const columns = [{ key: "subject", title: "Trích yếu", kind: "text", width: 3 }, { key: "at", title: "Lúc", kind: "instant", width: 1 }] as const;
  return { kind: "printout", printout: { title: "SỔ ĐĂNG KÝ VĂN BẢN ĐI", agency: { code: "G22", name: "Văn phòng Chính phủ" }, form: "Mẫu", cover: ["Năm 2026"], sections: [{ heading: "Sổ", columns, rows }], notes: [], signatures: [], printedAt: DAY, fileName: "so" } };
}

async function* batches(count: number, ended: () => void = () => undefined): AsyncGenerator<readonly Row[]> {
  try {
    for (let at = 0; at < count; at += 1) yield [[`Văn bản số ${at + 1}`, DAY]];
  } finally {
    ended();
  }
}

test("a printout is set from rows that come one batch after the other", async (t) => {
  const pdf = await readPdf(await buffer(Readable.from(setPages(printout(batches(300))))));
  t.true(JSON.stringify(pdf).includes("Văn bản số 300"));
});

test("rows that cannot be read break the pages off with the same fault", async (t) => {
  async function* broken(): AsyncGenerator<readonly Row[]> {
    yield [["một", DAY]];
    throw new RangeError("the database went away");
  }
  await t.throwsAsync(buffer(Readable.from(setPages(printout(broken())))), { instanceOf: RangeError });
});

test("a reader that leaves ends the reading of rows", async (t) => {
  let ended = false;
  let taken = 0;
  for await (const _piece of setPages(printout(batches(10_000, () => (ended = true))))) {
    taken += 1;
    if (taken === 5) break;
  }
  t.true(ended);
});

test("a table that begins on the next page leaves no line on the one before, an empty table says that it is empty, and what is sent bears quốc hiệu", async (t) => {
  const wide = ["a", "b", "c", "d", "e"].map((key) => ({ key, title: key, kind: "text" as const, width: 1 }));
  const { printout: plain } = printout(batches(25));
  const sections = [...plain.sections, { heading: "Sổ khác", columns: wide, rows: batches(0) }];
  const bytes = await buffer(Readable.from(setPages({ kind: "printout", printout: { ...plain, sections, isSent: true } })));
  const { pages } = await readPdf(bytes);
  t.regex(pages[0] ?? "", /CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.*Độc lập - Tự do - Hạnh phúc/);
  t.regex(pages[2] ?? "", /Sổ khác.*Không phát sinh trong kỳ/);
  const uprights = drawings(bytes).slice(1, 3).map((drawing) => new Set([...drawing.matchAll(/w (\S+) (\S+) m \1 (\S+) l S/g)].map(([, x]) => x)).size);
  t.deepEqual(uprights, [3, 6], "the edges of two columns, then those of five");
});

/** What is drawn on each page. */
function drawings(pdf: Buffer): readonly string[] {
  return [...pdf.toString("latin1").matchAll(/stream\n([^]*?)\nendstream/g)].flatMap(([, packed = ""]) => {
    try {
      const drawn = inflateSync(Buffer.from(packed, "latin1")).toString("latin1");
      return drawn.startsWith("BT ") || / l S$/m.test(drawn) ? [drawn] : [];
    } catch {
      return []; // a font
    }
  });
}
