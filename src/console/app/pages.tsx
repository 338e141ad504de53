import { lazy, type ReactNode } from "react";
import type { Account } from "../api/session.ts";
import { Page } from "../parts/page.tsx";
import { Nothing } from "../parts/states.tsx";
import { Today } from "./first-parts.ts";
import { MENU, mayOpen } from "./menu.tsx";
import { Link } from "./router.tsx";

const IncomingList = lazy(async () => await import("../pages/documents/incoming-list.tsx"));
const OutgoingList = lazy(async () => await import("../pages/documents/outgoing-list.tsx"));

const IncomingPage = lazy(async () => await import("../pages/document/incoming.tsx"));
const OutgoingPage = lazy(async () => await import("../pages/document/outgoing.tsx"));
const Compose = lazy(async () => await import("../pages/compose/compose.tsx"));
const Dashboard = lazy(async () => await import("../pages/oversight/dashboard.tsx"));
const Deadlines = lazy(async () => await import("../pages/oversight/deadlines.tsx"));
const Registers = lazy(async () => await import("../pages/books/registers.tsx"));
const Reports = lazy(async () => await import("../pages/books/reports.tsx"));
const IssuedReport = lazy(async () => ({ default: (await import("../pages/books/reports.tsx")).IssuedReport }));
const Held = lazy(async () => await import("../pages/admin/held.tsx"));
const Agencies = lazy(async () => await import("../pages/admin/agencies.tsx"));
const AgencyPage = lazy(async () => ({ default: (await import("../pages/admin/agencies.tsx")).AgencyPage }));
const Policies = lazy(async () => await import("../pages/admin/policies.tsx"));
const PolicyPage = lazy(async () => ({ default: (await import("../pages/admin/policies.tsx")).PolicyPage }));
const CalendarPage = lazy(async () => await import("../pages/admin/calendar.tsx"));
const Notices = lazy(async () => await import("../pages/admin/notices.tsx"));
const NoticePage = lazy(async () => ({ default: (await import("../pages/admin/notices.tsx")).NoticePage }));
const Accounts = lazy(async () => await import("../pages/admin/accounts.tsx"));
const Webhooks = lazy(async () => await import("../pages/admin/webhooks.tsx"));
const ApiKeys = lazy(async () => await import("../pages/admin/api-keys.tsx"));
const Certificates = lazy(async () => await import("../pages/admin/certificates.tsx"));
const Backups = lazy(async () => await import("../pages/admin/backups.tsx"));
const RestorePlan = lazy(async () => await import("../pages/admin/restore-plan.tsx"));
const Queues = lazy(async () => await import("../pages/operations/queues.tsx"));
const Audit = lazy(async () => await import("../pages/admin/audit.tsx"));
const Profile = lazy(async () => await import("../pages/profile/profile.tsx"));
const ExchangeLog = lazy(async () => await import("../pages/oversight/exchange-log.tsx"));
const Peers = lazy(async () => await import("../pages/peers/peers.tsx"));
const PeerPage = lazy(async () => await import("../pages/peers/peer.tsx"));
const PeerWizard = lazy(async () => await import("../pages/peers/wizard.tsx"));
const ApplyPeers = lazy(async () => await import("../pages/peers/apply.tsx"));
const Help = lazy(async () => await import("../pages/help/help.tsx"));

/** Each page is a chunk of its own, fetched when it is first opened. */
const PAGES: Readonly<Record<string, (rest: string) => ReactNode>> = {
  "/": () => <Today />,
  "/van-ban-den": (id) => (id === "" ? <IncomingList /> : <IncomingPage key={id} id={id} />),
  "/so-van-ban": () => <Registers />,
  "/tong-quan": () => <Dashboard />,
  "/thoi-han": () => <Deadlines />,
  "/bao-cao": (id) => (id === "" ? <Reports /> : <IssuedReport key={id} id={id} />),
  "/tam-giu": () => <Held />,
  "/thong-bao": (id) => (id === "" ? <Notices /> : <NoticePage key={id} id={id} />),
  "/co-quan": (code) => (code === "" ? <Agencies /> : <AgencyPage key={code} code={code} />),
  "/chinh-sach": (id) => (id === "" ? <Policies /> : <PolicyPage key={id} id={id} />),
  "/lich": () => <CalendarPage />,
  "/tai-khoan": () => <Accounts />,
  "/webhook": () => <Webhooks />,
  "/kiem-tra": () => <Audit />,
  "/hang-doi": () => <Queues />,
  "/khoa-api": () => <ApiKeys />,
  "/chung-thu": () => <Certificates />,
  "/sao-luu": (digest) => (digest === "" ? <Backups /> : <RestorePlan key={digest} digest={digest} />),
  "/ho-so": () => <Profile />,
  "/nhat-ky": () => <ExchangeLog />,
  "/ket-noi": (code) => (code === "" ? <Peers /> : code === "moi" ? <PeerWizard /> : code === "ap-dung" ? <ApplyPeers /> : <PeerPage key={code} code={code} />),
  "/huong-dan": () => <Help />,
  "/soan": () => <Compose />,
  "/van-ban-di": (id) => (id === "" ? <OutgoingList /> : <OutgoingPage key={id} id={id} />),
};

export function pageFor(path: string, account: Account): ReactNode {
  const [, first = "", rest = ""] = /^(\/[^/]*)(?:\/(.*))?$/.exec(path) ?? [];
  const entry = MENU.flatMap((group) => group.entries).find((one) => one.path === first);
  const page = PAGES[first];
  if (page === undefined || (entry !== undefined && !mayOpen(entry, account.roles))) {
    return (
      <Page title="Không mở được trang">
        <Nothing text="Không có trang này, hoặc vai trò của tài khoản không được mở.">
          <Link to="/">Về trang Hôm nay</Link>
        </Nothing>
      </Page>
    );
  }
  return page(decodeURIComponent(rest));
}
