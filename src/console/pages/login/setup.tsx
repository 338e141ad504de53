import { Alert, Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { faultOf, sayFault } from "../../api/fault.ts";
import { setUp } from "../../api/session.ts";
import { go } from "../../app/router.tsx";
import { useSession } from "../../app/session.tsx";
import { Mark } from "../../parts/mark.tsx";

interface Entered {
  readonly fullName: string;
  readonly userName: string;
  readonly password: string;
}

/** The first visit: makes the first operator, by the link the program printed when it started. */
export default function SetupPage({ token }: { readonly token: string }): ReactNode {
  const { opened } = useSession();
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);

  const send = async ({ fullName, userName, password }: Entered): Promise<void> => {
    setSending(true);
    setRefusal(null);
    try {
      opened(await setUp({ setupToken: token, fullName: fullName.trim(), userName: userName.trim(), password }));
      go("/", "replace");
    } catch (error) {
      setRefusal(sayFault(faultOf(error)));
    } finally {
      setSending(false);
    }
  };

  return (
    <main className="login">
      <section className="login-card login-card-wide">
        <Mark />
        <h1>Thiết lập lần đầu</h1>
        <p>Tạo tài khoản quản trị đầu tiên của cổng. Các tài khoản khác được tạo trong mục Quản trị sau khi đăng nhập.</p>
        {token === "" && <Alert className="gap-below" type="warning" showIcon title="Đường dẫn thiếu mã thiết lập" description="Hãy mở đúng đường dẫn mà chương trình in ra khi khởi động." />}
        {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={[refusal.advice, ...refusal.fields].join(" ")} />}
        <Form<Entered> layout="vertical" requiredMark={false} onFinish={(entered) => void send(entered)}>
          <Form.Item name="fullName" label="Họ và tên" rules={[{ required: true, whitespace: true, message: "Nhập họ và tên" }]}>
            <Input autoComplete="name" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="userName" label="Tên đăng nhập" rules={[{ required: true, whitespace: true, message: "Nhập tên đăng nhập" }]}>
            <Input autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item name="password" label="Mật khẩu" extra="Ít nhất 12 ký tự; một câu dài dễ nhớ là tốt nhất." rules={[{ required: true, min: 12, message: "Mật khẩu cần ít nhất 12 ký tự" }]}>
            <Input.Password autoComplete="new-password" size="large" />
          </Form.Item>
          <Form.Item
            name="again"
            label="Nhập lại mật khẩu"
            dependencies={["password"]}
            rules={[
              { required: true, message: "Nhập lại mật khẩu" },
              ({ getFieldValue }) => ({ validator: async (_rule, value: unknown) => (value === getFieldValue("password") ? await Promise.resolve() : await Promise.reject(new TypeError("Hai lần nhập không giống nhau"))) }),
            ]}
          >
            <Input.Password autoComplete="new-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={sending} disabled={token === ""}>
            Tạo tài khoản quản trị
          </Button>
        </Form>
      </section>
    </main>
  );
}
