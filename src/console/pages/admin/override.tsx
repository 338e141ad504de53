import { DatePicker, Form, Input, InputNumber, Select } from "antd";
import type { Dayjs } from "dayjs";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";

type Rule = NonNullable<Schemas["NewPolicyOverride"]["rules"]>[number];

interface Entered {
  readonly agency: string;
  readonly number: string;
  readonly issuedOn: Dayjs;
  readonly issuer: string;
  readonly profile?: string;
  readonly article?: string;
  readonly documentMb?: number | null;
  readonly fileMb?: number | null;
  readonly formats?: readonly string[];
  readonly validFrom: Dayjs;
  readonly validTo?: Dayjs | null;
  readonly reason: string;
}

export const RULE_WORDS: Readonly<Record<string, string>> = { "document-size": "dung lượng mỗi văn bản", "file-size": "dung lượng mỗi tệp", "file-formats": "định dạng tệp", signature: "chữ ký số", "main-file-formats": "định dạng văn bản chính", paper: "bản giấy", urgency: "độ khẩn", numbering: "số, ký hiệu", metadata: "thông tin bắt buộc", "virus-scan": "quét vi rút", "document-types": "tên loại văn bản", "file-name": "tên tệp", "forbidden-categories": "nội dung không được gửi", network: "mạng truyền", "account-name": "tên tài khoản" };

/** Quy định riêng of an agency: no decision with a number, no override (1690/QĐ-UBND Đ.11.2). */
export function OverrideDialog({ open, onClose }: { readonly open: boolean; readonly onClose: (ran: boolean) => void }): ReactNode {
  const profiles = useAsk(open ? "policies" : null, async (signal) => await asked(api.GET("/api/v1/policies", { signal })));
  const titles = new Map(profiles.data?.items.map(({ id, title }) => [id, title]));
  return (
    <ActionDialog<Entered>
      open={open}
      title="Ghi quyết định riêng của một cơ quan"
      explanation="Áp dụng cho cơ quan và đơn vị bên dưới. Bản ghi trước không mất; bỏ trống cả bộ quy định và mọi quy tắc là bỏ quy định riêng trước đó."
      confirm="Ghi nhận"
      done="Đã ghi quyết định riêng"
      width={680}
      run={async (entered) => await asked(api.POST("/api/v1/policies/overrides", { body: commandOf(entered) }))}
      onClose={onClose}
    >
      <Form.Item name="agency" label="Cơ quan" rules={[{ required: true, message: "Chọn cơ quan" }]}><AgencyPicker label="Cơ quan" /></Form.Item>
      <div className="fields-3">
        <Form.Item name="number" label="Số quyết định" rules={[{ required: true, whitespace: true, message: "Nhập số quyết định" }]}><Input placeholder="15/QĐ-SKHCN" /></Form.Item>
        <Form.Item name="issuedOn" label="Ngày quyết định" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" className="whole-width" /></Form.Item>
        <Form.Item name="issuer" label="Cơ quan ra quyết định" rules={[{ required: true, whitespace: true, message: "Nhập cơ quan" }]}><Input /></Form.Item>
        <Form.Item name="validFrom" label="Áp dụng từ" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" className="whole-width" /></Form.Item>
        <Form.Item name="validTo" label="Tới (nếu có)"><DatePicker format="DD/MM/YYYY" className="whole-width" /></Form.Item>
        <Form.Item name="profile" label="Bộ quy định được gán"><Select allowClear placeholder="Giữ nguyên" options={[...titles].map(([value, label]) => ({ value, label }))} popupMatchSelectWidth={360} /></Form.Item>
        <Form.Item name="documentMb" label="Mỗi văn bản (MiB)"><InputNumber min={1} max={4096} className="whole-width" /></Form.Item>
        <Form.Item name="fileMb" label="Mỗi tệp (MiB)"><InputNumber min={1} max={4096} className="whole-width" /></Form.Item>
        <Form.Item name="formats" label="Định dạng tệp"><Select mode="tags" placeholder="pdf, docx" tokenSeparators={[",", " "]} /></Form.Item>
      </div>
      <Form.Item name="article" label="Điều khoản của các quy tắc trên" dependencies={["documentMb", "fileMb", "formats"]} rules={[({ getFieldsValue }) => ({ validator: async (_rule, value: string | undefined) => (rulesOf({ ...(getFieldsValue() as Entered), article: "?" }).length > 0 && (value ?? "").trim() === "" ? await Promise.reject(new TypeError("Nhập điều khoản")) : undefined) })]}><Input placeholder="15/QĐ-SKHCN Đ.2" /></Form.Item>
      <ReasonField />
    </ActionDialog>
  );
}

function rulesOf({ documentMb, fileMb, formats, article = "" }: Entered): Rule[] {
  const size = (rule: Rule["rule"], maxMb: number | null | undefined): Rule[] => (maxMb === undefined || maxMb === null ? [] : [{ rule, article: article.trim(), value: { maxMb } }]);
  const extensions = (formats ?? []).map((format) => format.trim().toLowerCase().replace(/^\./, "")).filter((format) => format !== "");
  return [...size("document-size", documentMb), ...size("file-size", fileMb), ...(extensions.length === 0 ? [] : [{ rule: "file-formats" as const, article: article.trim(), value: { extensions } }])];
}

function commandOf(entered: Entered): Schemas["NewPolicyOverride"] {
  const { agency, number, issuedOn, issuer, profile, validFrom, validTo, reason } = entered;
  return {
    agency,
    decision: { number: number.trim(), issuedOn: issuedOn.format("YYYY-MM-DD"), issuer: issuer.trim() },
    profile: profile ?? null,
    rules: rulesOf(entered),
    validFrom: validFrom.format("YYYY-MM-DD"),
    validTo: validTo === undefined || validTo === null ? null : validTo.format("YYYY-MM-DD"),
    reason,
  };
}
