import { Select } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import type { Role } from "../../api/session.ts";
import { READERS } from "../../app/menu.tsx";
import { Link, useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Badge } from "../../parts/badge.tsx";
import { ExportButton } from "../../parts/export.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { Page } from "../../parts/page.tsx";
import { beginOf, endOf, PeriodFilter } from "../../parts/period-filter.tsx";
import { SavedSearches } from "../../parts/saved-searches.tsx";
import { Nothing } from "../../parts/states.tsx";
import { Subject } from "../../parts/subject.tsx";
import { WordsSearch } from "../../parts/words-search.tsx";
import { useTail } from "./use-tail.ts";
import { Integrity } from "./integrity.tsx";
import { sayInstant, sayWorkingMinutes } from "../../text/dates.ts";
import { DISPATCH_STATES, type Label } from "../../text/labels.ts";

/** Who may ask whether the journal is whole. */
const WATCHERS: readonly Role[] = ["supervisor", "operator", "auditor"];

type Row = Schemas["ExchangeLogEntry"];

const OUTCOMES: Readonly<Record<Schemas["ExchangeOutcome"], Label>> = {
  waiting: { text: "Chưa gửi được", tone: "warn" },
  sent: { text: "Đã gửi", tone: "wait" },
  arrived: { text: "Đã đến", tone: "wait" },
  accepted: { text: "Đã tiếp nhận", tone: "good" },
  refused: { text: "Bị từ chối", tone: "bad" },
  failed: { text: "Gửi không thành công", tone: "bad" },
  withdrawn: { text: "Đã rút lại", tone: "plain" },
};

/** Nhật ký trao đổi: every exchange of the agencies one may watch, new ones as they happen. */
export default function ExchangeLog(): ReactNode {
  const { roles } = useAccount();
  const [query, change] = useFilters();
  const after = query.get("after");
  const page = useAsk(`exchange-log?${query.toString()}`, async (signal) => await read(query, { after }, 50, signal));
  const found = useTail<Row>(page, { since: async (since) => await read(query, { since }, 200), same: (one, other) => one.id === other.id && one.direction === other.direction, first: after === null, whole: query.has("outcome") || query.has("late") });
  const reader = READERS.some((role) => roles.includes(role));
  return (
    <Page
      title="Nhật ký trao đổi"
      note="Từng lượt gửi và văn bản đến, mới nhất trước; tự cập nhật khi có thay đổi."
      actions={
        <>
          <SavedSearches />
          <ExportButton<Row> fileName="nhat-ky-trao-doi.csv" columns={CSV} page={async (next) => await read(query, { after: next }, 200)} />
        </>
      }
    >
      {WATCHERS.some((role) => roles.includes(role)) && <Integrity />}
      <div className="filters" role="search">
        <WordsSearch value={query.get("q") ?? ""} placeholder="Số ký hiệu, trích yếu" onSearch={(q) => change({ q })} />
        <AgencyPicker label="Cơ quan" value={query.get("agency")} onChange={(agency) => change({ agency })} />
        <AgencyPicker label="Đối tác" value={query.get("peer")} onChange={(peer) => change({ peer })} />
        <Select aria-label="Chiều" placeholder="Chiều" allowClear value={query.get("direction")} onChange={(direction: string | undefined) => change({ direction })} options={[{ value: "outgoing", label: "Đi" }, { value: "incoming", label: "Đến" }]} />
        <Select aria-label="Kết quả" placeholder="Kết quả" allowClear value={query.get("outcome")} onChange={(outcome: string | undefined) => change({ outcome })} options={Object.entries(OUTCOMES).map(([value, { text }]) => ({ value, label: text }))} />
        <Select aria-label="Đúng hạn" placeholder="Đúng hạn" allowClear value={query.get("late")} onChange={(late: string | undefined) => change({ late })} options={[{ value: "true", label: "Trễ hạn" }, { value: "false", label: "Đúng hạn" }]} />
        <PeriodFilter label="Từ ngày" from={query.get("from")} to={query.get("to")} onChange={(from, to) => change({ from, to })} />
      </div>
      <Listing<Row> name="exchange-log" asked={found} columns={columnsFor(reader)} rowKey={({ id, direction }) => direction + id} after={after} turn={(next) => change({ after: next })} empty={<Nothing text={query.size > 0 ? "Không có lượt nào khớp bộ lọc." : "Chưa có lượt trao đổi nào."} />} card={(row) => <Card row={row} reader={reader} />} />
    </Page>
  );
}

