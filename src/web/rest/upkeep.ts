import { z } from "zod";
import type { Caller } from "../../core/accounts/callers.ts";
import type { BackupRun, BackupStanding } from "../../core/backup-runs.ts";
import { ATTENTION_KINDS } from "../../core/attention.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { paging } from "./parameters.ts";
import { instant, maybeInstant, sha256 } from "./schemas.ts";

const tag = "Vận hành";
const OPERATOR: readonly Caller[] = ["operator"];
const OVERVIEW: readonly Caller[] = ["operator", "auditor"];
const WATCHERS: readonly Caller[] = ["supervisor", "operator", "auditor"];

const attentionView = z
  .object({
    items: z.array(
      z.object({ kind: z.enum(ATTENTION_KINDS), severity: z.enum(["bad", "warn"]), text: z.string().meta({ description: "Có việc gì, cần làm gì" }), count: z.int(), since: maybeInstant }).meta({ id: "Attention" }),
    ),
  })
  .meta({ id: "Attentions" });

const backupRunView = z.object({ what: z.enum(["make", "verify"]).meta({ description: "make sao lưu rồi kiểm tra; verify chỉ kiểm tra" }), at: instant, by: z.string() }).meta({ id: "BackupRun" });
const why = z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500);
const backupView = z
  .object({
    items: z.array(
      z
        .object({
          kind: z.enum(["backup.made", "backup.verified", "backup.restored"]),
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
        })
        .meta({ id: "Backup" }),
    ),
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

const integrityView = z
  .object({
    head: z.object({ number: z.string(), digest: sha256.meta({ description: "Bao trùm mọi mục từ đầu; ghi lại để đối chiếu về sau" }), lastPosition: z.string(), sealedAt: instant }).nullable().meta({ description: "Niêm phong mới nhất; null: chưa có" }),
    unsealed: z.int().meta({ description: "Số mục mới chưa niêm phong (đếm tới 100.000); cổng niêm phong mỗi phút" }),
    lastCheck: z.object({ at: instant, by: z.string(), seals: z.int(), entries: z.int(), broken: z.int() }).nullable().meta({ description: "Lần đọc lại toàn bộ gần nhất (mỗi ngày một lần)" }),
  })
  .meta({ id: "JournalIntegrity", description: "Nhật ký có còn nguyên vẹn không" });
const verificationView = z
  .object({
    at: instant,
    intact: z.boolean(),
    seals: z.int(),
    entries: z.int(),
    digest: sha256,
    broken: z.array(z.object({ number: z.string(), afterPosition: z.string(), lastPosition: z.string(), what: z.enum(["entries", "content"]).meta({ description: "entries: có mục bị thêm hoặc xóa; content: nội dung bị sửa" }) })),
  })
  .meta({ id: "JournalVerification" });

export const upkeepOperations: readonly Operation[] = [
  reading({
    id: "listAttention",
    callers: OVERVIEW,
    path: "/attention",
    tag,
    summary: "Việc quản trị cần làm ngay, nặng nhất trước",
    description: "Kênh ngừng, thư chết, gói tin bị cách ly, chứng thư sắp hết hạn (30 và 7 ngày), sao lưu, danh sách cơ quan bị giữ, nhật ký không nguyên vẹn.",
    view: attentionView,
    handle: async ({ needs, access }) => ({ items: (await needs.service.attention(access)).map((one) => ({ ...one, since: vietnamTimeOrNull(one.since) })) }),
  }),
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
      return { items: entries.map((one) => ({ ...one, at: vietnamTime(one.at), madeAt: vietnamTime(one.madeAt) })), standing: viewStanding(standing) };
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
  reading({
    id: "getJournalIntegrity",
    callers: WATCHERS,
    path: "/journal/integrity",
    tag,
    summary: "Nhật ký có còn nguyên vẹn không: niêm phong mới nhất, lần kiểm tra gần nhất",
    view: integrityView,
    handle: async ({ needs, access }) => {
      const { head, unsealed, lastCheck } = await needs.service.integrity(access);
      return {
        head: head === null ? null : { number: head.number, digest: head.digest, lastPosition: head.lastPosition, sealedAt: vietnamTime(head.sealedAt) },
        unsealed,
        lastCheck: lastCheck === null ? null : { ...lastCheck, at: vietnamTime(lastCheck.at) },
      };
    },
  }),
  reading({
    id: "verifyJournal",
    callers: WATCHERS,
    path: "/journal/verification",
    tag,
    summary: "Đọc lại phần mới nhất của nhật ký và đối chiếu với niêm phong",
    description: "Không ghi gì. Toàn bộ nhật ký: `lienthong journal verify`.",
    query: z.strictObject({ newest: z.string().regex(/^([1-9]|[1-9]\d|100)$/, { error: "Cần là số từ 1 đến 100" }).transform(Number).default(20).meta({ description: "Số niêm phong mới nhất, 1–100; mỗi niêm phong nhiều nhất 1.000 mục", override: { type: "integer", minimum: 1, maximum: 100, default: 20 } }) }), // prettier-ignore
    view: verificationView,
    handle: async ({ needs, access, query }) => {
      const { at, broken, ...found } = await needs.service.verifyJournal(query.newest, access);
      return { ...found, at: vietnamTime(at), intact: broken.length === 0, broken: [...broken] };
    },
  }),
];

function viewRun({ what, at, by }: BackupRun): z.input<typeof backupRunView> {
  return { what, at: vietnamTime(at), by };
}

function viewStanding({ target, running, failed }: BackupStanding): z.input<typeof backupView>["standing"] {
  return { folder: target, running: running === null || running === "elsewhere" ? null : viewRun(running), runningElsewhere: running === "elsewhere", failed: failed === null ? null : { ...viewRun(failed), reason: failed.reason } };
}
