import { Select } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { READERS } from "../../app/menu.tsx";
import { Link, useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { AccountPicker } from "../../parts/account-picker.tsx";
import { ExportButton } from "../../parts/export.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { Page } from "../../parts/page.tsx";
import { PeriodFilter, beginOf, endOf } from "../../parts/period-filter.tsx";
import { Nothing } from "../../parts/states.tsx";
import { sayInstant } from "../../text/dates.ts";
import { Integrity } from "../oversight/integrity.tsx";
import { AUDITED, sayAct } from "./acts.ts";
import { sayFacts } from "./act-facts.ts";

type Row = Schemas["AuditEntry"];
type NameOf = (accountId: string) => string | null;

const MOST_NAMES = 200;
const ROWS_OF_EXPORT = 200;

/** Nhật ký thao tác: who did what, when; nothing is ever taken out of it. */
export default function AuditPage(): ReactNode {
  const [query, change] = useFilters();
  const after = query.get("after");
  const [account, kind, from, to] = ["account", "kind", "from", "to"].map((name) => query.get(name) ?? null) as [string | null, string | null, string | null, string | null];
  const filters = { ...(account !== null && { account }), ...(kind !== null && { kind }), ...(from !== null && { from: beginOf(from) }), ...(to !== null && { to: endOf(to) }) };
  const found = useAsk(`audit?${query.toString()}`, async (signal) => await asked(api.GET("/api/v1/audit", { params: { query: { ...filters, ...(after !== null && { after }), limit: 50 } }, signal })));
  const accounts = useAsk("account-names", async (signal) => await asked(api.GET("/api/v1/accounts", { params: { query: { limit: MOST_NAMES } }, signal })));
  const names = new Map(accounts.data?.items.map(({ id, fullName }) => [id, fullName]));
  const nameOf: NameOf = (id) => names.get(id) ?? null;
  return (
    <Page
      title="Nhật ký thao tác"
      note="Mọi việc người dùng và hệ thống làm trên cổng. Chỉ ghi thêm, không sửa, không xóa."
      actions={
        <ExportButton<Row>
          fileName="nhat-ky-thao-tac.csv"
          columns={[
            { title: "Lúc", text: ({ at }) => sayInstant(at) },
            { title: "Ai", text: (row) => whoOf(row, nameOf) },
            { title: "Việc", text: (row) => sayAct(row.kind) },
            { title: "Chi tiết", text: (row) => sentenceOf(row, nameOf) },
            { title: "Mã việc", text: (row) => row.kind },
            { title: "Mã văn bản", text: ({ documentId }) => documentId ?? "" },
            { title: "Vị trí trong nhật ký", text: ({ position }) => position },
            { title: "Nguyên văn", text: ({ facts }) => JSON.stringify(facts) },
          ]}
          page={async (next) => await asked(api.GET("/api/v1/audit", { params: { query: { ...filters, ...(next !== null && { after: next }), limit: ROWS_OF_EXPORT } } }))}
        />
      }
    >
      <Integrity />
      <div className="filters" role="search">
        <AccountPicker label="Tài khoản" value={account} onChange={(next) => change({ account: next })} />
        <Select aria-label="Việc" placeholder="Việc" allowClear showSearch={{ optionFilterProp: "label" }} className="agency-picker" value={kind} onChange={(next: string | undefined) => change({ kind: next ?? null })} options={AUDITED.map((value) => ({ value, label: sayAct(value) }))} popupMatchSelectWidth={320} />
        <PeriodFilter label="Thời gian" from={from} to={to} onChange={(first, last) => change({ from: first, to: last })} />
      </div>
      <Listing<Row> name="audit" asked={found} columns={columnsOf(nameOf)} rowKey={({ position }) => position} after={after} turn={(next) => change({ after: next })} empty={<Nothing text="Không có thao tác nào khớp." />} card={(row) => <Card row={row} nameOf={nameOf} />} />
    </Page>
  );
}

/** Of an act with one's own account the account is no news. */
function factsOf({ facts, actor }: Row): Row["facts"] {
  return facts["accountId"] === actor.accountId ? { ...facts, accountId: null } : facts;
}

function whoOf({ actor }: Row, nameOf: NameOf): string {
  if (actor.kind === "gateway") return "Cổng";
  const name = actor.accountId === null ? null : nameOf(actor.accountId);
  return name === null || name === actor.name ? actor.name : `${name} (${actor.name})`;
}

function sentenceOf(row: Row, nameOf: NameOf): string {
  return sayFacts(factsOf(row), nameOf).map(({ label, text }) => `${label}: ${text}`).join("; ");
}

function Facts({ row, nameOf }: { readonly row: Row; readonly nameOf: NameOf }): ReactNode {
  const said = sayFacts(factsOf(row), nameOf);
  const reads = useAccount().roles.some((role) => READERS.includes(role));
  return (
    <span className="breaks" title={row.kind}>
      {said.map(({ label, text }, index) => <span key={label + text}>{index > 0 && " · "}<span className="faint">{label}:</span> {text}</span>)}
      {reads && row.documentId !== null && <>{said.length > 0 && " · "}<Link to={`/${row.kind.startsWith("incoming.") ? "van-ban-den" : "van-ban-di"}/${row.documentId}`}>xem văn bản</Link></>}
    </span>
  );
}

function columnsOf(nameOf: NameOf): readonly ListColumn<Row>[] {
  return [
    { key: "at", title: "Lúc", width: 150, cell: (row) => <Instant at={row.at} /> },
    { key: "who", title: "Ai", width: 200, cell: (row) => whoOf(row, nameOf) },
    { key: "what", title: "Việc", width: 240, cell: (row) => sayAct(row.kind) },
    { key: "facts", title: "Chi tiết", cell: (row) => <Facts row={row} nameOf={nameOf} /> },
  ];
}

function Card({ row, nameOf }: { readonly row: Row; readonly nameOf: NameOf }): ReactNode {
  return (
    <>
      <div className="card-top"><strong>{sayAct(row.kind)}</strong><span className="faint"><Instant at={row.at} /></span></div>
      <div>{whoOf(row, nameOf)}</div>
      <div className="card-foot"><Facts row={row} nameOf={nameOf} /></div>
    </>
  );
}
