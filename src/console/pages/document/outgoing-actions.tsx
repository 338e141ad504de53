import { DownOutlined } from "@ant-design/icons";
import { Button, Checkbox, DatePicker, Dropdown, Form, Input } from "antd";
import type dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { go } from "../../app/router.tsx";
import { ReceiverPicker, type Receiver } from "../compose/receiver-picker.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { PersonFields, personOf, type PersonEntered } from "../../parts/person-fields.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { sayChannel } from "../../text/labels.ts";

type Action = "resend" | "recall" | "take-back" | "update" | "paper";
interface Entered {
  readonly reason: string;
  readonly person?: PersonEntered;
  readonly receivers?: readonly string[];
  readonly transmissions?: readonly string[];
  readonly subject?: string;
  readonly dueOn?: dayjs.Dayjs | null;
  readonly added?: readonly Receiver[];
}

const WORDS: Readonly<Record<Action, { readonly button: string; readonly title: string; readonly explanation: string; readonly done: string; readonly danger: boolean }>> = {
  resend: { button: "Gửi lại", title: "Gửi lại", explanation: "Cổng gửi lại đúng gói tin đã ký cho những nơi gửi không thành công hoặc quá hạn. Nơi đã nhận không nhận thêm bản nào.", done: "Đã xếp hàng gửi lại", danger: false },
  recall: { button: "Thu hồi", title: "Thu hồi văn bản", explanation: "Nơi nhận phải hủy văn bản và trả lời (QĐ 28/2018 Đ.9). Lượt chưa rời cổng được rút lại ngay.", done: "Đã gửi yêu cầu thu hồi", danger: true },
  "take-back": { button: "Lấy lại", title: "Lấy lại văn bản chưa được tiếp nhận", explanation: "Chỉ với nơi chưa tiếp nhận (trạng thái 13). Nơi đã tiếp nhận thì dùng Thu hồi.", done: "Đã gửi yêu cầu lấy lại", danger: true },
  update: { button: "Cập nhật", title: "Cập nhật thông tin văn bản", explanation: "Báo cho các nơi đã có văn bản biết thông tin nào thay đổi. Tệp không đổi; muốn thay tệp hãy dùng Thay thế.", done: "Đã gửi cập nhật", danger: false },
  paper: { button: "Gửi bản giấy", title: "Ghi nhận gửi bản giấy thay thế", explanation: "Dùng khi mạng có sự cố, đã chuyển bản giấy qua bưu chính hoặc trực tiếp.", done: "Đã ghi nhận", danger: false },
};

const MENDABLE: readonly Schemas["DispatchState"][] = ["failed", "expired"];
const GONE: readonly Schemas["DispatchState"][] = ["withdrawn", "refused"];

/** What failed, as it is sent again: one envelope for all the receivers of a channel. */
function failedRoads({ dispatches }: Schemas["Document"]): readonly { readonly transmissionId: string; readonly text: string }[] {
  const failed = dispatches.filter(({ state }) => MENDABLE.includes(state));
  return [...new Set(failed.map(({ transmissionId }) => transmissionId))].map((transmissionId) => {
    const [first, ...others] = failed.filter((one) => one.transmissionId === transmissionId);
    return { transmissionId, text: `${sayChannel(first?.channel ?? "")}: ${first?.receiver.name ?? ""}${others.length === 0 ? "" : ` và ${others.length} nơi khác`}` };
  });
}

