import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useId, type ReactNode } from "react";
import { CATEGORY_CHOICES, METADATA_CHOICES, optionsOf, PURPOSE_CHOICES, URGENCY_CHOICES } from "./rule-choices.ts";

type Value = Readonly<Record<string, unknown>>;
interface Editing {
  readonly value: Value;
  readonly set: (change: Value) => void;
}

/** What a rule says, to be changed: begins with what holds for the agency today, so that nothing else of it is lost. */
export function RuleEditor({ rule, value = {}, onChange }: { readonly rule: string; readonly value?: Value; readonly onChange?: (value: Value) => void }): ReactNode {
  const editing: Editing = { value, set: (change) => onChange?.({ ...value, ...change }) };
  switch (rule) {
    case "document-size":
    case "file-size":
      return <Field label="Tối đa (MiB), bỏ trống: theo giới hạn của cổng">{(id) => <InputNumber id={id} min={1} max={4096} value={numberOf(value["maxMb"])} onChange={(maxMb) => editing.set({ maxMb })} />}</Field>;
    case "file-formats":
    case "main-file-formats":
      return <Field label="Phần mở rộng">{(id) => <Select id={id} mode="tags" className="whole-width" placeholder="pdf, docx" tokenSeparators={[",", " "]} value={listOf(value["extensions"])} onChange={(given) => editing.set({ extensions: given.map(extensionOf).filter((one) => one !== "") })} open={false} />}</Field>;
    case "file-name":
      return (
        <div className="two">
          <Field label="Dài nhất (ký tự), bỏ trống: không giới hạn">{(id) => <InputNumber id={id} min={8} max={240} value={numberOf(value["maxLength"])} onChange={(maxLength) => editing.set({ maxLength })} />}</Field>
          <Choice editing={editing} name="characters" label="Ký tự" choices={{ any: "Mọi ký tự hợp lệ", "letters-digits": "Chữ không dấu, số, gạch, chấm" }} />
        </div>
      );
    case "metadata":
      return <><Several editing={editing} name="required" label="Bắt buộc có" choices={METADATA_CHOICES} /><Several editing={editing} name="expected" label="Nên có" choices={METADATA_CHOICES} /></>;
    case "document-types":
      return <Choice editing={editing} name="list" label="Danh mục" choices={{ "nd-30-2020": "29 loại của NĐ 30/2020 và văn bản quy phạm pháp luật", any: "Danh mục riêng, không kiểm tra" }} />;
    case "numbering":
      return <Tick editing={editing} name="abbreviation" label="Ký hiệu phải có chữ viết tắt của tên loại" />;
    case "urgency":
      return <Several editing={editing} name="levels" label="Các mức được dùng" choices={URGENCY_CHOICES} />;
    case "forbidden-categories":
      return <Several editing={editing} name="categories" label="Không được gửi (ngoài bí mật nhà nước)" choices={CATEGORY_CHOICES} />;
    case "signature":
      return (
        <>
          <div className="two">
            <Choice editing={editing} name="unsigned" label="Văn bản không ký số" choices={{ "for-information": "Chỉ để biết", refuse: "Từ chối" }} />
            <Choice editing={editing} name="issuer" label="Chứng thư" choices={ISSUERS} />
          </div>
          <Tick editing={editing} name="paperWithoutSignature" label="Không ký số thì phải kèm bản giấy" />
        </>
      );
    case "virus-scan":
      return (
        <div className="two">
          <Choice editing={editing} name="infected" label="Tệp có mã độc khi gửi" choices={{ refuse: "Từ chối", hold: "Tạm giữ" }} />
          <Choice editing={editing} name="unscanned" label="Tệp chưa quét được" choices={{ hold: "Tạm giữ", pass: "Đánh dấu rồi cho đi" }} />
        </div>
      );
    case "account-name":
      return (
        <div className="two">
          <Text editing={editing} name="pattern" label="Mẫu (biểu thức chính quy)" />
          <Text editing={editing} name="example" label="Ví dụ" />
        </div>
      );
    case "network":
      return <Choice editing={editing} name="class" label="Mạng" choices={{ internet: "Internet", restricted: "Mạng truyền số liệu chuyên dùng" }} />;
    case "paper":
      return <PaperRule editing={editing} />;
    default:
      return null;
  }
}

const ISSUERS = { any: "Được công nhận", "ban-co-yeu": "Ban Cơ yếu Chính phủ" };

