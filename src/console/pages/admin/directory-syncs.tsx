import { Alert, Button, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAgain } from "../../api/use-again.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { sayNumber } from "../../text/dates.ts";
import { sayChannel, type Label } from "../../text/labels.ts";
import { CHANGES } from "./agency-changes.ts";

type Sync = Schemas["DirectorySync"];
const ASK_AGAIN_MS = 2_000;
const LATE_MS = 60_000;

const STATES: Readonly<Record<Sync["state"], Label>> = {
  running: { text: "Đang chạy", tone: "wait" },
  done: { text: "Xong", tone: "good" },
  held: { text: "Tạm giữ", tone: "bad" },
  rejected: { text: "Đã bỏ", tone: "plain" },
  superseded: { text: "Có lần mới hơn", tone: "plain" },
  failed: { text: "Hỏng", tone: "bad" },
};

/** Each list a partner gave us: what it changed, and the ones a person has to decide about. */
export function DirectorySyncs(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const [query, change] = useFilters();
  const after = query.get("after");
  const found = useAsk(`directory-syncs:${after ?? ""}`, async (signal) => await asked(api.GET("/api/v1/directory-syncs", { params: { query: { limit: 30, ...(after !== null && { after }) } }, signal })));
  const [asking, setAsking] = useState(false);
  // what was there when a sync was asked for, until another one is seen to have ended
  const [waiting, setWaiting] = useState<{ readonly newest: string | null; readonly since: number } | null>(null);
  const newest = found.data?.items[0];
  const isRunning = found.data?.items.some(({ state }) => state === "running") ?? false;
  const isOver = waiting !== null && newest !== undefined && newest.id !== waiting.newest && !isRunning;
  if (isOver) setWaiting(null);
  const isLate = waiting !== null && !isRunning && Date.now() - waiting.since > LATE_MS;
  useAgain(found.reload, ASK_AGAIN_MS, waiting !== null || isRunning);
  const [shown, setShown] = useState<string | null>(null);
  const [decided, setDecided] = useState<{ readonly sync: Sync; readonly decision: "accept" | "reject" } | null>(null);
  const [open, setOpen] = useState(false);
  const decide = (sync: Sync, decision: "accept" | "reject"): void => {
    setDecided({ sync, decision });
    setOpen(true);
  };
  const acts = (sync: Sync): ReactNode => (
    <span className="wrap-row">
      <Button size="small" onClick={() => setShown(sync.id)}>Xem thay đổi</Button>
      {operator && sync.state === "held" && (
        <>
          <Button size="small" type="primary" onClick={() => decide(sync, "accept")}>Áp dụng</Button>
          <Button size="small" danger onClick={() => decide(sync, "reject")}>Bỏ</Button>
        </>
      )}
    </span>
  );
  return (
    <>
      {operator && (
        <div className="filters">
          <Button type="primary" loading={waiting !== null && !isLate} onClick={() => setAsking(true)}>Đồng bộ ngay</Button>
          {waiting !== null && <span role="status">{isLate ? "Chưa thấy lần đồng bộ mới. Kiểm tra tiến trình nhận văn bản (jobs) có đang chạy không." : isRunning ? "Đang đồng bộ…" : "Đã yêu cầu, đang chờ kết nối trả danh sách…"}</span>}
        </div>
      )}
      {found.data?.items.filter(({ state }) => state === "held").map((sync) => <Alert key={sync.id} className="gap-below" type="warning" showIcon title={`Danh sách từ ${sayChannel(sync.channel)} bị tạm giữ`} description={sync.hold} action={acts(sync)} />)}
      <Listing<Sync>
        name="directory-syncs"
        asked={found}
        columns={columnsOf(acts)}
        rowKey={({ id }) => id}
        after={after}
        turn={(next) => change({ after: next })}
        empty={<Nothing text="Chưa đồng bộ lần nào. Cổng tự đồng bộ mỗi 6 giờ khi đã khai báo kết nối Trục." />}
        card={(sync) => (
          <>
            <div className="card-top"><strong>{sayChannel(sync.channel)}</strong><Badge label={STATES[sync.state]} /></div>
            <div>{sumsOf(sync)}</div>
            <div className="card-foot"><Instant at={sync.startedAt} /></div>
            {acts(sync)}
          </>
        )}
      />
      <Modal open={shown !== null} title="Báo cáo đồng bộ" footer={null} width={720} onCancel={() => setShown(null)} destroyOnHidden>
        {shown !== null && <Report id={shown} />}
      </Modal>
      <ActionDialog<{ reason: string }>
        open={asking}
        title="Đồng bộ danh bạ ngay"
        explanation="Hỏi mọi kết nối có danh bạ. Danh sách khác thường bị tạm giữ để người xem, như khi đồng bộ tự động."
        confirm="Đồng bộ"
        done="Đã yêu cầu đồng bộ"
        run={async ({ reason }) => await asked(api.POST("/api/v1/directory-syncs", { body: { reason } }))}
        onClose={(ran) => { setAsking(false); if (ran) { setWaiting({ newest: newest?.id ?? null, since: Date.now() }); found.reload(); } }}
      >
        <ReasonField placeholder="Ví dụ: Trục vừa báo đổi tên sở" />
      </ActionDialog>
      <ActionDialog<{ reason: string }>
        open={open}
        title={decided?.decision === "accept" ? "Áp dụng danh sách bị tạm giữ" : "Bỏ danh sách bị tạm giữ"}
        explanation={decided?.sync.hold}
        confirm={decided?.decision === "accept" ? "Áp dụng" : "Bỏ"}
        danger={decided?.decision === "reject"}
        done="Đã ghi nhận quyết định"
        run={async ({ reason }) => { if (decided !== null) await asked(api.POST("/api/v1/directory-syncs/{id}/decision", { params: { path: { id: decided.sync.id } }, body: { decision: decided.decision, reason } })); }}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField />
      </ActionDialog>
    </>
  );
}

