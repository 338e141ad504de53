import { DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { RuleEditor } from "./rule-editor.tsx";
import { RULE_WORDS } from "./rule-words.ts";

type Rule = NonNullable<Schemas["NewPolicyOverride"]["rules"]>[number];

interface Entered {
  readonly agency: string;
  readonly number: string;
  readonly issuedOn: Dayjs;
  readonly issuer: string;
  readonly profile?: string;
  readonly chosen?: readonly string[];
  readonly rules?: Readonly<Record<string, { readonly value?: unknown; readonly article?: string }>>;
  readonly validFrom: Dayjs;
  readonly validTo?: Dayjs | null;
  readonly reason: string;
}

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
      placeOf={placeOf}
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
      </div>
      <Form.Item name="chosen" label="Quy tắc được quy định riêng"><Select mode="multiple" placeholder="Chọn quy tắc" showSearch={{ optionFilterProp: "label" }} options={Object.entries(RULE_WORDS).map(([value, label]) => ({ value, label: label.charAt(0).toUpperCase() + label.slice(1) }))} /></Form.Item>
      <ChosenRules />
      <ReasonField />
    </ActionDialog>
  );
}

/** Each chosen rule, beginning with what holds for the agency today. */
function ChosenRules(): ReactNode {
  const form = Form.useFormInstance<Entered>();
  const agency = Form.useWatch("agency", form);
  const chosen = Form.useWatch("chosen", form) ?? [];
  const policy = useAsk(agency === undefined || agency === null || chosen.length === 0 ? null : `policy-of:${agency}`, async (signal) => await asked(api.GET("/api/v1/agencies/{code}/policy", { params: { path: { code: agency } }, signal })));
  if (chosen.length > 0 && (agency === undefined || agency === null)) return <p className="card-foot gap-below">Chọn cơ quan trước để thấy quy tắc đang áp dụng.</p>;
  const { data } = policy;
  if (data === null) return null;
  return chosen.map((name) => {
    const today = data.rules.find(({ rule }) => rule === name);
    return (
      <fieldset key={`${agency} ${name}`} className="rule-part">
        <legend>{RULE_WORDS[name] ?? name}</legend>
        <p className="card-foot">Đang áp dụng: {today?.text ?? "–"} ({today?.article ?? "–"})</p>
        <Form.Item name={["rules", name, "value"]} {...(today !== undefined && { initialValue: today.value })}><RuleEditor rule={name} /></Form.Item>
        <Form.Item name={["rules", name, "article"]} label="Điều khoản của quyết định" rules={[{ required: true, whitespace: true, message: "Nhập điều khoản" }]}><Input placeholder="15/QĐ-SKHCN Đ.2" /></Form.Item>
      </fieldset>
    );
  });
}

/** `/decision/number` is the field `number`, and the second rule of the command the second one chosen. */
function placeOf(pointer: string, { chosen = [] }: Entered): readonly string[] | null {
  const [, first = "", second = "", third = "value"] = pointer.split("/");
  if (first === "decision") return [second];
  return first === "rules" && second !== "" ? ["rules", chosen[Number(second)] ?? "", third === "article" ? "article" : "value"] : null;
}

function commandOf({ agency, number, issuedOn, issuer, profile, chosen, rules, validFrom, validTo, reason }: Entered): Schemas["NewPolicyOverride"] {
  return {
    agency,
    decision: { number: number.trim(), issuedOn: issuedOn.format("YYYY-MM-DD"), issuer: issuer.trim() },
    profile: profile ?? null,
    rules: (chosen ?? []).map((rule) => ({ rule: rule as Rule["rule"], article: rules?.[rule]?.article?.trim() ?? "", value: rules?.[rule]?.value ?? null })),
    validFrom: validFrom.format("YYYY-MM-DD"),
    validTo: validTo === undefined || validTo === null ? null : validTo.format("YYYY-MM-DD"),
    reason,
  };
}
