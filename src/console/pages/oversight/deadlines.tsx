import { Segmented, Select, Table } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link, useFilters } from "../../app/router.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { ExportButton } from "../../parts/export.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { Page } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { Wide } from "../../parts/wide.tsx";
import { sayDue, sayNumber, sayWorkingMinutes } from "../../text/dates.ts";
import { DEADLINE_KINDS, DEADLINE_STATES } from "../../text/labels.ts";

type Row = Schemas["Deadline"];

/** Thời hạn: the board by agency and kind, and the single things behind it. */
export default function Deadlines(): ReactNode {
  const [query, change] = useFilters();
  const view = query.get("xem") === "bang" ? "bang" : "viec";
  return (
    <Page
      title="Thời hạn"
      note="Trễ hạn chỉ được báo, không chặn văn bản. Số phút tính theo giờ làm việc của cơ quan."
      actions={
        <>
          <Segmented aria-label="Cách xem" value={view} onChange={(xem) => change({ xem })} options={[{ value: "viec", label: "Từng việc" }, { value: "bang", label: "Bảng theo cơ quan" }]} />
          <ExportButton<Row> fileName="thoi-han.csv" page={async (after) => await read(query, after, 200)} columns={CSV} />
        </>
      }
    >
      <div className="filters">
        <Select aria-label="Loại việc" placeholder="Loại việc" allowClear value={query.get("kind")} onChange={(kind: string | undefined) => change({ kind })} options={Object.entries(DEADLINE_KINDS).map(([value, label]) => ({ value, label }))} />
        {view === "viec" && <Select aria-label="Tình trạng" placeholder="Chưa xong" allowClear value={query.get("state")} onChange={(state: string | undefined) => change({ state })} options={Object.entries(DEADLINE_STATES).map(([value, { text }]) => ({ value, label: text }))} />}
      </div>
      {view === "viec" ? <Single query={query} change={change} /> : <Board kind={query.get("kind")} />}
    </Page>
  );
}

async function read(query: URLSearchParams, after: string | null, limit: number, signal?: AbortSignal) {
  const [kind, state] = [query.get("kind"), query.get("state")];
  return await asked(api.GET("/api/v1/deadlines", { params: { query: { ...(kind !== null && { kind: kind as Schemas["DeadlineKind"] }), ...(state !== null && { state: state as Schemas["DeadlineState"] }), ...(after !== null && { after }), limit } }, ...(signal !== undefined && { signal }) }));
}

function Single({ query, change }: { readonly query: URLSearchParams; readonly change: (changes: Readonly<Record<string, string | null>>) => void }): ReactNode {
  const after = query.get("after");
  const found = useAsk(`deadlines?${query.toString()}`, async (signal) => await read(query, after, 50, signal), { live: ["deadline.", "incoming.moved", "dispatch.moved"] });
  return <Listing<Row> name="deadlines" asked={found} columns={COLUMNS} rowKey={({ id }) => id} after={after} turn={(next) => change({ after: next })} empty={<Nothing text="Không có việc nào." />} card={(row) => <Card row={row} />} />;
}

function hrefOf({ side, document }: Row): string {
  return `/${side === "outgoing" ? "van-ban-di" : "van-ban-den"}/${document.id}`;
}

function leftOf({ minutesLeft, state }: Row): string {
  if (minutesLeft === null) return DEADLINE_STATES[state].text;
  return minutesLeft < 0 ? `Quá ${sayWorkingMinutes(minutesLeft)}` : `Còn ${sayWorkingMinutes(minutesLeft)}`;
}

const COLUMNS: readonly ListColumn<Row>[] = [
  { key: "state", title: "Tình trạng", width: 215, cell: (row) => <Badge label={{ tone: DEADLINE_STATES[row.state].tone, text: leftOf(row) }} /> },
  { key: "document", title: "Văn bản", width: 165, cell: (row) => <Link to={hrefOf(row)}>{row.document.code}</Link> },
  { key: "kind", title: "Việc", width: 165, cell: (row) => DEADLINE_KINDS[row.kind] },
  { key: "who", title: "Nơi phải làm", cell: (row) => <Responsible row={row} /> },
  { key: "due", title: "Hạn", width: 145, cell: (row) => <span className="figures">{sayDue(row.dueAt)}</span> },
  { key: "rule", title: "Căn cứ", width: 230, cell: (row) => `${row.rule}${row.provisional ? " (tạm tính)" : ""}` },
  { key: "opened", title: "Bắt đầu tính", width: 145, extra: true, cell: (row) => <Instant at={row.openedAt} /> },
  { key: "closed", title: "Xong lúc", width: 145, extra: true, cell: (row) => <Instant at={row.closedAt} /> },
];

