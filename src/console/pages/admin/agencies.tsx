import { Button, Descriptions, Select } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link, useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { TabLinks } from "../../parts/tabs.tsx";
import { CHANGES } from "./agency-changes.ts";
import { CloseDialog } from "./close-agencies.tsx";
import { DirectorySyncs } from "./directory-syncs.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { WordsSearch } from "../../parts/words-search.tsx";
import { sayDay } from "../../text/dates.ts";
import { CHANNELS } from "../../text/labels.ts";

type Row = Schemas["Agency"];

/** Danh bạ cơ quan, searched by the gateway. */
export default function Agencies(): ReactNode {
  const [query] = useFilters();
  const { roles } = useAccount();
  const [closing, setClosing] = useState(false);
  const overview = roles.includes("operator") || roles.includes("auditor");
  const tab = overview ? (query.get("tab") ?? "danh-ba") : "danh-ba";
  return (
    <Page title="Cơ quan" note="Danh bạ mã định danh theo QĐ 20/2020, đồng bộ từ trục và sửa bằng tay khi cần." actions={roles.includes("operator") && <Button onClick={() => setClosing(true)}>Đóng, sáp nhập</Button>}>
      {overview && <TabLinks name="tab" current={tab} tabs={{ "danh-ba": "Danh bạ", "dong-bo": "Các lần đồng bộ" }} label="Cách xem" />}
      {tab === "dong-bo" ? <DirectorySyncs /> : <Directory />}
      <CloseDialog open={closing} onClose={() => setClosing(false)} />
    </Page>
  );
}

function Directory(): ReactNode {
  const [query, change] = useFilters();
  const after = query.get("after");
  const found = useAsk(`agencies?${query.toString()}`, async (signal) => {
    const [q, under, active] = ["q", "under", "active"].map((name) => query.get(name));
    return await asked(api.GET("/api/v1/agencies", { params: { query: { ...(q && { q }), ...(under && { under }), ...(active && { active: active as "true" | "false" }), ...(after !== null && { after }), limit: 50 } }, signal }));
  });
  return (
    <>
      <div className="filters" role="search">
        <WordsSearch value={query.get("q") ?? ""} placeholder="Tên (không cần dấu) hoặc mã" onSearch={(q) => change({ q })} />
        <Select aria-label="Tình trạng" placeholder="Tình trạng" allowClear value={query.get("active")} onChange={(active: string | undefined) => change({ active })} options={[{ value: "true", label: "Đang hoạt động" }, { value: "false", label: "Đã đóng" }]} />
      </div>
      <Listing<Row> name="agencies" asked={found} columns={COLUMNS} rowKey={({ code }) => code} after={after} turn={(next) => change({ after: next })} empty={<Nothing text="Không có cơ quan nào khớp." />} card={(row) => <Card row={row} />} />
    </>
  );
}

const SOURCES: Readonly<Record<Row["source"], string>> = { axis: "Trục", manual: "Sửa tay", catalogue: "Danh mục QĐ 20/2020" };

function State({ row }: { readonly row: Row }): ReactNode {
  return (
    <span className="wrap-row">
      <Badge label={row.active ? { text: "Hoạt động", tone: "good" } : { text: "Đã đóng", tone: "plain" }} />
      {row.hosted && <Badge label={{ text: "Của cổng này", tone: "wait" }} />}
    </span>
  );
}

const COLUMNS: readonly ListColumn<Row>[] = [
  { key: "code", title: "Mã", width: 150, cell: (row) => <Link to={`/co-quan/${row.code}`}>{row.code}</Link> },
  { key: "name", title: "Tên", cell: (row) => row.name ?? "–" },
  { key: "state", title: "Tình trạng", width: 205, cell: (row) => <State row={row} /> },
  { key: "channel", title: "Kênh", width: 180, cell: (row) => (row.channel === null ? "–" : (CHANNELS[row.channel] ?? row.channel)) },
  { key: "successor", title: "Thay bằng", width: 200, cell: (row) => (row.successor === null ? "" : `${row.successor.name ?? ""} (${row.successor.code})`) },
  { key: "legacy", title: "Mã cũ", width: 160, extra: true, cell: (row) => row.legacyCode ?? "" },
  { key: "source", title: "Nguồn", width: 160, extra: true, cell: (row) => SOURCES[row.source] },
];

