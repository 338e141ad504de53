import { AutoComplete, Button, DatePicker, Form, Input, Segmented } from "antd";
import dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { nameOfAgency } from "../../parts/agency.tsx";
import { instantOf, onTheClock } from "../../parts/vietnam-time.ts";
import { today } from "../../text/dates.ts";
import { DOCUMENT_TYPES } from "../compose/choices.ts";

interface Entered {
  readonly agency: string;
  readonly direction: "outgoing" | "incoming";
  readonly code: string;
  readonly issuedOn: dayjs.Dayjs;
  readonly typeName: string;
  readonly subject: string;
  readonly peerCode?: string | null;
  readonly peerName?: string;
  readonly happenedAt: dayjs.Dayjs;
  readonly person: string;
}

/** Nhập bù: a document that went or came on paper while the system was down, written into the books afterwards. One after the other. */
export function BackfillButton({ notice, done }: { readonly notice: Schemas["Notice"]; readonly done: () => void }): ReactNode {
  const account = useAccount();
  const [open, setOpen] = useState(false);
  if (!account.roles.includes("clerk")) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Nhập bù văn bản</Button>
      <ActionDialog<Entered>
        open={open}
        title="Nhập bù văn bản đã gửi, nhận bằng giấy"
        explanation="Ghi lại văn bản đã gửi hoặc nhận bằng bản giấy trong thời gian ngừng. Văn bản vào sổ “Bản giấy do sự cố”; cổng không gửi gì đi."
        confirm="Ghi vào sổ"
        done="Đã ghi văn bản vào sổ"
        width={640}
        initial={{ direction: "outgoing", issuedOn: dayjs(today()), happenedAt: onTheClock(notice.suspendedFrom), typeName: "Công văn", person: account.fullName, ...(account.agencies[0] !== undefined && { agency: account.agencies[0] }) }}
        run={async (values) => await enter(notice.id, values)}
        onClose={(ran) => {
          setOpen(false);
          if (ran) done();
        }}
      >
        <Form.Item name="direction" label="Văn bản"><Segmented options={[{ value: "outgoing", label: "Đã gửi đi" }, { value: "incoming", label: "Đã nhận" }]} /></Form.Item>
        <div className="two">
          <Form.Item name="agency" label="Cơ quan của mình" rules={[{ required: true, message: "Chọn cơ quan" }]}><AgencyPicker label="Cơ quan của mình" among={account.agencies} allowClear={false} /></Form.Item>
          <Form.Item name="typeName" label="Loại văn bản"><AutoComplete options={DOCUMENT_TYPES.map((value) => ({ value }))} /></Form.Item>
          <Form.Item name="code" label="Số, ký hiệu" rules={[{ required: true, whitespace: true, message: "Nhập số, ký hiệu" }]}><Input maxLength={60} placeholder="125/UBND-KTTH" /></Form.Item>
          <Form.Item name="issuedOn" label="Ngày ban hành" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" allowClear={false} className="whole-width" /></Form.Item>
        </div>
        <Form.Item name="subject" label="Trích yếu" rules={[{ required: true, whitespace: true, message: "Nhập trích yếu" }]}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
        <Form.Item noStyle shouldUpdate={(before: Entered, now: Entered) => before.direction !== now.direction || before.peerCode !== now.peerCode}>
          {({ getFieldValue }) => (
            <>
              <Form.Item name="peerCode" label={getFieldValue("direction") === "incoming" ? "Nơi gửi" : "Nơi nhận"}><AgencyPicker label="Tìm trong danh bạ" /></Form.Item>
              {(getFieldValue("peerCode") ?? null) === null && (
                <Form.Item name="peerName" label="Hoặc tên cơ quan, nếu không có trong danh bạ" rules={[{ required: true, whitespace: true, message: "Chọn cơ quan hoặc nhập tên" }]}><Input maxLength={200} /></Form.Item>
              )}
            </>
          )}
        </Form.Item>
        <div className="two">
          <Form.Item name="happenedAt" label="Gửi, nhận bản giấy lúc" rules={[{ required: true, message: "Chọn thời điểm" }]}><DatePicker showTime={{ format: "HH:mm" }} format="DD/MM/YYYY HH:mm" allowClear={false} className="whole-width" /></Form.Item>
          <Form.Item name="person" label="Người thực hiện" rules={[{ required: true, whitespace: true, message: "Nhập họ tên" }]}><Input maxLength={200} /></Form.Item>
        </div>
      </ActionDialog>
    </>
  );
}

async function enter(id: string, { issuedOn, happenedAt, peerCode, peerName, ...rest }: Entered): Promise<unknown> {
  const known = peerCode ?? null;
  const peer = { code: known, name: known === null ? (peerName ?? "").trim() : await nameOfAgency(known) };
  return await asked(api.POST("/api/v1/notices/{id}/backfill", { params: { path: { id } }, body: { ...rest, issuedOn: issuedOn.format("YYYY-MM-DD"), happenedAt: instantOf(happenedAt), peer } }));
}