/** Sending is the sender's to do; everything else the receiver's. */
function Responsible({ row: { kind, agency, receiver } }: { readonly row: Pick<Row, "kind" | "agency" | "receiver"> }): ReactNode {
  if (kind === "send") return <><Agency code={agency} /> <small>gửi tới {receiver.name}</small></>;
  return <>{receiver.name}{receiver.code !== agency && <small>, với văn bản của <Agency code={agency} /></small>}</>;
}

function Card({ row }: { readonly row: Row }): ReactNode {
  return (
    <>
      <div className="card-top">
        <Link to={hrefOf(row)} className="card-code">{row.document.code}</Link>
        <Badge label={{ tone: DEADLINE_STATES[row.state].tone, text: leftOf(row) }} />
      </div>
      <div>{DEADLINE_KINDS[row.kind]} · <Responsible row={row} /></div>
      <div className="card-foot">Hạn {sayDue(row.dueAt)} · {row.rule}</div>
    </>
  );
}

const CSV = [
  { title: "Văn bản", text: (row: Row) => row.document.code },
  { title: "Việc", text: (row: Row) => DEADLINE_KINDS[row.kind] },
  { title: "Mã cơ quan theo dõi", text: (row: Row) => row.agency },
  { title: "Nơi nhận", text: (row: Row) => row.receiver.name },
  { title: "Hạn", text: (row: Row) => sayDue(row.dueAt) },
  { title: "Tình trạng", text: leftOf },
  { title: "Căn cứ", text: (row: Row) => row.rule },
];

type BoardLine = Schemas["DeadlineBoard"]["items"][number];

/** One line for whoever has to act: a sender has as many open sendings as its documents have receivers. */
function byWhoMustAct(items: readonly BoardLine[]): readonly (Omit<BoardLine, "receiver"> & { readonly receiver: BoardLine["receiver"] | null })[] {
  const sendings = new Map<string, BoardLine>();
  for (const line of items.filter(({ kind }) => kind === "send")) {
    const before = sendings.get(line.agency);
    const { late, near, onTime, nextDueAt } = before ?? { late: 0, near: 0, onTime: 0, nextDueAt: line.nextDueAt };
    sendings.set(line.agency, { ...line, late: late + line.late, near: near + line.near, onTime: onTime + line.onTime, nextDueAt: nextDueAt < line.nextDueAt ? nextDueAt : line.nextDueAt });
  }
  const lines = [...[...sendings.values()].map((line) => ({ ...line, receiver: null })), ...items.filter(({ kind }) => kind !== "send")];
  return lines.sort((a, b) => b.late - a.late || b.near - a.near || a.nextDueAt.localeCompare(b.nextDueAt));
}

function Figure({ value, tone }: { readonly value: number; readonly tone: "bad" | "warn" }): ReactNode {
  return value === 0 ? "0" : <span className={`figure-${tone}`}>{sayNumber(value)}</span>;
}

function Board({ kind }: { readonly kind: string | null }): ReactNode {
  const board = useAsk(`board:${kind ?? ""}`, async (signal) => await asked(api.GET("/api/v1/deadlines/board", { params: { query: kind === null ? {} : { kind: kind as Schemas["DeadlineKind"] } }, signal })), { live: ["deadline."] });
  return (
    <Answered asked={board}>
      {({ items, truncated }) =>
        items.length === 0 ? (
          <Nothing text="Không có việc nào đang có hạn." />
        ) : (
          <>{truncated && <p className="page-note">Bảng dài hơn số dòng hiện ở đây; chọn loại việc để xem đủ.</p>}
          <Wide label="Bảng theo dõi thời hạn" width={760}><Table
            className="panel"
            size="small"
            pagination={false}
            rowKey={({ agency, receiver, kind: each }) => `${agency} ${receiver?.code ?? ""} ${each}`}
            dataSource={byWhoMustAct(items)}
            columns={[
              { title: "Nơi phải làm", key: "who", render: (_, { agency, receiver }) => (receiver === null ? <Agency code={agency} /> : <Responsible row={{ kind: "acknowledge", agency, receiver }} />) },
              { title: "Việc", width: 180, key: "kind", render: (_, line) => DEADLINE_KINDS[line.kind] },
              { title: "Quá hạn", align: "right", width: 100, key: "late", render: (_, { late }) => <Figure value={late} tone="bad" /> },
              { title: "Sắp đến hạn", align: "right", width: 120, key: "near", render: (_, { near }) => <Figure value={near} tone="warn" /> },
              { title: "Còn hạn", align: "right", width: 100, key: "ok", render: (_, { onTime }) => sayNumber(onTime) },
              { title: "Hạn gần nhất", width: 150, key: "next", render: (_, { nextDueAt }) => <span className="figures">{sayDue(nextDueAt)}</span> },
            ]}
          /></Wide></>
        )
      }
    </Answered>
  );
}