function PaperRule({ editing }: { readonly editing: Editing }): ReactNode {
  const { value, set } = editing;
  const only = (value["electronicOnly"] ?? []) as readonly Value[];
  const waived = (value["waivedBySignature"] ?? null) as Value | null;
  const change = (index: number, next: Value): void => set({ electronicOnly: only.map((one, at) => (at === index ? { ...one, ...next } : one)) });
  return (
    <>
      <div className="two">
        <Choice editing={editing} name="otherwise" label="Thường lệ" choices={{ "electronic-only": "Chỉ điện tử", "with-paper": "Kèm bản giấy" }} />
        <Choice editing={editing} name="exceptions" label="Người đứng đầu quyết định khác" choices={{ none: "Không", head: "Được" }} />
      </div>
      <Field label="Tên loại luôn kèm bản giấy">{(id) => <Select id={id} mode="tags" className="whole-width" open={false} value={listOf(value["withPaper"])} onChange={(withPaper) => set({ withPaper })} />}</Field>
      {only.map((one, index) => (
        <fieldset key={index} className="rule-part">
          <legend>Hoàn toàn điện tử, nhóm {index + 1}</legend>
          <Choice editing={{ value: one, set: (next) => change(index, next) }} name="scope" label="Phạm vi" choices={{ internal: "Nội bộ", "inter-agency": "Giữa các cơ quan", any: "Mọi nơi" }} />
          <Several editing={{ value: one, set: (next) => change(index, next) }} name="purposes" label="Mục đích" choices={PURPOSE_CHOICES} />
          <Field label="Tên loại">{(id) => <Select id={id} mode="tags" className="whole-width" open={false} value={listOf(one["types"])} onChange={(types) => change(index, { types })} />}</Field>
          <Text editing={{ value: one, set: (next) => change(index, next) }} name="article" label="Điều khoản của nhóm" />
          <Button size="small" danger onClick={() => set({ electronicOnly: only.filter((_, at) => at !== index) })}>Bỏ nhóm {index + 1}</Button>
        </fieldset>
      ))}
      <div className="wrap-row gap-below">
        <Button size="small" onClick={() => set({ electronicOnly: [...only, { scope: "any", purposes: [], types: [], article: "" }] })}>Thêm nhóm hoàn toàn điện tử</Button>
        <Checkbox checked={waived !== null} onChange={(event) => set({ waivedBySignature: event.target.checked ? { issuer: "any", article: "", except: [] } : null })}>Ký số thì không phải kèm bản giấy</Checkbox>
      </div>
      {waived !== null && (
        <fieldset className="rule-part">
          <legend>Miễn bản giấy khi ký số</legend>
          <Choice editing={{ value: waived, set: (next) => set({ waivedBySignature: { ...waived, ...next } }) }} name="issuer" label="Chứng thư" choices={ISSUERS} />
          <Text editing={{ value: waived, set: (next) => set({ waivedBySignature: { ...waived, ...next } }) }} name="article" label="Điều khoản" />
          <Several editing={{ value: waived, set: (next) => set({ waivedBySignature: { ...waived, ...next } }) }} name="except" label="Trừ" choices={PURPOSE_CHOICES} />
        </fieldset>
      )}
    </>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }): ReactNode {
  const id = useId();
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

interface Part {
  readonly editing: Editing;
  readonly name: string;
  readonly label: string;
}

function Choice({ editing: { value, set }, name, label, choices }: Part & { readonly choices: Readonly<Record<string, string>> }): ReactNode {
  return <Field label={label}>{(id) => <Select id={id} className="whole-width" value={typeof value[name] === "string" ? value[name] : null} options={optionsOf(choices)} onChange={(chosen: string | null) => set({ [name]: chosen })} />}</Field>;
}

function Several({ editing: { value, set }, name, label, choices }: Part & { readonly choices: Readonly<Record<string, string>> }): ReactNode {
  return <Field label={label}>{(id) => <Select id={id} mode="multiple" className="whole-width" showSearch={{ optionFilterProp: "label" }} value={listOf(value[name])} options={optionsOf(choices)} onChange={(chosen) => set({ [name]: chosen })} />}</Field>;
}

function Text({ editing: { value, set }, name, label }: Part): ReactNode {
  return <Field label={label}>{(id) => <Input id={id} value={typeof value[name] === "string" ? value[name] : ""} maxLength={200} onChange={(event) => set({ [name]: event.target.value })} />}</Field>;
}

function Tick({ editing: { value, set }, name, label }: Part): ReactNode {
  return <Checkbox checked={value[name] === true} onChange={(event) => set({ [name]: event.target.checked })}>{label}</Checkbox>;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function extensionOf(text: string): string {
  return text.trim().toLowerCase().replace(/^\./, "");
}
