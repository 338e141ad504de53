import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Answered } from "../../parts/states.tsx";
import { sayInstant, sayNumber } from "../../text/dates.ts";
import type { Label } from "../../text/labels.ts";

/** Whether the journal behind this page is as it was written. */
export function Integrity(): ReactNode {
  const found = useAsk("journal", async (signal) => await asked(api.GET("/api/v1/journal/integrity", { signal })));
  const [checked, setChecked] = useState<Schemas["JournalVerification"] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      setChecked(await asked(api.GET("/api/v1/journal/verification", { params: { query: { newest: 100 } } })));
    } catch (error) {
      setFault(sayFault(faultOf(error)).title);
    }
    setBusy(false);
    found.reload();
  };
  return (
    <section className="panel integrity" aria-label="Tính nguyên vẹn của nhật ký">
      <Answered asked={found} rows={1}>
        {({ head, unsealed, lastCheck }) => (
          <>
            <div className="wrap-row">
              <strong>Nhật ký</strong>
              <Badge label={labelOf(lastCheck, checked, head !== null)} />
              <span className="card-foot">
                {head === null ? "chưa có niêm phong; cổng niêm phong mỗi phút" : <>niêm phong {head.number} lúc <Instant at={head.sealedAt} />, mã <code title={head.digest}>{head.digest.slice(0, 16)}…</code></>}
                {unsealed > 0 && ` · ${sayNumber(unsealed)} mục mới chưa niêm phong`}
                {lastCheck !== null && <> · đọc lại toàn bộ lúc <Instant at={lastCheck.at} /></>}
                {checked !== null && ` · vừa kiểm tra ${sayNumber(checked.entries)} mục lúc ${sayInstant(checked.at)}`}
              </span>
              {head !== null && <Button size="small" loading={busy} onClick={() => void check()}>Kiểm tra lại</Button>}
            </div>
            {fault !== null && <p className="field-error snug" role="alert">{fault}</p>}
            {checked !== null && checked.broken.length > 0 && (
              <ul className="reasons">{checked.broken.map((one) => <li key={one.number}>Niêm phong {one.number}, các mục sau {one.afterPosition} tới {one.lastPosition}: {one.what === "entries" ? "có mục bị thêm hoặc xóa" : "nội dung bị sửa"}. Giữ nguyên hiện trạng và báo người phụ trách an toàn thông tin.</li>)}</ul>
            )}
          </>
        )}
      </Answered>
    </section>
  );
}

function labelOf(last: Schemas["JournalIntegrity"]["lastCheck"], checked: Schemas["JournalVerification"] | null, sealed: boolean): Label {
  if (checked?.intact === false || (last?.broken ?? 0) > 0) return { text: "Không còn nguyên vẹn", tone: "bad" };
  if (checked?.intact === true || last !== null) return { text: "Nguyên vẹn", tone: "good" };
  return sealed ? { text: "Chưa đọc lại", tone: "plain" } : { text: "Chưa niêm phong", tone: "plain" };
}
