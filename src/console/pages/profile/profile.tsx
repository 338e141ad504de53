import { Alert, App, Button, Form, Input, QRCode, Typography } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useAccount, useSession } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered } from "../../parts/states.tsx";
import { ROLES } from "../../text/labels.ts";

/** Hồ sơ: password, second factor, and where this account is signed in. */
export default function Profile(): ReactNode {
  const account = useAccount();
  return (
    <Page title="Hồ sơ" note={`${account.fullName} · ${account.userName}`}>
      {account.mustChangePassword && <Alert className="gap-below" type="warning" showIcon title="Hãy đổi mật khẩu tạm trước khi làm việc" description="Mật khẩu hiện tại do quản trị đặt và chỉ dùng cho lần đăng nhập đầu." />}
      <div className="two">
        <div>
          <Password />
          {!account.mustChangePassword && <SecondFactor />}
        </div>
        <div>
          <Panel title="Vai trò">
            <p className="snug">{account.roles.map((role) => ROLES[role]).join(", ")}</p>
            {account.agencies.length > 0 && <p className="snug">Cơ quan: {account.agencies.map((code) => <span key={code} className="line"><Agency code={code} showCode /></span>)}</p>}
            {account.supervises.length > 0 && <p className="snug">Giám sát: {account.supervises.map((code) => <span key={code} className="line"><Agency code={code} showCode /></span>)}</p>}
          </Panel>
          {!account.mustChangePassword && <Sessions />}
        </div>
      </div>
    </Page>
  );
}

