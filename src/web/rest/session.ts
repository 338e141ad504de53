import type { Request, Response } from "express";
import { z } from "zod";
import { newPasswordSchema, ownPasswordSchema, secondFactorSchema, setUpSchema, signInSchema, signOnCodeSchema } from "../../core/accounts/account-commands.ts";
import type { Opened } from "../../core/accounts/service.ts";
import { HouseError } from "../../core/fault.ts";
import type { SessionId } from "../../core/ids.ts";
import { notFound } from "../../core/access.ts";
import { noteStranger } from "../authentication.ts";
import { faultOf } from "../problem.ts";
import { giveSession, giveSignOnState, sessionTokenOf, signOnStateOf, takeSession, takeSignOnState } from "../session/cookie.ts";
import { ownOrigin, refuseForeign } from "../session/forgery.ts";
import { originOf, sessionListView, sessionView, viewSession, viewSessionEntry } from "./account-views.ts";
import { doing, leading, reading, type Operation } from "./operation.ts";
import { idOf, idParameter } from "./parameters.ts";

const tag = "Phiên đăng nhập";
const setupView = z.object({ needed: z.boolean().meta({ description: "true: chưa có tài khoản nào" }), signOn: z.boolean().meta({ description: "true: có thể đăng nhập một lần (GET /session/oidc)" }) }).meta({ id: "Setup" });
const secondFactorView = z
  .object({
    started: z.object({ secret: z.string().meta({ description: "Base32, để gõ tay" }), uri: z.string().meta({ description: "otpauth://, để làm mã QR" }) }).nullable(),
    recoveryCodes: z.array(z.string()).nullable().meta({ description: "Mỗi mã dùng một lần khi mất thiết bị; chỉ hiện lần này" }),
    session: sessionView.nullable().meta({ description: "Phiên mới sau khi xác nhận" }),
  })
  .meta({ id: "SecondFactorStep" });
const nothing = z.null();
/** A page of ours and nothing else: it only ever stands behind `/#`. */
const returnPath = z
  .string()
  .max(200)
  .regex(/^\/[\w/-]*$/, { error: "Chỉ nhận đường dẫn trong trang của cổng, ví dụ /van-ban-den" })
  .meta({ description: "Trang của cổng để trở về", example: "/van-ban-den" });