/** From a place on, or what is new or has moved since. */
interface Where {
  readonly after?: string | null;
  readonly since?: string;
}

async function read(filters: URLSearchParams, { after = null, since }: Where, limit: number, signal?: AbortSignal) {
  const [q, agency, tree, peer, direction, outcome, late, from, to] = ["q", "agency", "tree", "peer", "direction", "outcome", "late", "from", "to"].map((name) => filters.get(name));
  const query = {
    ...(q && { q }),
    ...(agency && { agency, ...(tree === "false" && { tree: "false" as const }) }),
    ...(peer && { peer }),
    ...(direction && { direction: direction as Row["direction"] }),
    ...(outcome && { outcome: outcome as Row["outcome"] }),
    ...(late && { late: late as "true" | "false" }),
    ...(from && { from: beginOf(from) }),
    ...(to && { to: endOf(to) }),
    ...(after !== null && { after }),
    ...(since !== undefined && { since }),
    limit,
  };
  return await asked(api.GET("/api/v1/exchange-log", { params: { query }, ...(signal !== undefined && { signal }) }));
}

function Code({ row, reader }: { readonly row: Row; readonly reader: boolean }): ReactNode {
  if (!reader) return <strong>{row.document.code}</strong>;
  return <Link to={`/${row.direction === "outgoing" ? "van-ban-di" : "van-ban-den"}/${row.document.id}`} className="card-code">{row.document.code}</Link>;
}

function columnsFor(reader: boolean): readonly ListColumn<Row>[] {
  return [
    { key: "at", title: "Lúc", width: 145, cell: (row) => <Instant at={row.at} /> },
    { key: "direction", title: "Chiều", width: 65, cell: (row) => (row.direction === "outgoing" ? "Đi" : "Đến") },
    { key: "code", title: "Số, ký hiệu", width: 162, cell: (row) => <Code row={row} reader={reader} /> },
    { key: "subject", title: "Trích yếu", cell: (row) => row.document.subject === null ? <span className="faint">(đang tạm giữ)</span> : <Subject text={row.document.subject} /> },
    { key: "agency", title: "Cơ quan", width: 190, cell: (row) => row.agency.name },
    { key: "peer", title: "Đối tác", width: 190, cell: (row) => row.peer.name },
    { key: "outcome", title: "Kết quả", width: 155, cell: (row) => <Outcome row={row} /> },
    { key: "answer", title: "Phản hồi sau", width: 140, extra: true, cell: (row) => (row.answerMinutes === null ? "–" : sayWorkingMinutes(row.answerMinutes)) },
    { key: "type", title: "Loại", width: 110, extra: true, cell: (row) => row.document.type },
    { key: "state", title: "Trạng thái", width: 130, extra: true, cell: (row) => DISPATCH_STATES[row.state].text },
    { key: "signed", title: "Ký số", width: 80, extra: true, cell: (row) => (row.signed ? "Có" : "Không") },
  ];
}

function Outcome({ row }: { readonly row: Row }): ReactNode {
  return (
    <span className="wrap-row">
      <Badge label={OUTCOMES[row.outcome]} />
      {row.late && <Badge label={{ text: "Trễ hạn", tone: "bad" }} />}
    </span>
  );
}

function Card({ row, reader }: { readonly row: Row; readonly reader: boolean }): ReactNode {
  return (
    <>
      <div className="card-top">
        <Code row={row} reader={reader} />
        <Outcome row={row} />
      </div>
      <Subject text={row.document.subject ?? "(đang tạm giữ)"} />
      <div className="card-foot">
        {row.direction === "outgoing" ? `${row.agency.name} → ${row.peer.name}` : `${row.peer.name} → ${row.agency.name}`} · <Instant at={row.at} />
      </div>
    </>
  );
}

const CSV = [
  { title: "Lúc", text: (row: Row) => sayInstant(row.at) },
  { title: "Chiều", text: (row: Row) => (row.direction === "outgoing" ? "Đi" : "Đến") },
  { title: "Số, ký hiệu", text: (row: Row) => row.document.code },
  { title: "Trích yếu", text: (row: Row) => row.document.subject ?? "" },
  { title: "Cơ quan", text: (row: Row) => row.agency.name },
  { title: "Đối tác", text: (row: Row) => row.peer.name },
  { title: "Kết quả", text: (row: Row) => OUTCOMES[row.outcome].text },
  { title: "Trễ hạn", text: (row: Row) => (row.late ? "Có" : "") },
];
