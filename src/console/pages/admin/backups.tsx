import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { sayNumber, saySize } from "../../text/dates.ts";
import type { Label } from "../../text/labels.ts";

type Backup = Schemas["Backup"];

const KINDS: Readonly<Record<Backup["kind"], string>> = { "backup.made": "Sao lưu", "backup.verified": "Kiểm tra bản sao lưu", "backup.restored": "Phục hồi" };

/** Sao lưu: when the last one was made, whether it can be believed, and how to make one. */
export default function Backups(): ReactNode {
  const found = useAsk("backups", async (signal) => await asked(api.GET("/api/v1/backups", { params: { query: { limit: 50 } }, signal })));
  return (
    <Page title="Sao lưu" note="Cơ sở dữ liệu, tệp văn bản và khóa, mỗi tệp có mã băm. Lệnh chạy trên máy chủ, trong khi cổng vẫn hoạt động.">
      <Answered asked={found}>
        {({ items }) => {
          const made = items.find(({ kind }) => kind === "backup.made");
          const verified = items.find(({ kind, digest }) => kind === "backup.verified" && digest === made?.digest);
          return (
            <>
              {made !== undefined && (
                <div className="counts">
                  <div className="count"><strong><Instant at={made.at} relative /></strong><span>sao lưu gần nhất</span></div>
                  <div className="count"><strong>{saySize(made.bytes)}</strong><span>{sayNumber(made.blobs)} tệp, mới {saySize(made.newBytes)}</span></div>
                  <div className={`count ${verified === undefined ? "count-warn" : verified.wrong > 0 ? "count-bad" : ""}`}><strong>{verified === undefined ? "Chưa kiểm tra" : verified.wrong > 0 ? `${verified.wrong} tệp hỏng` : "Nguyên vẹn"}</strong><span>bản gần nhất</span></div>
                </div>
              )}
              <Panel title="Các lần gần đây" className="panel-flush">
                {items.length === 0 ? <Nothing text="Chưa sao lưu lần nào. Hãy chạy lệnh bên dưới rồi đặt lịch mỗi ngày." /> : (
                  <ul className="cards">
                    {items.map((one) => (
                      <li key={one.at + one.kind}>
                        <div className="card-top"><strong>{KINDS[one.kind]}</strong><span className="wrap-row"><Badge label={labelOf(one)} /><span className="faint"><Instant at={one.at} /></span></span></div>
                        <div><code className="breaks">{one.folder}</code></div>
                        <div className="card-foot">{one.by} · {sayNumber(one.blobs)} tệp, {saySize(one.bytes)} · {sayNumber(one.seconds)} giây · mã <code title={one.digest}>{one.digest.slice(0, 16)}…</code></div>
                      </li>
                    ))}
                  </ul>
                )}
              </Panel>
            </>
          );
        }}
      </Answered>
      <Panel title="Cách làm">
        <ul className="reasons">
          <li>Sao lưu: <code className="breaks">lienthong backup make --to /mnt/sao-luu</code>, đặt lịch mỗi đêm (cron, systemd). Nên để ở đĩa hoặc máy khác.</li>
          <li>Kiểm tra từng byte: <code className="breaks">lienthong backup verify /mnt/sao-luu/lienthong-…</code>, mỗi tuần một lần.</li>
          <li>Phục hồi vào cổng còn trống: <code className="breaks">lienthong backup restore /mnt/sao-luu/lienthong-…</code>. Hãy diễn tập mỗi quý ở một máy khác.</li>
          <li>Bản sao lưu có cả khóa ký và khóa niêm phong: cất giữ như chính máy chủ.</li>
        </ul>
      </Panel>
    </Page>
  );
}

function labelOf({ kind, wrong }: Backup): Label {
  if (wrong > 0) return { text: `${wrong} tệp hỏng`, tone: "bad" };
  return kind === "backup.made" ? { text: "Đã sao lưu", tone: "good" } : kind === "backup.verified" ? { text: "Nguyên vẹn", tone: "good" } : { text: "Đã phục hồi", tone: "plain" };
}
