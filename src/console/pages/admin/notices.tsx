import { PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Form, Input, Segmented } from "antd";
import type dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered, Failed, Nothing, Waiting } from "../../parts/states.tsx";
import { BackfillButton } from "../notices/backfill.tsx";
import { instantOf, onTheClock } from "../../parts/vietnam-time.ts";
import { sayInstant } from "../../text/dates.ts";

type Notice = Schemas["Notice"];
interface Entered {
  readonly kind: "incident" | "maintenance";
  readonly agency: string;
  readonly number: string;
  readonly what: string;
  readonly suspendedFrom: dayjs.Dayjs;
  readonly resumesAt?: dayjs.Dayjs | null;
  readonly temporaryMeasures: string;
  readonly backfillMeasures: string;
  readonly signer: string;
}

/** Sự cố, bảo trì: what was announced to everybody, and what is still going on. */
export default function Notices(): ReactNode {
  const account = useAccount();
  const found = useAsk("notices", async (signal) => await asked(api.GET("/api/v1/notices", { params: { query: { limit: 50 } }, signal })), { live: ["notice."] });
  const [open, setOpen] = useState(false);
  const may = account.roles.includes("clerk") || account.roles.includes("operator");
  return (
    <Page title="Sự cố, bảo trì" note="Thông báo theo mẫu, gửi tới các cơ quan liên quan; trong thời gian này văn bản giấy được ghi nhận và nhập bù." actions={may ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen(true)}>Phát thông báo</Button> : undefined}>
      <Answered asked={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Chưa có thông báo sự cố hay bảo trì nào." />
          ) : (
            <ul className="cards panel">
              {items.map((notice) => (
                <li key={notice.id}>
                  <div className="card-top">
                    <Link to={`/thong-bao/${notice.id}`} className="card-code">{notice.number}: {notice.what}</Link>
                    <State notice={notice} />
                  </div>
                  <div className="card-foot">Từ {sayInstant(notice.suspendedFrom)}{notice.resumedAt === null ? (notice.resumesAt === null ? "" : `, dự kiến đến ${sayInstant(notice.resumesAt)}`) : ` đến ${sayInstant(notice.resumedAt)}`} · {notice.signer}</div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <ActionDialog<Entered>
        open={open}
        title="Phát thông báo"
        explanation="Bảo trì phải được thông báo trước khi ngừng; sự cố thông báo ngay khi biết."
        confirm="Phát thông báo"
        done="Đã phát thông báo"
        width={640}
        initial={{ kind: "incident", suspendedFrom: onTheClock(new Date()), signer: account.fullName, ...(account.agencies[0] !== undefined && { agency: account.agencies[0] }) }}
        run={async ({ suspendedFrom, resumesAt, ...rest }) => await asked(api.POST("/api/v1/notices", { body: { ...rest, suspendedFrom: instantOf(suspendedFrom), ...(resumesAt !== undefined && resumesAt !== null && { resumesAt: instantOf(resumesAt) }) } }))}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <Form.Item name="kind" label="Loại"><Segmented options={[{ value: "incident", label: "Sự cố" }, { value: "maintenance", label: "Bảo trì" }]} /></Form.Item>
        <div className="two">
          <Form.Item name="agency" label="Cơ quan thông báo" rules={[{ required: true, message: "Chọn cơ quan" }]}><AgencyPicker label="Cơ quan" allowClear={false} /></Form.Item>
          <Form.Item name="number" label="Số thông báo" rules={[{ required: true, whitespace: true, message: "Nhập số" }]}><Input placeholder="12/TB-UBND" /></Form.Item>
          <Form.Item name="suspendedFrom" label="Ngừng từ" rules={[{ required: true, message: "Chọn thời điểm" }]}><DatePicker showTime={{ format: "HH:mm" }} format="DD/MM/YYYY HH:mm" className="whole-width" /></Form.Item>
          <Form.Item name="resumesAt" label="Dự kiến hoạt động lại" dependencies={["kind"]} rules={[({ getFieldValue }) => ({ required: getFieldValue("kind") === "maintenance", message: "Bảo trì cần thời điểm hoạt động lại" })]}><DatePicker showTime={{ format: "HH:mm" }} format="DD/MM/YYYY HH:mm" className="whole-width" /></Form.Item>
        </div>
        <Form.Item name="what" label="Nội dung" rules={[{ required: true, whitespace: true, message: "Nhập nội dung" }]}><Input.TextArea rows={2} /></Form.Item>
        <Form.Item name="temporaryMeasures" label="Biện pháp tạm thời" rules={[{ required: true, whitespace: true, message: "Nhập biện pháp" }]}><Input.TextArea rows={2} placeholder="Gửi bản giấy qua bưu chính …" /></Form.Item>
        <Form.Item name="backfillMeasures" label="Cập nhật bù" rules={[{ required: true, whitespace: true, message: "Nhập cách cập nhật bù" }]}><Input.TextArea rows={2} /></Form.Item>
        <Form.Item name="signer" label="Người ký" rules={[{ required: true, whitespace: true, message: "Nhập người ký" }]}><Input /></Form.Item>
      </ActionDialog>
    </Page>
  );
}

function State({ notice }: { readonly notice: Notice }): ReactNode {
  return <Badge label={notice.resumedAt !== null ? { text: "Đã kết thúc", tone: "plain" } : notice.kind === "incident" ? { text: "Đang có sự cố", tone: "bad" } : { text: "Đang bảo trì", tone: "warn" }} />;
}

export function NoticePage({ id }: { readonly id: string }): ReactNode {
  const { roles } = useAccount();
  const path = { id };
  const found = useAsk(`notice:${id}`, async (signal) => await asked(api.GET("/api/v1/notices/{id}", { params: { path }, signal })), { live: ["notice."] });
  const filled = useAsk(`notice:${id}:backfill`, async (signal) => await asked(api.GET("/api/v1/notices/{id}/backfill", { params: { path }, signal })));
  const [open, setOpen] = useState(false);
  const notice = found.data;
  if (notice === null) return <Page title="Thông báo">{found.fault === null ? <Waiting /> : <Failed fault={found.fault} retry={found.reload} />}</Page>;
  const may = (roles.includes("clerk") || roles.includes("operator")) && notice.resumedAt === null;
  return (
    <Page
      title={`${notice.kind === "incident" ? "Sự cố" : "Bảo trì"} ${notice.number}`}
      note={<><State notice={notice} /><p className="subject">{notice.what}</p></>}
      actions={
        <>
          <Button href={`/api/v1/notices/${id}/file`}>Bản in (PDF)</Button>
          <BackfillButton notice={notice} done={filled.reload} />
          {may && <Button type="primary" onClick={() => setOpen(true)}>Đã hoạt động lại</Button>}
        </>
      }
    >
      <div className="two">
        <Panel title="Nội dung">
          <p className="snug">Ngừng từ <Instant at={notice.suspendedFrom} />{notice.resumesAt !== null && <>, dự kiến hoạt động lại <Instant at={notice.resumesAt} /></>}.</p>
          <p className="snug"><strong>Biện pháp tạm thời:</strong> {notice.temporaryMeasures}</p>
          <p className="snug"><strong>Cập nhật bù:</strong> {notice.backfillMeasures}</p>
          {notice.remedy !== null && <p className="snug"><strong>Khắc phục:</strong> {notice.remedy} (<Instant at={notice.resumedAt} />)</p>}
          <p className="card-foot">Ký: {notice.signer} · phát <Instant at={notice.issuedAt} /> bởi {notice.issuedBy}</p>
        </Panel>
        <Panel title="Văn bản giấy đã nhập bù" className="panel-flush">
          <Answered asked={filled} rows={3}>
            {({ items }) =>
              items.length === 0 ? (
                <Nothing text="Chưa nhập bù văn bản nào." />
              ) : (
                <ul className="cards">
                  {items.map((entry) => (
                    <li key={entry.id}>
                      <div className="card-top"><strong>{entry.code}</strong><span className="faint"><Instant at={entry.happenedAt} /></span></div>
                      <div>{entry.subject}</div>
                      <div className="card-foot">{entry.direction === "outgoing" ? "Gửi" : "Nhận từ"} {entry.peer.name} · {entry.person}</div>
                    </li>
                  ))}
                </ul>
              )
            }
          </Answered>
        </Panel>
      </div>
      <ActionDialog<{ remedy: string }> open={open} title="Kết thúc thông báo" confirm="Đã hoạt động lại" done="Đã kết thúc thông báo" run={async ({ remedy }) => await asked(api.POST("/api/v1/notices/{id}/end", { params: { path }, body: { remedy } }))} onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}>
        <Form.Item name="remedy" label="Nguyên nhân và cách khắc phục" rules={[{ required: true, whitespace: true, message: "Nhập cách khắc phục" }]}><Input.TextArea rows={3} /></Form.Item>
      </ActionDialog>
    </Page>
  );
}
