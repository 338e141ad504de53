import { Alert } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk, type Asked } from "../../api/use-ask.ts";
import { READERS } from "../../app/menu.tsx";
import { Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant, useNow } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { Subject } from "../../parts/subject.tsx";
import { sayDue, sayInstant, sayToday, sayWorkingMinutes } from "../../text/dates.ts";
import { DEADLINE_KINDS, DEADLINE_STATES, DISPATCH_STATES, URGENCIES } from "../../text/labels.ts";
import { FirstMinute } from "./first-minute.tsx";
import { WhyLink } from "../document/why-link.tsx";
import { SHOWN, TROUBLED, UNDER_WAY } from "./first-asks.ts";
import { AttentionPanel } from "./attention.tsx";
import { Health } from "../oversight/health.tsx";

/** What needs me now. Whoever does not read documents sees what the gateway itself needs. */
export default function Today(): ReactNode {
  const { fullName, roles } = useAccount();
  const now = useNow(60_000);
  const [samples, setSamples] = useState(0);
  const notices = useAsk("today:notices", async (signal) => (await asked(api.GET("/api/v1/notices", { params: { query: { open: "true", limit: 10 } }, signal }))).items, { live: ["notice."] });
  return (
    <Page title="Hôm nay" note={`${sayToday(now)} · ${fullName}`}>
      {notices.data?.map((notice) => (
        <Alert key={notice.id} className="gap-below" showIcon type={notice.kind === "incident" ? "error" : "info"} title={<Link to={`/thong-bao/${notice.id}`}>{`${notice.kind === "incident" ? "Sự cố" : "Bảo trì"} ${notice.number}: ${notice.what}`}</Link>} description={`Từ ${sayInstant(notice.suspendedFrom)}${notice.resumesAt === null ? "" : `, dự kiến đến ${sayInstant(notice.resumesAt)}`}. ${notice.temporaryMeasures}`} />
      ))}
      {roles.includes("operator") && <FirstMinute onChange={() => setSamples((before) => before + 1)} />}
      {READERS.some((role) => roles.includes(role)) ? <>{roles.includes("operator") && <AttentionPanel />}<Documents /></> : <Gateway key={samples} />}
    </Page>
  );
}

/** For operators and supervisors: whether everything works, and what is late. */
function Gateway(): ReactNode {
  const { roles } = useAccount();
  const operator = roles.includes("operator");
  const deadlines = useAsk("today:deadlines", async (signal) => await readDeadlines(signal), { live: ["deadline."] });
  const due = (
    <Panel title="Thời hạn" extra={<Link to="/thoi-han">Xem tất cả</Link>} className="panel-flush">
      <Answered asked={deadlines} rows={3}>{(items) => (items.length === 0 ? <Nothing text="Không có việc nào quá hạn hay sắp đến hạn." /> : <DeadlineCards items={items} linked={false} />)}</Answered>
    </Panel>
  );
  return (
    <div className="two">
      <div>
        {operator ? <><AttentionPanel /><Health /></> : due}
      </div>
      <div>
        {operator && due}
        {!operator && (
          <Panel title="Giám sát">
            <p className="snug"><Link to="/tong-quan">Tổng quan</Link>: số lượng, tỉ lệ đúng hạn, nơi có vướng mắc.</p>
            <p className="snug"><Link to="/nhat-ky">Nhật ký trao đổi</Link>: từng lượt gửi, nhận.</p>
            <p className="snug"><Link to="/bao-cao">Báo cáo</Link>: số liệu theo kỳ, báo cáo đã phát hành.</p>
          </Panel>
        )}
        {!operator && <Health />}
      </div>
    </div>
  );
}

