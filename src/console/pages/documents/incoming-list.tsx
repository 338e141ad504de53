import { Button, Select } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { go, Link, useFilters } from "../../app/router.tsx";
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
import { INCOMING_STATES, REQUEST_STATES, URGENCIES, VERDICTS } from "../../text/labels.ts";

type Row = Schemas["IncomingDocument"];
const PAGE_SIZE = 30;

export default function IncomingList(): ReactNode {
  const [query, change] = useFilters();
  const after = query.get("after");
  const filters = new URLSearchParams(query);
  filters.delete("after");
  const list = useAsk(`incoming?${query.toString()}`, async (signal) => await readPage(filters, after, PAGE_SIZE, signal), { live: ["incoming."] });
  const filtered = filters.size > 0;

  return (
    <Page
      title="Văn bản đến"
      actions={
        <>
          <SavedSearches />
          <ExportButton<Row> fileName="van-ban-den.csv" page={async (next) => await readPage(filters, next, 200)} columns={CSV} />
        </>
      }
    >
      <div className="filters" role="search">
        <WordsSearch value={query.get("q") ?? ""} placeholder="Số ký hiệu, trích yếu, cơ quan…" onSearch={(q) => change({ q })} />
        <AgencyPicker label="Cơ quan gửi" value={query.get("sender")} onChange={(sender) => change({ sender })} />
        <Select aria-label="Trạng thái" placeholder="Trạng thái" allowClear value={query.get("state")} onChange={(state) => change({ state })} options={Object.entries(INCOMING_STATES).map(([value, { text }]) => ({ value, label: text }))} />
        <Select aria-label="Yêu cầu thu hồi" placeholder="Yêu cầu thu hồi" allowClear value={query.get("recall")} onChange={(recall) => change({ recall })} options={Object.entries(REQUEST_STATES).map(([value, { text }]) => ({ value, label: text }))} />
        <PeriodFilter label="Nhận" from={query.get("from")} to={query.get("to")} onChange={(from, to) => change({ from, to })} />
      </div>
      <Listing<Row>
        name="incoming"
        asked={list}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        card={(row) => <Card row={row} />}
        after={after}
        turn={(next) => change({ after: next })}
        empty={
          <Nothing text={filtered ? "Không có văn bản nào khớp bộ lọc." : "Chưa có văn bản đến. Văn bản sẽ hiện ở đây ngay khi cổng nhận được."}>
            {filtered && <Button onClick={() => go("/van-ban-den", "replace")}>Bỏ bộ lọc</Button>}
          </Nothing>
        }
      />
    </Page>
  );
}

async function readPage(filters: URLSearchParams, after: string | null, limit: number, signal?: AbortSignal) {
  const [q, sender, state, recall, from, to] = ["q", "sender", "state", "recall", "from", "to"].map((name) => filters.get(name));
  const query = {
    ...(q && { q }),
    ...(sender && { sender }),
    ...(state && { state: state as Schemas["IncomingState"] }),
    ...(recall && { recall: recall as Schemas["RequestState"] }),
    ...(from && { receivedFrom: beginOf(from) }),
    ...(to && { receivedTo: endOf(to) }),
    ...(after !== null && { after }),
    limit,
  };
  return await asked(api.GET("/api/v1/incoming", { params: { query }, ...(signal !== undefined && { signal }) }));
}

function hrefOf({ id }: Row): string {
  return `/van-ban-den/${id}`;
}

const COLUMNS: readonly ListColumn<Row>[] = [
  { key: "code", title: "Số, ký hiệu", width: 162, cell: (row) => <Link to={hrefOf(row)}>{row.code.text}</Link> },
  { key: "subject", title: "Trích yếu", cell: (row) => <Subject to={hrefOf(row)} text={row.subject} /> },
  { key: "sender", title: "Cơ quan gửi", width: 200, cell: (row) => <Agency code={row.senderCode} name={row.sender.name} /> },
  { key: "receiver", title: "Nơi nhận", width: 190, extra: true, cell: (row) => <Agency code={row.receiverCode} /> },
  { key: "type", title: "Loại", width: 110, extra: true, cell: (row) => row.documentType },
  { key: "issued", title: "Ngày ban hành", width: 120, extra: true, cell: (row) => <span className="figures">{sayDay(row.issuedOn)}</span> },
  { key: "received", title: "Nhận lúc", width: 145, cell: (row) => <Instant at={row.receivedAt} /> },
  { key: "due", title: "Hạn trả lời", width: 110, extra: true, cell: (row) => (row.dueOn === null ? "–" : <span className="figures">{sayDay(row.dueOn)}</span>) },
  { key: "urgency", title: "Độ khẩn", width: 110, cell: (row) => (row.urgency === "thuong" ? "Thường" : <Badge label={URGENCIES[row.urgency]} />) },
  { key: "state", title: "Trạng thái", width: 150, cell: (row) => <States row={row} /> },
  { key: "signature", title: "Chữ ký", width: 150, extra: true, cell: (row) => VERDICTS[row.verdict.kind].text },
];

function States({ row }: { readonly row: Row }): ReactNode {
  if (row.purgedAt !== null) return <Badge label={{ text: "Đã thu hồi", tone: "plain" }} />;
  return (
    <span className="wrap-row">
      <Badge label={INCOMING_STATES[row.state]} />
      {row.recall?.state === "asked" && <Badge label={{ text: "Bị yêu cầu thu hồi", tone: "bad" }} />}
      {row.hold?.state === "held" && <Badge label={{ text: "Tạm giữ", tone: "warn" }} />}
    </span>
  );
}

function Card({ row }: { readonly row: Row }): ReactNode {
  return (
    <>
      <div className="card-top">
        <Link to={hrefOf(row)} className="card-code">{row.code.text}</Link>
        <span className="wrap-row">
          {row.urgency !== "thuong" && <Badge label={URGENCIES[row.urgency]} />}
          <States row={row} />
        </span>
      </div>
      <Subject text={row.subject} />
      <div className="card-foot">
        <Agency code={row.senderCode} name={row.sender.name} /> · <Instant at={row.receivedAt} />
      </div>
    </>
  );
}

const CSV = [
  { title: "Số, ký hiệu", text: (row: Row) => row.code.text },
  { title: "Trích yếu", text: (row: Row) => row.subject },
  { title: "Mã cơ quan gửi", text: (row: Row) => row.senderCode },
  { title: "Cơ quan gửi", text: (row: Row) => row.sender.name ?? "" },
  { title: "Mã nơi nhận", text: (row: Row) => row.receiverCode },
  { title: "Ngày ban hành", text: (row: Row) => sayDay(row.issuedOn) },
  { title: "Nhận lúc", text: (row: Row) => sayInstant(row.receivedAt) },
  { title: "Thời điểm tiếp nhận được tính", text: (row: Row) => sayInstant(row.effectiveAt) },
  { title: "Độ khẩn", text: (row: Row) => URGENCIES[row.urgency].text },
  { title: "Trạng thái", text: (row: Row) => INCOMING_STATES[row.state].text },
  { title: "Chữ ký", text: (row: Row) => VERDICTS[row.verdict.kind].text },
];
