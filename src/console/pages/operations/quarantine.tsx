import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Nothing } from "../../parts/states.tsx";
import { saySize } from "../../text/dates.ts";
import { sayChannel } from "../../text/labels.ts";

type Envelope = Schemas["QuarantinedEnvelope"];

/** Envelopes that are kept but not believed, each with what mends it. */
export function Quarantine(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const [query, change] = useFilters();
  const after = query.get("after");
  const found = useAsk(`quarantine:${after ?? ""}`, async (signal) => await asked(api.GET("/api/v1/quarantine", { params: { query: { limit: 50, ...(after !== null && { after }) } }, signal })), { live: ["inbound."] });
  const [current, setCurrent] = useState<Envelope | null>(null);
  const [open, setOpen] = useState(false);
  const again = (row: Envelope): ReactNode => operator && <Button size="small" onClick={() => { setCurrent(row); setOpen(true); }}>Xử lý lại</Button>;
  return (
    <>
      <Listing<Envelope>
        name="quarantine"
        asked={found}
        columns={columnsOf(again)}
        rowKey={({ id }) => id}
        after={after}
        turn={(next) => change({ after: next })}
        empty={<Nothing text="Không có gói tin nào bị cách ly." />}
        card={(row) => (
          <>
            <div className="card-top"><strong>{row.from ?? "Không rõ bên gửi"}</strong><span className="faint"><Instant at={row.receivedAt} /></span></div>
            <div>{row.fault?.reason ?? "Không rõ lý do"}</div>
            <div className="card-foot">{sayChannel(row.channel)} · {saySize(row.bytes)}</div>
            {again(row)}
          </>
        )}
      />
      <ActionDialog<{ reason: string }>
        open={open}
        title="Xử lý lại gói tin bị cách ly"
        explanation={`${current?.fault?.reason ?? ""} Chỉ làm khi đã sửa nguyên nhân, ví dụ đã đăng ký chứng thư của bên gửi.`}
        confirm="Xử lý lại"
        done="Gói tin sẽ được xử lý lại"
        run={async ({ reason }) => { if (current !== null) await asked(api.POST("/api/v1/quarantine/{id}/retry", { params: { path: { id: current.id } }, body: { reason } })); }}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField />
      </ActionDialog>
    </>
  );
}

function columnsOf(again: (row: Envelope) => ReactNode): readonly ListColumn<Envelope>[] {
  return [
    { key: "at", title: "Đến lúc", width: 150, cell: (row) => <Instant at={row.receivedAt} /> },
    { key: "from", title: "Bên gửi (như gói tin ghi)", width: 190, cell: (row) => row.from ?? "–" },
    { key: "channel", title: "Kênh", width: 180, cell: (row) => sayChannel(row.channel) },
    { key: "fault", title: "Vì sao", cell: (row) => row.fault?.reason ?? "Không rõ lý do" },
    { key: "size", title: "Dung lượng", width: 110, align: "right", cell: (row) => saySize(row.bytes) },
    { key: "again", title: "Việc", width: 120, cell: again },
  ];
}