/** For those who read documents: urgent and late first, live without reloading. */
function Documents(): ReactNode {
  const arrived = useAsk("today:arrived", async (signal) => (await asked(api.GET("/api/v1/incoming", { params: { query: { state: "arrived", limit: SHOWN } }, signal }))).items, { live: ["incoming.", "deadline."] });
  const recalls = useAsk("today:recalls", async (signal) => (await asked(api.GET("/api/v1/incoming", { params: { query: { recall: "asked", limit: SHOWN } }, signal }))).items, { live: ["incoming."] });
  const troubled = useAsk("today:troubled", async (signal) => await readTroubled(signal), { live: ["dispatch.", "document.", "transmission."] });
  const waiting = useAsk("today:waiting", async (signal) => await readDocuments(UNDER_WAY, signal), { live: ["dispatch.", "document."] });
  const deadlines = useAsk("today:deadlines", async (signal) => await readDeadlines(signal), { live: ["deadline.", "incoming.moved", "dispatch.moved"] });

  const late = deadlines.data?.filter(({ state }) => state === "late").length;
  const near = deadlines.data?.filter(({ state }) => state === "near").length;

  return (
    <>
      <div className="counts">
        <Count to="/van-ban-den?state=arrived" text="chờ tiếp nhận" count={sizeOf(arrived)} tone="warn" />
        <Count to="/van-ban-den?recall=asked" text="cần trả lời thu hồi" count={sizeOf(recalls)} tone="bad" />
        <Count to={`/van-ban-di?state=${TROUBLED.join()}`} text="văn bản đi cần xử lý" count={sizeOf(troubled)} tone="bad" />
        <Count to={`/van-ban-di?state=${UNDER_WAY.join()}`} text="chưa đến nơi" count={sizeOf(waiting)} />
        <Count to="/thoi-han?state=late" text="việc quá hạn" count={late === undefined ? null : upTo(late)} tone="bad" />
        <Count to="/thoi-han?state=near" text="việc sắp đến hạn" count={near === undefined ? null : upTo(near)} tone="warn" />
      </div>
      <div className="two">
        <div>
          {(recalls.data?.length ?? 0) > 0 && (
            <Panel title="Yêu cầu thu hồi cần trả lời" className="panel-flush">
              <Answered asked={recalls}>{(items) => <IncomingCards items={items} deadlines={deadlines.data ?? []} />}</Answered>
            </Panel>
          )}
          <Panel title="Chờ tiếp nhận" extra={<Link to="/van-ban-den?state=arrived">Xem tất cả</Link>} className="panel-flush">
            <Answered asked={arrived} rows={4}>
              {(items) => (items.length === 0 ? <Nothing text="Không có văn bản nào chờ tiếp nhận." /> : <IncomingCards items={items} deadlines={deadlines.data ?? []} />)}
            </Answered>
          </Panel>
        </div>
        <div>
          <Panel title="Văn bản đi cần xử lý" extra={<Link to={`/van-ban-di?state=${TROUBLED.join()}`}>Xem tất cả</Link>} className="panel-flush">
            <Answered asked={troubled} rows={4}>{(items) => (items.length === 0 ? <Nothing text="Không có văn bản đi nào bị từ chối hay gửi không thành công." /> : <OutgoingCards items={items} states={TROUBLED} />)}</Answered>
          </Panel>
          <Panel title="Chưa đến nơi" extra={<Link to={`/van-ban-di?state=${UNDER_WAY.join()}`}>Xem tất cả</Link>} className="panel-flush">
            <Answered asked={waiting} rows={4}>{(items) => (items.length === 0 ? <Nothing text="Mọi văn bản đã gửi đều đến nơi." /> : <OutgoingCards items={items} states={UNDER_WAY} />)}</Answered>
          </Panel>
          <Panel title="Thời hạn" extra={<Link to="/thoi-han">Xem tất cả</Link>} className="panel-flush">
            <Answered asked={deadlines} rows={3}>{(items) => (items.length === 0 ? <Nothing text="Không có việc nào quá hạn hay sắp đến hạn." /> : <DeadlineCards items={items} />)}</Answered>
          </Panel>
        </div>
      </div>
    </>
  );
}

function Count({ to, text, count, tone }: { readonly to: string; readonly text: string; readonly count: string | null; readonly tone?: "bad" | "warn" }): ReactNode {
  const raised = count !== null && count !== "0" && tone !== undefined ? ` count-${tone}` : "";
  return (
    <Link to={to} className={`count${raised}`}>
      <strong>{count ?? "…"}</strong>
      <span>{text}</span>
    </Link>
  );
}

function sizeOf({ data }: Asked<readonly unknown[]>): string | null {
  if (data === null) return null;
  return upTo(data.length);
}

/** A list is read up to so many. */
function upTo(count: number): string {
  return count >= SHOWN ? `${SHOWN}+` : String(count);
}

async function readDocuments(states: readonly Schemas["DispatchState"][], signal: AbortSignal): Promise<readonly Schemas["Document"][]> {
  const { items } = await asked(api.GET("/api/v1/documents", { params: { query: { state: states.join(), limit: SHOWN } }, signal }));
  return [...items].sort((a, b) => weightOf(b.urgency) - weightOf(a.urgency) || b.submittedAt.localeCompare(a.submittedAt));
}

/** A refusal stays on the list for two weeks; what never left, until somebody decides. */
async function readTroubled(signal: AbortSignal): Promise<readonly Schemas["Document"][]> {
  const recently = new Date(Date.now() - 14 * 86_400_000).toISOString();
  const found = await readDocuments(TROUBLED, signal);
  const troubled: readonly string[] = TROUBLED;
  return found.filter(({ dispatches }) => dispatches.some(({ state, instants }) => troubled.includes(state) && (state !== "refused" || (instants.decidedAt ?? recently) >= recently)));
}

async function readDeadlines(signal: AbortSignal): Promise<readonly Schemas["Deadline"][]> {
  const pages = await Promise.all((["late", "near"] as const).map(async (state) => await asked(api.GET("/api/v1/deadlines", { params: { query: { state, limit: SHOWN } }, signal }))));
  return pages.flatMap(({ items }) => items);
}

function weightOf(urgency: Schemas["Document"]["urgency"]): number {
  return ["thuong", "khan", "thuong-khan", "hoa-toc", "hoa-toc-hen-gio"].indexOf(urgency);
}

