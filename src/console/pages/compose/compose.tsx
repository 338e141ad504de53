import { CheckCircleOutlined, InboxOutlined } from "@ant-design/icons";
import { Alert, App, AutoComplete, Button, Checkbox, DatePicker, Form, Input, Select, Upload, type UploadFile } from "antd";
import dayjs from "dayjs";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { go, usePlace } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { saySize, today } from "../../text/dates.ts";
import { URGENCIES } from "../../text/labels.ts";
import { CheckupView } from "./checkup.tsx";
import { DOCUMENT_TYPES, PURPOSES } from "./choices.ts";
import { ReceiverPicker, type Receiver } from "./receiver-picker.tsx";

interface Entered {
  readonly sender: string | null;
  readonly receivers: readonly Receiver[];
  readonly number: string;
  readonly notation: string;
  readonly issuedOn: dayjs.Dayjs;
  readonly issuedAt: string;
  readonly documentType: string;
  readonly subject: string;
  readonly competence?: string;
  readonly position?: string;
  readonly fullName: string;
  readonly dueOn?: dayjs.Dayjs | null;
  readonly urgency: "thuong" | "khan" | "thuong-khan" | "hoa-toc";
  readonly purpose?: Schemas["SendDocument"]["purpose"];
  readonly paperOriginal: boolean;
  readonly paperReason?: string;
  readonly replacesReason?: string;
  readonly completes?: boolean;
}

/** Where the gateway's names of fields stand in this form. */
const FIELDS: Readonly<Record<string, keyof Entered>> = {
  "/sender": "sender", "/receivers": "receivers", "/code/number": "number", "/code/notation": "notation", "/issuedOn": "issuedOn", "/issuedAt": "issuedAt", "/documentType": "documentType",
  "/subject": "subject", "/signer/competence": "competence", "/signer/position": "position", "/signer/fullName": "fullName", "/dueOn": "dueOn", "/urgency": "urgency", "/purpose": "purpose", "/paperOriginal": "paperOriginal", "/paperReason": "paperReason",
}; // prettier-ignore

