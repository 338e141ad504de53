import { Button, Table } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link, useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { OfAgency, PeriodPicker, useBooksQuery, type BooksQuery } from "../../parts/period-picker.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { TabLinks } from "../../parts/tabs.tsx";
import { Wide } from "../../parts/wide.tsx";
import { sayDay, sayInstant, sayNumber, sayPercent, sayWorkingMinutes } from "../../text/dates.ts";
import { Files } from "./registers.tsx";

/** Báo cáo: numbers as they are now, and those that were issued and cannot change. */
export default function Reports(): ReactNode {
  const [query, change] = useFilters();
  const tab = query.get("tab") === "da-phat-hanh" ? "da-phat-hanh" : "so-lieu";
  const books = useBooksQuery("month");
  const { roles } = useAccount();
  const [issuing, setIssuing] = useState(false);
  const [round, setRound] = useState(0);
  const mayIssue = roles.includes("clerk") || roles.includes("supervisor");
  return (
    <Page
      title="Báo cáo"
      actions={
        <>
          {tab === "so-lieu" && books.agency !== undefined && <Files path="/api/v1/statistics/file" books={books} />}
          {mayIssue && <Button type="primary" onClick={() => setIssuing(true)}>Phát hành báo cáo kỳ này</Button>}
        </>
      }
    >
      <TabLinks name="tab" current={tab} tabs={{ "so-lieu": "Số liệu", "da-phat-hanh": "Đã phát hành" }} label="Cách xem" />
      {tab === "so-lieu" ? (
        <>
          <PeriodPicker books={books} />
          <OfAgency books={books}><Statistics books={books} /></OfAgency>
        </>
      ) : (
        <Issued key={round} />
      )}
      <ActionDialog<{ reason?: string }>
        open={issuing}
        title="Phát hành báo cáo"
        explanation={<>Số liệu của kỳ đang chọn được chốt, kèm mã kiểm tra SHA-256, và không sửa được nữa. Phát hành lại là một lần mới, kèm lý do.</>}
        confirm="Phát hành"
        done="Đã phát hành báo cáo"
        run={async ({ reason }) => await asked(api.POST("/api/v1/reports", { body: { ...(books.agency !== undefined && { agency: books.agency }), tree: books.tree === "true", period: books.period, on: books.on, ...(reason !== undefined && reason.trim() !== "" && { reason: reason.trim() }) } }))}
        onClose={(ran) => { setIssuing(false); if (ran) { setRound(round + 1); change({ tab: "da-phat-hanh" }); } }}
      >
        <ReasonField label="Lý do phát hành lại" required={false} />
      </ActionDialog>
    </Page>
  );
}

function Statistics({ books }: { readonly books: BooksQuery }): ReactNode {
  const stats = useAsk(`stats:full:${JSON.stringify(books)}`, async (signal) => await asked(api.GET("/api/v1/statistics", { params: { query: { ...books, by: "agency,peer,type,urgency" } }, signal })));
  return <Answered asked={stats} rows={12}>{(content) => <Content content={content} />}</Answered>;
}

const TABLES = { agency: "Theo cơ quan", peer: "Theo nơi trao đổi", type: "Theo loại văn bản", urgency: "Theo độ khẩn" } as const;

