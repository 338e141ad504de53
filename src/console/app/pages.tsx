import { lazy, type ReactNode } from "react";
import type { Account } from "../api/session.ts";
import { Nothing } from "../parts/states.tsx";
import { MENU, mayOpen } from "./menu.tsx";
import { Link } from "./router.tsx";

const Today = lazy(async () => await import("../pages/today/today.tsx"));
const IncomingList = lazy(async () => await import("../pages/documents/incoming-list.tsx"));
const OutgoingList = lazy(async () => await import("../pages/documents/outgoing-list.tsx"));

const IncomingPage = lazy(async () => await import("../pages/document/incoming.tsx"));
const OutgoingPage = lazy(async () => await import("../pages/document/outgoing.tsx"));
const Compose = lazy(async () => await import("../pages/compose/compose.tsx"));

/** Each page is a chunk of its own, fetched when it is first opened. */
const PAGES: Readonly<Record<string, (rest: string) => ReactNode>> = {
  "/": () => <Today />,
  "/van-ban-den": (id) => (id === "" ? <IncomingList /> : <IncomingPage key={id} id={id} />),
  "/soan": () => <Compose />,
  "/van-ban-di": (id) => (id === "" ? <OutgoingList /> : <OutgoingPage key={id} id={id} />),
};

export function pageFor(path: string, account: Account): ReactNode {
  const [, first = "", rest = ""] = /^(\/[^/]*)(?:\/(.*))?$/.exec(path) ?? [];
  const entry = MENU.flatMap((group) => group.entries).find((one) => one.path === first);
  const page = PAGES[first];
  if (page === undefined || (entry !== undefined && !mayOpen(entry, account.roles))) {
    return (
      <div className="page">
        <Nothing text="Không có trang này, hoặc vai trò của tài khoản không được mở.">
          <Link to="/">Về trang Hôm nay</Link>
        </Nothing>
      </div>
    );
  }
  return page(decodeURIComponent(rest));
}