/** Soạn và gửi, for an agency whose QLVB cannot: check first, then send. */
export default function Compose(): ReactNode {
  const account = useAccount();
  const { message, modal } = App.useApp();
  const { query } = usePlace();
  const replaced = query.get("thay");
  const answered = query.get("traloi");
  const [form] = Form.useForm<Entered>();
  const [files, setFiles] = useState<readonly UploadFile[]>([]);
  const [checkup, setCheckup] = useState<Schemas["Checkup"] | null>(null);
  const [busy, setBusy] = useState<"check" | "send" | null>(null);
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);
  /** One form is one document: pressing twice, or once more after a lost answer, sends it once. */
  const idempotencyKey = useRef(crypto.randomUUID());
  const old = useAsk(replaced === null ? null : `document:${replaced}`, async (signal) => await asked(api.GET("/api/v1/documents/{id}", { params: { path: { id: replaced ?? "" } }, signal })));
  const question = useAsk(answered === null ? null : `incoming:${answered}`, async (signal) => await asked(api.GET("/api/v1/incoming/{id}", { params: { path: { id: answered ?? "" } }, signal })));
  const paper = Form.useWatch("paperOriginal", form);
  useEffect(() => {
    if (question.data !== null) form.setFieldsValue({ sender: question.data.receiverCode, receivers: [{ code: question.data.senderCode, name: question.data.sender.name ?? question.data.senderCode }] });
  }, [form, question.data]);
  useEffect(() => {
    if (old.data === null) return;
    const { sender, dispatches, documentType, subject, issuedAt, signer } = old.data;
    form.setFieldsValue({ sender: sender.organId, receivers: dispatches.map(({ receiver }) => ({ code: receiver.code, name: receiver.name })), documentType, subject, issuedAt, fullName: signer.fullName, ...(signer.position !== null && { position: signer.position }), ...(signer.competence !== null && { competence: signer.competence }) });
  }, [form, old.data]);

  const noteOf = (): string => {
    if (replaced !== null) return `Thay thế văn bản ${old.data?.code.text ?? "…"}: văn bản mới có số mới, nơi nhận được báo văn bản cũ hết hiệu lực.`;
    if (answered !== null) return `Trả lời văn bản ${question.data?.code.text ?? "…"}${question.data === null ? "" : ` của ${question.data.sender.name ?? question.data.senderCode}: ${question.data.subject}`}`;
    return "Dành cho cơ quan gửi trực tiếp trên cổng, không qua phần mềm quản lý văn bản.";
  };
  const addFile = async (file: File): Promise<void> => {
    if (files.length > 0 || !file.name.toLowerCase().endsWith(".pdf")) return;
    const { readMetadata } = await import("./pdf-metadata.ts");
    const found = await readMetadata(file);
    const { issuedOn, ...texts } = found;
    const typed: object = form.getFieldsValue();
    const empty = Object.fromEntries(Object.entries(texts).filter(([name]) => (new Map(Object.entries(typed)).get(name) ?? "") === ""));
    if (Object.keys(empty).length === 0) return;
    form.setFieldsValue({ ...empty, ...(issuedOn !== undefined && { issuedOn: dayjs(issuedOn) }) });
    void message.info("Đã điền sẵn thông tin đọc được từ PDF; hãy kiểm tra lại.");
  };

  const submit = async (how: "check" | "send"): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (values === null) return void message.warning("Còn mục chưa nhập đúng.");
    setBusy(how);
    setRefusal(null);
    try {
      const body = bodyOf(values, files, replaced, question.data);
      const found = await asked(api.POST("/api/v1/document-checks", { body, bodySerializer: () => formOf(body) }));
      setCheckup(found);
      showFields(found.problems);
      if (how === "check" || !found.sendable) {
        document.getElementById("checkup")?.scrollIntoView({ behavior: "smooth", block: "center" });
        return;
      }
      const sent = await asked(api.POST("/api/v1/documents", { body, bodySerializer: () => formOf(body), params: { header: { "Idempotency-Key": idempotencyKey.current } } }));
      if (sent === undefined) return;
      void message.success(`Cổng đã nhận văn bản ${sent.document.code.text}, đang gửi tới ${sent.document.dispatches.length} nơi nhận.`);
      go(`/van-ban-di/${sent.document.id}`);
    } catch (error) {
      const fault = faultOf(error);
      showFields(fault.problem?.problems ?? []);
      setRefusal(sayFault(fault));
    } finally {
      setBusy(null);
    }
  };

  const showFields = (problems: readonly { readonly field: string; readonly message: string }[]): void => {
    for (const { field, message: text } of problems) {
      const name = FIELDS[field] ?? (field.startsWith("/receivers") ? "receivers" : undefined);
      if (name !== undefined) form.setFields([{ name, errors: [text] }]);
    }
  };

  const confirmSend = (): void => {
    modal.confirm({
      title: "Gửi văn bản này?",
      content: "Cổng ký gói tin bằng chữ ký số của cơ quan và gửi ngay. Sau khi gửi chỉ có thể thu hồi, cập nhật hoặc thay thế.",
      okText: "Ký và gửi",
      cancelText: "Thôi",
      onOk: async () => await submit("send"),
    });
  };

  return (
    <Page title="Soạn và gửi" note={noteOf()}>
      <Form<Entered>
        form={form}
        layout="vertical"
        requiredMark={false}
        scrollToFirstError={{ behavior: "smooth", block: "center" }}
        initialValues={{ sender: account.agencies[0] ?? null, receivers: [], issuedOn: dayjs(today()), urgency: "thuong", paperOriginal: false, completes: true, documentType: "Công văn" }}
        onValuesChange={() => setCheckup(null)}
      >
        <div className="main-and-side">
          <div>
            <Panel title="Tệp">
              <Upload.Dragger multiple fileList={[...files]} beforeUpload={(file) => { void addFile(file); return false; }} onChange={({ fileList }) => { setFiles(fileList); setCheckup(null); }} itemRender={(_node, file, _list, { remove }) => (
                <div className="upload-item">
                  <span>{files[0]?.uid === file.uid ? <strong>Văn bản chính: </strong> : null}{file.name} <small>{saySize(file.size ?? 0)}</small></span>
                  <Button type="link" size="small" danger onClick={remove} aria-label={`Bỏ tệp ${file.name}`}>Bỏ</Button>
                </div>
              )}>
                <p><InboxOutlined className="upload-icon" aria-hidden /></p>
                <p>Kéo tệp vào đây, hoặc bấm để chọn</p>
                <p className="card-foot">Tệp đầu tiên là văn bản chính, nên là PDF đã ký số. Thông tin đọc được từ PDF được điền sẵn.</p>
              </Upload.Dragger>
            </Panel>
            <Panel title="Nơi nhận">
              <Form.Item name="receivers" noStyle rules={[{ required: true, type: "array", min: 1, message: "Chọn ít nhất một nơi nhận" }]}>
                <ReceiverPicker />
              </Form.Item>
              <Form.Item noStyle shouldUpdate>{() => <span className="field-error" role="alert">{form.getFieldError("receivers")[0]}</span>}</Form.Item>
            </Panel>
            <Panel title="Thông tin văn bản">
              <Form.Item name="sender" label="Cơ quan gửi" rules={[{ required: true, message: "Chọn cơ quan gửi" }]}><AgencyPicker label="Cơ quan gửi" among={account.agencies} allowClear={false} /></Form.Item>
              <div className="fields-3">
                <Form.Item name="number" label="Số" rules={[{ required: true, whitespace: true, message: "Nhập số" }]}><Input maxLength={11} /></Form.Item>
                <Form.Item name="notation" label="Ký hiệu" rules={[{ required: true, whitespace: true, message: "Nhập ký hiệu" }]}><Input maxLength={30} placeholder="UBND-VX" /></Form.Item>
                <Form.Item name="documentType" label="Loại văn bản" rules={[{ required: true, message: "Chọn loại" }]}><AutoComplete options={DOCUMENT_TYPES.map((value) => ({ value }))} showSearch={{ filterOption: (typed, option) => (option?.value ?? "").toLowerCase().includes(typed.toLowerCase()) }} /></Form.Item>
                <Form.Item name="issuedOn" label="Ngày ban hành" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" allowClear={false} className="whole-width" /></Form.Item>
                <Form.Item name="issuedAt" label="Địa danh" rules={[{ required: true, whitespace: true, message: "Nhập địa danh" }]}><Input maxLength={50} placeholder="Quảng Ngãi" /></Form.Item>
                <Form.Item name="dueOn" label="Hạn trả lời"><DatePicker format="DD/MM/YYYY" placeholder="Không ghi" className="whole-width" /></Form.Item>
              </div>
              <Form.Item name="subject" label="Trích yếu" rules={[{ required: true, whitespace: true, message: "Nhập trích yếu" }]}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
              <div className="fields-3">
                <Form.Item name="competence" label="Thẩm quyền ký"><Input maxLength={100} placeholder="TM. ỦY BAN NHÂN DÂN" /></Form.Item>
                <Form.Item name="position" label="Chức vụ"><Input maxLength={100} /></Form.Item>
                <Form.Item name="fullName" label="Người ký" rules={[{ required: true, whitespace: true, message: "Nhập người ký" }]}><Input maxLength={50} /></Form.Item>
                <Form.Item name="urgency" label="Độ khẩn"><Select options={(["thuong", "khan", "thuong-khan", "hoa-toc"] as const).map((value) => ({ value, label: URGENCIES[value].text }))} /></Form.Item>
                <Form.Item name="purpose" label="Mục đích gửi"><Select allowClear placeholder="Theo loại văn bản" options={Object.entries(PURPOSES).map(([value, label]) => ({ value, label }))} /></Form.Item>
              </div>
              <Form.Item name="paperOriginal" valuePropName="checked"><Checkbox>Gửi kèm bản giấy</Checkbox></Form.Item>
              {paper && <Form.Item name="paperReason" label="Vì sao vẫn gửi bản giấy, và ai cho ý kiến"><Input.TextArea rows={2} maxLength={500} /></Form.Item>}
              {answered !== null && <Form.Item name="completes" valuePropName="checked"><Checkbox>Đã xử lý xong văn bản đến này (cổng báo bên gửi hoàn thành)</Checkbox></Form.Item>}
              {replaced !== null && <Form.Item name="replacesReason" label="Lý do thay thế" rules={[{ required: true, whitespace: true, message: "Nhập lý do thay thế" }]}><Input.TextArea rows={2} maxLength={500} /></Form.Item>}
            </Panel>
          </div>
          <div className="compose-side">
            <Panel title="Kiểm tra và gửi">
              <p className="snug">Kiểm tra đối chiếu quy định của cơ quan gửi và từng nơi nhận, xem trước tệp có dấu mật, sai định dạng hay thiếu chữ ký. Kiểm tra xong cổng không giữ lại gì.</p>
              <div className="wrap-row">
                <Button icon={<CheckCircleOutlined aria-hidden />} loading={busy === "check"} onClick={() => void submit("check")}>Kiểm tra</Button>
                <Button type="primary" loading={busy === "send"} disabled={checkup !== null && !checkup.sendable} onClick={confirmSend}>Ký và gửi</Button>
              </div>
            </Panel>
            {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={[refusal.advice, ...refusal.fields].map((line) => <span key={line} className="line">{line}</span>)} />}
            <div id="checkup">{checkup !== null && <CheckupView checkup={checkup} />}</div>
          </div>
        </div>
      </Form>
    </Page>
  );
}

