import type { FileFinding, SecrecyStamp, TextProblem, Unread } from "../../core/policy/file-finding.ts";
import { LIMITS } from "../limits.ts";
import type { Source } from "../source.ts";
import { stampIn } from "../stamps.ts";
import { problemsOfText } from "../text.ts";
import { activeContentOf } from "./active.ts";
import type { Font } from "./font.ts";
import { linesOf, type Line } from "./lines.ts";
import { PdfFile } from "./pdf-file.ts";
import { pageCount, pagesToRead, readPage, type Page, type ReadPage } from "./pages.ts";
import type { SignatureTrust } from "./signature/chain.ts";
import { signaturesOf } from "./signatures.ts";
import { type PdfDict, type PdfValue } from "./values.ts";

type PdfFinding = Pick<FileFinding, "encrypted" | "damage" | "signatures" | "stamps" | "text" | "activeContent" | "pdf" | "unread">;

/** A stamp stands in the upper part of its page: below the number of the document, or at the head of an appendix. */
const UPPER_PART = 0.5;

/** Signatures, stamps, text and active content of a PDF. */
export function inspectPdf(source: Source, trust: SignatureTrust): PdfFinding {
  const file = new PdfFile(source);
  const catalog = file.catalog;
  const pages = pageCount(file, catalog);
  const version = /%PDF-(\d\.\d)/.exec(source.read(0, 1_024).toString("latin1"))?.[1] ?? null;
  const common = { signatures: signaturesOf(file, catalog, trust), pdf: { version, pages } };
  if (file.encrypted) return { ...common, encrypted: true, damage: null, stamps: [], text: null, activeContent: [], unread: [{ reason: "encrypted", what: "nội dung, vì tệp đặt mật khẩu hoặc hạn chế quyền" }] };

  const read = readPages(file, catalog);
  const damage = damageOf(file, catalog, read);
  const texts = read.map((page) => ({ page: page.page.number, text: page.spans.map(({ text }) => text).join("") }));
  return {
    ...common,
    encrypted: false,
    damage,
    stamps: read.flatMap(({ page, spans }) => stampsOf(page, linesOf(spans))),
    text: read.length === 0 ? null : { encoding: null, problems: firstOfEach(texts.flatMap(({ page, text }) => problemsOfText(text, `trang ${page}`))) },
    activeContent: activeContentOf(file, catalog, read.map(({ page }) => page.dict)),
    unread: unreadOf(file, read, pages, damage),
  };
}

function readPages(file: PdfFile, catalog: PdfDict | null): readonly ReadPage[] {
  const fonts = new Map<PdfValue, Font>();
  return pagesToRead(file, catalog).map((page) => readPage(file, page, fonts));
}

function stampsOf(page: Page, lines: readonly Line[]): SecrecyStamp[] {
  const lowest = page.bottom + (page.top - page.bottom) * UPPER_PART;
  return lines.flatMap((line) => {
    const level = line.y < lowest ? null : stampIn(line.text);
    return level === null ? [] : [{ level, text: line.text.trim().slice(0, 40), page: page.number, part: null }];
  });
}

function damageOf(file: PdfFile, catalog: PdfDict | null, read: readonly ReadPage[]): string | null {
  if (file.objectCount === 0) return "có tiêu đề PDF nhưng không có nội dung nào đọc được";
  if (catalog === null) return "không tìm thấy mục gốc của tài liệu";
  if (read.length === 0) return "không tìm thấy trang nào";
  return file.hasEnd ? null : "tệp bị cắt cụt, thiếu phần kết thúc";
}

function unreadOf(file: PdfFile, read: readonly ReadPage[], pages: number | null, damage: string | null): Unread[] {
  const unread: Unread[] = [];
  if (damage !== null && read.length === 0) return [{ reason: "damaged", what: "toàn bộ nội dung" }];
  if (pages !== null && pages > read.length) unread.push({ reason: "pages-beyond-limit", what: `${pages - read.length} trên ${pages} trang (chỉ đọc ${LIMITS.firstPages} trang đầu và trang cuối)` });
  if (read.some(({ cut }) => cut) || file.truncated) unread.push({ reason: "too-large", what: "một phần nội dung, vì vượt giới hạn kiểm tra" });
  const silent = read.filter(({ spans }) => spans.length === 0);
  if (silent.length > 0) unread.push({ reason: "no-text", what: `${silent.map(({ page }) => `trang ${page.number}`).join(", ")} (ảnh quét hoặc phông chữ không cho biết mã ký tự)` });
  const garbled = read.filter(({ spans, unknownGlyphs }) => spans.length > 0 && unknownGlyphs > spans.reduce((sum, { text }) => sum + text.length, 0));
  if (garbled.length > 0) unread.push({ reason: "no-text", what: `phần lớn chữ ở ${garbled.map(({ page }) => `trang ${page.number}`).join(", ")} (phông chữ không cho biết mã ký tự)` });
  return unread;
}

function firstOfEach(problems: readonly TextProblem[]): readonly TextProblem[] {
  return problems.filter((problem, index) => problems.findIndex(({ kind }) => kind === problem.kind) === index);
}
