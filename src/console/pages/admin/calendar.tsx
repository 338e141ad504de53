import { Alert, Button, DatePicker, Form, Input, Segmented } from "antd";
import dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { CorrectionDialog } from "./correction.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { sayDay, today } from "../../text/dates.ts";

type Day = Schemas["CalendarDays"]["items"][number];

/** Lịch làm việc: which days and hours count for an agency, and days that somebody has yet to confirm. */
export default function CalendarPage(): ReactNode {
  const account = useAccount();
  const [query, change] = useFilters();
  const agency = query.get("agency") ?? account.agencies[0] ?? account.supervises[0] ?? "H48";
  const month = query.get("thang") ?? today().slice(0, 7);
  const from = `${month}-01`;
  const to = dayjs(from).endOf("month").format("YYYY-MM-DD");
  const days = useAsk(`days:${agency}:${month}`, async (signal) => await asked(api.GET("/api/v1/calendar/days", { params: { query: { agency, from, to } }, signal })), { live: ["calendar."] });
  const corrections = useAsk("corrections", async (signal) => await asked(api.GET("/api/v1/calendar/corrections", { signal })), { live: ["calendar."] });
  const [decided, setDecided] = useState<Day | null>(null);
  const [open, setOpen] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [correcting, setCorrecting] = useState(false);
  const operator = account.roles.includes("operator");
  const year = from.slice(0, 4);
  const wholeYear = useAsk(operator ? `days:${agency}:${year}` : null, async (signal) => await asked(api.GET("/api/v1/calendar/days", { params: { query: { agency, from: `${year}-01-01`, to: `${year}-12-31` } }, signal })), { live: ["calendar."] });
  const waiting = wholeYear.data?.items.filter(({ waits }) => waits) ?? [];
  const yearOpen = days.data?.items.some((day) => day.yearOpen) ?? false;

  return (
    <Page title="Lịch làm việc" note="Thời điểm tiếp nhận được tính và mọi thời hạn dựa vào lịch này." actions={operator && <Button onClick={() => setCorrecting(true)}>Đính chính lịch</Button>}>
      <div className="filters">
        <AgencyPicker label="Cơ quan" value={agency} allowClear={false} onChange={(next) => change({ agency: next })} />
        <DatePicker picker="month" aria-label="Tháng" format="MM/YYYY" allowClear={false} value={dayjs(from)} onChange={(value) => change({ thang: value?.format("YYYY-MM") ?? null })} />
      </div>
      <div>
        {yearOpen && <Alert className="gap-below" type="warning" showIcon title={`Năm ${year} chưa có đủ thông báo lịch nghỉ, hoán đổi`} description="Thời hạn rơi vào năm này được đánh dấu tạm tính cho tới khi có người xác nhận đã đủ." action={operator && <Button size="small" onClick={() => setConfirming(true)}>Xác nhận đã đủ</Button>} />}
        {operator && waiting.length > 0 && (
          <Panel title="Ngày chờ xác nhận" className="panel-flush">
            <ul className="cards">
              {waiting.map((day) => (
                <li key={day.date}>
                  <div className="card-top"><strong>{sayDay(day.date)}</strong><Button size="small" onClick={() => { setDecided(day); setOpen(true); }}>Quyết định</Button></div>
                  <div className="card-foot">{day.doubts.join("; ")}</div>
                </li>
              ))}
            </ul>
          </Panel>
        )}
        <Panel title={`Tháng ${dayjs(from).format("MM/YYYY")}`} extra={days.data !== null && <small>lịch {days.data.calendar.id}, bản {days.data.calendar.version}</small>}>
          <Answered asked={days} rows={10}>{({ items }) => <Month items={items} onDecide={operator ? (day) => { setDecided(day); setOpen(true); } : null} />}</Answered>
        </Panel>
        <Panel title="Các lần sửa lịch" className="panel-flush">
          <Answered asked={corrections}>
            {({ items }) =>
              items.length === 0 ? (
                <Nothing text="Chưa có lần sửa nào; đang dùng lịch đi kèm cổng." />
              ) : (
                <ul className="cards">
                  {items.map((one) => (
                    <li key={one.position}>
                      <div className="card-top"><strong>{one.scope}: {sayDay(one.from)}{one.to !== null && one.to !== one.from && ` – ${sayDay(one.to)}`}</strong><span className="faint"><Instant at={one.at} /></span></div>
                      <div>{one.reason}</div>
                      <div className="card-foot">{one.by} · bản {one.version}{one.rederivedAt === null && " · đang tính lại các thời hạn"}</div>
                    </li>
                  ))}
                </ul>
              )
            }
          </Answered>
        </Panel>
      </div>
      <ActionDialog<{ decision: "official" | "rejected"; source: string; reason: string }>
        open={open}
        title={decided === null ? "Quyết định ngày" : `Quyết định ngày ${sayDay(decided.date)}`}
        explanation={decided === null ? undefined : <>{decided.text}. Các thời hạn liên quan được tính lại.</>}
        confirm="Ghi nhận"
        done="Đã ghi nhận, đang tính lại các thời hạn"
        initial={{ decision: "official" }}
        run={async ({ decision, source, reason }) => await asked(api.POST("/api/v1/calendar/corrections", { body: { action: "decide", date: decided?.date ?? "", decision, source, reason } }))}
        onClose={(ran) => { setOpen(false); if (ran) { days.reload(); wholeYear.reload(); corrections.reload(); } }}
      >
        <Form.Item name="decision" label="Kết luận"><Segmented options={[{ value: "official", label: "Chính thức" }, { value: "rejected", label: "Không áp dụng" }]} /></Form.Item>
        <Form.Item name="source" label="Văn bản làm căn cứ" rules={[{ required: true, whitespace: true, message: "Nhập số, ký hiệu văn bản" }]}><Input /></Form.Item>
        <ReasonField />
      </ActionDialog>
      <ActionDialog<{ source: string; reason: string }>
        open={confirming}
        title={`Xác nhận lịch năm ${year}`}
        explanation={`Mọi thông báo nghỉ lễ, nghỉ bù, hoán đổi của năm ${year} đã có trong lịch này. Các thời hạn tạm tính được chốt lại.`}
        confirm="Xác nhận"
        done="Đã ghi nhận, đang tính lại các thời hạn"
        run={async ({ source, reason }) => await asked(api.POST("/api/v1/calendar/corrections", { body: { action: "year", year: Number(year), state: "complete", source: source.trim(), reason } }))}
        onClose={(ran) => { setConfirming(false); if (ran) { days.reload(); wholeYear.reload(); corrections.reload(); } }}
      >
        <Form.Item name="source" label="Văn bản làm căn cứ" rules={[{ required: true, whitespace: true, message: "Nhập số, ký hiệu văn bản" }]}><Input /></Form.Item>
        <ReasonField />
      </ActionDialog>
      <CorrectionDialog open={correcting} agency={agency} onClose={(ran) => { setCorrecting(false); if (ran) { days.reload(); wholeYear.reload(); corrections.reload(); } }} />
    </Page>
  );
}

const WEEKDAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"] as const;

function Month({ items, onDecide }: { readonly items: readonly Day[]; readonly onDecide: ((day: Day) => void) | null }): ReactNode {
  const first = items[0] === undefined ? 0 : (dayjs(items[0].date).day() + 6) % 7;
  return (
    <ol className="month">
      {items.map((day, index) => (
        <li key={day.date} className={day.works ? "day" : "day day-off"} {...(index === 0 && { style: { gridColumnStart: first + 1 } })}>
          <div className="day-head">
            <strong>{Number(day.date.slice(8))}</strong> <small>{WEEKDAYS[(first + index) % 7]}</small>
          </div>
          {day.works ? <small className="line">{day.sessions.map(({ from, to }) => `${from}–${to}`).join(", ")}</small> : <small className="day-text" title={day.text}>{day.kind === "weekend" || /nghỉ hằng tuần/.test(day.text) ? "nghỉ hằng tuần" : day.text.replace(/^[^,]*,\s*/, "")}</small>}
          {day.waits && <Badge label={{ text: "Chờ xác nhận", tone: "warn" }} />}
          {day.waits && onDecide !== null && <Button size="small" type="link" onClick={() => onDecide(day)}>Quyết định</Button>}
        </li>
      ))}
    </ol>
  );
}
