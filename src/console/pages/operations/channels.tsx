import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { sayNumber } from "../../text/dates.ts";
import { sayChannel, type Label } from "../../text/labels.ts";

type Queue = Schemas["Queue"];

const STATES: Readonly<Record<Queue["state"], Label>> = {
  open: { text: "Gửi bình thường", tone: "good" },
  paused: { text: "Tạm ngừng vì lỗi", tone: "bad" },
  held: { text: "Đang giữ", tone: "warn" },
};

/** Each channel with its lanes, its breaker, and what waits in it. */
export function Channels(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("queues", async (signal) => await asked(api.GET("/api/v1/queues", { signal })), { live: ["channel.", "transmission.", "document.submitted", "dispatch.moved"] });
  const [current, setCurrent] = useState<Queue | null>(null);
  const [open, setOpen] = useState(false);
  const holding = current?.state !== "held";
  return (
    <>
      <Answered asked={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Chưa có kênh nào được dùng. Kênh hiện ra khi có văn bản đầu tiên." />
          ) : (
            <ul className="cards panel">
              {items.map((queue) => (
                <li key={queue.channel}>
                  <div className="card-top">
                    <strong>{sayChannel(queue.channel)}</strong>
                    {isSending(queue) && <Badge label={STATES[queue.state]} />}
                  </div>
                  {queue.reason !== null && <div>{queue.state === "held" ? `${queue.heldBy ?? ""} giữ: ${queue.reason}` : queue.reason}</div>}
                  <dl className="figures-row">
                    <Figure name="đang chờ" value={sum(queue, "waiting")} />
                    <Figure name="trong đó khẩn" value={sum(queue, "urgent")} />
                    <Figure name={isSending(queue) ? "đang gửi" : "đang xử lý"} value={sum(queue, "underWay")} />
                    {isSending(queue) && <Figure name="chờ thử lại" value={queue.retrying} />}
                    {isSending(queue) && <Figure name="gửi không thành công" value={queue.failed} bad />}
                  </dl>
                  <div className="card-foot">
                    {queue.state !== "open" && <>từ <Instant at={queue.since} /> · </>}
                    {queue.nextProbeAt !== null && <>dò lại lúc <Instant at={queue.nextProbeAt} /> ({queue.probes} lần chưa được) · </>}
                    {isSending(queue) ? <>tối đa {queue.atOnce} chuyến cùng lúc · gửi được lần cuối <Instant at={queue.lastSuccessAt} /></> : <>{queue.channel === "" ? "hủy tệp của văn bản đã thu hồi, và việc không thuộc kênh nào" : "gói tin đến chờ cổng mở và ghi nhận"}</>}
                    {queue.lanes.some(({ large }) => large) && " · có gói tin lớn ở làn riêng"}
                    {queue.state === "open" && queue.lastFault !== null && queue.failures > 0 && <> · lỗi gần nhất: {queue.lastFault.reason}</>}
                  </div>
                  {isSending(queue) && (
                    <div className="wrap-row">
                      {operator && <Button size="small" onClick={() => { setCurrent(queue); setOpen(true); }}>{queue.state === "held" ? "Thả kênh" : "Giữ kênh"}</Button>}
                      {queue.failed > 0 && <Link to={`/hang-doi?tab=thu-chet&channel=${encodeURIComponent(queue.channel)}`}>Xem {queue.failed} chuyến gửi không thành công</Link>}
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <ActionDialog<{ reason: string }>
        open={open}
        title={`${holding ? "Giữ" : "Thả"} kênh ${sayChannel(current?.channel ?? "")}`}
        explanation={holding ? "Không gửi gì qua kênh này cho tới khi thả. Văn bản mới vẫn được nhận và chờ; chuyến đang gửi được làm xong." : "Những gì đang chờ được gửi ngay, khẩn trước."}
        confirm={holding ? "Giữ kênh" : "Thả kênh"}
        done={holding ? "Đã giữ kênh" : "Đã thả kênh"}
        run={async ({ reason }) => {
          if (current === null) return;
          const options = { params: { path: { channel: current.channel } }, body: { reason } };
          await (holding ? asked(api.POST("/api/v1/queues/{channel}/hold", options)) : asked(api.POST("/api/v1/queues/{channel}/release", options)));
        }}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField />
      </ActionDialog>
    </>
  );
}

/** What comes in, and orders about no channel, have no breaker and are held by nobody. */
function isSending({ channel }: Queue): boolean {
  return channel !== "" && !channel.startsWith("in:");
}

function sum({ lanes }: Queue, what: "waiting" | "urgent" | "underWay"): number {
  return lanes.reduce((total, lane) => total + lane[what], 0);
}

function Figure({ name, value, bad = false }: { readonly name: string; readonly value: number; readonly bad?: boolean }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={bad && value > 0 ? "figure-bad" : ""}>{sayNumber(value)}</dd>
    </div>
  );
}
