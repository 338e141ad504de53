import { Alert, Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAgain } from "../../api/use-again.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { sayNumber, saySize } from "../../text/dates.ts";
import type { Label } from "../../text/labels.ts";

type Backup = Schemas["Backup"];

const KINDS: Readonly<Record<Backup["kind"], string>> = { "backup.made": "Sao lưu", "backup.verified": "Kiểm tra bản sao lưu", "backup.restored": "Phục hồi" };

const RUNS: Readonly<Record<Schemas["BackupRun"]["what"], string>> = { make: "Đang sao lưu, xong sẽ đọc lại từng byte", verify: "Đang đọc lại từng byte" };
const ASK_AGAIN_MS = 2_000;

/** Sao lưu: when the last one was made, whether it can be believed, and one made now. */
export default function Backups(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("backups", async (signal) => await asked(api.GET("/api/v1/backups", { params: { query: { limit: 50 } }, signal })));
  const [wanted, setWanted] = useState<Backup | null>(null);
  const [open, setOpen] = useState(false);
  const standing = found.data?.standing;
  const isBusy = standing !== undefined && (standing.running !== null || standing.runningElsewhere);
  useAgain(found.reload, ASK_AGAIN_MS, isBusy);
  const begin = (backup: Backup | null): void => {
    setWanted(backup);
    setOpen(true);
  };
  const hasFolder = standing !== undefined && standing.folder !== null;
  return (
    <Page title="Sao lưu" note="Cơ sở dữ liệu, tệp văn bản và khóa, mỗi tệp có mã băm; cổng vẫn hoạt động trong khi sao lưu." actions={operator && <Button type="primary" disabled={!hasFolder || isBusy} onClick={() => begin(null)}>Sao lưu ngay</Button>}>
      <Answered asked={found}>
        {({ items }) => {
          const made = items.find(({ kind }) => kind === "backup.made");
          const verified = items.find(({ kind, digest }) => kind === "backup.verified" && digest === made?.digest);
          return (
            <>
              <div aria-live="polite">
                {standing?.running != null && <Alert className="gap-below" type="info" showIcon title={RUNS[standing.running.what]} description={<>{standing.running.by}, bắt đầu <Instant at={standing.running.at} /></>} />}
                {standing?.runningElsewhere === true && <Alert className="gap-below" type="info" showIcon title="Một tiến trình khác của cổng đang sao lưu" />}
                {standing?.failed != null && standing.running === null && <Alert className="gap-below" type="error" showIcon title="Lần gần nhất không thành" description={<>{standing.failed.reason} ({standing.failed.by}, <Instant at={standing.failed.at} />)</>} />}
              </div>
              {made !== undefined && (
                <div className="counts">
                  <div className="count"><strong><Instant at={made.at} relative /></strong><span>sao lưu gần nhất</span></div>
                  <div className="count"><strong>{saySize(made.bytes)}</strong><span>{sayNumber(made.blobs)} tệp, mới {saySize(made.newBytes)}</span></div>
                  <div className={`count ${verified === undefined ? "count-warn" : verified.wrong > 0 ? "count-bad" : ""}`}><strong>{verified === undefined ? "Chưa kiểm tra" : verified.wrong > 0 ? `${verified.wrong} tệp hỏng` : "Nguyên vẹn"}</strong><span>bản gần nhất</span></div>
                </div>
              )}
              <Panel title="Các lần gần đây" className="panel-flush">
                {items.length === 0 ? <Nothing text="Chưa sao lưu lần nào. Hãy sao lưu ngay, rồi đặt lịch mỗi ngày." /> : (
                  <ul className="cards">
                    {items.map((one) => (
                      <li key={one.at + one.kind}>
                        <div className="card-top"><strong>{KINDS[one.kind]}</strong><span className="wrap-row"><Badge label={labelOf(one)} /><span className="faint"><Instant at={one.at} /></span></span></div>
                        <div><code className="breaks">{one.folder}</code></div>
                        <div className="card-foot">{one.by} · {sayNumber(one.blobs)} tệp, {saySize(one.bytes)} · {sayNumber(one.seconds)} giây · mã <code title={one.digest}>{one.digest.slice(0, 16)}…</code></div>
                        {operator && one.kind === "backup.made" && standing !== undefined && standing.folder !== null && one.folder.startsWith(standing.folder) && <div className="wrap-row"><Button size="small" disabled={isBusy} onClick={() => begin(one)}>Kiểm tra lại</Button></div>}
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
          <li>{hasFolder ? <>Bản sao lưu ở <code className="breaks">{standing.folder}</code>, nên là đĩa hoặc máy khác.</> : <>Chưa đặt nơi chứa để sao lưu từ trang này: khai <code>LIENTHONG_BACKUP_DIR</code> trên máy chủ, nên là đĩa hoặc máy khác.</>}</li>
          <li>Mỗi đêm, đặt lịch trên máy chủ (cron, systemd): <code className="breaks">lienthong backup make --to {standing?.folder ?? "/mnt/sao-luu"}</code>.</li>
          <li>Mỗi tuần kiểm tra từng byte: nút <strong>Kiểm tra lại</strong>, hoặc <code className="breaks">lienthong backup verify {standing?.folder ?? "/mnt/sao-luu"}/lienthong-…</code>.</li>
          <li>Phục hồi vào cổng còn trống: <code className="breaks">lienthong backup restore /mnt/sao-luu/lienthong-…</code>. Hãy diễn tập mỗi quý ở một máy khác.</li>
          <li>Bản sao lưu có cả khóa ký và khóa niêm phong: cất giữ như chính máy chủ.</li>
        </ul>
      </Panel>
      <ActionDialog<{ reason: string }>
        open={open}
        title={wanted === null ? "Sao lưu ngay" : "Kiểm tra bản sao lưu"}
        explanation={wanted === null ? "Cổng vẫn làm việc. Tệp không đổi được nối với bản trước nên không tốn thêm chỗ. Xong, cổng đọc lại từng byte; có thể rời trang này." : <>Đọc lại từng byte của <code className="breaks">{wanted.folder}</code> và đối chiếu mã băm.</>}
        confirm={wanted === null ? "Sao lưu" : "Kiểm tra"}
        done={wanted === null ? "Đã bắt đầu sao lưu" : "Đã bắt đầu kiểm tra"}
        run={async ({ reason }) => (wanted === null ? await asked(api.POST("/api/v1/backups", { body: { reason } })) : await asked(api.POST("/api/v1/backups/verification", { body: { digest: wanted.digest, reason } })))}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField {...(wanted === null && { placeholder: "Ví dụ: trước khi nâng cấp" })} />
      </ActionDialog>
    </Page>
  );
}

function labelOf({ kind, wrong }: Backup): Label {
  if (wrong > 0) return { text: `${wrong} tệp hỏng`, tone: "bad" };
  return kind === "backup.made" ? { text: "Đã sao lưu", tone: "good" } : kind === "backup.verified" ? { text: "Nguyên vẹn", tone: "good" } : { text: "Đã phục hồi", tone: "plain" };
}
