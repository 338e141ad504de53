import type { Access } from "../actor.ts";
import type { Clock, Page, Reader } from "../ports.ts";
import { boundsOf, readPeriod, type Period, type PeriodQuestion } from "../reports/period.ts";
import { PRINT_TYPES, sayDate, type PrintedFile, type Printer, type PrintFormat, type Printout, type Row } from "../reports/printout.ts";
import { readScope, type Scope, type ScopeQuestion } from "../reports/scope.ts";
import { REGISTER_FORMS, type RegisterForm, type RegisterKind } from "./register-kind.ts";
import { REGISTER_ROWS } from "./register-rows.ts";
import type { RegisterQuestion } from "./register-ports.ts";

export interface RegisterNeeds {
  readonly store: { readonly reader: Reader };
  readonly clock: Clock;
  readonly printer: Printer;
}

export type RegisterAsked = ScopeQuestion & PeriodQuestion;

/** A page of a register as the API shows it. */
export interface RegisterView extends Page<{ readonly id: string; readonly cells: Row }> {
  readonly form: RegisterForm;
  readonly scope: Scope;
  readonly period: Period;
}

export interface RegisterService {
  /** Oldest first; `next` goes on in the same period. Throws what `readScope` and `readPeriod` throw. */
  register(kind: RegisterKind, asked: RegisterAsked & { readonly after?: string; readonly limit: number }, access: Access): Promise<RegisterView>;
  /** The whole register as a file, streamed. */
  printRegister(kind: RegisterKind, asked: RegisterAsked, format: PrintFormat, access: Access): Promise<PrintedFile>;
}

const ROWS_AT_ONCE = 100;

/** Sổ đăng ký of what was exchanged (NĐ 30/2020 Đ.16.2.b, 22.3.b: printed in full, signed for and bound even when kept electronically). */
export function registerService(needs: RegisterNeeds): RegisterService {
  const { reader } = needs.store;
  const read = async (asked: RegisterAsked, access: Access) => {
    const scope = await readScope(reader, asked, access);
    const period = readPeriod(asked, needs.clock.now());
    return { scope, period, question: { scope, ...boundsOf(period) } };
  };
  return {
    async register(kind, { after, limit, ...asked }, access) {
      const { scope, period, question } = await read(asked, access);
      const [place, cursor] = splitCursor(after);
      const page = await pageOf(reader, kind, { ...question, limit, ...(cursor !== null && { after: cursor }) }, place);
      return { ...page, next: page.next === null ? null : `${place + page.rows.length}.${page.next}`, form: REGISTER_FORMS[kind], scope, period };
    },
    async printRegister(kind, asked, format, access) {
      const { scope, period, question } = await read(asked, access);
      const span = await reader.registers.span(kind, question);
      const printout = printoutOf(needs, kind, scope, period, span, rowsOf(reader, kind, question));
      return { name: `${printout.fileName}.${format}`, contentType: PRINT_TYPES[format], bytes: needs.printer.print(printout, format) };
    },
  };
}

type Question = RegisterQuestion & { readonly after?: string; readonly limit: number };

async function pageOf<Kind extends RegisterKind>(reader: Reader, kind: Kind, question: Question, place: number): Promise<Page<{ id: string; cells: Row }>> {
  const page = await reader.registers.page(kind, question);
  const rowOf = REGISTER_ROWS[kind];
  return { next: page.next, rows: page.rows.map((entry, at) => ({ id: entry.id, cells: rowOf(entry, place + at + 1) })) };
}

async function* rowsOf(reader: Reader, kind: RegisterKind, question: RegisterQuestion): AsyncGenerator<readonly Row[]> {
  let place = 0;
  for (let after: string | null = ""; after !== null; ) {
    const page: Page<{ cells: Row }> & { readonly rows: readonly unknown[] } = await pageOf(reader, kind, { ...question, limit: ROWS_AT_ONCE, ...(after !== "" && { after }) }, place);
    yield page.rows.map(({ cells }) => cells);
    place += page.rows.length;
    after = page.next;
  }
}

/** The ordinal goes on over pages, so the cursor carries it. */
function splitCursor(cursor: string | undefined): [place: number, after: string | null] {
  const match = /^(\d{1,9})\.(.+)$/.exec(cursor ?? "");
  return match === null ? [0, cursor ?? null] : [Number(match[1]), match[2] ?? null];
}

function printoutOf(needs: RegisterNeeds, kind: RegisterKind, scope: Scope, period: Period, span: { readonly count: number; readonly firstCode: string | null; readonly lastCode: string | null }, rows: AsyncIterable<readonly Row[]>): Printout {
  const form = REGISTER_FORMS[kind];
  return {
    title: form.title,
    agency: scope,
    form: form.form,
    cover: [
      `Năm: ${period.from.slice(0, 4)}`,
      `Từ ngày ${sayDate(period.from)} đến ngày ${sayDate(period.to)}`,
      ...(span.firstCode === null || span.lastCode === null ? [] : [`Từ số ${span.firstCode} đến số ${span.lastCode}`]),
      `Số lượng: ${span.count} ${form.unit}${scope.tree ? ", gồm cả cơ quan trực thuộc" : ""}`,
      "Quyển số: ………",
    ],
    sections: [{ heading: form.heading, columns: form.columns, rows }],
    notes: ["Sổ được in từ dữ liệu điện tử của cổng liên thông, bản điện tử là bản gốc. Cột để trống dành cho văn thư ghi và ký."],
    signatures: form.signatures,
    printedAt: needs.clock.now(),
    fileName: `so-${kind}-${scope.code}-${period.from}-${period.to}`,
  };
}
