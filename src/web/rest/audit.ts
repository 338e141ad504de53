import { z } from "zod";
import { actorName } from "../../core/access.ts";
import type { AccountId } from "../../core/ids.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import { reading, type Operation } from "./operation.ts";
import { given, idOf, momentParameter, paging } from "./parameters.ts";
import { id, instant } from "./schemas.ts";

const auditEntry = z
  .object({
    position: z.string().meta({ description: "Vị trí trong nhật ký" }),
    at: instant,
    kind: z.string().meta({ description: "Việc đã làm", example: "account.locked" }),
    actor: z.object({ kind: z.string().meta({ description: "person người dùng · operator người ở máy chủ · system-key hệ thống · gateway cổng" }), name: z.string(), accountId: id.nullable() }),
    documentId: id.nullable().meta({ description: "Văn bản của việc này, nếu có" }),
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEntry" });
const auditPage = z.object({ items: z.array(auditEntry), next: z.string().nullable() }).meta({ id: "Audit" });

export const auditOperations: readonly Operation[] = [
  reading({
    id: "readAudit",
    callers: ["operator", "auditor"],
    path: "/audit",
    tag: "Tài khoản",
    summary: "Nhật ký thao tác của người dùng và người vận hành, mới nhất trước",
    description: "Đăng nhập, bị từ chối, khóa, cấp quyền, khóa API, và mọi việc một người đã làm. Nhật ký chỉ thêm, không sửa, không xóa.",
    query: z.strictObject({
      account: z.string().max(50).optional().meta({ description: "Việc người này làm, hoặc làm với tài khoản này" }),
      kind: z.string().regex(/^[a-z]+(\.[a-z-]+)?$/, { error: "Dạng session hoặc session.opened" }).optional().meta({ description: "Loại việc, hoặc phần đầu của nó", example: "session" }), // prettier-ignore
      from: momentParameter,
      to: momentParameter,
      ...paging,
    }),
    view: auditPage,
    handle: async ({ needs, access, query: { account, ...rest } }) => {
      const accountId = account === undefined ? undefined : idOf<AccountId>("account", account);
      const { rows, next } = await needs.service.audit(given({ ...rest, account: accountId }), access);
      return {
        items: rows.map(({ position, at, kind, actor, outgoingId, incomingId, facts }) => ({
          position,
          at: vietnamTime(at),
          kind,
          actor: { kind: actor.kind, name: actorName(actor), accountId: actor.kind === "person" ? actor.accountId : null },
          documentId: outgoingId ?? incomingId ?? null,
          facts: { ...facts },
        })),
        next,
      };
    },
  }),
];
