import { Button, DatePicker, Table } from "antd";
import type { Dayjs } from "dayjs";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link, useFilters } from "../../app/router.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { TabLinks } from "../../parts/tabs.tsx";
import { Wide } from "../../parts/wide.tsx";
import { sayDay } from "../../text/dates.ts";
import { useAccount } from "../../app/session.tsx";
import { Rules } from "./agencies.tsx";
import { OverrideDialog } from "./override.tsx";

/** Quy định áp dụng: the profiles, how two agencies differ, and what single agencies decided. */
export default function Policies(): ReactNode {
  const [query] = useFilters();
  const tab = query.get("tab") ?? "bo";
  return (
    <Page title="Quy định áp dụng" note="Mỗi bộ quy định là một văn bản của cơ quan có thẩm quyền; từng quy tắc dẫn điều khoản.">
      <TabLinks name="tab" current={tab} tabs={{ bo: "Bộ quy định", "so-sanh": "So sánh hai cơ quan", rieng: "Quyết định riêng" }} label="Cách xem" />
      {tab === "so-sanh" ? <Compare /> : tab === "rieng" ? <Overrides /> : <Profiles />}
    </Page>
  );
}

function Profiles(): ReactNode {
  const found = useAsk("policies", async (signal) => await asked(api.GET("/api/v1/policies", { signal })));
  return (
    <Answered asked={found}>
      {({ items, version }) => (
        <>
          <ul className="cards panel">
            {items.map((profile) => (
              <li key={`${profile.id} ${profile.version}`}>
                <div className="card-top">
                  <Link to={`/chinh-sach/${profile.id}`} className="card-code">{profile.title}</Link>
                  <span className="faint">bản {profile.version} · từ {sayDay(profile.validFrom)}{profile.validTo !== null && ` đến ${sayDay(profile.validTo)}`}</span>
                </div>
                <div className="card-foot">{profile.issuer?.name ?? "Quy định chung"} · {profile.source}{profile.inherits !== null && ` · kế thừa “${items.find(({ id }) => id === profile.inherits)?.title ?? profile.inherits}”`}</div>
              </li>
            ))}
          </ul>
          <p className="card-foot">Phiên bản dữ liệu {version}</p>
        </>
      )}
    </Answered>
  );
}

export function PolicyPage({ id }: { readonly id: string }): ReactNode {
  const found = useAsk(`policy:${id}`, async (signal) => await asked(api.GET("/api/v1/policies/{id}", { params: { path: { id } }, signal })));
  return (
    <Page title={found.data?.title ?? "Bộ quy định"} note={found.data?.source}>
      <div className="panel"><Answered asked={found} rows={12}>{({ rules }) => <Rules rules={rules} />}</Answered></div>
    </Page>
  );
}

function Compare(): ReactNode {
  const [sender, setSender] = useState<string | null>(null);
  const [receiver, setReceiver] = useState<string | null>(null);
  const [days, setDays] = useState<{ readonly senderOn?: string; readonly receiverOn?: string }>({});
  const key = sender === null || receiver === null ? null : `compare:${sender}:${receiver}:${days.senderOn ?? ""}:${days.receiverOn ?? ""}`;
  const found = useAsk(key, async (signal) => await asked(api.GET("/api/v1/policies/diff", { params: { query: { sender: sender ?? "", receiver: receiver ?? "", ...days } }, signal })));
  const onDay = (which: "senderOn" | "receiverOn") => (value: Dayjs | null) => {
    const { [which]: _before, ...others } = days;
    setDays(value === null ? others : { ...others, [which]: value.format("YYYY-MM-DD") });
  };
  return (
    <>
      <div className="filters">
        <AgencyPicker label="Bên gửi" value={sender} onChange={setSender} />
        <DatePicker aria-label="Quy định bên gửi vào ngày" placeholder="hôm nay" format="DD/MM/YYYY" onChange={onDay("senderOn")} />
        <AgencyPicker label="Bên nhận" value={receiver} onChange={setReceiver} />
        <DatePicker aria-label="Quy định bên nhận vào ngày" placeholder="hôm nay" format="DD/MM/YYYY" onChange={onDay("receiverOn")} />
      </div>
      <p className="card-foot">Chọn cùng một cơ quan với hai ngày khác nhau để thấy phiên bản sau đổi gì.</p>
      {key === null ? (
        <Nothing text="Chọn hai cơ quan để thấy quy định của họ khác nhau ở đâu." />
      ) : (
        <Answered asked={found}>
          {({ differences }) =>
            differences.length === 0 ? (
              <Nothing text="Hai cơ quan áp dụng quy định như nhau." />
            ) : (
              <Wide label="So sánh quy định" width={760}><Table
                className="panel"
                size="small"
                pagination={false}
                rowKey="rule"
                dataSource={differences}
                columns={[
                  { title: "Quy tắc", key: "title", width: 200, render: (_, one) => <>{one.title} {one.receiverIsStricter && <Badge label={{ text: "nhận chặt hơn", tone: "warn" }} />}</> },
                  { title: "Bên gửi", key: "sender", render: (_, one) => <Side side={one.sender} /> },
                  { title: "Bên nhận", key: "receiver", render: (_, one) => <Side side={one.receiver} /> },
                ]}
              /></Wide>
            )
          }
        </Answered>
      )}
    </>
  );
}

