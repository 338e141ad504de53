import { Table } from "antd";
import { lazy, Suspense, useMemo, type ReactNode } from "react";
import dayjs from "dayjs";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { before, OfAgency, PeriodPicker, useBooksQuery, type BooksQuery } from "../../parts/period-picker.tsx";
import { Answered, Nothing, Waiting } from "../../parts/states.tsx";
import { Wide } from "../../parts/wide.tsx";
import { sayNumber, sayPercent, sayWorkingMinutes } from "../../text/dates.ts";
import { Health } from "./health.tsx";

const Chart = lazy(async () => await import("../../parts/chart.tsx"));
type Numbers = Schemas["Numbers"];
type Content = Schemas["ReportContent"];

/** Tổng quan: how the whole tree of agencies exchanges, at a glance, beside the period before. */
export default function Dashboard(): ReactNode {
  const books = useBooksQuery("month");
  const key = JSON.stringify(books);
  const now = useAsk(books.agency === undefined ? null : `stats:${key}`, async (signal) => await asked(api.GET("/api/v1/statistics", { params: { query: { ...books, by: "agency" } }, signal })));
  const earlier = useAsk(books.agency === undefined ? null : `stats:before:${key}`, async (signal) => await asked(api.GET("/api/v1/statistics", { params: { query: { ...books, on: before(books), by: "none" } }, signal })));
  return (
    <Page title="Tổng quan" note={now.data === null ? undefined : `${now.data.scope.name}${now.data.scope.tree ? " và cơ quan trực thuộc" : ""} · ${now.data.period.name}`}>
      <PeriodPicker books={books} />
      <OfAgency books={books}><Answered asked={now} rows={10}>
        {(content) => (
          <>
            <Heads now={content} earlier={earlier.data} books={books} />
            <div className="two">
              <Panel title="Số lượng theo thời gian">
                <Course books={books} />
              </Panel>
              <Panel title="Kết quả ở nơi nhận (lượt gửi)">
                <Outcomes content={content} />
              </Panel>
            </div>
            <Agencies lines={content.tables.agency ?? []} books={books} />
            <div className="two">
              <Peers books={books} />
              <Health />
            </div>
          </>
        )}
      </Answered></OfAgency>
    </Page>
  );
}

/** The exchanges a number is made of, in the log. */
function logOf({ agency, tree }: BooksQuery, { from, to }: Schemas["Period"], filters: Readonly<Record<string, string>>): string {
  return `/nhat-ky?${new URLSearchParams({ ...(agency !== undefined && { agency, tree }), from, to, ...filters }).toString()}`;
}

function Heads({ now, earlier, books }: { readonly now: Content; readonly earlier: Content | null; readonly books: BooksQuery }): ReactNode {
  const [out, into] = [now.total.outgoing, now.total.incoming];
  const [outBefore, intoBefore] = [earlier?.total.outgoing, earlier?.total.incoming];
  const log = (filters: Readonly<Record<string, string>>): string => logOf(books, now.period, filters);
  const waiting = (numbers: Numbers): number => numbers.waiting + numbers.failed;
  return (
    <div className="counts counts-4">
      <Head to={log({ direction: "outgoing" })} text="văn bản đi" value={sayNumber(out.documents)} change={changeOf(out.documents, outBefore?.documents)} />
      <Head to={log({ direction: "incoming" })} text="văn bản đến" value={sayNumber(into.documents)} change={changeOf(into.documents, intoBefore?.documents)} />
      <Head to={log({ direction: "outgoing", late: "true" })} text="lượt gửi đúng hạn" value={sayPercent(out.onTime, out.onTime + out.late)} of={[out.onTime, out.onTime + out.late]} change={pointsOf(out.onTime, out.onTime + out.late, outBefore?.onTime, (outBefore?.onTime ?? 0) + (outBefore?.late ?? 0))} />
      <Head text="tới khi tiếp nhận, từ chối (trung vị)" value={into.decideP50 === null ? "–" : sayWorkingMinutes(into.decideP50).replace(" làm việc", "")} change={into.decideP95 === null ? "chưa có văn bản đến nào được xử lý" : `95% trong ${sayWorkingMinutes(into.decideP95)}`} />
      <Head to={log({ direction: "outgoing", outcome: "refused" })} text="lượt gửi bị từ chối" value={sayNumber(out.refused)} change={changeOf(out.refused, outBefore?.refused)} tone={out.refused > 0 ? "bad" : undefined} />
      <Head to={log({ direction: "outgoing", outcome: "failed" })} text="lượt gửi chưa tới" value={sayNumber(waiting(out))} change={changeOf(waiting(out), outBefore === undefined ? undefined : waiting(outBefore))} tone={waiting(out) > 0 ? "warn" : undefined} />
      <Head text="văn bản đến ký số hợp lệ" value={sayPercent(into.signed, into.exchanges)} of={[into.signed, into.exchanges]} change={pointsOf(into.signed, into.exchanges, intoBefore?.signed, intoBefore?.exchanges)} />
      <Head text="lượt chỉ gửi điện tử" value={sayPercent(out.electronicOnly, out.exchanges)} of={[out.electronicOnly, out.exchanges]} change={pointsOf(out.electronicOnly, out.exchanges, outBefore?.electronicOnly, outBefore?.exchanges)} />
    </div>
  );
}

