import { LockOutlined, LoginOutlined, SafetyOutlined, UserOutlined } from "@ant-design/icons";
import { Alert, Button, Divider, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { faultOf, sayFault } from "../../api/fault.ts";
import { openSession, type Session } from "../../api/session.ts";
import { api, asked } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { go, usePlace } from "../../app/router.tsx";
import { useSession } from "../../app/session.tsx";
import { Mark } from "../../parts/mark.tsx";

export function LoginPage({ setupNeeded = false }: { readonly setupNeeded?: boolean }): ReactNode {
  const { opened } = useSession();
  const { path, query } = usePlace();
  const back = path === "/dang-nhap" ? pageIn(query.get("ve")) : path;
  const enter = (session: Session): void => {
    if (path === "/dang-nhap") go(back, "replace");
    opened(session);
  };
  return (
    <main className="login">
      <section className="login-card">
        <Mark />
        <h1>Đăng nhập</h1>
        {setupNeeded ? (
          <Alert
            type="info"
            showIcon
            title="Cổng chưa có tài khoản nào"
            description="Mở đường dẫn thiết lập mà chương trình in ra khi khởi động (dạng …/#/thiet-lap?ma=…) để tạo tài khoản quản trị đầu tiên."
          />
        ) : (
          <>
            {path === "/dang-nhap" && query.has("loi") && <Alert className="gap-below" type="error" showIcon title="Đăng nhập một lần không thành công" description={SIGN_ON_FAULTS[query.get("loi") ?? ""] ?? "Hãy thử lại, hoặc đăng nhập bằng mật khẩu."} />}
            {path === "/dang-nhap" && query.get("buoc") === "ma" ? <CodeForm onOpened={enter} /> : <LoginForm onOpened={enter} />}
            <SignOn back={back} />
          </>
        )}
      </section>
      <p className="login-foot">Cổng liên thông văn bản điện tử · QCVN 102:2016/BTTTT</p>
    </main>
  );
}

const SIGN_ON_FAULTS: Readonly<Record<string, string>> = {
  "wrong-credentials": "Cổng chưa có tài khoản cho người này, hoặc lượt đăng nhập đã quá hạn. Hãy thử lại; nếu vẫn vậy, đề nghị quản trị tạo tài khoản.",
  locked: "Tài khoản đang bị khóa. Hãy liên hệ quản trị cổng.",
  "partner-refused": "Hệ thống đăng nhập một lần đang không trả lời. Hãy thử lại sau, hoặc đăng nhập bằng mật khẩu.",
};

/** A page of the console and nothing else, whatever stands in the address. */
function pageIn(text: string | null): string {
  return text !== null && /^\/[\w/-]*$/.test(text) && text !== "/dang-nhap" ? text : "/";
}

/** The way over the identity provider, where the gateway has one. */
function SignOn({ back }: { readonly back: string }): ReactNode {
  const setup = useAsk("setup", async (signal) => await asked(api.GET("/api/v1/setup", { signal })));
  if (setup.data?.signOn !== true) return null;
  return (
    <>
      <Divider plain>hoặc</Divider>
      <Button block size="large" icon={<LoginOutlined />} href={`/api/v1/session/oidc?ve=${encodeURIComponent(pageIn(back))}`}>
        Đăng nhập một lần (SSO)
      </Button>
    </>
  );
}

/** After the provider has said who it is: the code of the account's own second factor. */
function CodeForm({ onOpened }: { readonly onOpened: (session: Session) => void }): ReactNode {
  const [refusal, setRefusal] = useState<{ readonly title: string; readonly advice: string } | null>(null);
  const [sending, setSending] = useState(false);
  const send = async ({ code }: { readonly code: string }): Promise<void> => {
    setSending(true);
    setRefusal(null);
    try {
      onOpened(await asked(api.POST("/api/v1/session/oidc/code", { body: { code: code.replaceAll(/\s/g, "") } })));
    } catch (error) {
      setRefusal(sayFault(faultOf(error)));
    } finally {
      setSending(false);
    }
  };
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(entered) => void send(entered)}>
      <p>Tài khoản này có xác thực hai lớp. Nhập mã để hoàn tất đăng nhập.</p>
      {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={refusal.advice} />}
      <CodeField />
      <Button type="primary" htmlType="submit" block size="large" loading={sending}>Xác nhận</Button>
    </Form>
  );
}

function CodeField(): ReactNode {
  return (
    <Form.Item name="code" label="Mã xác thực" extra="Sáu chữ số trên ứng dụng xác thực, hoặc một mã dự phòng." rules={[{ required: true, message: "Nhập mã xác thực" }]}>
      <Input prefix={<SafetyOutlined aria-hidden />} autoComplete="one-time-code" inputMode="numeric" autoFocus size="large" />
    </Form.Item>
  );
}

interface Entered {
  readonly userName: string;
  readonly password: string;
  readonly code?: string;
}

/** Name and password, then the code of the second factor when the account has one. */
export function LoginForm({ onOpened, userName = "" }: { readonly onOpened: (session: Session) => void; readonly userName?: string }): ReactNode {
  const [codeNeeded, setCodeNeeded] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly title: string; readonly advice: string } | null>(null);
  const [sending, setSending] = useState(false);

  const send = async ({ userName: name, password, code }: Entered): Promise<void> => {
    setSending(true);
    setRefusal(null);
    try {
      onOpened(await openSession({ userName: name.trim(), password, ...(codeNeeded && code !== undefined && code !== "" && { code: code.replaceAll(/\s/g, "") }) }));
    } catch (error) {
      const fault = faultOf(error);
      if (fault.problem?.code === "code-needed" && !codeNeeded) setCodeNeeded(true);
      else setRefusal(sayFault(fault));
    } finally {
      setSending(false);
    }
  };

  return (
    <Form<Entered> layout="vertical" requiredMark={false} onFinish={(entered) => void send(entered)} initialValues={{ userName }}>
      {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={refusal.advice} />}
      <Form.Item name="userName" label="Tên đăng nhập" rules={[{ required: true, whitespace: true, message: "Nhập tên đăng nhập" }]}>
        <Input prefix={<UserOutlined aria-hidden />} autoComplete="username" autoFocus={userName === ""} size="large" />
      </Form.Item>
      <Form.Item name="password" label="Mật khẩu" rules={[{ required: true, message: "Nhập mật khẩu" }]}>
        <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" autoFocus={userName !== ""} size="large" />
      </Form.Item>
      {codeNeeded && <CodeField />}
      <Button type="primary" htmlType="submit" block size="large" loading={sending}>
        Đăng nhập
      </Button>
    </Form>
  );
}
