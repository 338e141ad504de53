import { z } from "zod";
import { changeAccountSchema, handoverSchema, newAccountSchema, reasonSchema, resetSchema } from "../../core/accounts/account-commands.ts";
import type { WithPassword } from "../../core/accounts/service.ts";
import type { AccountId, HandoverId } from "../../core/ids.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import { accountPage, accountView, handoverView, viewAccount, viewHandover, withPasswordView } from "./account-views.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { given, idOf, idParameter, paging } from "./parameters.ts";

const tag = "Tài khoản";
const handoverList = z.object({ items: z.array(handoverView) }).meta({ id: "Handovers" });
const accountId = (text: string): AccountId => idOf<AccountId>("account", text);

export const accountOperations: readonly Operation[] = [
  reading({
    id: "listAccounts",
    callers: ["operator", "auditor"],
    path: "/accounts",
    tag,
    summary: "Tài khoản của cổng, mới nhất trước",
    query: z.strictObject({ q: z.string().trim().min(1).max(100).optional().meta({ description: "Tên tài khoản hoặc họ tên có chứa" }), locked: z.enum(["true", "false"]).optional(), after: z.uuid().optional().meta({ description: "`next` của trang trước" }), limit: paging.limit }),
    view: accountPage,
    handle: async ({ needs, access, query: { q, locked, ...page } }) => {
      const { rows, next } = await needs.service.accounts({ limit: page.limit, ...given({ after: page.after, words: q, locked: locked === undefined ? undefined : locked === "true" }) }, access);
      return { items: rows.map(viewAccount), next };
    },
  }),
  doing({
    id: "addAccount",
    callers: ["operator"],
    path: "/accounts",
    tag,
    summary: "Cấp tài khoản",
    description: "Mật khẩu tạm chỉ hiện một lần, phải đổi khi đăng nhập lần đầu. Tên tài khoản theo quy định của cơ quan đầu tiên (Hà Giang và Đắk Nông ngược nhau).",
    json: { schema: newAccountSchema, example: { userName: "nvan.stttt", fullName: "Nguyễn Văn An", roles: ["clerk"], agencies: ["H48"], decision: "12/QĐ-SNV ngày 20/11/2026" } },
    statuses: { 201: "Đã cấp" },
    view: withPasswordView,
    faults: ["field-invalid", "agency-not-yours"],
    handle: async ({ needs, access, body }) => {
      const made = await needs.service.addAccount(body, access);
      return { status: 201, location: `/api/v1/accounts/${made.account.id}`, view: viewWithPassword(made) };
    },
  }),
  reading({
    id: "getAccount",
    callers: ["operator", "auditor"],
    path: "/accounts/{id}",
    tag,
    summary: "Một tài khoản",
    params: idParameter,
    view: accountView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewAccount(await needs.service.account(accountId(params.id), access)),
  }),
  doing({
    id: "changeAccount",
    callers: ["operator"],
    method: "patch",
    path: "/accounts/{id}",
    tag,
    summary: "Đổi vai trò, cơ quan, họ tên",
    description: "Đổi quyền thì mọi phiên của tài khoản kết thúc; người đó đăng nhập lại.",
    params: idParameter,
    json: { schema: changeAccountSchema, example: { reason: "Điều động theo quyết định", roles: ["clerk", "leader"], decision: "15/QĐ-SNV" } },
    statuses: { 200: "Đã đổi" },
    view: accountView,
    faults: ["not-found", "move-illegal", "agency-not-yours"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewAccount(await needs.service.changeAccount(accountId(params.id), body, access)) }),
  }),
  doing({
    id: "resetPassword",
    callers: ["operator"],
    path: "/accounts/{id}/reset",
    tag,
    summary: "Đặt lại mật khẩu",
    params: idParameter,
    json: { schema: resetSchema, example: { reason: "Quên mật khẩu, đã gặp trực tiếp" } },
    statuses: { 200: "Đã đặt lại; các phiên cũ kết thúc" },
    view: withPasswordView,
    faults: ["not-found"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewWithPassword(await needs.service.resetPassword(accountId(params.id), body, access)) }),
  }),
  doing({
    id: "lockAccount",
    callers: ["operator"],
    path: "/accounts/{id}/lock",
    tag,
    summary: "Khóa tài khoản, có hiệu lực ngay",
    params: idParameter,
    json: { schema: reasonSchema, example: { reason: "Báo mất kiểm soát tài khoản" } },
    statuses: { 200: "Đã khóa" },
    view: accountView,
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewAccount(await needs.service.lockAccount(accountId(params.id), body.reason, access)) }),
  }),
  doing({
    id: "unlockAccount",
    callers: ["operator"],
    path: "/accounts/{id}/unlock",
    tag,
    summary: "Mở khóa tài khoản, kể cả đang chờ vì sai nhiều lần",
    params: idParameter,
    json: { schema: reasonSchema, example: { reason: "Trở lại công tác" } },
    statuses: { 200: "Đã mở" },
    view: accountView,
    faults: ["not-found"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewAccount(await needs.service.unlockAccount(accountId(params.id), body.reason, access)) }),
  }),
  doing({
    id: "openHandover",
    callers: ["operator"],
    path: "/accounts/{id}/hand-over",
    tag,
    summary: "Khóa tài khoản của người chuyển công tác và giao việc còn dở",
    description: "Hạn bàn giao: năm ngày làm việc từ ngày quyết định, theo lịch của cơ quan (01/2022/QĐ-UBND Đắk Nông Đ.23).",
    params: idParameter,
    json: { schema: handoverSchema, example: { successor: "019aa9c4-6f00-7c3e-9f1a-0242ac120002", decision: "20/QĐ-SNV", decidedOn: "2026-11-20" } },
    statuses: { 201: "Đã khóa và giao việc" },
    view: handoverView,
    faults: ["not-found", "field-invalid", "move-illegal"],
    handle: async ({ needs, access, params, body }) => ({ status: 201, view: viewHandover(await needs.service.openHandover(accountId(params.id), body, access), needs.now()) }),
  }),
  reading({
    id: "listHandovers",
    callers: ["clerk", "leader", "operator", "auditor"],
    path: "/hand-overs",
    tag,
    summary: "Các lần bàn giao: của mình, hoặc tất cả với quản trị và kiểm tra",
    view: handoverList,
    handle: async ({ needs, access }) => ({ items: (await needs.service.handovers(access)).map((handover) => viewHandover(handover, needs.now())) }),
  }),
  doing({
    id: "finishHandover",
    callers: ["clerk", "leader", "operator"],
    path: "/hand-overs/{id}/finish",
    tag,
    summary: "Xác nhận đã nhận bàn giao",
    params: idParameter,
    statuses: { 200: "Đã xong" },
    view: handoverView,
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params }) => ({ status: 200, view: viewHandover(await needs.service.finishHandover(idOf<HandoverId>("hand-over", params.id), access), needs.now()) }),
  }),
];

function viewWithPassword({ account, password, until }: WithPassword): z.input<typeof withPasswordView> {
  return { account: viewAccount(account), temporaryPassword: password, until: vietnamTime(until) };
}