function IncomingCards({ items, deadlines }: { readonly items: readonly Schemas["IncomingDocument"][]; readonly deadlines: readonly Schemas["Deadline"][] }): ReactNode {
  const several = useAccount().agencies.length > 1;
  const deadlineOf = new Map(deadlines.filter(({ side }) => side === "incoming").map((deadline) => [deadline.document.id, deadline]));
  const sorted = [...items].sort((a, b) => weightOf(b.urgency) - weightOf(a.urgency) || (deadlineOf.get(a.id)?.minutesLeft ?? 1e9) - (deadlineOf.get(b.id)?.minutesLeft ?? 1e9) || a.effectiveAt.localeCompare(b.effectiveAt));
  return (
    <ul className="cards">
      {sorted.map((row) => {
        const deadline = deadlineOf.get(row.id);
        return (
          <li key={row.id}>
            <div className="card-top">
              <Link to={`/van-ban-den/${row.id}`} className="card-code">{row.code.text}</Link>
              <span className="wrap-row">
                {row.urgency !== "thuong" && <Badge label={URGENCIES[row.urgency]} />}
                {deadline !== undefined && <Left deadline={deadline} />}
              </span>
            </div>
            <Subject to={`/van-ban-den/${row.id}`} text={row.subject} />
            <div className="card-foot">
              <Agency code={row.senderCode} name={row.sender.name} />{several && <> → <Agency code={row.receiverCode} /></>} · <Instant at={row.receivedAt} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function OutgoingCards({ items, states }: { readonly items: readonly Schemas["Document"][]; readonly states: readonly Schemas["DispatchState"][] }): ReactNode {
  return (
    <ul className="cards">
      {items.slice(0, 12).map((row) => (
        <li key={row.id}>
          <div className="card-top">
            <Link to={`/van-ban-di/${row.id}`} className="card-code">{row.code.text}</Link>
            <span className="faint">gửi <Instant at={row.submittedAt} /></span>
          </div>
          <Subject to={`/van-ban-di/${row.id}`} text={row.subject} />
          <Wanting dispatches={row.dispatches.filter(({ state }) => states.includes(state))} />
          {row.dispatches.some(({ state }) => states.includes(state) && state !== "refused") && <WhyLink id={row.id} />}
        </li>
      ))}
    </ul>
  );
}

const FEW_RECEIVERS = 3;

/** Where it stands at the first few receivers, and how many more there are. */
function Wanting({ dispatches }: { readonly dispatches: readonly Schemas["Dispatch"][] }): ReactNode {
  return (
    <>
      {dispatches.slice(0, FEW_RECEIVERS).map((dispatch) => (
        <div key={dispatch.id} className="card-foot">
          <Badge label={DISPATCH_STATES[dispatch.state]} /> {dispatch.receiver.name}
          {dispatch.refusal !== null && <>: {dispatch.refusal.text}</>}
        </div>
      ))}
      {dispatches.length > FEW_RECEIVERS && <div className="card-foot">và {dispatches.length - FEW_RECEIVERS} nơi nhận khác</div>}
    </>
  );
}

const MOST_DEADLINES = 12;

/** The same thing to do with one document at many receivers is one line. */
function gathered(deadlines: readonly Schemas["Deadline"][]): readonly (readonly Schemas["Deadline"][])[] {
  const groups = new Map<string, Schemas["Deadline"][]>();
  for (const deadline of deadlines) {
    const key = [deadline.document.id, deadline.kind, deadline.state, deadline.dueAt].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), deadline]);
  }
  return [...groups.values()].slice(0, MOST_DEADLINES);
}

function DeadlineCards({ items, linked = true }: { readonly items: readonly Schemas["Deadline"][]; readonly linked?: boolean }): ReactNode {
  return (
    <ul className="cards">
      {gathered(items).map(([deadline, ...others]) => deadline !== undefined && (
        <li key={deadline.id}>
          <div className="card-top">
            {linked ? <Link to={`/${deadline.side === "outgoing" ? "van-ban-di" : "van-ban-den"}/${deadline.document.id}`} className="card-code">{deadline.document.code}</Link> : <strong>{deadline.document.code}</strong>}
            <Left deadline={deadline} />
          </div>
          <div className="card-foot">
            {DEADLINE_KINDS[deadline.kind]}{deadline.kind === "send" ? " tới " : " · "}{others.length === 0 ? deadline.receiver.name : `${others.length + 1}${items.length >= SHOWN ? "+" : ""} nơi nhận`} · hạn {sayDue(deadline.dueAt)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Left({ deadline: { minutesLeft, state } }: { readonly deadline: Schemas["Deadline"] }): ReactNode {
  const { text, tone } = DEADLINE_STATES[state];
  if (minutesLeft === null) return <Badge label={{ text, tone }} />;
  return <Badge label={{ tone, text: minutesLeft < 0 ? `Quá ${sayWorkingMinutes(minutesLeft)}` : `Còn ${sayWorkingMinutes(minutesLeft)}` }} />;
}
