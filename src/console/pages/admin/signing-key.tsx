import { Button, Form, Input, Segmented } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { base64Of, FileField } from "../../parts/file-field.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";

type Certificate = Schemas["CertificateExpiry"];

interface Entered {
  readonly form: "p12" | "pem";
  readonly p12?: File | null;
  readonly password?: string;
  readonly privateKey?: string;
  readonly certificate?: string;
  readonly reason: string;
}

type Doing = "stage" | "promote" | "drop";

const WORDS: Readonly<Record<Doing, { readonly title: string; readonly text: string; readonly confirm: string; readonly done: string; readonly danger?: boolean }>> = {
  stage: { title: "Nạp khóa ký kế tiếp", text: "Khóa đang dùng vẫn ký cho tới khi bấm Bắt đầu dùng. Nạp xong, tải chứng thư mới và gửi cho các bên đăng ký.", confirm: "Nạp khóa", done: "Đã nạp khóa kế tiếp" },
  promote: { title: "Bắt đầu dùng khóa kế tiếp", text: "Có hiệu lực từ chữ ký sau, không cần khởi động lại. Bên nào chưa đăng ký chứng thư mới sẽ không tin gói tin gửi từ bây giờ. Khóa cũ được cất lại trên máy chủ.", confirm: "Bắt đầu dùng", done: "Đã đổi khóa ký" },
  drop: { title: "Bỏ khóa kế tiếp", text: "Khóa đang dùng không đổi. Tệp khóa kế tiếp bị xóa khỏi máy chủ.", confirm: "Bỏ khóa", done: "Đã bỏ khóa kế tiếp", danger: true },
};

/** What can be done with the key an agency signs with, or with the next one. */
export function SigningKeyActions({ one, hasNext, reload }: { readonly one: Certificate; readonly hasNext: boolean; readonly reload: () => void }): ReactNode {
  const [doing, setDoing] = useState<Doing>("stage");
  const [open, setOpen] = useState(false);
  const begin = (next: Doing): void => {
    setDoing(next);
    setOpen(true);
  };
  const words = WORDS[doing];
  return (
    <div className="wrap-row">
      {one.use === "signing-next" ? (
        <>
          <Button size="small" type="primary" onClick={() => begin("promote")}>Bắt đầu dùng</Button>
          <Button size="small" danger onClick={() => begin("drop")}>Bỏ khóa kế tiếp</Button>
        </>
      ) : (
        <Button size="small" onClick={() => begin("stage")}>{hasNext ? "Nạp khóa kế tiếp khác" : "Nạp khóa kế tiếp"}</Button>
      )}
      <ActionDialog<Entered>
        open={open}
        title={`${words.title}: ${one.owner}`}
        explanation={words.text}
        confirm={words.confirm}
        done={words.done}
        danger={words.danger ?? false}
        width={doing === "stage" ? 620 : 520}
        initial={{ form: "p12" }}
        run={async (entered) => await run(doing, one.owner, entered)}
        onClose={(ran) => { setOpen(false); if (ran) reload(); }}
      >
        {doing === "stage" && (
          <>
            <Form.Item name="form" label="Khóa được cấp ở dạng"><Segmented options={[{ value: "p12", label: "PKCS#12 (.p12, .pfx)" }, { value: "pem", label: "PEM" }]} /></Form.Item>
            <Form.Item noStyle shouldUpdate={(before: Entered, after: Entered) => before.form !== after.form}>
              {({ getFieldValue }) => (getFieldValue("form") === "pem" ? <PemFields /> : <Pkcs12Fields />)}
            </Form.Item>
          </>
        )}
        <ReasonField {...(doing === "stage" ? { placeholder: "Ví dụ: gia hạn chứng thư năm 2027" } : doing === "promote" ? { placeholder: "Ví dụ: các bên đã đăng ký chứng thư mới" } : {})} />
      </ActionDialog>
    </div>
  );
}

function Pkcs12Fields(): ReactNode {
  return (
    <>
      <Form.Item name="p12" label="Tệp khóa" rules={[{ required: true, message: "Chọn tệp .p12 hoặc .pfx" }]}><FileField accept=".p12,.pfx" label="Chọn tệp .p12, .pfx" /></Form.Item>
      <Form.Item name="password" label="Mật khẩu của tệp" rules={[{ required: true, message: "Nhập mật khẩu của tệp" }]}><Input.Password autoComplete="off" /></Form.Item>
    </>
  );
}

function PemFields(): ReactNode {
  return (
    <>
      <Form.Item name="privateKey" label="Khóa riêng (PEM, không mã hóa)" rules={[{ required: true, whitespace: true, message: "Dán khóa riêng" }]}><Input.TextArea rows={4} autoComplete="off" placeholder="-----BEGIN PRIVATE KEY-----" /></Form.Item>
      <Form.Item name="certificate" label="Chứng thư của khóa, rồi các chứng thư trung gian (PEM)" rules={[{ required: true, whitespace: true, message: "Dán chứng thư" }]}><Input.TextArea rows={4} placeholder="-----BEGIN CERTIFICATE-----" /></Form.Item>
    </>
  );
}

async function run(doing: Doing, agency: string, { form, p12, password, privateKey, certificate, reason }: Entered): Promise<unknown> {
  const params = { path: { agency } };
  if (doing === "promote") return await asked(api.POST("/api/v1/signing-keys/{agency}/promotion", { params, body: { reason } }));
  if (doing === "drop") return await asked(api.POST("/api/v1/signing-keys/{agency}/next/drop", { params, body: { reason } }));
  const key = form === "pem" ? { privateKey: privateKey ?? "", certificate: certificate ?? "" } : { p12: p12 === undefined || p12 === null ? "" : await base64Of(p12), password: password ?? "" };
  return await asked(api.POST("/api/v1/signing-keys/{agency}/next", { params, body: { ...key, reason } }));
}
