import { Button, Checkbox } from "antd";
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

type Letter = Schemas["DeadLetter"];
/** As many calls as one press makes. */
const MOST_CALLS = 20;

/** Thư chết: transmissions that were refused or tried long enough; one, some or all are sent again. */
export function DeadLetters(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const [query, change] = useFilters();
  const [after, channel] = [query.get("after"), query.get("channel")];
  const found = useAsk(`dead-letters?${query.toString()}`, async (signal) => await asked(api.GET("/api/v1/dead-letters", { params: { query: { limit: 50, ...(channel !== null && { channel }), ...(after !== null && { after }) } }, signal })), { live: ["transmission.", "dispatch.moved"] });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [wanted, setWanted] = useState<readonly string[] | "all">("all");
  const [open, setOpen] = useState(false);
  const ask = (ids: readonly string[] | "all"): void => {
    setWanted(ids);
    setOpen(true);
  };
  const choose = (id: string, on: boolean): void => setChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  const box = (row: Letter): ReactNode => <Checkbox aria-label={`Chọn ${row.code}`} checked={chosen.includes(row.id)} onChange={(event) => choose(row.id, event.target.checked)} />;
  return (
    <>
      {operator && (found.data?.items.length ?? 0) > 0 && (
        <div className="filters">
          <Button type="primary" disabled={chosen.length === 0} onClick={() => ask(chosen)}>{chosen.length === 0 ? "Gửi lại các chuyến đã chọn" : `Gửi lại ${chosen.length} chuyến đã chọn`}</Button>
          <Button onClick={() => ask("all")}>{channel === null ? "Gửi lại tất cả" : `Gửi lại tất cả của ${sayChannel(channel)}`}</Button>
        </div>
      )}
      {channel !== null && <p className="snug">Chỉ kênh {sayChannel(channel)}. <Button type="link" size="small" onClick={() => change({ channel: null })}>Xem mọi kênh</Button></p>}
      <Listing<Letter>
        name="dead-letters"
        asked={found}
        columns={columnsOf(operator ? box : null)}
        rowKey={({ id }) => id}
        after={after}
        turn={(next) => { setChosen([]); change({ after: next }); }}
        empty={<Nothing text="Không có chuyến gửi không thành công nào." />}
        card={(row) => (
          <>
            <div className="card-top"><span className="wrap-row">{operator && box(row)}<strong>{row.code}</strong></span><span className="faint">{row.fault !== null && <Instant at={row.fault.at} />}</span></div>
            <div>{row.fault?.reason ?? "Không rõ lý do"}</div>
            <div className="card-foot">{KINDS[row.kind]} · {sayRoute(row)} · {sayChannel(row.channel)} · {row.attempts} lần</div>
          </>
        )}
      />
      <ActionDialog<{ reason: string }>
        open={open}
        title={wanted === "all" ? "Gửi lại tất cả chuyến gửi không thành công" : `Gửi lại ${wanted.length} chuyến`}
        explanation="Cùng gói tin, cùng mã; chuyến nào bên kia có thể đã nhận thì cổng hỏi trước. Hãy chắc rằng nguyên nhân đã được khắc phục."
        confirm="Gửi lại"
        done="Đã xếp hàng gửi lại"
        run={async ({ reason }) => {
          if (wanted !== "all") return void (await asked(api.POST("/api/v1/dead-letters/resend", { body: { ids: [...wanted], reason } })));
          for (let call = 0; call < MOST_CALLS; call += 1) {
            const { more, resent } = await asked(api.POST("/api/v1/dead-letters/resend", { body: { reason, ...(channel !== null && { channel }) } }));
            if (!more || resent === 0) return;
          }
        }}
        onClose={(ran) => { setOpen(false); if (ran) { setChosen([]); found.reload(); } }}
      >
        <ReasonField placeholder="Ví dụ: bên kia báo đã mở lại tài khoản" />
      </ActionDialog>
    </>
  );
}

const KINDS: Readonly<Record<Letter["kind"], string>> = { document: "Văn bản", amendment: "Thu hồi, cập nhật", status: "Báo trạng thái" };

/** As many receivers as a line has room for. */
const SHOWN = 3;

function sayRoute({ sender, receivers }: Letter): string {
  const say = ({ code, name }: Letter["sender"]): string => (name === "" ? code : name);
  const more = receivers.length - SHOWN;
  return `${say(sender)} → ${receivers.slice(0, SHOWN).map(say).join(", ")}${more > 0 ? ` và ${more} nơi khác` : ""}`;
}

function columnsOf(box: ((row: Letter) => ReactNode) | null): readonly ListColumn<Letter>[] {
  return [
    ...(box === null ? [] : [{ key: "chosen", title: "Chọn", width: 64, cell: box }]),
    { key: "code", title: "Số, ký hiệu", width: 170, cell: (row) => <strong>{row.code}</strong> },
    { key: "kind", title: "Loại", width: 150, cell: (row) => KINDS[row.kind] },
    { key: "route", title: "Gửi, nhận", width: 240, cell: (row) => <>{sayRoute(row)}<small className="line">{sayChannel(row.channel)}</small></> },
    { key: "fault", title: "Vì sao", cell: (row) => <>{row.fault?.reason ?? "Không rõ lý do"}{row.left && <small className="line">Có thể bên kia đã nhận; cổng hỏi trước khi gửi lại.</small>}</> },
    { key: "at", title: "Lúc", width: 150, cell: (row) => <Instant at={row.fault?.at ?? null} /> },
    { key: "attempts", title: "Số lần", width: 80, align: "right", cell: (row) => row.attempts },
    { key: "size", title: "Dung lượng", width: 110, extra: true, align: "right", cell: (row) => saySize(row.bytes) },
    { key: "id", title: "Mã chuyến", width: 300, extra: true, cell: (row) => <code>{row.id}</code> },
  ];
}