function Password(): ReactNode {
  const { opened } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ current: string; next: string }>();
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async ({ current, next }: { current: string; next: string }): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      opened(await asked(api.POST("/api/v1/session/password", { body: { current, next } })));
      form.resetFields();
      void message.success("Đã đổi mật khẩu; các phiên khác đã kết thúc.");
    } catch (error) {
      setRefusal(sayFault(faultOf(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title="Đổi mật khẩu">
      {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={[refusal.advice, ...refusal.fields].join(" ")} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void change(values)}>
        <Form.Item name="current" label="Mật khẩu hiện tại" rules={[{ required: true, message: "Nhập mật khẩu hiện tại" }]}><Input.Password autoComplete="current-password" /></Form.Item>
        <Form.Item name="next" label="Mật khẩu mới" extra="Ít nhất 12 ký tự, không phải từ thông dụng; một câu ngắn dễ nhớ là tốt nhất." rules={[{ required: true, min: 12, message: "Cần ít nhất 12 ký tự" }]}><Input.Password autoComplete="new-password" /></Form.Item>
        <Form.Item name="again" label="Nhập lại mật khẩu mới" dependencies={["next"]} rules={[{ required: true, message: "Nhập lại mật khẩu mới" }, ({ getFieldValue }) => ({ validator: async (_rule, value: unknown) => (value === getFieldValue("next") ? await Promise.resolve() : await Promise.reject(new TypeError("Hai lần nhập không giống nhau"))) })]}><Input.Password autoComplete="new-password" /></Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>Đổi mật khẩu</Button>
      </Form>
    </Panel>
  );
}

/** TOTP: begun with the password, confirmed with the first code; then recovery codes, once. */
function SecondFactor(): ReactNode {
  const account = useAccount();
  const { opened } = useSession();
  const [step, setStep] = useState<"begin" | "confirm" | "remove" | null>(null);
  const [started, setStarted] = useState<{ readonly secret: string; readonly uri: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const take = (session: Schemas["Session"] | null): void => {
    if (session !== null) opened(session);
  };
  return (
    <Panel title="Xác thực hai lớp" extra={<Badge label={account.secondFactor ? { text: "Đang bật", tone: "good" } : { text: "Chưa bật", tone: "warn" }} />}>
      <p className="snug">Ngoài mật khẩu, mỗi lần đăng nhập cần thêm mã sáu chữ số từ ứng dụng xác thực trên điện thoại.</p>
      {codes !== null && (
        <Alert className="gap-below" type="success" showIcon title="Đã bật. Cất các mã dự phòng này ở nơi an toàn" description={<>Mỗi mã dùng một lần khi mất điện thoại; chỉ hiện lần này. <Typography.Paragraph code copyable={{ text: codes.join("\n") }}>{codes.join("  ")}</Typography.Paragraph></>} />
      )}
      {account.secondFactor ? <Button danger onClick={() => setStep("remove")}>Tắt</Button> : <Button onClick={() => setStep("begin")}>Bật xác thực hai lớp</Button>}
      <ActionDialog<{ password: string }>
        open={step === "begin" || step === "remove"}
        title={step === "remove" ? "Tắt xác thực hai lớp" : "Bật xác thực hai lớp"}
        confirm="Tiếp tục"
        danger={step === "remove"}
        done={step === "remove" ? "Đã tắt" : "Mật khẩu đúng"}
        run={async ({ password }) => {
          if (step === "remove") return take(await asked(api.DELETE("/api/v1/session/second-factor", { body: { password } })));
          setStarted((await asked(api.POST("/api/v1/session/second-factor", { body: { password } }))).started);
        }}
        onClose={(ran) => setStep(ran && step === "begin" ? "confirm" : null)}
      >
        <Form.Item name="password" label="Mật khẩu" rules={[{ required: true, message: "Nhập mật khẩu" }]}><Input.Password autoComplete="current-password" /></Form.Item>
      </ActionDialog>
      <ActionDialog<{ code: string }>
        open={step === "confirm"}
        title="Quét mã và nhập mã đầu tiên"
        confirm="Xác nhận"
        done="Đã bật xác thực hai lớp"
        run={async ({ code }) => {
          const answer = await asked(api.POST("/api/v1/session/second-factor", { body: { code: code.replaceAll(/\s/g, "") } }));
          setCodes(answer.recoveryCodes);
          take(answer.session);
        }}
        onClose={() => setStep(null)}
      >
        {started !== null && (
          <>
            <QRCode value={started.uri} type="canvas" size={180} aria-label="Mã QR để ứng dụng xác thực quét" />
            <p className="card-foot">Không quét được thì nhập khóa: <Typography.Text code copyable>{started.secret}</Typography.Text></p>
          </>
        )}
        <Form.Item name="code" label="Mã sáu chữ số" rules={[{ required: true, message: "Nhập mã" }]}><Input inputMode="numeric" autoComplete="one-time-code" /></Form.Item>
      </ActionDialog>
    </Panel>
  );
}

function Sessions(): ReactNode {
  const found = useAsk("sessions", async (signal) => await asked(api.GET("/api/v1/session/list", { signal })));
  const { message } = App.useApp();
  const end = async (id: string): Promise<void> => {
    try {
      await asked(api.DELETE("/api/v1/session/list/{id}", { params: { path: { id } } }));
      void message.success("Đã kết thúc phiên.");
    } catch (error) {
      void message.error(sayFault(faultOf(error)).title);
    }
    found.reload();
  };
  return (
    <Panel title="Các phiên đang mở" className="panel-flush">
      <Answered asked={found} rows={3}>
        {({ items }) => (
          <ul className="cards">
            {items.map((session) => (
              <li key={session.id}>
                <div className="card-top">
                  <strong>{session.current ? "Phiên này" : browserOf(session.agent)}</strong>
                  {!session.current && <Button size="small" danger onClick={() => void end(session.id)}>Kết thúc</Button>}
                </div>
                <div className="card-foot">{session.current && `${browserOf(session.agent)} · `}{session.address} · mở <Instant at={session.openedAt} /> · dùng cuối <Instant at={session.lastSeenAt} /></div>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}

function browserOf(agent: string): string {
  const name = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "Trình duyệt khác";
  const system = /Windows/.test(agent) ? "Windows" : /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return system === "" ? name : `${name} trên ${system}`;
}
