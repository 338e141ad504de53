import { FormOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { go, Link, useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Agency } from "../../parts/agency.tsx";
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
import { sayDay, sayInstant } from "../../text/dates.ts";
import { DISPATCH_STATES, REQUEST_STATES, URGENCIES } from "../../text/labels.ts";
import { WhyLink } from "../document/why-link.tsx";
import { TROUBLED, UNDER_WAY } from "../today/first-asks.ts";
import { Receipts } from "./receipts.tsx";

type Row = Schemas["Document"];
const PAGE_SIZE = 30;

export default function OutgoingList(): ReactNode {
  const { roles } = useAccount();
  const [query, change] = useFilters();
  const after = query.get("after");
  const filters = new URLSearchParams(query);
  filters.delete("after");
  const list = useAsk(`documents?${query.toString()}`, async (signal) => await readPage(filters, after, PAGE_SIZE, signal), { live: ["document.", "dispatch."] });
  const clerk = roles.includes("clerk");

  return (
    <Page
      title="Văn bản đi"
      actions={
        <>
          <SavedSearches />
          <ExportButton<Row> fileName="van-ban-di.csv" page={async (next) => await readPage(filters, next, 200)} columns={CSV} />
          {clerk && <Button type="primary" icon={<FormOutlined aria-hidden />} onClick={() => go("/soan")}>Soạn và gửi</Button>}
        </>
      }
    >
      <div className="filters" role="search">
        <WordsSearch value={query.get("q") ?? ""} placeholder="Số ký hiệu, trích yếu, nơi nhận…" onSearch={(q) => change({ q })} />
        <AgencyPicker label="Nơi nhận" value={query.get("receiver")} onChange={(receiver) => change({ receiver })} />
        <Select aria-label="Trạng thái" placeholder="Trạng thái" allowClear value={query.get("state")} onChange={(state) => change({ state })} options={STATES} popupMatchSelectWidth={200} />
        <Select aria-label="Thu hồi" placeholder="Thu hồi" allowClear value={query.get("recall")} onChange={(recall) => change({ recall })} options={Object.entries(REQUEST_STATES).map(([value, { text }]) => ({ value, label: text }))} />
        <PeriodFilter label="Gửi" from={query.get("from")} to={query.get("to")} onChange={(from, to) => change({ from, to })} />
      </div>
      <Listing<Row>
        name="outgoing"
        asked={list}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        card={(row) => <Card row={row} />}
        after={after}
        turn={(next) => change({ after: next })}
        empty={
          <Nothing text={filters.size > 0 ? "Không có văn bản nào khớp bộ lọc." : "Chưa có văn bản đi. Văn bản gửi từ QLVB hoặc soạn tại đây sẽ hiện trong danh sách này."}>
            {filters.size > 0 && <Button onClick={() => go("/van-ban-di", "replace")}>Bỏ bộ lọc</Button>}
            {clerk && filters.size === 0 && <Button type="primary" onClick={() => go("/soan")}>Soạn văn bản đầu tiên</Button>}
          </Nothing>
        }
      />
    </Page>
  );
}

async function readPage(filters: URLSearchParams, after: string | null, limit: number, signal?: AbortSignal) {
  const [q, receiver, state, recall, from, to] = ["q", "receiver", "state", "recall", "from", "to"].map((name) => filters.get(name));
  const query = {
    ...(q && { q }),
    ...(receiver && { receiver }),
    ...(state && { state }),
    ...(recall && { recall: recall as Schemas["RequestState"] }),
    ...(from && { submittedFrom: beginOf(from) }),
    ...(to && { submittedTo: endOf(to) }),
    ...(after !== null && { after }),
    limit,
  };
  return await asked(api.GET("/api/v1/documents", { params: { query }, ...(signal !== undefined && { signal }) }));
}

/** One state, or what Hôm nay counts together. */
const STATES = [
  { value: TROUBLED.join(), label: "Cần xử lý" },
  { value: UNDER_WAY.join(), label: "Chưa đến nơi" },
  ...Object.entries(DISPATCH_STATES).map(([value, { text }]) => ({ value, label: text })),
];

function hrefOf({ id }: Row): string {
  return `/van-ban-di/${id}`;
}

const COLUMNS: readonly ListColumn<Row>[] = [
  { key: "code", title: "Số, ký hiệu", width: 162, cell: (row) => <Link to={hrefOf(row)}>{row.code.text}</Link> },
  { key: "subject", title: "Trích yếu", cell: (row) => <Subject to={hrefOf(row)} text={row.subject} /> },
  { key: "receivers", title: "Nơi nhận", width: 210, cell: (row) => <Receivers row={row} /> },
  { key: "sender", title: "Cơ quan gửi", width: 190, extra: true, cell: (row) => <Agency code={row.sender.organId} name={row.sender.name} /> },
  { key: "type", title: "Loại", width: 110, extra: true, cell: (row) => row.documentType },
  { key: "issued", title: "Ngày ban hành", width: 120, extra: true, cell: (row) => <span className="figures">{sayDay(row.issuedOn)}</span> },
  { key: "submitted", title: "Gửi lúc", width: 145, cell: (row) => <Instant at={row.submittedAt} /> },
  { key: "urgency", title: "Độ khẩn", width: 110, cell: (row) => (row.urgency === "thuong" ? "Thường" : <Badge label={URGENCIES[row.urgency]} />) },
  { key: "state", title: "Tình hình nhận", width: 190, cell: (row) => <><Receipts dispatches={row.dispatches} />{isWaiting(row) && <WhyLink id={row.id} />}</> },
];

/** Has not come to everybody yet. */
function isWaiting({ dispatches }: Row): boolean {
  return dispatches.some(({ state, recall }) => recall?.state !== "agreed" && ["held", "queued", "sending", "unknown", "failed", "expired", "sent", "arrived"].includes(state));
}

function Receivers({ row }: { readonly row: Row }): ReactNode {
  const [first, ...others] = row.dispatches;
  if (first === undefined) return "–";
  return (
    <>
      {first.receiver.name}
      {others.length > 0 && <small> và {others.length} nơi khác</small>}
    </>
  );
}

function Card({ row }: { readonly row: Row }): ReactNode {
  return (
    <>
      <div className="card-top">
        <Link to={hrefOf(row)} className="card-code">{row.code.text}</Link>
        {row.urgency !== "thuong" && <Badge label={URGENCIES[row.urgency]} />}
      </div>
      <Subject text={row.subject} />
      <Receipts dispatches={row.dispatches} />
      {isWaiting(row) && <div><WhyLink id={row.id} /></div>}
      <div className="card-foot">
        <Receivers row={row} /> · <Instant at={row.submittedAt} />
      </div>
    </>
  );
}

const CSV = [
  { title: "Số, ký hiệu", text: (row: Row) => row.code.text },
  { title: "Trích yếu", text: (row: Row) => row.subject },
  { title: "Cơ quan gửi", text: (row: Row) => row.sender.name ?? row.sender.organId },
  { title: "Ngày ban hành", text: (row: Row) => sayDay(row.issuedOn) },
  { title: "Gửi lúc", text: (row: Row) => sayInstant(row.submittedAt) },
  { title: "Độ khẩn", text: (row: Row) => URGENCIES[row.urgency].text },
  { title: "Nơi nhận và trạng thái", text: (row: Row) => row.dispatches.map(({ receiver, state }) => `${receiver.name}: ${DISPATCH_STATES[state].text}`).join("; ") },
];
