import { z } from "zod";
import type { Caller } from "../../core/accounts/callers.ts";
import type { BackupRun, BackupStanding } from "../../core/backup-runs.ts";
import type { BackupEntry } from "../../core/backups.ts";
import type { DocumentsSince, RestorePlan } from "../../core/restore-plan.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { paging } from "./parameters.ts";
import { instant, sha256 } from "./schemas.ts";

const tag = "Vận hành";
const OPERATOR: readonly Caller[] = ["operator"];
const OVERVIEW: readonly Caller[] = ["operator", "auditor"];

const backupRunView = z.object({ what: z.enum(["make", "verify", "rehearse"]).meta({ description: "make sao lưu rồi kiểm tra; verify chỉ kiểm tra; rehearse phục hồi thử" }), at: instant, by: z.string() }).meta({ id: "BackupRun" });
const why = z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500);
const foundView = z
  .object({
    tables: z.int(),
    rows: z.int(),
    outgoing: z.int().meta({ description: "Số văn bản đi" }),
    incoming: z.int().meta({ description: "Số văn bản đến" }),
    seals: z.int().meta({ description: "Số niêm phong của nhật ký đã đối chiếu" }),
    entries: z.int(),
    broken: z.int().meta({ description: "Niêm phong không khớp" }),
    missing: z.int().meta({ description: "Tệp mà dữ liệu nhắc tới nhưng bản sao lưu không có" }),
  })
  .meta({ id: "RehearsalFound" });
const oneBackup = z
  .object({
    kind: z.enum(["backup.made", "backup.verified", "backup.rehearsed", "backup.restored"]),
    at: instant,
    by: z.string(),
    folder: z.string().meta({ description: "Thư mục ở máy đã chạy lệnh" }),
    digest: sha256.meta({ description: "Mã của cả bản sao lưu" }),
    madeAt: instant.meta({ description: "Lúc sao lưu" }),
    blobs: z.int().meta({ description: "Số tệp" }),
    bytes: z.int(),
    newBytes: z.int().meta({ description: "Phần mới so với bản trước" }),
    seconds: z.number(),
    wrong: z.int().meta({ description: "Tệp thiếu hoặc hỏng khi kiểm tra" }),
    found: foundView.nullable().meta({ description: "Của một lần phục hồi thử có đủ tệp" }),
  })
  .meta({ id: "Backup" });
const backupView = z
  .object({
    items: z.array(oneBackup),
    standing: z
      .object({
        folder: z.string().nullable().meta({ description: "Nơi chứa các bản sao lưu bắt đầu qua API (LIENTHONG_BACKUP_DIR); null: chưa đặt, chỉ làm được trên máy chủ" }),
        running: backupRunView.nullable().meta({ description: "Đang làm; null: không" }),
        runningElsewhere: z.boolean().meta({ description: "Một tiến trình khác của cổng đang làm" }),
        failed: backupRunView.extend({ reason: z.string() }).nullable().meta({ description: "Lần gần nhất không thành, kể từ khi tiến trình này chạy; làm lại được thì hết" }),
      })
      .meta({ id: "BackupStanding" }),
  })
  .meta({ id: "Backups" });

const documentsSinceView = z
  .object({
    count: z.int(),
    newest: z.array(z.object({ at: instant, code: z.string().meta({ description: "Số/ký hiệu" }), sender: z.string(), receivers: z.array(z.string()) }).meta({ id: "DocumentSince" })),
  })
  .meta({ id: "DocumentsSince" });
const planView = z
  .object({
    made: oneBackup,
    verified: oneBackup.nullable().meta({ description: "Lần đọc lại từng byte gần nhất" }),
    rehearsed: oneBackup.nullable().meta({ description: "Lần phục hồi thử gần nhất" }),
    since: instant.meta({ description: "Một phút trước lúc sao lưu: văn bản đang ghi khi bắt đầu sao lưu cũng được kể" }),
    outgoing: documentsSinceView,
    incoming: documentsSinceView,
    acts: z.int().meta({ description: "Số thao tác của người dùng từ lúc đó, không kể đăng nhập" }),
  })
  .meta({ id: "RestorePlan", description: "Nếu phục hồi bản này: đã thử chưa, và những gì từ lúc sao lưu tới nay sẽ không còn ở cổng" });

