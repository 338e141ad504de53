import { LockOutlined, SafetyOutlined, UserOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { faultOf, sayFault } from "../../api/fault.ts";
import { openSession, type Session } from "../../api/session.ts";
import { useSession } from "../../app/session.tsx";
import { Mark } from "../../parts/mark.tsx";

export function LoginPage({ setupNeeded = false }: { readonly setupNeeded?: boolean }): ReactNode {
  const { opened } = useSession();
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
          <LoginForm onOpened={opened} />
        )}
      </section>
      <p className="login-foot">Cổng liên thông văn bản điện tử · QCVN 102:2016/BTTTT</p>
    </main>
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
      {codeNeeded && (
        <Form.Item name="code" label="Mã xác thực" extra="Sáu chữ số trên ứng dụng xác thực, hoặc một mã dự phòng." rules={[{ required: true, message: "Nhập mã xác thực" }]}>
          <Input prefix={<SafetyOutlined aria-hidden />} autoComplete="one-time-code" inputMode="numeric" autoFocus size="large" />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block size="large" loading={sending}>
        Đăng nhập
      </Button>
    </Form>
  );
}
