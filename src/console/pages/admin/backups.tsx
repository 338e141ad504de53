import { Alert, Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAgain } from "../../api/use-again.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
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

const KINDS: Readonly<Record<Backup["kind"], string>> = { "backup.made": "Sao lưu", "backup.verified": "Kiểm tra bản sao lưu", "backup.rehearsed": "Phục hồi thử", "backup.restored": "Phục hồi" };

const RUNS: Readonly<Record<Schemas["BackupRun"]["what"], string>> = { make: "Đang sao lưu, xong sẽ đọc lại từng byte", verify: "Đang đọc lại từng byte", rehearse: "Đang phục hồi thử vào cơ sở dữ liệu tạm; cổng vẫn làm việc" };
const ASK_AGAIN_MS = 2_000;

type What = Schemas["BackupRun"]["what"];
const DIALOGS: Readonly<Record<What, { readonly title: string; readonly confirm: string; readonly done: string; readonly example: string }>> = {
  make: { title: "Sao lưu ngay", confirm: "Sao lưu", done: "Đã bắt đầu sao lưu", example: "Ví dụ: trước khi nâng cấp" },
  verify: { title: "Kiểm tra bản sao lưu", confirm: "Kiểm tra", done: "Đã bắt đầu kiểm tra", example: "Ví dụ: kiểm tra hằng tuần" },
  rehearse: { title: "Phục hồi thử", confirm: "Phục hồi thử", done: "Đã bắt đầu phục hồi thử", example: "Ví dụ: diễn tập quý IV" },
};

