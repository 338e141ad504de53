import { z } from "zod";
import type { Caller } from "../../core/accounts/callers.ts";
import { ATTENTION_KINDS } from "../../core/attention.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { reading, type Operation } from "./operation.ts";
import { instant, maybeInstant, sha256 } from "./schemas.ts";

const tag = "Vận hành";
const OVERVIEW: readonly Caller[] = ["operator", "auditor"];
const WATCHERS: readonly Caller[] = ["supervisor", "operator", "auditor"];

const attentionView = z
  .object({
    items: z.array(
      z.object({ kind: z.enum(ATTENTION_KINDS), severity: z.enum(["bad", "warn"]), text: z.string().meta({ description: "Có việc gì, cần làm gì" }), count: z.int(), since: maybeInstant }).meta({ id: "Attention" }),
    ),
  })
  .meta({ id: "Attentions" });

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