export const sessionOperations: readonly Operation[] = [
  reading({ id: "getSetup", callers: "anyone", path: "/setup", tag, summary: "Cổng đã có tài khoản nào chưa, có đăng nhập một lần không", view: setupView, handle: async ({ needs }) => ({ needed: await needs.service.setupNeeded(), signOn: needs.service.signsOn() }) }),
  doing({
    id: "setUp",
    callers: "anyone",
    path: "/setup",
    tag,
    summary: "Tạo tài khoản quản trị đầu tiên và đăng nhập",
    description: "Mã thiết lập in ở đường dẫn khi khởi động cổng, dùng một lần, chỉ khi chưa có tài khoản nào.",
    json: { schema: setUpSchema, example: { setupToken: "…", userName: "quantri", fullName: "Nguyễn Văn An", password: "mot cau de nho cua toi" } },
    statuses: { 201: "Đã tạo và đã đăng nhập" },
    view: sessionView,
    faults: ["wrong-credentials", "move-illegal", "field-invalid"],
    handle: async ({ needs, body, request, response }) => ({ status: 201, view: await entering(request, response, () => needs.service.setUp(body, originOf(request))) }),
  }),
  leading({
    id: "startSignOn",
    callers: "anyone",
    path: "/session/oidc",
    tag,
    summary: "Sang hệ thống đăng nhập một lần (OpenID Connect)",
    description: "Mở bằng trình duyệt. Xong, trình duyệt trở về trang `ve` của cổng với phiên mới, hoặc tới /#/dang-nhap?buoc=ma để nhập mã xác thực hai lớp; không được thì về /#/dang-nhap?loi=mã-lỗi.",
    query: z.strictObject({ ve: returnPath.default("/") }),
    faults: ["not-found", "partner-refused"],
    handle: async ({ needs, query, request, response }) => {
      const started = await needs.service.startSignOn(`${ownOrigin(request)}/api/v1/session/oidc/callback`, query.ve);
      if (started === null) throw notFound("identity provider", "oidc");
      giveSignOnState(request, response, started.state);
      return started.url.href;
    },
  }),
  leading({
    id: "finishSignOn",
    callers: "anyone",
    path: "/session/oidc/callback",
    tag,
    summary: "Nơi hệ thống đăng nhập một lần dẫn trình duyệt trở về",
    query: z.object({}).catchall(z.string().max(4000)),
    handle: async ({ needs, request, response }) => {
      const state = signOnStateOf(request);
      takeSignOnState(request, response);
      try {
        const opened = await needs.service.finishSignOn(new URL(request.originalUrl, ownOrigin(request)), state ?? "", originOf(request));
        if (opened.kind === "code-needed") {
          giveSignOnState(request, response, opened.state);
          return `/#/dang-nhap?buoc=ma&ve=${returnPath.catch("/").parse(opened.returnTo)}`;
        }
        giveSession(request, response, opened.token);
        return `/#${returnPath.catch("/").parse(opened.returnTo)}`;
      } catch (error) {
        const fault = faultOf(error);
        if (fault.code === "wrong-credentials") noteStranger(request);
        needs.logger.warn("sign-on refused", { code: fault.code, reason: fault.message });
        return `/#/dang-nhap?loi=${fault.code}`;
      }
    },
  }),
  doing({
    id: "finishSignOnWithCode",
    callers: "anyone",
    path: "/session/oidc/code",
    tag,
    summary: "Bước hai của đăng nhập một lần: mã xác thực, khi tài khoản có xác thực hai lớp",
    description: "Sau khi hệ thống đăng nhập một lần dẫn về /#/dang-nhap?buoc=ma. Cùng trình duyệt, trong mười phút; sai 5 lần thì chờ 15 phút.",
    json: { schema: signOnCodeSchema, example: { code: "123456" } },
    statuses: { 201: "Đã đăng nhập" },
    view: sessionView,
    faults: ["wrong-credentials", "locked"],
    handle: async ({ needs, body, request, response }) => {
      const view = await entering(request, response, () => needs.service.finishSignOnWithCode(signOnStateOf(request) ?? "", body.code, originOf(request)));
      takeSignOnState(request, response);
      return { status: 201, view };
    },
  }),
  reading({
    id: "getSession",
    callers: "oneself",
    path: "/session",
    tag,
    summary: "Người đang đăng nhập, kèm mã chống giả mạo cho các lệnh sau",
    view: sessionView,
    handle: async ({ needs, access, request }) => viewSession({ ...(await needs.service.ownSession(access)), token: tokenOf(request) }),
  }),
  doing({
    id: "signIn",
    callers: "anyone",
    path: "/session",
    tag,
    summary: "Đăng nhập",
    description: "Phiên là cookie HttpOnly, SameSite=Strict; mỗi lần đăng nhập một giá trị mới. `code-needed`: gọi lại kèm `code`. Sai 5 lần thì chờ 15 phút (`locked`, `facts.until`).",
    json: { schema: signInSchema, example: { userName: "nvan.stttt", password: "…" } },
    statuses: { 201: "Đã đăng nhập" },
    view: sessionView,
    faults: ["wrong-credentials", "code-needed", "locked"],
    handle: async ({ needs, body, request, response }) => ({ status: 201, view: await entering(request, response, () => needs.service.signIn(body, originOf(request))) }),
  }),
  doing({
    id: "signOut",
    callers: "oneself",
    method: "delete",
    path: "/session",
    tag,
    summary: "Đăng xuất",
    statuses: { 204: "Đã đăng xuất" },
    view: nothing,
    handle: async ({ needs, access, request, response }) => {
      await needs.service.signOut(access);
      takeSession(request, response);
      return { status: 204, view: null };
    },
  }),
  doing({
    id: "changePassword",
    callers: "oneself",
    path: "/session/password",
    tag,
    summary: "Đổi mật khẩu của mình",
    description: "Ít nhất 12 ký tự, không thông dụng. Các phiên khác của tài khoản kết thúc; phiên này tiếp tục với giá trị mới.",
    json: { schema: newPasswordSchema, example: { current: "…", next: "mot cau khac de nho hon" } },
    statuses: { 200: "Đã đổi, đây là phiên mới" },
    view: sessionView,
    faults: ["wrong-credentials", "locked", "field-invalid"],
    handle: async ({ needs, access, body, request, response }) => ({ status: 200, view: renewed(request, response, await needs.service.changePassword(body, access)) }),
  }),
  doing({
    id: "secondFactor",
    callers: "oneself",
    path: "/session/second-factor",
    tag,
    summary: "Bật xác thực hai lớp: bắt đầu bằng mật khẩu, xác nhận bằng mã đầu tiên",
    json: { schema: secondFactorSchema, example: { password: "…" } },
    statuses: { 200: "Bước đã xong" },
    view: secondFactorView,
    faults: ["wrong-credentials", "locked", "move-illegal", "field-invalid"],
    handle: async ({ needs, access, body, request, response }) => {
      if ("password" in body) return { status: 200, view: { started: await needs.service.startSecondFactor(body.password, access), recoveryCodes: null, session: null } };
      const opened = await needs.service.confirmSecondFactor(body.code, access);
      return { status: 200, view: { started: null, recoveryCodes: [...opened.recoveryCodes], session: renewed(request, response, opened) } };
    },
  }),
  doing({
    id: "removeSecondFactor",
    callers: "oneself",
    method: "delete",
    path: "/session/second-factor",
    tag,
    summary: "Tắt xác thực hai lớp",
    json: { schema: ownPasswordSchema, example: { password: "…" } },
    statuses: { 200: "Đã tắt, đây là phiên mới" },
    view: sessionView,
    faults: ["wrong-credentials", "locked"],
    handle: async ({ needs, access, body, request, response }) => ({ status: 200, view: renewed(request, response, await needs.service.removeSecondFactor(body.password, access)) }),
  }),
  reading({
    id: "listSessions",
    callers: "oneself",
    path: "/session/list",
    tag,
    summary: "Các phiên đang mở của mình",
    view: sessionListView,
    handle: async ({ needs, access }) => ({ items: (await needs.service.ownSessions(access)).map((session) => viewSessionEntry(session, access.person?.sessionId)) }),
  }),
  doing({
    id: "endSession",
    callers: "oneself",
    method: "delete",
    path: "/session/list/{id}",
    tag,
    summary: "Kết thúc một phiên của mình, ở máy khác",
    params: idParameter,
    statuses: { 204: "Đã kết thúc" },
    view: nothing,
    faults: ["not-found"],
    handle: async ({ needs, access, params, request, response }) => {
      const id = idOf<SessionId>("session", params.id);
      await needs.service.endOwnSession(id, access);
      if (id === access.person?.sessionId) takeSession(request, response);
      return { status: 204, view: null };
    },
  }),
];

/** A form on another site must not sign anybody in as somebody else; a wrong guess counts against its address. */
async function entering(request: Request, response: Response, enter: () => Promise<Opened>): Promise<z.input<typeof sessionView>> {
  refuseForeign(request);
  try {
    return renewed(request, response, await enter());
  } catch (error) {
    if (error instanceof HouseError && error.code === "wrong-credentials") noteStranger(request);
    throw error;
  }
}

function renewed(request: Request, response: Response, opened: Opened): z.input<typeof sessionView> {
  giveSession(request, response, opened.token);
  return viewSession(opened);
}

function tokenOf(request: Request): string {
  const token = sessionTokenOf(request);
  if (token === null) throw new HouseError("credentials-missing", "no session in the request");
  return token;
}
