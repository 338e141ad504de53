import { Alert, Button, Form, Input, InputNumber, Radio, Select, Steps } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useNarrow } from "../../app/narrow.ts";
import { go } from "../../app/router.tsx";
import { AgenciesField } from "../../parts/agencies-field.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Checks } from "./checks.tsx";
import { TestExchange } from "./test-exchange.tsx";
import { DIALECTS, KINDS } from "./words.ts";

type Entered = Omit<Schemas["NewPeer"], "reason" | "secret" | "reaches"> & { readonly secret: string; readonly reaches?: readonly string[]; readonly here?: string; readonly there?: string };

/** Four steps to a new partner: who, how, test and switch on, a test document there and its answer back. */
export default function Wizard(): ReactNode {
  const narrow = useNarrow();
  const [form] = Form.useForm<Entered>();
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);
  const [peer, setPeer] = useState<Schemas["Peer"] | null>(null);
  const [secret, setSecret] = useState("");
  const [test, setTest] = useState<Schemas["PeerTest"] | null>(null);
  const profiles = useAsk("policies", async (signal) => await asked(api.GET("/api/v1/policies", { signal })));
  const kind = Form.useWatch("kind", form);

  const guard = async (doing: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      await doing();
    } catch (error) {
      setRefusal(sayFault(faultOf(error)));
    } finally {
      setBusy(false);
    }
  };
  const next = async (): Promise<void> => {
    const fields = step === 0 ? (["kind", "code", "name"] as const) : undefined;
    const valid = await form.validateFields(fields === undefined ? undefined : [...fields]).catch(() => null);
    if (valid === null) return;
    if (step === 0) return setStep(1);
    await guard(async () => {
      const values: Entered = form.getFieldsValue(true);
      const saved = await save(values);
      setPeer(saved);
      setStep(2);
      setTest(await asked(api.POST("/api/v1/peers/{code}/test", { params: { path: { code: saved.code } } })));
    });
  };
  /** What was put right after a failed check counts too, the secret among it. */
  const save = async (values: Entered): Promise<Schemas["Peer"]> => {
    if (peer === null) return await asked(api.POST("/api/v1/peers", { body: bodyOf(values) })).then((made) => { setSecret(values.secret); return made; });
    const params = { path: { code: peer.code } };
    const changed = await asked(api.PATCH("/api/v1/peers/{code}", { params, body: changeOf(values) }));
    if (values.secret === secret) return changed;
    const rotated = await asked(api.POST("/api/v1/peers/{code}/keys", { params, body: { secret: values.secret, keepHours: 0, reason: "Sửa khi đang thiết lập" } }));
    setSecret(values.secret);
    return rotated;
  };
  const testAgain = async (): Promise<void> => await guard(async () => {
    if (peer !== null) setTest(await asked(api.POST("/api/v1/peers/{code}/test", { params: { path: { code: peer.code } } })));
  });
  const activate = async (): Promise<void> => await guard(async () => {
    if (peer === null) return;
    setPeer(await asked(api.POST("/api/v1/peers/{code}/activate", { params: { path: { code: peer.code } }, body: { reason: "Kết nối mới, mọi kiểm tra đều đạt" } })));
    setStep(3);
  });

  return (
    <Page title="Thêm kết nối" note="Bốn bước; chưa trao đổi văn bản nào cho tới khi bật ở bước ba.">
      <Steps className="gap-below" size="small" current={step} orientation={narrow ? "vertical" : "horizontal"} items={[{ title: "Đối tác" }, { title: "Địa chỉ và khóa" }, { title: "Kiểm tra, bật" }, { title: "Văn bản kiểm thử" }]} />
      {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={[refusal.advice, ...refusal.fields].map((line) => <span key={line} className="line">{line}</span>)} />}
      <Form<Entered> form={form} layout="vertical" requiredMark={false} initialValues={{ kind: "axis", reaches: [], pullSeconds: 30, whenPaused: "wait" }}>
        <Panel title="Đối tác" className={step === 0 ? "" : "gone"}>
          <Form.Item name="kind" label="Loại đối tác"><Radio.Group className="choices" options={Object.entries(KINDS).map(([value, { text, note }]) => ({ value, label: <>{text} <small>{note}</small></> }))} /></Form.Item>
          <div className="two">
            <Form.Item name="name" label="Tên" rules={[{ required: true, whitespace: true, message: "Nhập tên" }]}><Input placeholder="Cổng liên thông tỉnh Đắk Nông" /></Form.Item>
            <Form.Item name="code" label="Mã ngắn" extra="Chữ thường không dấu, số và dấu gạch; không đổi được về sau." rules={[{ required: true, pattern: /^[a-z0-9-]{2,40}$/, message: "Chữ thường không dấu, số, dấu gạch" }]}><Input placeholder="dak-nong" /></Form.Item>
          </div>
        </Panel>
        <Panel title="Địa chỉ và khóa" className={step === 1 ? "" : "gone"}>
          <div className="two">
            <Form.Item name="endpoint" label="Địa chỉ" rules={[{ required: true, whitespace: true, message: "Nhập địa chỉ" }]}><Input placeholder={kind === "amqp" ? "amqps://…" : "https://…"} /></Form.Item>
            <Form.Item name="account" label="Tài khoản (mã hệ thống)" rules={[{ required: true, whitespace: true, message: "Nhập tài khoản" }]}><Input autoComplete="off" /></Form.Item>
            <Form.Item name="secret" label="Khóa bí mật" rules={[{ required: true, message: "Nhập khóa" }]}><Input.Password autoComplete="new-password" /></Form.Item>
            <Form.Item name="dialect" label="Phương ngữ edXML"><Select allowClear placeholder="Theo chuẩn" options={[...DIALECTS]} /></Form.Item>
            <Form.Item name="policyProfile" label="Bộ quy định"><Select allowClear placeholder="Theo cơ quan nhận" options={profiles.data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []} /></Form.Item>
            <Form.Item name="pullSeconds" label="Hỏi văn bản mới mỗi (giây)"><InputNumber min={1} max={3600} /></Form.Item>
            {kind === "amqp" && (
              <>
                <Form.Item name="here" label="Tên của cổng này trên hàng đợi" rules={[{ required: true, message: "Nhập tên" }]}><Input /></Form.Item>
                <Form.Item name="there" label="Tên của đối tác trên hàng đợi" rules={[{ required: true, message: "Nhập tên" }]}><Input /></Form.Item>
              </>
            )}
          </div>
          <Form.Item name="reaches" label="Cơ quan gửi qua kết nối này (kèm mọi cơ quan trực thuộc)"><AgenciesField label="Thêm cơ quan" /></Form.Item>
          <Form.Item name="certificate" label="Chứng thư máy chủ được ghim (PEM, nếu cần)"><Input.TextArea rows={3} placeholder="-----BEGIN CERTIFICATE-----" /></Form.Item>
        </Panel>
      </Form>
      {step === 2 && <Panel title="Kiểm tra">{test === null ? (busy ? <p role="status">Đang kiểm tra từng bước…</p> : null) : <Checks test={test} />}</Panel>}
      {step === 3 && peer !== null && <><Alert className="gap-below" type="success" showIcon title={`Kết nối ${peer.name} đã bật`} description="Bước cuối: gửi một văn bản kiểm thử để thấy địa chỉ, chữ ký và câu trả lời đều khớp." /><TestExchange peer={peer} /></>}
      <div className="pager">
        {step === 3 && peer !== null && <Button type="primary" onClick={() => go(`/ket-noi/${peer.code}`)}>Xong, mở trang kết nối</Button>}
        {step > 0 && step < 3 && <Button onClick={() => { setStep(step - 1); setTest(null); }}>Quay lại</Button>}
        {step < 2 && <Button type="primary" loading={busy} onClick={() => void next()}>{step === 0 ? "Tiếp tục" : "Lưu và kiểm tra"}</Button>}
        {step === 2 && <Button loading={busy} onClick={() => void testAgain()}>Kiểm tra lại</Button>}
        {step === 2 && <Button type="primary" disabled={test?.passed !== true} loading={busy} onClick={() => void activate()}>Bật kết nối</Button>}
      </div>
    </Page>
  );
}

function common({ here, there, reaches, certificate, dialect, policyProfile, name, endpoint, account, pullSeconds }: Entered) {
  return {
    name: name.trim(),
    endpoint: endpoint.trim(),
    account: account.trim(),
    reaches: (reaches ?? []).flatMap((code) => (code.includes("*") ? [code] : [code, `${code}.*`])), // as the field says: with all below
    ...(pullSeconds !== undefined && { pullSeconds }),
    ...(dialect !== undefined && { dialect }),
    ...(policyProfile !== undefined && { policyProfile }),
    ...(certificate !== undefined && certificate !== null && certificate.trim() !== "" && { certificate: certificate.trim() }),
    ...(here !== undefined && there !== undefined && { link: { here: here.trim(), there: there.trim() } }),
  };
}

function bodyOf(values: Entered): Schemas["NewPeer"] {
  return { ...common(values), code: values.code, kind: values.kind, secret: values.secret, reason: "Thêm kết nối trên giao diện quản trị" };
}

function changeOf(values: Entered): Schemas["ChangePeer"] {
  return { ...common(values), reason: "Sửa khi đang thiết lập" };
}