export const backupOperations: readonly Operation[] = [
  reading({
    id: "listBackups",
    callers: OVERVIEW,
    path: "/backups",
    tag,
    summary: "Các lần sao lưu, kiểm tra và phục hồi, mới nhất trước",
    description: "Mỗi đêm: lệnh `lienthong backup make` trên máy chủ, đặt lịch của hệ điều hành. Ngoài lịch: `POST /backups`.",
    query: z.strictObject({ limit: paging.limit }),
    view: backupView,
    handle: async ({ needs, access, query }) => {
      const [entries, standing] = await Promise.all([needs.service.backups(query.limit, access), needs.service.backupStanding(access)]);
      return { items: entries.map(viewBackup), standing: viewStanding(standing) };
    },
  }),
  doing({
    id: "startBackup",
    callers: OPERATOR,
    path: "/backups",
    tag,
    summary: "Sao lưu ngay vào thư mục đã đặt, rồi đọc lại từng byte",
    description: "Trả lời khi đã bắt đầu; xem tiến triển và kết quả ở `GET /backups`. Mỗi lúc một việc.",
    json: { schema: z.strictObject({ reason: why }).meta({ id: "StartBackup" }), example: { reason: "trước khi nâng cấp" } },
    view: backupRunView,
    statuses: { 202: "Đã bắt đầu" },
    faults: ["field-invalid", "move-illegal", "reason-missing"],
    handle: async ({ needs, access, body }) => ({ status: 202, view: viewRun(await needs.service.startBackup(body.reason, access)) }),
  }),
  doing({
    id: "startBackupVerification",
    callers: OPERATOR,
    path: "/backups/verification",
    tag,
    summary: "Đọc lại từng byte của một bản sao lưu trong thư mục đã đặt",
    json: { schema: z.strictObject({ digest: sha256, reason: why }).meta({ id: "VerifyBackup" }), example: { digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", reason: "kiểm tra hằng tuần" } },
    view: backupRunView,
    statuses: { 202: "Đã bắt đầu" },
    faults: ["not-found", "field-invalid", "move-illegal", "reason-missing"],
    handle: async ({ needs, access, body }) => ({ status: 202, view: viewRun(await needs.service.startVerifying(body.digest, body.reason, access)) }),
  }),
  doing({
    id: "startBackupRehearsal",
    callers: OPERATOR,
    path: "/backups/rehearsal",
    tag,
    summary: "Phục hồi thử một bản sao lưu vào cơ sở dữ liệu riêng, đối chiếu, rồi bỏ",
    description: "Cổng đang chạy không bị đụng tới. Đọc lại từng byte, đổ dữ liệu vào một cơ sở dữ liệu tạm bên cạnh, nâng lên phiên bản đang chạy, đối chiếu nhật ký với niêm phong và mọi tệp mà dữ liệu nhắc tới. Tài khoản cơ sở dữ liệu cần quyền CREATEDB. Kết quả ở `GET /backups`.",
    json: { schema: z.strictObject({ digest: sha256, reason: why }).meta({ id: "RehearseBackup" }), example: { digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", reason: "diễn tập quý IV" } },
    view: backupRunView,
    statuses: { 202: "Đã bắt đầu" },
    faults: ["not-found", "field-invalid", "move-illegal", "reason-missing"],
    handle: async ({ needs, access, body }) => ({ status: 202, view: viewRun(await needs.service.startRehearsing(body.digest, body.reason, access)) }),
  }),
  reading({
    id: "getRestorePlan",
    callers: OVERVIEW,
    path: "/backups/{digest}/restore-plan",
    tag,
    summary: "Trước khi phục hồi: bản này đã thử chưa, và sẽ mất những gì",
    description: "Việc phục hồi chạy trên máy chủ khi cổng đã dừng (`lienthong backup restore`), không qua API. Chỉ nêu số, ký hiệu và mã cơ quan, không nội dung.",
    params: z.object({ digest: sha256.meta({ description: "Mã của bản sao lưu" }) }),
    query: z.strictObject({ limit: z.string().regex(/^([1-9]\d{0,2}|[1-4]\d{3}|5000)$/, { error: "Cần là số từ 1 đến 5000" }).transform(Number).default(20).meta({ description: "Số văn bản mới nhất mỗi chiều", override: { type: "integer", minimum: 1, maximum: 5000, default: 20 } }) }), // prettier-ignore
    view: planView,
    faults: ["not-found"],
    handle: async ({ needs, access, params, query }) => viewPlan(await needs.service.restorePlan(params.digest, query.limit, access)),
  }),
];

function viewBackup({ kind, at, by, folder, digest, madeAt, blobs, bytes, newBytes, seconds, wrong, found = null }: BackupEntry): z.input<typeof oneBackup> {
  return { kind, at: vietnamTime(at), by, folder, digest, madeAt: vietnamTime(madeAt), blobs, bytes, newBytes, seconds, wrong, found };
}

function viewSince({ count, newest }: DocumentsSince): z.input<typeof documentsSinceView> {
  return { count, newest: newest.map(({ at, code, sender, receivers }) => ({ at: vietnamTime(at), code, sender, receivers: [...receivers] })) };
}

function viewPlan({ made, verified, rehearsed, since, outgoing, incoming, acts }: RestorePlan): z.input<typeof planView> {
  const orNull = (entry: BackupEntry | null) => (entry === null ? null : viewBackup(entry));
  return { made: viewBackup(made), verified: orNull(verified), rehearsed: orNull(rehearsed), since: vietnamTime(since), outgoing: viewSince(outgoing), incoming: viewSince(incoming), acts };
}

function viewRun({ what, at, by }: BackupRun): z.input<typeof backupRunView> {
  return { what, at: vietnamTime(at), by };
}

function viewStanding({ target, running, failed }: BackupStanding): z.input<typeof backupView>["standing"] {
  return { folder: target, running: running === null || running === "elsewhere" ? null : viewRun(running), runningElsewhere: running === "elsewhere", failed: failed === null ? null : { ...viewRun(failed), reason: failed.reason } };
}
