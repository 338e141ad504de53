import { z } from "zod";
import { sessionEnd, type Account, type Origin, type Session } from "../../core/accounts/account.ts";
import { csrfTokenOf } from "../../core/accounts/secrets.ts";
import type { Handover } from "../../core/accounts/handover.ts";
import { ROLES } from "../../core/accounts/role.ts";
import type { Opened } from "../../core/accounts/service.ts";
import type { Request } from "express";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { id, instant, maybeInstant } from "./schemas.ts";

const roles = z.array(z.enum(ROLES)).meta({ description: "clerk văn thư · leader lãnh đạo · supervisor giám sát · operator quản trị · auditor kiểm tra" });
const own = {
  id,
  userName: z.string(),
  fullName: z.string(),
  roles,
  agencies: z.array(z.string()).meta({ description: "Cơ quan được làm thay (văn thư) hoặc được xem (lãnh đạo)" }),
  supervises: z.array(z.string()).meta({ description: "Cơ quan giám sát, kèm mọi cơ quan trực thuộc" }),
  mustChangePassword: z.boolean().meta({ description: "true: phải đổi mật khẩu trước khi làm việc khác" }),
  secondFactor: z.boolean().meta({ description: "Đang bật xác thực hai lớp" }),
};

export const sessionView = z
  .object({
    account: z.object(own).meta({ id: "OwnAccount" }),
    csrfToken: z.string().meta({ description: "Gửi lại trong tiêu đề X-CSRF-Token với mọi lệnh không phải GET; đổi khi phiên đổi" }),
    expiresAt: instant.meta({ description: "Phiên hết hạn lúc này nếu không làm gì thêm" }),
  })
  .meta({ id: "Session" });

export const sessionListView = z
  .object({
    items: z.array(
      z.object({ id, current: z.boolean(), openedAt: instant, lastSeenAt: instant, address: z.string(), agent: z.string().meta({ description: "Trình duyệt tự khai" }), means: z.enum(["password", "sign-on", "setup"]) }).meta({ id: "SessionEntry" }),
    ),
  })
  .meta({ id: "Sessions" });

export const accountView = z
  .object({
    ...own,
    locked: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
    signOnName: z.string().nullable(),
    decision: z.string().nullable(),
    createdAt: instant,
    createdBy: z.string(),
    lastSignInAt: maybeInstant,
  })
  .meta({ id: "Account" });
export const accountPage = z.object({ items: z.array(accountView), next: z.string().nullable() }).meta({ id: "Accounts" });
export const withPasswordView = z
  .object({ account: accountView, temporaryPassword: z.string().meta({ description: "Chỉ hiện lần này; người dùng phải đổi khi đăng nhập lần đầu" }), until: instant.meta({ description: "Sau lúc này mật khẩu tạm không dùng được nữa" }) })
  .meta({ id: "AccountWithPassword" });

export const handoverView = z
  .object({
    id,
    account: z.object({ id, fullName: z.string() }),
    successor: z.object({ id, fullName: z.string() }),
    decision: z.string(),
    decidedOn: z.string().meta({ format: "date" }),
    openedAt: instant,
    openedBy: z.string(),
    dueAt: instant.meta({ description: "Từ thời điểm này là trễ: hết ngày làm việc thứ năm sau ngày quyết định (01/2022/QĐ-UBND Đắk Nông Đ.23.2.b)" }),
    provisional: z.boolean().meta({ description: "true: lịch chưa chốt, hạn còn có thể đổi" }),
    late: z.boolean(),
    work: z.array(z.object({ direction: z.enum(["incoming", "outgoing"]), id, agencyCode: z.string(), code: z.string().meta({ description: "Số/ký hiệu" }), state: z.string() })).meta({ description: "Văn bản còn dở, giao cho người nhận" }),
    doneAt: maybeInstant,
    doneBy: z.string().nullable(),
  })
  .meta({ id: "Handover", description: "Bàn giao khi chuyển công tác" });

export function viewSession({ token, session, account }: Opened): z.input<typeof sessionView> {
  return { account: viewOwn(account), csrfToken: csrfTokenOf(token), expiresAt: vietnamTime(sessionEnd(session)) };
}

export function viewSessionEntry({ id, openedAt, lastSeenAt, address, agent, means }: Session, current: Session["id"] | undefined): z.input<typeof sessionListView>["items"][number] {
  return { id, current: id === current, openedAt: vietnamTime(openedAt), lastSeenAt: vietnamTime(lastSeenAt), address, agent, means };
}

function viewOwn({ id, userName, fullName, roles, agencies, supervises, mustChangePassword, secondFactor }: Account): z.input<typeof sessionView>["account"] {
  return { id, userName, fullName, roles: [...roles], agencies: [...agencies], supervises: [...supervises], mustChangePassword, secondFactor: secondFactor !== null };
}

export function viewAccount(account: Account): z.input<typeof accountView> {
  const { locked, signOnName, decision, createdAt, createdBy, lastSignInAt } = account;
  return { ...viewOwn(account), locked: locked && { ...locked, at: vietnamTime(new Date(locked.at)) }, signOnName, decision, createdAt: vietnamTime(createdAt), createdBy, lastSignInAt: vietnamTimeOrNull(lastSignInAt) };
}

export function viewHandover(handover: Handover, now: Date): z.input<typeof handoverView> {
  const { id, accountId, fullName, successorId, successorName, decision, decidedOn, openedBy, provisional, work, doneBy } = handover;
  return {
    id,
    account: { id: accountId, fullName },
    successor: { id: successorId, fullName: successorName },
    decision,
    decidedOn,
    openedAt: vietnamTime(handover.openedAt),
    openedBy,
    dueAt: vietnamTime(handover.dueAt),
    provisional,
    late: (handover.doneAt ?? now) >= handover.dueAt,
    work: work.map((item) => ({ ...item })),
    doneAt: vietnamTimeOrNull(handover.doneAt),
    doneBy,
  };
}

/** For the person to recognise a session by; neither is proof of anything. */
export function originOf(request: Request): Origin {
  return { address: request.ip ?? "", agent: request.get("user-agent") ?? "" };
}