function sumsOf({ counts, skipped }: Sync): string {
  const { listed, added, changed, vanished, returned } = counts;
  return `${sayNumber(listed)} cơ quan: thêm ${sayNumber(added)}, đổi ${sayNumber(changed)}, mất ${sayNumber(vanished)}, có lại ${sayNumber(returned)}${skipped === 0 ? "" : `, bỏ qua ${sayNumber(skipped)} dòng`}`;
}

function columnsOf(acts: (sync: Sync) => ReactNode): readonly ListColumn<Sync>[] {
  return [
    { key: "at", title: "Lúc", width: 150, cell: (sync) => <Instant at={sync.startedAt} /> },
    { key: "channel", title: "Nguồn", width: 200, cell: (sync) => sayChannel(sync.channel) },
    { key: "state", title: "Kết quả", width: 140, cell: (sync) => <Badge label={STATES[sync.state]} /> },
    { key: "sums", title: "Thay đổi", cell: (sync) => <>{sumsOf(sync)}{sync.fault !== null && <small className="line">{sync.fault.reason}</small>}{sync.decision !== null && <small className="line">{sync.decision.by}: {sync.decision.reason}</small>}</> },
    { key: "acts", title: "Việc", width: 290, cell: acts },
  ];
}

function Report({ id }: { readonly id: string }): ReactNode {
  const found = useAsk(`directory-sync:${id}`, async (signal) => await asked(api.GET("/api/v1/directory-syncs/{id}", { params: { path: { id }, query: { limit: 100 } }, signal })));
  return (
    <Answered asked={found}>
      {({ sync, changes }) => (
        <>
          <p>{sumsOf(sync)}.</p>
          {changes.items.length === 0 ? <Nothing text="Lần này chưa đổi gì trong danh bạ." /> : (
            <ul className="cards">
              {changes.items.map((change) => (
                <li key={change.position}>
                  <div className="card-top"><strong>{change.code}</strong><span className="faint">{CHANGES[change.kind]}</span></div>
                  <div className="card-foot">{Object.entries(change.after).map(([field, value]) => `${field}: ${JSON.stringify(change.before[field] ?? null)} → ${JSON.stringify(value)}`).join(" · ")}</div>
                </li>
              ))}
            </ul>
          )}
          {changes.next !== null && <p className="card-foot">Còn nữa; xem hết bằng lienthong agencies sync show {sync.id}.</p>}
          {sync.skippedRows.length > 0 && <><h3>Dòng bị bỏ qua</h3><ul className="reasons">{sync.skippedRows.map((row) => <li key={row.code + row.name}>{row.code} {row.name}: {row.reason}</li>)}</ul></>}
        </>
      )}
    </Answered>
  );
}