function Side({ side }: { readonly side: Schemas["PolicyDifference"]["sender"] }): ReactNode {
  return (
    <>
      {side.text}
      <small className="line">{side.article}</small>
    </>
  );
}

function Overrides(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("overrides", async (signal) => await asked(api.GET("/api/v1/policies/overrides", { signal })));
  const [adding, setAdding] = useState(false);
  return (
    <>
    {operator && <div className="filters"><Button type="primary" onClick={() => setAdding(true)}>Ghi quyết định riêng</Button></div>}
    <OverrideDialog open={adding} onClose={(ran) => { setAdding(false); if (ran) found.reload(); }} />
    <Answered asked={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing text="Chưa có cơ quan nào có quyết định riêng: mọi cơ quan theo bộ quy định của tỉnh hoặc quy định chung." />
        ) : (
          <ul className="cards panel">
            {items.map((one) => (
              <li key={one.id}>
                <div className="card-top"><strong>{one.agency}, bản {one.version}: {one.decision.number}</strong><span className="faint">từ {sayDay(one.validFrom)}{one.validTo !== null && ` đến ${sayDay(one.validTo)}`}</span></div>
                <div>{one.reason}</div>
                <Changes now={one} before={items.find(({ agency, version }) => agency === one.agency && version === one.version - 1) ?? null} />
                <div className="card-foot">{one.decision.issuer}, {sayDay(one.decision.issuedOn)} · ghi bởi {one.by}, <Instant at={one.recordedAt} /></div>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
    </>
  );
}

type Override = Schemas["PolicyOverride"];

/** What a version says, and what of it the version before said otherwise. */
function Changes({ now, before }: { readonly now: Override; readonly before: Override | null }): ReactNode {
  const gone = before?.rules.filter(({ rule }) => !now.rules.some((other) => other.rule === rule)) ?? [];
  if (now.profile === null && now.rules.length === 0) return <div>Bỏ quy định riêng trước đó, trở lại quy định chung.</div>;
  return (
    <ul className="reasons">
      {now.profile !== null && <li>Bộ quy định: {now.profile}{before !== null && before.profile !== now.profile && <small className="line">bản {before.version}: {before.profile ?? "giữ của tỉnh"}</small>}</li>}
      {now.rules.map((rule) => {
        const was = before?.rules.find((other) => other.rule === rule.rule);
        return (
          <li key={rule.rule}>
            {rule.title}: {rule.text} ({rule.article}) {before !== null && was === undefined && <Badge label={{ text: "mới", tone: "wait" }} />}
            {was !== undefined && was.text !== rule.text && <small className="line">bản {before?.version}: {was.text} ({was.article})</small>}
          </li>
        );
      })}
      {gone.map(({ rule, title, text }) => <li key={rule}>{title}: trở lại quy định chung <small className="line">bản {before?.version}: {text}</small></li>)}
    </ul>
  );
}