/** `of`: what a share is a share of, so that 100% of three is not read as 100% of a thousand. */
function Head({ text, value, of, change, tone, to }: { readonly text: string; readonly value: string; readonly of?: readonly [number, number]; readonly change: string | null; readonly tone?: "bad" | "warn" | undefined; readonly to?: string }): ReactNode {
  const inside = (
    <>
      <strong>{value}</strong>
      <span>{text}</span>
      <small className="line">{[of === undefined || of[1] === 0 ? null : `${sayNumber(of[0])}/${sayNumber(of[1])}`, change].filter((part) => part !== null).join(" · ") || "\u00a0"}</small>
    </>
  );
  const look = `count${tone === undefined ? "" : ` count-${tone}`}`;
  return to === undefined ? <div className={look}>{inside}</div> : <Link to={to} className={look}>{inside}</Link>;
}

function changeOf(now: number, earlier: number | undefined): string | null {
  if (earlier === undefined) return null;
  const difference = now - earlier;
  return difference === 0 ? "bằng kỳ trước" : `${difference > 0 ? "tăng" : "giảm"} ${sayNumber(Math.abs(difference))} so với kỳ trước`;
}

function pointsOf(part: number, whole: number, partBefore: number | undefined, wholeBefore: number | undefined): string | null {
  if (whole === 0 || partBefore === undefined || wholeBefore === undefined || wholeBefore === 0) return null;
  const points = (100 * part) / whole - (100 * partBefore) / wholeBefore;
  return Math.abs(points) < 0.05 ? "bằng kỳ trước" : `${points > 0 ? "tăng" : "giảm"} ${sayNumber(Math.abs(points))} điểm`;
}

/** The last eight periods of this kind, one question each. */
function Course({ books }: { readonly books: BooksQuery }): ReactNode {
  const course = useAsk(`course:${JSON.stringify(books)}`, async (signal) => {
    const days: BooksQuery[] = [books];
    while (days.length < 8) days.unshift({ ...books, on: before(days[0] ?? books) });
    return await Promise.all(days.map(async (query) => await asked(api.GET("/api/v1/statistics", { params: { query: { ...query, by: "none" } }, signal }))));
  });
  const option = useMemo(
    () => ({
      legend: { top: 0, data: ["Văn bản đi", "Văn bản đến", "Lượt bị từ chối"] },
      xAxis: { type: "category", axisLabel: { interval: 0, lineHeight: 16, margin: 10 }, data: course.data?.map(({ period }) => shortName(period).replace(" ", "\n")) ?? [] },
      yAxis: { type: "value", minInterval: 1 },
      color: ["#1f4a80", "#8fb0d8", "#b3201f"],
      series: [
        { name: "Văn bản đi", type: "bar", data: course.data?.map(({ total }) => total.outgoing.documents) ?? [] },
        { name: "Văn bản đến", type: "bar", data: course.data?.map(({ total }) => total.incoming.documents) ?? [] },
        { name: "Lượt bị từ chối", type: "line", data: course.data?.map(({ total }) => total.outgoing.refused) ?? [] },
      ],
    }),
    [course.data],
  );
  return (
    <Answered asked={course} rows={7}>
      {(all) => (
        <Suspense fallback={<Waiting rows={7} />}>
          <Chart option={option} label={`Số văn bản theo kỳ: ${all.map(({ period, total }) => `${shortName(period)} đi ${total.outgoing.documents}, đến ${total.incoming.documents}`).join("; ")}`} />
        </Suspense>
      )}
    </Answered>
  );
}

function shortName({ kind, from }: Schemas["Period"]): string {
  const day = dayjs(from);
  switch (kind) {
    case "day":
    case "week":
    case "range":
      return day.format("DD/MM");
    case "month":
      return `T${day.month() + 1} ${day.year()}`;
    case "quarter":
      return `Q${Math.floor(day.month() / 3) + 1} ${day.year()}`;
    case "half":
      return `${day.month() < 6 ? "Đầu" : "Cuối"} ${day.year()}`;
    case "year":
      return String(day.year());
  }
}

