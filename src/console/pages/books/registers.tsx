import { DownloadOutlined, PrinterOutlined } from "@ant-design/icons";
import { Button, Dropdown, Table } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useFilters } from "../../app/router.tsx";
import { Page } from "../../parts/page.tsx";
import { OfAgency, PeriodPicker, useBooksQuery, type BooksQuery } from "../../parts/period-picker.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { TabLinks } from "../../parts/tabs.tsx";
import { Wide } from "../../parts/wide.tsx";
import { sayCell } from "./cells.ts";

const KINDS = { incoming: "Sổ văn bản đến", outgoing: "Sổ văn bản đi", "follow-up": "Theo dõi giải quyết", failed: "Gửi không thành công", paper: "Bản giấy do sự cố" } as const;
type Kind = keyof typeof KINDS;

/** The registers of NĐ 30/2020, to read on the page, to print and to keep. */
export default function Registers(): ReactNode {
  const [query] = useFilters();
  const asked = query.get("so") ?? "incoming";
  const kind: Kind = asked in KINDS ? (asked as Kind) : "incoming";
  const books = useBooksQuery("month");
  return (
    <Page title="Sổ văn bản" actions={books.agency !== undefined && <Files path={`/api/v1/registers/${kind}/file`} books={books} />}>
      <TabLinks name="so" current={kind} tabs={KINDS} label="Loại sổ" />
      <PeriodPicker books={books} />
      <OfAgency books={books}><Book kind={kind} books={books} /></OfAgency>
    </Page>
  );
}

/** The same content as a file: PDF to print, Excel and CSV to work with. */
export function Files({ path, books }: { readonly path: string; readonly books: BooksQuery | null }): ReactNode {
  const href = (format: string): string => `${path}?${new URLSearchParams({ format, ...books }).toString()}`;
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} href={href("pdf")} target="_blank" rel="noopener">Bản in (PDF)</Button>
      <Dropdown trigger={["click"]} menu={{ items: [{ key: "xlsx", label: <a href={href("xlsx")}>Excel (.xlsx)</a> }, { key: "csv", label: <a href={href("csv")}>CSV</a> }] }}>
        <Button icon={<DownloadOutlined aria-hidden />}>Tải về</Button>
      </Dropdown>
    </>
  );
}

function Book({ kind, books }: { readonly kind: Kind; readonly books: BooksQuery }): ReactNode {
  const [query, change] = useFilters();
  const after = query.get("after");
  const book = useAsk(`book:${kind}:${after ?? ""}:${JSON.stringify(books)}`, async (signal) => await asked(api.GET("/api/v1/registers/{kind}", { params: { path: { kind }, query: { ...books, ...(after !== null && { after }), limit: 50 } }, signal })));
  return (
    <Answered asked={book} rows={10}>
      {(register) => (
        <>
          <p className="page-note">{register.title} · {register.scope.name} · {register.period.name} <small>({register.form})</small></p>
          {register.items.length === 0 ? <Nothing text="Không có dòng nào trong kỳ này." /> : <Rows register={register} />}
          <div className="pager">
            <Button disabled={after === null} onClick={() => change({ after: null })}>Về trang đầu</Button>
            <Button disabled={register.next === null} onClick={() => change({ after: register.next })}>Trang sau</Button>
          </div>
        </>
      )}
    </Answered>
  );
}

const WIDTHS: Readonly<Record<Schemas["Column"]["kind"], number>> = { text: 150, date: 105, instant: 140, number: 80, percent: 80, minutes: 110 };

/** By what stands in the column: ordinals and numbers written by hand are narrow, subjects and lists of receivers are not. */
function widthOf(title: string, kind: Schemas["Column"]["kind"]): number {
  if (/^TT$|^STT$/.test(title)) return 48;
  if (/^Số đến|^Số lượng|^Ghi chú/.test(title)) return 95;
  if (/tr[íi]ch yếu|nội dung/i.test(title)) return 290;
  return title.startsWith("Nơi nhận") ? 230 : WIDTHS[kind];
}

/** Sixty receivers are read in the printed register, or when pointed at. */
function Cell({ text }: { readonly text: string }): ReactNode {
  return text.length > 90 ? <span className="clamped clamped-6" title={text}>{text}</span> : text;
}

function Rows({ register }: { readonly register: Schemas["Register"] }): ReactNode {
  const columns = register.columns.map(({ key, title, kind }) => ({
    key,
    title,
    width: widthOf(title, kind),
    ...(kind === "number" || kind === "percent" || kind === "minutes" ? { align: "right" as const } : {}),
    render: (_: unknown, row: Schemas["Register"]["items"][number]) => <Cell text={sayCell(row.cells[key] ?? null, kind)} />,
  }));
  return (
    <Wide label={register.title} width={columns.reduce((sum, { width }) => sum + width, 0)}>
      <Table className="panel" size="small" bordered tableLayout="fixed" pagination={false} rowKey="id" dataSource={register.items} columns={columns} />
    </Wide>
  );
}
