import { Checkbox, DatePicker, Form, Input, Segmented, Select } from "antd";
import type { Dayjs } from "dayjs";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";

type Command = Schemas["CalendarCorrection"];
type DayKind = Extract<Command, { action: "day" }>["kind"];

interface Entered {
  readonly action: "day" | "override" | "hours";
  readonly date: Dayjs;
  readonly kind?: DayKind;
  readonly swappedWith?: Dayjs;
  readonly name?: string;
  readonly scope?: string | null;
  readonly off?: boolean;
  readonly sessions?: string;
  readonly source: string;
  readonly reason: string;
}

const DAY_KINDS: Readonly<Record<DayKind, string>> = { holiday: "Ngày lễ", substitute: "Nghỉ bù", swap_off: "Nghỉ hoán đổi", swap_work: "Làm bù" };
const SESSIONS = /^\s*\d{2}:\d{2}\s*[-–]\s*\d{2}:\d{2}(\s*[,;]\s*\d{2}:\d{2}\s*[-–]\s*\d{2}:\d{2})*\s*$/;

/** Đính chính lịch: a day of the country, a day of one agency, or its office hours; each with its paper and its reason. */
export function CorrectionDialog({ open, agency, onClose }: { readonly open: boolean; readonly agency: string; readonly onClose: (ran: boolean) => void }): ReactNode {
  return (
    <ActionDialog<Entered>
      open={open}
      title="Đính chính lịch làm việc"
      explanation="Mỗi lần đính chính là một bản mới của lịch; các thời hạn liên quan được tính lại, bản cũ còn giữ."
      confirm="Ghi nhận"
      done="Đã ghi nhận, đang tính lại các thời hạn"
      width={620}
      initial={{ action: "day", kind: "holiday", scope: agency, off: false, sessions: "07:30-11:30, 13:30-17:00" }}
      run={async (entered) => await asked(api.POST("/api/v1/calendar/corrections", { body: commandOf(entered) }))}
      onClose={onClose}
    >
      <Form.Item name="action" label="Đính chính gì"><Segmented options={[{ value: "day", label: "Ngày của cả nước" }, { value: "override", label: "Một ngày của cơ quan" }, { value: "hours", label: "Giờ hành chính" }]} /></Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => <Fields action={getFieldValue("action") as Entered["action"]} kind={getFieldValue("kind") as DayKind | undefined} off={getFieldValue("off") === true} />}
      </Form.Item>
      <Form.Item name="source" label="Văn bản làm căn cứ" rules={[{ required: true, whitespace: true, message: "Nhập số, ký hiệu văn bản" }]}><Input placeholder="Thông báo 6150/TB-BLĐTBXH ngày 03/12/2026" /></Form.Item>
      <ReasonField label="Lý do đính chính" />
    </ActionDialog>
  );
}

function Fields({ action, kind, off }: { readonly action: Entered["action"]; readonly kind: DayKind | undefined; readonly off: boolean }): ReactNode {
  const day = <Form.Item name="date" label={action === "hours" ? "Từ ngày" : "Ngày"} rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" /></Form.Item>;
  const hours = <Form.Item name="sessions" label="Các buổi làm việc" rules={[{ required: true, pattern: SESSIONS, message: "Dạng 07:30-11:30, 13:30-17:00" }]}><Input /></Form.Item>;
  const name = <Form.Item name="name" label={action === "day" ? "Dịp" : "Việc"} rules={[{ required: true, whitespace: true, message: "Phải ghi rõ" }]}><Input placeholder={action === "day" ? "Quốc khánh" : "Trực bầu cử"} /></Form.Item>;
  if (action === "day") {
    return (
      <div className="two">
        {day}
        <Form.Item name="kind" label="Loại ngày"><Select options={Object.entries(DAY_KINDS).map(([value, label]) => ({ value, label }))} /></Form.Item>
        {name}
        {(kind === "swap_off" || kind === "swap_work") && <Form.Item name="swappedWith" label="Đổi với ngày" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" /></Form.Item>}
      </div>
    );
  }
  return (
    <>
      <Form.Item name="scope" label="Cơ quan và đơn vị bên dưới" rules={[{ required: true, message: "Chọn cơ quan" }]}><AgencyPicker label="Cơ quan" /></Form.Item>
      <div className="two">{day}{action === "override" && name}</div>
      {action === "override" && <Form.Item name="off" valuePropName="checked"><Checkbox>Nghỉ cả ngày</Checkbox></Form.Item>}
      {!off && hours}
    </>
  );
}

function commandOf({ action, date, kind = "holiday", swappedWith, name = "", scope, off, sessions = "", source, reason }: Entered): Command {
  const [day, why] = [date.format("YYYY-MM-DD"), { source: source.trim(), reason }];
  switch (action) {
    case "day":
      return { action, date: day, kind, name: name.trim(), ...(swappedWith !== undefined && swappedWith !== null && { swappedWith: swappedWith.format("YYYY-MM-DD") }), ...why };
    case "override":
      return { action, scope: scope ?? "", date: day, name: name.trim(), sessions: off === true ? [] : sessionsOf(sessions), ...why };
    case "hours":
      return { action, scope: scope ?? "", validFrom: day, sessions: sessionsOf(sessions), ...why };
  }
}

function sessionsOf(text: string): string[][] {
  return text.split(/[,;]/).map((part) => part.trim().split(/\s*[-–]\s*/));
}
