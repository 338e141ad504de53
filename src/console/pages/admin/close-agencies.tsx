import { DatePicker, Form, Segmented } from "antd";
import type { Dayjs } from "dayjs";
import type { ReactNode } from "react";
import { api, asked } from "../../api/client.ts";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgenciesField } from "../../parts/agencies-field.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";

interface Entered {
  readonly codes?: readonly string[];
  readonly kind: "merge" | "close";
  readonly successor?: string | null;
  readonly lastDay: Dayjs;
  readonly reason: string;
}

/** Codes that end, one by one or merged into a successor. */
export function CloseDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  return (
    <ActionDialog<Entered>
      open={open}
      title="Đóng, sáp nhập cơ quan"
      explanation="Mã đóng giữ lịch sử và vẫn tra cứu được. Ai gửi tới mã đóng được dẫn tới cơ quan kế thừa; đồng bộ không ghi đè."
      confirm="Ghi nhận"
      done="Đã ghi nhận"
      width={620}
      initial={{ kind: "merge" }}
      run={async ({ codes, kind, successor, lastDay, reason }) => await asked(api.POST("/api/v1/agency-closures", { body: { codes: [...(codes ?? [])], successor: kind === "merge" ? (successor ?? null) : null, lastDay: lastDay.format("YYYY-MM-DD"), reason } }))}
      onClose={onClose}
    >
      <Form.Item name="codes" label="Các mã đóng" rules={[{ required: true, message: "Chọn ít nhất một cơ quan" }]}><AgenciesField label="Thêm mã đóng" /></Form.Item>
      <Form.Item name="kind" label="Hình thức"><Segmented options={[{ value: "merge", label: "Sáp nhập vào" }, { value: "close", label: "Giải thể" }]} /></Form.Item>
      <Form.Item noStyle shouldUpdate={(before: Entered, after: Entered) => before.kind !== after.kind}>
        {({ getFieldValue }) => getFieldValue("kind") === "merge" && <Form.Item name="successor" label="Cơ quan kế thừa" rules={[{ required: true, message: "Chọn cơ quan kế thừa" }]}><AgencyPicker label="Cơ quan kế thừa" /></Form.Item>}
      </Form.Item>
      <Form.Item name="lastDay" label="Ngày cuối còn hiệu lực" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" /></Form.Item>
      <ReasonField label="Căn cứ" placeholder="Nghị quyết 12/NQ-HĐND ngày 10/11/2026" />
    </ActionDialog>
  );
}
