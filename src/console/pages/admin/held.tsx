import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page } from "../../parts/page.tsx";
import { PersonFields } from "../../parts/person-fields.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";

type Held = Schemas["HeldDocument"];

/** Tạm giữ: what carries a stamp of secrecy waits here for a responsible person. */
export default function HeldPage(): ReactNode {
  const account = useAccount();
  const held = useAsk("held", async (signal) => await asked(api.GET("/api/v1/held", { params: { query: { limit: 100 } }, signal })), { live: ["document.", "incoming."] });
  const [current, setCurrent] = useState<{ readonly row: Held; readonly release: boolean } | null>(null);
  const [open, setOpen] = useState(false);
  const decide = (row: Held, release: boolean): void => {
    setCurrent({ row, release });
    setOpen(true);
  };
  const clerk = account.roles.includes("clerk");
  return (
    <Page title="Tạm giữ" note="Văn bản có dấu hiệu mật không được đi tiếp cho tới khi người có trách nhiệm quyết định (QĐ 28/2018 Đ.1.2).">
      <Answered asked={held}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Không có văn bản nào bị tạm giữ." />
          ) : (
            <ul className="cards panel">
              {items.map((row) => (
                <li key={row.direction + row.id}>
                  <div className="card-top">
                    <Link to={`/${row.direction === "outgoing" ? "van-ban-di" : "van-ban-den"}/${row.id}`} className="card-code">{row.code}</Link>
                    <Badge label={row.hold.state === "held" ? { text: "Chờ quyết định", tone: "warn" } : row.hold.state === "released" ? { text: "Đã cho đi tiếp", tone: "good" } : { text: "Đã hủy", tone: "plain" }} />
                  </div>
                  <div>{row.hold.reason}</div>
                  <div className="card-foot">
                    {row.direction === "outgoing" ? "Văn bản đi của" : "Văn bản đến từ"} <Agency code={row.sender} /> · giữ từ <Instant at={row.hold.heldAt} />
                    {row.hold.stamps.map(({ text, page }) => ` · “${text}”${page === null ? "" : ` trang ${page}`}`).join("")}
                  </div>
                  {clerk && row.hold.state === "held" && (
                    <div className="wrap-row">
                      <Button size="small" onClick={() => decide(row, true)}>Không mật, cho đi tiếp</Button>
                      <Button size="small" danger onClick={() => decide(row, false)}>Hủy</Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <ActionDialog<{ person: { fullName: string; department?: string }; reason: string }>
        open={open}
        title={current?.release === true ? "Cho văn bản đi tiếp" : "Hủy văn bản tạm giữ"}
        explanation={current?.release === true ? "Người quyết định xác nhận văn bản không thuộc danh mục mật. Tên và lý do được ghi vào nhật ký." : "Văn bản không được gửi hoặc nhận; các tệp được xóa khỏi cổng, chỉ giữ dấu vết."}
        confirm={current?.release === true ? "Cho đi tiếp" : "Hủy văn bản"}
        danger={current?.release === false}
        done="Đã ghi nhận quyết định"
        initial={{ person: { fullName: account.fullName } }}
        run={async ({ person, reason }) => {
          if (current === null) return;
          const options = { params: { path: { id: current.row.id } }, body: { reason, person: { fullName: person.fullName.trim(), ...(person.department !== undefined && person.department.trim() !== "" && { position: person.department.trim() }) } } };
          await (current.release ? asked(api.POST("/api/v1/held/{id}/release", options)) : asked(api.POST("/api/v1/held/{id}/discard", options)));
        }}
        onClose={(ran) => { setOpen(false); if (ran) held.reload(); }}
      >
        <ReasonField />
        <PersonFields label="Người quyết định" />
      </ActionDialog>
    </Page>
  );
}