/** What a clerk can do with a document that was sent, each with its confirmation and reason. */
export function OutgoingActions({ document, done }: { readonly document: Schemas["Document"]; readonly done: () => void }): ReactNode {
  const account = useAccount();
  const [open, setOpen] = useState(false);
  const [action, setAction] = useState<Action>("recall");
  const begin = (which: Action): void => {
    setAction(which);
    setOpen(true);
  };
  const roads = failedRoads(document);
  const standing = document.dispatches.filter(({ state, recall }) => !GONE.includes(state) && recall?.state !== "agreed");
  const words = WORDS[action];
  const more: readonly Action[] = ["take-back", "update", "paper"];

  return (
    <>
      {roads.length > 0 && <Button type="primary" onClick={() => begin("resend")}>Gửi lại</Button>}
      <Button danger disabled={standing.length === 0} onClick={() => begin("recall")}>Thu hồi</Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            ...more.map((key) => ({ key, label: WORDS[key].title, disabled: standing.length === 0, onClick: () => begin(key) })),
            { key: "replace", label: "Thay thế bằng văn bản mới…", onClick: () => go(`/soan?thay=${document.id}`) },
          ],
        }}
      >
        <Button>
          Thao tác khác <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      <ActionDialog<Entered>
        open={open}
        title={words.title}
        explanation={words.explanation}
        confirm={words.button}
        danger={words.danger}
        done={words.done}
        initial={{ person: { fullName: account.fullName }, transmissions: roads.map(({ transmissionId }) => transmissionId), receivers: standing.map(({ receiver }) => receiver.code), subject: document.subject }}
        run={async (values) => await send(document, action, values)}
        onClose={(ran) => { setOpen(false); if (ran) done(); }}
      >
        {action === "update" && (
          <>
            <Form.Item name="subject" label="Trích yếu" rules={[{ required: true, whitespace: true, message: "Nhập trích yếu" }]}>
              <Input.TextArea rows={3} maxLength={1000} />
            </Form.Item>
            <Form.Item name="dueOn" label="Hạn trả lời mới">
              <DatePicker format="DD/MM/YYYY" />
            </Form.Item>
            <Form.Item name="added" label="Thêm nơi nhận">
              <ReceiverPicker />
            </Form.Item>
          </>
        )}
        {(action === "recall" || action === "take-back" || action === "paper") && standing.length > 1 && (
          <Form.Item name="receivers" label="Nơi nhận" rules={[{ type: "array", min: 1, message: "Chọn ít nhất một nơi nhận" }]}>
            <Checkbox.Group className="choices" options={standing.map(({ receiver }) => ({ value: receiver.code, label: receiver.name }))} />
          </Form.Item>
        )}
        {action === "resend" && roads.length > 1 && (
          <Form.Item name="transmissions" label="Chuyến gửi" rules={[{ type: "array", min: 1, message: "Chọn ít nhất một chuyến gửi" }]}>
            <Checkbox.Group className="choices" options={roads.map(({ transmissionId, text }) => ({ value: transmissionId, label: text }))} />
          </Form.Item>
        )}
        <ReasonField />
        {action !== "resend" && <PersonFields />}
      </ActionDialog>
    </>
  );
}

async function send(document: Schemas["Document"], action: Action, { reason, person, receivers, transmissions, subject, dueOn, added = [] }: Entered): Promise<unknown> {
  const params = { path: { id: document.id } };
  const by = person === undefined ? {} : { person: personOf(person) };
  const chosen = receivers === undefined || receivers.length === document.dispatches.length ? {} : { receivers: [...receivers] };
  switch (action) {
    case "resend":
      if (transmissions === undefined || transmissions.length === failedRoads(document).length) return await asked(api.POST("/api/v1/documents/{id}/resend", { params, body: { reason } }));
      for (const transmissionId of transmissions) await asked(api.POST("/api/v1/documents/{id}/resend", { params, body: { reason, transmissionId } }));
      return undefined;
    case "recall":
      return await asked(api.POST("/api/v1/documents/{id}/recall", { params, body: { reason, ...by, ...chosen } }));
    case "take-back":
      return await asked(api.POST("/api/v1/documents/{id}/take-back", { params, body: { reason, ...by, ...chosen } }));
    case "update": {
      const change = { ...(subject !== undefined && subject.trim() !== document.subject && { subject: subject.trim() }), ...(dueOn !== undefined && dueOn !== null && { dueOn: dueOn.format("YYYY-MM-DD") }) };
      return await asked(api.POST("/api/v1/documents/{id}/update", { params, body: { reason, change, addReceivers: added.map(({ code }) => code), ...by } }));
    }
    case "paper":
      return await asked(api.POST("/api/v1/documents/{id}/paper", { params, body: { reason, person: person?.fullName ?? "", ...chosen } }));
  }
}
