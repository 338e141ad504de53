import { z } from "zod";
import { actorName } from "../../core/access.ts";
import type { Caller } from "../../core/accounts/callers.ts";
import { closeAgenciesSchema } from "../../core/directory/close-agencies.ts";
import { SYNC_STATES, type DirectorySync } from "../../core/directory/sync-report.ts";
import type { DirectorySyncId } from "../../core/ids.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { changeView, viewChange } from "./agencies.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { given, idOf, idParameter, paging } from "./parameters.ts";
import { id, instant, maybeInstant } from "./schemas.ts";

const tag = "Danh bạ";
const OPERATOR: readonly Caller[] = ["operator"];
const OVERVIEW: readonly Caller[] = ["operator", "auditor"];

const syncView = z
  .object({
    id,
    channel: z.string(),
    startedAt: instant,
    finishedAt: maybeInstant,
    state: z.enum(SYNC_STATES).meta({ description: "running đang chạy; done xong; held tạm giữ chờ người quyết định; rejected đã bỏ; superseded đã có lần mới hơn; failed hỏng" }),
    counts: z.object({ listed: z.int(), known: z.int(), added: z.int(), changed: z.int(), vanished: z.int(), returned: z.int() }),
    skipped: z.int().meta({ description: "Số dòng bị bỏ qua" }),
    skippedRows: z.array(z.object({ code: z.string(), name: z.string(), reason: z.string() })).meta({ description: "Những dòng đầu tiên bị bỏ qua" }),
    hold: z.string().nullable().meta({ description: "Vì sao tạm giữ" }),
    fault: z.object({ code: z.string(), reason: z.string() }).nullable(),
    decision: z.object({ by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: "DirectorySync", description: "Một lần đồng bộ danh bạ" });
const syncsView = z.object({ items: z.array(syncView), next: z.string().nullable() }).meta({ id: "DirectorySyncs" });
const syncDetail = z.object({ sync: syncView, changes: z.object({ items: z.array(changeView.extend({ code: z.string() }).meta({ id: "SyncedChange" })), next: z.string().nullable() }) }).meta({ id: "DirectorySyncDetail" });
const closedView = z.object({ changed: z.array(z.string()).meta({ description: "Các mã có thay đổi; mã đã đóng như vậy từ trước thì không" }) }).meta({ id: "ClosedAgencies" });
const decisionSchema = z.strictObject({ decision: z.enum(["accept", "reject"], { error: "accept áp dụng, reject bỏ" }), reason: z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(1000) }).meta({ id: "SyncDecision" });

export const directoryAdminOperations: readonly Operation[] = [
  doing({
    id: "closeAgencies",
    callers: OPERATOR,
    path: "/agency-closures",
    tag,
    summary: "Đóng mã, hoặc sáp nhập các cơ quan vào cơ quan kế thừa",
    description: "Mã đóng giữ lịch sử, vẫn tra cứu được; ai gửi tới mã đóng được dẫn tới cơ quan kế thừa. Đồng bộ không ghi đè.",
    json: { schema: closeAgenciesSchema, example: { codes: ["H48.05"], successor: "H48.06", lastDay: "2026-12-31", reason: "Nghị quyết 12/NQ-HĐND ngày 10/11/2026" } },
    view: closedView,
    statuses: { 200: "Đã ghi" },
    faults: ["field-invalid"],
    handle: async ({ needs, access, body }) => ({ status: 200, view: { changed: [...(await needs.service.closeAgencies(body, access))] } }),
  }),
  reading({
    id: "listDirectorySyncs",
    callers: OVERVIEW,
    path: "/directory-syncs",
    tag,
    summary: "Các lần đồng bộ danh bạ, mới nhất trước",
    query: z.strictObject(paging),
    view: syncsView,
    handle: async ({ needs, access, query }) => {
      const { rows, next } = await needs.service.directorySyncs(given(query), access);
      return { items: rows.map(viewSync), next };
    },
  }),
  doing({
    id: "askDirectorySync",
    callers: OPERATOR,
    path: "/directory-syncs",
    tag,
    summary: "Đồng bộ danh bạ ngay, không chờ lần tự động",
    description: "Tiến trình nhận văn bản hỏi từng kết nối; kết quả hiện trong danh sách các lần đồng bộ sau ít giây. Kết nối đang được đồng bộ thì làm xong rồi hỏi lại.",
    json: { schema: z.strictObject({ reason: z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500) }).meta({ id: "AskDirectorySync" }), example: { reason: "Trục vừa báo đổi tên sở" } },
    view: z.object({ channels: z.array(z.string()).meta({ description: "Các kết nối được hỏi" }) }).meta({ id: "DirectorySyncAsked" }),
    statuses: { 202: "Đã yêu cầu" },
    faults: ["field-invalid", "reason-missing"],
    handle: async ({ needs, access, body }) => ({ status: 202, view: { channels: [...(await needs.service.askDirectorySync(body.reason, access))] } }),
  }),
  reading({
    id: "getDirectorySync",
    callers: OVERVIEW,
    path: "/directory-syncs/{id}",
    tag,
    summary: "Báo cáo một lần đồng bộ, với từng thay đổi",
    params: idParameter,
    query: z.strictObject(paging),
    view: syncDetail,
    faults: ["not-found"],
    handle: async ({ needs, access, params, query }) => {
      const { sync, changes } = await needs.service.directorySync(idOf<DirectorySyncId>("directory sync", params.id), given(query), access);
      return { sync: viewSync(sync), changes: { items: changes.rows.map((change) => ({ ...viewChange(change), code: change.code })), next: changes.next } };
    },
  }),
  doing({
    id: "decideDirectorySync",
    callers: OPERATOR,
    path: "/directory-syncs/{id}/decision",
    tag,
    summary: "Áp dụng hoặc bỏ một danh sách bị tạm giữ",
    params: idParameter,
    json: { schema: decisionSchema, example: { decision: "accept", reason: "đã hỏi VPCP, đúng là sáp nhập" } },
    view: syncView,
    statuses: { 200: "Đã quyết định" },
    faults: ["not-found", "move-illegal", "reason-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewSync(await needs.service.decideDirectorySync(idOf<DirectorySyncId>("directory sync", params.id), body.decision, body.reason, access)) }),
  }),
];

const ROWS_SHOWN = 50;

function viewSync({ id, channel, startedAt, finishedAt, state, counts, skipped, skippedRows, hold, fault, decision }: DirectorySync): z.input<typeof syncView> {
  return {
    id,
    channel,
    startedAt: vietnamTime(startedAt),
    finishedAt: vietnamTimeOrNull(finishedAt),
    state,
    counts,
    skipped: Object.values(skipped).reduce((sum, count) => sum + count, 0),
    skippedRows: skippedRows.slice(0, ROWS_SHOWN).map(({ code, name, reason }) => ({ code, name, reason })),
    hold,
    fault,
    decision: decision === null ? null : { by: actorName(decision.actor), reason: decision.reason },
  };
}
