import { Modal, Spin } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { Failed } from "../parts/states.tsx";
import { LoginForm, LoginPage } from "../pages/login/login.tsx";
import { Shell } from "./first-parts.ts";
import { usePlace } from "./router.tsx";
import { useSession } from "./session.tsx";

const SetupPage = lazy(async () => await import("../pages/login/setup.tsx"));

/** Who may see what first: the first setup, the login, or the pages. */
export function Console(): ReactNode {
  const { state, opened, refresh } = useSession();
  const { path, query } = usePlace();
  if (path === "/thiet-lap" && state.kind !== "open") {
    return (
      <Suspense fallback={<Whole />}>
        <SetupPage token={query.get("ma") ?? ""} />
      </Suspense>
    );
  }
  switch (state.kind) {
    case "asking":
      return <Whole />;
    case "failed":
      return (
        <main className="whole">
          <Failed fault={state.fault} retry={() => void refresh()} />
        </main>
      );
    case "setup":
      return <LoginPage setupNeeded />;
    case "none":
      return <LoginPage />;
    case "open":
    case "expired":
      return (
        <Suspense fallback={<Whole />}>
          <Shell />
          <Modal open={state.kind === "expired"} title="Phiên làm việc đã hết" footer={null} closable={false} mask={{ closable: false }} width={400} destroyOnHidden afterOpenChange={(isOpen) => { if (isOpen) document.querySelector<HTMLInputElement>(".ant-modal input[type=password]")?.focus(); }}>
            <p>Hãy đăng nhập lại. Nội dung đang nhập trên trang vẫn còn.</p>
            <LoginForm onOpened={opened} userName={state.account.userName} />
          </Modal>
        </Suspense>
      );
  }
}

function Whole(): ReactNode {
  return (
    <main className="whole" aria-busy="true">
      <Spin size="large" description="Đang mở…" />
    </main>
  );
}