function Card({ row }: { readonly row: Row }): ReactNode {
  return (
    <>
      <div className="card-top">
        <Link to={`/co-quan/${row.code}`} className="card-code">{row.code}</Link>
        <State row={row} />
      </div>
      <div>{row.name}</div>
    </>
  );
}

/** One agency: what is known, what holds for it, and how it changed. */
export function AgencyPage({ code }: { readonly code: string }): ReactNode {
  const path = { code };
  const found = useAsk(`agency:${code}`, async (signal) => await asked(api.GET("/api/v1/agencies/{code}", { params: { path }, signal })));
  const policy = useAsk(`agency:${code}:policy`, async (signal) => await asked(api.GET("/api/v1/agencies/{code}/policy", { params: { path }, signal })));
  const agency = found.data;
  return (
    <Page title={agency?.name ?? code} note={agency === null ? undefined : <span className="wrap-row">{agency.code} <State row={agency} /></span>}>
      <div className="main-and-side">
        <div>
          <Panel title="Thông tin" className="panel-flush">
            <Answered asked={found}>
              {(one) => (
                <Descriptions
                  column={1}
                  size="small"
                  bordered
                  styles={{ label: { width: 170 } }}
                  items={[
                    { key: "legacy", label: "Mã cũ (QCVN 102)", children: one.legacyCode ?? "–" },
                    { key: "aliases", label: "Mã khác", children: one.aliases.join(", ") || "–" },
                    { key: "parent", label: "Cơ quan cấp trên", children: one.parent === null ? "–" : <Link to={`/co-quan/${one.parent}`}>{one.parent}</Link> },
                    { key: "valid", label: "Hiệu lực", children: `${one.validFrom === null ? "…" : sayDay(one.validFrom)} – ${one.validTo === null ? "nay" : sayDay(one.validTo)}` },
                    ...(one.successor === null ? [] : [{ key: "successor", label: "Thay bằng", children: <Link to={`/co-quan/${one.successor.code}`}>{one.successor.name ?? one.successor.code}</Link> }]),
                    { key: "channel", label: "Kênh", children: one.channel === null ? "–" : (CHANNELS[one.channel] ?? one.channel) },
                    { key: "contact", label: "Liên hệ", children: [one.contact.inCharge, one.contact.phone, one.contact.email, one.contact.address].filter((part) => part !== null).join(" · ") || "–" },
                    { key: "source", label: "Nguồn", children: SOURCES[one.source] },
                    ...(one.note === null ? [] : [{ key: "note", label: "Ghi chú", children: one.note }]),
                  ]}
                />
              )}
            </Answered>
          </Panel>
          <Panel title="Quy định áp dụng" className="panel-flush">
            <Answered asked={policy}>{({ profile, rules }) => <Rules rules={rules} heading={profile.title} />}</Answered>
          </Panel>
        </div>
        <Panel title="Lịch sử thay đổi" className="panel-flush">
          <Answered asked={found}>
            {({ history }) => (
              <ul className="cards">
                {history.items.map((change) => (
                  <li key={change.position}>
                    <div className="card-top"><strong>{CHANGES[change.kind]}</strong><span className="faint"><Instant at={change.at} /></span></div>
                    <div className="card-foot">{sayWho(change.by)}{change.reason !== null && `: ${change.reason}`}</div>
                  </li>
                ))}
              </ul>
            )}
          </Answered>
        </Panel>
      </div>
    </Page>
  );
}

/** Who is not a person has a name only the gateway uses. */
function sayWho(by: string): string {
  if (by === "directory:axis") return "Đồng bộ từ Trục";
  if (by.startsWith("directory:")) return "Đồng bộ danh bạ";
  return by === "catalogue" ? "Danh mục cấp 1" : by === "introduce-agency" ? "Cổng bắt đầu phục vụ" : by;
}

export function Rules({ rules, heading }: { readonly rules: readonly Schemas["PolicyRule"][]; readonly heading?: string }): ReactNode {
  return (
    <ul className="cards">
      {heading !== undefined && <li><strong>{heading}</strong></li>}
      {rules.map((rule) => (
        <li key={rule.rule}>
          <div><strong>{rule.title.charAt(0).toLocaleUpperCase("vi")}{rule.title.slice(1)}</strong>: {rule.text}</div>
          <div className="card-foot">{rule.article}{rule.note !== null && ` · ${rule.note}`}</div>
        </li>
      ))}
    </ul>
  );
}