function Outcomes({ content }: { readonly content: Content }): ReactNode {
  const { outgoing: out } = content.total;
  const rows = useMemo(
    () => [
      { name: "Đã tiếp nhận", value: out.accepted, colour: "#2f8f57" },
      { name: "Bị từ chối", value: out.refused, colour: "#b3201f" },
      { name: "Đang chờ", value: out.waiting, colour: "#c77700" },
      { name: "Gửi không thành công", value: out.failed, colour: "#7a1414" },
      { name: "Đã rút lại", value: out.withdrawn, colour: "#8a94a6" },
    ],
    [out],
  );
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 36, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: "value", minInterval: 1 },
      yAxis: { type: "category", inverse: true, data: rows.map(({ name }) => name) },
      series: [{ type: "bar", barWidth: 18, data: rows.map(({ value, colour }) => ({ value, itemStyle: { color: colour } })), label: { show: true, position: "right" } }],
    }),
    [rows],
  );
  return (
    <Suspense fallback={<Waiting rows={7} />}>
      <Chart option={option} label={`Kết quả ở nơi nhận: ${rows.map(({ name, value }) => `${name} ${value}`).join(", ")}`} />
    </Suspense>
  );
}

function Agencies({ lines, books }: { readonly lines: readonly Schemas["ReportLine"][]; readonly books: BooksQuery }): ReactNode {
  return (
    <Panel title="Theo cơ quan" className="panel-flush" extra={<Link to={`/bao-cao?agency=${books.agency ?? ""}&period=${books.period}&on=${books.on}`}>Báo cáo đầy đủ</Link>}>
      {lines.length === 0 ? (
        <Nothing text="Chưa có văn bản nào trong kỳ này." />
      ) : (
        <Wide label="Số liệu theo cơ quan" width={1060}><Table
          size="small"
          pagination={lines.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          rowKey="key"
          dataSource={[...lines]}
          columns={[
            { title: "Cơ quan", key: "name", render: (_, line) => <Link to={`/tong-quan?agency=${line.key}&period=${books.period}&on=${books.on}`} className={`depth-${Math.min(line.depth, 3)}`}>{line.label}</Link> },
            { title: "Văn bản đi", align: "right", width: 95, key: "out", render: (_, { outgoing }) => sayNumber(outgoing.documents) },
            { title: "Văn bản đến", align: "right", width: 105, key: "in", render: (_, { incoming }) => sayNumber(incoming.documents) },
            { title: "Lượt gửi", align: "right", width: 85, key: "exchanges", render: (_, { outgoing }) => sayNumber(outgoing.exchanges) },
            { title: "Gửi đúng hạn", align: "right", width: 115, key: "ontime", render: (_, { outgoing }) => sayPercent(outgoing.onTime, outgoing.onTime + outgoing.late) },
            { title: "Xử lý trong ngày", align: "right", width: 140, key: "answered", render: (_, { incoming }) => sayPercent(incoming.answeredInDay, incoming.exchanges) },
            { title: "Bị từ chối", align: "right", width: 95, key: "refused", render: (_, { outgoing }) => (outgoing.refused === 0 ? "0" : <span className="figure-bad">{sayNumber(outgoing.refused)}</span>) },
            { title: "Chưa tới", align: "right", width: 90, key: "waiting", render: (_, { outgoing }) => sayNumber(outgoing.waiting + outgoing.failed) },
            { title: "Đến có ký số", align: "right", width: 115, key: "signed", render: (_, { incoming }) => sayPercent(incoming.signed, incoming.exchanges) },
          ]}
        /></Wide>
      )}
      {lines.some(({ depth }) => depth > 0) && <p className="panel-how">Số của cơ quan cấp trên gồm cả các cơ quan trực thuộc. Một văn bản gửi tới nhiều nơi là nhiều lượt gửi.</p>}
    </Panel>
  );
}

const STEPS: Readonly<Record<BooksQuery["period"], "day" | "week" | "month">> = { day: "day", week: "day", month: "day", quarter: "week", half: "month", year: "month" };
const MOST_PEERS = 10;

/** Whom something does not reach: most trouble first. */
function Peers({ books }: { readonly books: BooksQuery }): ReactNode {
  const series = useAsk(`peers:${JSON.stringify(books)}`, async (signal) => await asked(api.GET("/api/v1/statistics/series", { params: { query: { ...books, step: STEPS[books.period] } }, signal })));
  return (
    <Panel title="Nơi nhận có vướng mắc" className="panel-flush">
      <Answered asked={series} rows={4}>
        {({ failingPeers, period }) =>
          failingPeers.length === 0 ? (
            <Nothing text="Mọi nơi nhận đều nhận và trả lời." />
          ) : (
            <ul className="cards">
              {failingPeers.slice(0, MOST_PEERS).map((peer) => (
                <li key={peer.code}>
                  <div className="card-top">
                    <Link to={logOf(books, period, { direction: "outgoing", peer: peer.code })}><strong>{peer.name}</strong></Link>
                    <span className="wrap-row">
                      {peer.failed > 0 && <Badge label={{ text: `${sayNumber(peer.failed)} gửi không thành công`, tone: "bad" }} />}
                      {peer.refused > 0 && <Badge label={{ text: `${sayNumber(peer.refused)} từ chối`, tone: "bad" }} />}
                      {peer.waiting > 0 && <Badge label={{ text: `${sayNumber(peer.waiting)} chưa nhận`, tone: "warn" }} />}
                    </span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}