export function Content({ content }: { readonly content: Schemas["ReportContent"] }): ReactNode {
  const { outgoing, incoming } = content.total;
  const minutes = (value: number | null): string => (value === null ? "–" : sayWorkingMinutes(value));
  const share = (part: number, whole: number): string => `${sayPercent(part, whole)} (${sayNumber(part)}/${sayNumber(whole)})`;
  const rows: readonly (readonly [string, string, string])[] = [
    ["Văn bản", sayNumber(outgoing.documents), sayNumber(incoming.documents)],
    ["Lượt trao đổi", sayNumber(outgoing.exchanges), sayNumber(incoming.exchanges)],
    ["Gửi đúng hạn / trễ", `${sayNumber(outgoing.onTime)} / ${sayNumber(outgoing.late)}`, `${sayNumber(incoming.onTime)} / ${sayNumber(incoming.late)}`],
    ["Bên nhận báo nhận trong ngày", share(outgoing.answeredInDay, outgoing.answered), "–"],
    ["Tiếp nhận, từ chối trong ngày", "–", share(incoming.answeredInDay, incoming.exchanges)],
    ["Được tiếp nhận", sayNumber(outgoing.accepted), sayNumber(incoming.accepted)],
    ["Bị từ chối", sayNumber(outgoing.refused), sayNumber(incoming.refused)],
    ["Gửi không thành công", sayNumber(outgoing.failed), "–"],
    ["Còn chờ", sayNumber(outgoing.waiting), sayNumber(incoming.waiting)],
    ["Thu hồi (đồng ý / từ chối)", `${sayNumber(outgoing.recalls)} (${outgoing.recallsAgreed} / ${outgoing.recallsDeclined})`, `${sayNumber(incoming.recalls)} (${incoming.recallsAgreed} / ${incoming.recallsDeclined})`],
    ["Chỉ gửi điện tử", sayPercent(outgoing.electronicOnly, outgoing.exchanges), sayPercent(incoming.electronicOnly, incoming.exchanges)],
    ["Gói tin ký số hợp lệ", "–", sayPercent(incoming.signed, incoming.exchanges)],
    ["Tới khi bên nhận báo nhận: trung vị / 95%", `${minutes(outgoing.answerP50)} / ${minutes(outgoing.answerP95)}`, "–"],
    ["Tới khi tiếp nhận hoặc từ chối: trung vị / 95%", `${minutes(outgoing.decideP50)} / ${minutes(outgoing.decideP95)}`, `${minutes(incoming.decideP50)} / ${minutes(incoming.decideP95)}`],
  ];
  return (
    <>
      <Panel title={`${content.scope.name} · ${content.period.name}`} extra={<small>Số liệu lúc {sayInstant(content.asOf)}</small>} className="panel-flush">
        <Table
          size="small"
          pagination={false}
          rowKey={([name]) => name}
          dataSource={[...rows]}
          columns={[
            { title: "Chỉ tiêu", key: "name", render: (_, [name]) => name },
            { title: "Văn bản đi", key: "out", align: "right", width: "32%", render: (_, [, out]) => out },
            { title: "Văn bản đến", key: "in", align: "right", width: "32%", render: (_, [, , into]) => into },
          ]}
        />
      </Panel>
      {Object.entries(TABLES).map(([key, title]) => {
        const lines = content.tables[key as keyof typeof TABLES] ?? [];
        if (lines.length === 0) return null;
        return (
          <Panel key={key} title={title} className="panel-flush">
            <Wide label={title} width={940}><Table
              size="small"
              pagination={lines.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              rowKey="key"
              dataSource={lines}
              columns={[
                { title: title.replace("Theo ", "").replace(/^./, (letter) => letter.toUpperCase()), key: "label", render: (_, { label, depth }) => <span className={`depth-${Math.min(depth, 3)}`}>{label}</span> },
                ...(key === "peer" ? [] : [{ title: "Văn bản đi", align: "right" as const, width: 100, key: "out", render: (_: unknown, line: Schemas["ReportLine"]) => sayNumber(line.outgoing.documents) }]),
                { title: "Lượt gửi", align: "right", width: 90, key: "exchanges", render: (_, line) => sayNumber(line.outgoing.exchanges) },
                { title: "Tiếp nhận", align: "right", width: 100, key: "accepted", render: (_, line) => sayNumber(line.outgoing.accepted) },
                { title: "Từ chối", align: "right", width: 90, key: "refused", render: (_, line) => sayNumber(line.outgoing.refused) },
                { title: "Chưa tới", align: "right", width: 95, key: "waiting", render: (_, line) => sayNumber(line.outgoing.waiting + line.outgoing.failed) },
                { title: "Văn bản đến", align: "right", width: 110, key: "in", render: (_, line) => sayNumber(line.incoming.documents) },
                { title: "Xử lý trong ngày", align: "right", width: 140, key: "answered", render: (_, line) => sayPercent(line.incoming.answeredInDay, line.incoming.exchanges) },
              ]}
            /></Wide>
          </Panel>
        );
      })}
    </>
  );
}

function Issued(): ReactNode {
  const found = useAsk("reports", async (signal) => await asked(api.GET("/api/v1/reports", { params: { query: { limit: 50 } }, signal })), { live: ["report."] });
  return (
    <Answered asked={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing text="Chưa phát hành báo cáo nào. Báo cáo ngày, tuần, tháng cũng được cổng tự phát hành khi hết kỳ." />
        ) : (
          <ul className="cards panel">
            {items.map((report) => (
              <li key={report.id}>
                <div className="card-top">
                  <Link to={`/bao-cao/${report.id}`} className="card-code">{report.agency.name}: {sayDay(report.from)} – {sayDay(report.to)}</Link>
                  <span className="faint">lần {report.version} · <Instant at={report.issuedAt} /> · {report.issuedBy}</span>
                </div>
                <div className="card-foot">{report.tree ? "Cả cơ quan trực thuộc" : "Chỉ cơ quan này"}{report.reason !== null && ` · ${report.reason}`} · SHA-256 <code>{report.digest.slice(0, 16)}…</code></div>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  );
}

export function IssuedReport({ id }: { readonly id: string }): ReactNode {
  const path = { id };
  const found = useAsk(`report:${id}`, async (signal) => await asked(api.GET("/api/v1/reports/{id}", { params: { path }, signal })));
  const proof = useAsk(`report:${id}:verification`, async (signal) => await asked(api.GET("/api/v1/reports/{id}/verification", { params: { path }, signal })));
  const report = found.data?.report;
  return (
    <Page
      title={report === undefined ? "Báo cáo" : `Báo cáo ${sayDay(report.from)} – ${sayDay(report.to)}`}
      note={report === undefined ? undefined : `${report.agency.name} · phát hành lần ${report.version} lúc ${sayInstant(report.issuedAt)} bởi ${report.issuedBy}`}
      actions={<Files path={`/api/v1/reports/${id}/file`} books={null} />}
    >
      <Panel title="Đối chiếu với nhật ký">
        <Answered asked={proof} rows={1}>
          {({ digestMatches, matches }) => (
            <span className="wrap-row">
              <Badge label={digestMatches ? { text: "Số liệu còn nguyên như lúc phát hành", tone: "good" } : { text: "Số liệu đã bị thay đổi", tone: "bad" }} />
              <Badge label={matches ? { text: "Khớp khi đếm lại từ nhật ký", tone: "good" } : { text: "Khác khi đếm lại từ nhật ký", tone: "warn" }} />
            </span>
          )}
        </Answered>
      </Panel>
      <Answered asked={found} rows={12}>{({ content }) => <Content content={content} />}</Answered>
    </Page>
  );
}
