import { z } from "zod";
import { READERS } from "../../core/accounts/callers.ts";
import { vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { ACTORS } from "../../core/why/cause.ts";
import { CAUSE_KINDS } from "../../core/why/say-cause.ts";
import { reading, type Operation } from "./operation.ts";
import { idOf, idParameter } from "./parameters.ts";

const whyItem = z
  .object({
    dispatchId: z.string().nullable().meta({ description: "Lượt gửi, khi là văn bản đi" }),
    receiver: z.string().nullable().meta({ description: "Mã nơi nhận, khi là văn bản đi" }),
    cause: z.enum(CAUSE_KINDS),
    sentence: z.string().meta({ description: "Một câu cho người đọc: nguyên nhân, từ bao giờ, ai phải làm, lần thử sau" }),
    since: z.string().nullable(),
    who: z.enum(ACTORS).meta({ description: "Ai phải làm: nobody không ai; clerk văn thư gửi; officer người có trách nhiệm; operator quản trị cổng; partner bên vận hành kênh; receiver bên nhận; sender cơ quan gửi" }),
    nextAt: z.string().nullable().meta({ description: "Lần cổng tự thử tiếp theo; null: không có" }),
    action: z.object({ text: z.string(), command: z.string().nullable() }).nullable().meta({ description: "Việc khắc phục; null: không cần làm gì" }),
  })
  .meta({ id: "Why", description: "Vì sao chưa tới" });
const whysView = z.object({ about: z.enum(["outgoing", "incoming", "inbound", "webhook"]), items: z.array(whyItem) }).meta({ id: "Whys" });

export const whyOperations: readonly Operation[] = [
  reading({
    id: "why",
    callers: [...READERS, "operator"],
    path: "/why/{id}",
    tag: "Vận hành",
    summary: "Vì sao chưa tới?",
    description: "Cho văn bản đi (mỗi nơi nhận một câu), văn bản đến, gói tin bị cách ly hoặc chờ (người vận hành), và webhook.",
    params: idParameter,
    view: whysView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => {
      const { about, items } = await needs.service.why(idOf("document", params.id), access);
      return { about, items: items.map((item) => ({ ...item, since: vietnamTimeOrNull(item.since), nextAt: vietnamTimeOrNull(item.nextAt) })) };
    },
  }),
];
