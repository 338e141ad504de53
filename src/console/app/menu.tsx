import {
  ApiOutlined, AuditOutlined, BankOutlined, BarChartOutlined, BellOutlined, BookOutlined, CalendarOutlined, ClockCircleOutlined, DashboardOutlined, FileProtectOutlined, FormOutlined, HomeOutlined,
  InboxOutlined, KeyOutlined, LinkOutlined, ProfileOutlined, QuestionCircleOutlined, SafetyCertificateOutlined, SafetyOutlined, SaveOutlined, SendOutlined, TeamOutlined, UnorderedListOutlined,
} from "@ant-design/icons"; // prettier-ignore
import type { ReactNode } from "react";
import type { Role } from "../api/session.ts";

export interface MenuEntry {
  readonly path: string;
  readonly text: string;
  readonly icon: ReactNode;
  readonly roles: readonly Role[];
}

const EVERYBODY: readonly Role[] = ["clerk", "leader", "supervisor", "operator", "auditor"];
/** Who reads documents; supervisors and operators see what became of them, never what is in them. */
export const READERS: readonly Role[] = ["clerk", "leader", "auditor"];
const BOOK_READERS: readonly Role[] = [...READERS, "supervisor"];

/** The map of the console: what each role sees, in the order of a day's work. The gateway itself decides what each may do. */
export const MENU: readonly { readonly title: string; readonly entries: readonly MenuEntry[] }[] = [
  {
    title: "Văn bản",
    entries: [
      { path: "/", text: "Hôm nay", icon: <HomeOutlined aria-hidden />, roles: EVERYBODY },
      { path: "/van-ban-den", text: "Văn bản đến", icon: <InboxOutlined aria-hidden />, roles: READERS },
      { path: "/van-ban-di", text: "Văn bản đi", icon: <SendOutlined aria-hidden />, roles: READERS },
      { path: "/soan", text: "Soạn và gửi", icon: <FormOutlined aria-hidden />, roles: ["clerk"] },
      { path: "/tam-giu", text: "Tạm giữ", icon: <FileProtectOutlined aria-hidden />, roles: READERS },
      { path: "/so-van-ban", text: "Sổ văn bản", icon: <BookOutlined aria-hidden />, roles: BOOK_READERS },
    ],
  },
  {
    title: "Theo dõi",
    entries: [
      { path: "/tong-quan", text: "Tổng quan", icon: <DashboardOutlined aria-hidden />, roles: BOOK_READERS },
      { path: "/thoi-han", text: "Thời hạn", icon: <ClockCircleOutlined aria-hidden />, roles: [...BOOK_READERS, "operator"] },
      { path: "/nhat-ky", text: "Nhật ký trao đổi", icon: <ProfileOutlined aria-hidden />, roles: BOOK_READERS },
      { path: "/bao-cao", text: "Báo cáo", icon: <BarChartOutlined aria-hidden />, roles: BOOK_READERS },
      { path: "/thong-bao", text: "Sự cố, bảo trì", icon: <BellOutlined aria-hidden />, roles: EVERYBODY },
    ],
  },
  {
    title: "Quản trị",
    entries: [
      { path: "/ket-noi", text: "Kết nối", icon: <LinkOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/hang-doi", text: "Hàng đợi", icon: <UnorderedListOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/co-quan", text: "Cơ quan", icon: <BankOutlined aria-hidden />, roles: ["operator", "supervisor", "auditor"] },
      { path: "/lich", text: "Lịch làm việc", icon: <CalendarOutlined aria-hidden />, roles: ["operator", "supervisor", "auditor"] },
      { path: "/chinh-sach", text: "Quy định áp dụng", icon: <SafetyCertificateOutlined aria-hidden />, roles: ["operator", "supervisor", "auditor"] },
      { path: "/tai-khoan", text: "Tài khoản", icon: <TeamOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/khoa-api", text: "Khóa API", icon: <KeyOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/chung-thu", text: "Chứng thư", icon: <SafetyOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/webhook", text: "Webhook", icon: <ApiOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/sao-luu", text: "Sao lưu", icon: <SaveOutlined aria-hidden />, roles: ["operator", "auditor"] },
      { path: "/kiem-tra", text: "Nhật ký thao tác", icon: <AuditOutlined aria-hidden />, roles: ["operator", "auditor"] },
    ],
  },
  { title: "Trợ giúp", entries: [{ path: "/huong-dan", text: "Hướng dẫn", icon: <QuestionCircleOutlined aria-hidden />, roles: EVERYBODY }] },
];

export function mayOpen(entry: MenuEntry, roles: readonly Role[]): boolean {
  return entry.roles.some((role) => roles.includes(role));
}