function bodyOf(values: Entered, files: readonly UploadFile[], replaced: string | null, question: Schemas["IncomingDocument"] | null): { readonly metadata: Schemas["SendDocument"]; readonly files: Blob[] } {
  const given = (text: string | undefined): string | undefined => (text === undefined || text.trim() === "" ? undefined : text.trim());
  const [competence, position, paperReason] = [given(values.competence), given(values.position), given(values.paperReason)];
  return {
    metadata: {
      sender: values.sender ?? "",
      receivers: values.receivers.map(({ code }) => ({ organId: code })),
      code: { number: values.number.trim(), notation: values.notation.trim() },
      issuedOn: values.issuedOn.format("YYYY-MM-DD"),
      issuedAt: values.issuedAt.trim(),
      documentType: values.documentType,
      subject: values.subject.trim(),
      signer: { fullName: values.fullName.trim(), ...(competence !== undefined && { competence }), ...(position !== undefined && { position }) },
      urgency: values.urgency,
      paperOriginal: values.paperOriginal,
      ...(paperReason !== undefined && values.paperOriginal && { paperReason }),
      ...(values.dueOn !== undefined && values.dueOn !== null && { dueOn: values.dueOn.format("YYYY-MM-DD") }),
      ...(values.purpose !== undefined && { purpose: values.purpose }),
      ...(question !== null && { responseFor: [{ organId: question.sender.organId, code: question.code.text, documentId: question.documentId, issuedOn: question.issuedOn, completes: values.completes ?? true }] }),
      ...(replaced !== null && { replaces: { id: replaced, reason: values.replacesReason ?? "" } }),
    },
    files: files.flatMap(({ originFileObj }) => (originFileObj === undefined ? [] : [originFileObj])),
  };
}

/** The metadata first: the gateway reads the form as it streams in. */
function formOf({ metadata, files }: { readonly metadata: Schemas["SendDocument"]; readonly files: readonly Blob[] }): FormData {
  const form = new FormData();
  form.append("metadata", JSON.stringify(metadata));
  for (const file of files) form.append("files", file, file instanceof File ? file.name : "tep");
  return form;
}
