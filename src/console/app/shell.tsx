import { LogoutOutlined, MenuOutlined, UserOutlined } from "@ant-design/icons";
import { Alert, Button, Drawer, Dropdown, Layout, Menu } from "antd";
import { Suspense, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { connection } from "../api/connection.ts";
import { Waiting } from "../parts/states.tsx";
import { ROLES } from "../text/labels.ts";
import { MENU, mayOpen } from "./menu.tsx";
import { pageFor } from "./pages.tsx";
import { go, Link, usePlace } from "./router.tsx";
import { useAccount, useSession } from "./session.tsx";
import { useNarrow } from "./narrow.ts";

/** Head, menu by role, and the page of the address. */
export default function Shell(): ReactNode {
  const account = useAccount();
  const { path } = usePlace();
  const narrow = useNarrow();
  const [menuOpen, setMenuOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const wasAt = useRef(path);

  useEffect(() => {
    setMenuOpen(false);
    if (wasAt.current === path) return;
    wasAt.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);

  const forced = account.mustChangePassword && path !== "/ho-so";
  useEffect(() => {
    if (forced) go("/ho-so", "replace");
  }, [forced]);

  return (
    <Layout className="shell">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
        Tới nội dung
      </a>
      <Layout.Header className="top">
        {narrow && <Button type="text" className="top-button" icon={<MenuOutlined aria-hidden />} aria-label="Mở trình đơn" aria-expanded={menuOpen} onClick={() => setMenuOpen(true)} />}
        <Link to="/" className="brand">
          <img src="/assets/mark.svg" alt="" width={28} height={28} />
          <span>Liên thông văn bản</span>
        </Link>
        <Who />
      </Layout.Header>
      <LostConnection />
      <Layout>
        {narrow ? (
          <Drawer open={menuOpen} onClose={() => setMenuOpen(false)} placement="left" size={260} title="Trình đơn" styles={{ body: { padding: 8 } }}>
            <MainMenu />
          </Drawer>
        ) : (
          <Layout.Sider width={208} className="side">
            <MainMenu />
          </Layout.Sider>
        )}
        <div className="ant-layout-content">
          <main ref={main} id="main" tabIndex={-1}>
            <Suspense fallback={<div className="page"><Waiting rows={8} /></div>}>{pageFor(path, account)}</Suspense>
          </main>
        </div>
      </Layout>
    </Layout>
  );
}

function MainMenu(): ReactNode {
  const { roles } = useAccount();
  const { path } = usePlace();
  const groups = MENU.map(({ title, entries }) => ({ title, entries: entries.filter((entry) => mayOpen(entry, roles)) })).filter(({ entries }) => entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const current = entries.filter((entry) => path === entry.path || (entry.path !== "/" && path.startsWith(`${entry.path}/`))).map((entry) => entry.path);
  return (
    <nav aria-label="Trình đơn chính">
      <Menu
        mode="inline"
        selectedKeys={current}
        items={groups.map((group) => ({
          type: "group" as const,
          key: group.title,
          label: group.title,
          children: group.entries.map((entry) => ({ key: entry.path, icon: entry.icon, label: <Link to={entry.path} {...(current.includes(entry.path) && { "aria-current": "page" as const })}>{entry.text}</Link> })),
        }))}
      />
    </nav>
  );
}

function Who(): ReactNode {
  const account = useAccount();
  const { leave } = useSession();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "roles", label: account.roles.map((role) => ROLES[role]).join(", "), disabled: true },
          { key: "profile", icon: <UserOutlined aria-hidden />, label: "Hồ sơ, mật khẩu", onClick: () => go("/ho-so") },
          { key: "leave", icon: <LogoutOutlined aria-hidden />, label: "Đăng xuất", onClick: () => void leave() },
        ],
      }}
    >
      <Button type="text" className="top-button who" icon={<UserOutlined aria-hidden />}>
        <span>{account.fullName}</span>
      </Button>
    </Dropdown>
  );
}

function LostConnection(): ReactNode {
  const lost = useSyncExternalStore(connection.subscribe, connection.isLost);
  return (
    <div role="status" aria-live="polite">
      {lost && <Alert banner type="error" title="Mất kết nối với cổng. Đang thử lại…" description="Trang hiện số liệu lúc trước khi mất kết nối; nội dung đang nhập vẫn còn." />}
    </div>
  );
}