/** Sao lưu: when the last one was made, whether it can be believed, and one made now. */
export default function Backups(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("backups", async (signal) => await asked(api.GET("/api/v1/backups", { params: { query: { limit: 50 } }, signal })));
  const [wanted, setWanted] = useState<Backup | null>(null);
  const [what, setWhat] = useState<What>("make");
  const [open, setOpen] = useState(false);
  const standing = found.data?.standing;
  const isBusy = standing !== undefined && (standing.running !== null || standing.runningElsewhere);
  useAgain(found.reload, ASK_AGAIN_MS, isBusy);
  const begin = (next: What, backup: Backup | null): void => {
    setWhat(next);
    setWanted(backup);
    setOpen(true);
  };
  const isHere = ({ folder }: Backup): boolean => standing !== undefined && standing.folder !== null && folder.startsWith(standing.folder);
  const hasFolder = standing !== undefined && standing.folder !== null;
  return (
    <Page title="Sao lưu" note="Cơ sở dữ liệu, tệp văn bản và khóa, mỗi tệp có mã băm; cổng vẫn hoạt động trong khi sao lưu." actions={operator && <Button type="primary" disabled={!hasFolder || isBusy} onClick={() => begin("make", null)}>Sao lưu ngay</Button>}>
      <Answered asked={found}>
        {({ items }) => {
          const made = items.find(({ kind }) => kind === "backup.made");
          const verified = items.find(({ kind, digest }) => (kind === "backup.verified" || kind === "backup.rehearsed") && digest === made?.digest);
          const rehearsed = items.find(({ kind }) => kind === "backup.rehearsed");
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
                  <div className={`count ${rehearsed === undefined ? "count-warn" : labelOf(rehearsed).tone === "bad" ? "count-bad" : ""}`}><strong>{rehearsed === undefined ? "Chưa lần nào" : <Instant at={rehearsed.at} relative />}</strong><span>phục hồi thử gần nhất</span></div>
                </div>
              )}
              <Panel title="Các lần gần đây" className="panel-flush">
                {items.length === 0 ? <Nothing text="Chưa sao lưu lần nào. Hãy sao lưu ngay, rồi đặt lịch mỗi ngày." /> : (
                  <ul className="cards">
                    {items.map((one) => (
                      <li key={`${one.kind} ${one.digest} ${one.at} ${one.seconds}`}>
                        <div className="card-top"><strong>{KINDS[one.kind]}</strong><span className="wrap-row"><Badge label={labelOf(one)} /><span className="faint"><Instant at={one.at} /></span></span></div>
                        <div><code className="breaks">{one.folder}</code></div>
                        <div className="card-foot">{one.by} · {sayNumber(one.blobs)} tệp, {saySize(one.bytes)} · {sayNumber(one.seconds)} giây · mã <code title={one.digest}>{one.digest.slice(0, 16)}…</code></div>
                        {one.found !== null && <div className="card-foot">{sayFound(one.found)}</div>}
                        {one.kind === "backup.made" && (
                          <div className="wrap-row">
                            {operator && isHere(one) && <Button size="small" disabled={isBusy} onClick={() => begin("verify", one)}>Kiểm tra lại</Button>}
                            {operator && isHere(one) && <Button size="small" disabled={isBusy} onClick={() => begin("rehearse", one)}>Phục hồi thử</Button>}
                            <Link to={`/sao-luu/${one.digest}`}>Nếu phải phục hồi bản này</Link>
                          </div>
                        )}
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
          <li>Mỗi quý diễn tập: nút <strong>Phục hồi thử</strong>, hoặc <code className="breaks">lienthong backup rehearse {standing?.folder ?? "/mnt/sao-luu"}/lienthong-…</code>. Cổng vẫn chạy, dữ liệu đang dùng không bị đụng tới.</li>
          <li>Khi phải phục hồi thật: bấm <strong>Nếu phải phục hồi bản này</strong> ở bản muốn dùng để thấy sẽ mất những gì và từng lệnh phải chạy.</li>
          <li>Bản sao lưu có cả khóa ký và khóa niêm phong: cất giữ như chính máy chủ.</li>
        </ul>
      </Panel>
      <ActionDialog<{ reason: string }>
        open={open}
        title={DIALOGS[what].title}
        explanation={wanted === null ? "Cổng vẫn làm việc. Tệp không đổi được nối với bản trước nên không tốn thêm chỗ. Xong, cổng đọc lại từng byte; có thể rời trang này." : what === "verify" ? <>Đọc lại từng byte của <code className="breaks">{wanted.folder}</code> và đối chiếu mã băm.</> : <>Đổ <code className="breaks">{wanted.folder}</code> vào một cơ sở dữ liệu tạm, đối chiếu số dòng, nhật ký và tệp, rồi bỏ. Cổng vẫn làm việc; cần chỗ trống bằng cỡ cơ sở dữ liệu.</>}
        confirm={DIALOGS[what].confirm}
        done={DIALOGS[what].done}
        run={async ({ reason }) => await start(what, wanted?.digest ?? "", reason)}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField placeholder={DIALOGS[what].example} />
      </ActionDialog>
    </Page>
  );
}

async function start(what: What, digest: string, reason: string): Promise<unknown> {
  if (what === "make") return await asked(api.POST("/api/v1/backups", { body: { reason } }));
  const body = { digest, reason };
  return await asked(what === "verify" ? api.POST("/api/v1/backups/verification", { body }) : api.POST("/api/v1/backups/rehearsal", { body }));
}

export function sayFound({ tables, rows, outgoing, incoming, seals, entries, broken, missing }: NonNullable<Backup["found"]>): string {
  const journal = seals === 0 ? "nhật ký chưa có niêm phong" : broken === 0 ? `nhật ký khớp ${sayNumber(seals)} niêm phong (${sayNumber(entries)} mục)` : `nhật ký có ${sayNumber(broken)} niêm phong không khớp`;
  return `${sayNumber(outgoing)} văn bản đi, ${sayNumber(incoming)} văn bản đến; ${sayNumber(tables)} bảng, ${sayNumber(rows)} dòng; ${journal}; ${missing === 0 ? "đủ tệp" : `thiếu ${sayNumber(missing)} tệp`}`;
}

export function labelOf({ kind, wrong, found }: Backup): Label {
  if (wrong > 0) return { text: `${wrong} tệp hỏng`, tone: "bad" };
  if (kind === "backup.rehearsed") return found !== null && found.broken + found.missing === 0 ? { text: "Phục hồi được", tone: "good" } : { text: "Có chỗ không khớp", tone: "bad" };
  return kind === "backup.made" ? { text: "Đã sao lưu", tone: "good" } : kind === "backup.verified" ? { text: "Nguyên vẹn", tone: "good" } : { text: "Đã phục hồi", tone: "plain" };
}
