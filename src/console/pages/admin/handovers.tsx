import { Button } from "antd";
import type { ReactNode } from "react";
import { api, asked } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Panel } from "../../parts/page.tsx";
import { useConfirm } from "../../parts/use-confirm.ts";
import { sayInstant } from "../../text/dates.ts";

/** Bàn giao that is not finished, with the documents that change hands. Nothing is shown when there is none. */
export function Handovers(): ReactNode {
  const confirm = useConfirm();
  const found = useAsk("hand-overs", async (signal) => await asked(api.GET("/api/v1/hand-overs", { signal })));
  const open = found.data?.items.filter(({ doneAt }) => doneAt === null) ?? [];
  if (open.length === 0) return null;
  return (
    <Panel title="Bàn giao chưa xong" className="panel-flush">
      <ul className="cards">
        {open.map((one) => (
          <li key={one.id}>
            <div className="card-top">
              <strong>{one.account.fullName} → {one.successor.fullName}</strong>
              <Badge label={one.late ? { text: "Trễ hạn", tone: "bad" } : { text: `Hạn ${sayInstant(one.dueAt)}`, tone: "warn" }} />
            </div>
            <div className="card-foot">{one.decision} · mở <Instant at={one.openedAt} /> · {one.work.length} văn bản: {one.work.slice(0, 8).map(({ code }) => code).join(", ")}</div>
            <Button size="small" onClick={() => confirm({ title: "Xác nhận đã bàn giao xong?", confirm: "Đã xong", done: "Đã ghi nhận bàn giao xong", run: async () => { await asked(api.POST("/api/v1/hand-overs/{id}/finish", { params: { path: { id: one.id } } })); found.reload(); } })}>Đã nhận bàn giao</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
