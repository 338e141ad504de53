import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useFilters } from "../../app/router.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { Page } from "../../parts/page.tsx";
import { PeriodFilter, beginOf, endOf } from "../../parts/period-filter.tsx";
import { Nothing } from "../../parts/states.tsx";
import { Integrity } from "../oversight/integrity.tsx";
import { sayAct } from "./acts.ts";

type Row = Schemas["AuditEntry"];

/** Nhật ký thao tác: who did what, when; nothing is ever taken out of it. */
export default function AuditPage(): ReactNode {
  const [query, change] = useFilters();
  const after = query.get("after");
  const found = useAsk(`audit?${query.toString()}`, async (signal) => {
    const [account, from, to] = ["account", "from", "to"].map((name) => query.get(name));
    return await asked(api.GET("/api/v1/audit", { params: { query: { ...(account && { account }), ...(from && { from: beginOf(from) }), ...(to && { to: endOf(to) }), ...(after !== null && { after }), limit: 50 } }, signal }));
  });
  return (
    <Page title="Nhật ký thao tác" note="Mọi việc người dùng và hệ thống làm trên cổng. Chỉ ghi thêm, không sửa, không xóa.">
      <Integrity />
      <div className="filters">
        <PeriodFilter label="Thời gian" from={query.get("from")} to={query.get("to")} onChange={(from, to) => change({ from, to })} />
      </div>
      <Listing<Row> name="audit" asked={found} columns={COLUMNS} rowKey={({ position }) => position} after={after} turn={(next) => change({ after: next })} empty={<Nothing text="Không có thao tác nào trong khoảng này." />} card={(row) => <Card row={row} />} />
    </Page>
  );
}

function factsOf({ facts }: Row): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ")
    .slice(0, 300);
}

const COLUMNS: readonly ListColumn<Row>[] = [
  { key: "at", title: "Lúc", width: 150, cell: (row) => <Instant at={row.at} /> },
  { key: "who", title: "Ai", width: 220, cell: (row) => row.actor.name },
  { key: "what", title: "Việc", width: 260, cell: (row) => sayAct(row.kind) },
  { key: "facts", title: "Chi tiết", cell: (row) => <span className="card-foot">{factsOf(row)}</span> },
];

function Card({ row }: { readonly row: Row }): ReactNode {
  return (
    <>
      <div className="card-top"><strong>{sayAct(row.kind)}</strong><span className="faint"><Instant at={row.at} /></span></div>
      <div>{row.actor.name}</div>
      <div className="card-foot">{factsOf(row)}</div>
    </>
  );
}
