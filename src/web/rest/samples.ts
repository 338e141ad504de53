import { z } from "zod";
import type { SampleStanding } from "../../core/sample/sample-ports.ts";
import { doing, reading, type Operation } from "./operation.ts";

const tag = "Dữ liệu mẫu";
const OPERATORS = ["operator"] as const;

const count = z.int().min(0);
const samplesView = z
  .object({
    loaded: z.boolean(),
    mayLoad: z.boolean().meta({ description: "false: đã nạp, hoặc cổng đã trao đổi văn bản thật" }),
    real: z.boolean().meta({ description: "Cổng đã gửi hoặc nhận văn bản thật" }),
    agencies: z.array(z.string()),
    accounts: z.array(z.string()).meta({ description: "Tên tài khoản dùng thử" }),
    outgoing: count,
    incoming: count,
  })
  .meta({ id: "Samples", description: "Dữ liệu mẫu: một tỉnh không có thật (mã Y99), chỉ trao đổi trong chính nó" });
const loadedView = z.object({ samples: samplesView, password: z.string().meta({ description: "Mật khẩu chung của các tài khoản dùng thử; chỉ hiện một lần" }) }).meta({ id: "LoadedSamples" });
const removedView = z.object({ outgoing: count, incoming: count }).meta({ id: "RemovedSamples", description: "Số văn bản mẫu đã bỏ" });
const reasonSchema = z.strictObject({ reason: z.string({ error: "Lý do: phải ghi rõ" }).trim().min(1, { error: "Lý do: phải ghi rõ" }).max(1000, { error: "Lý do: tối đa 1000 ký tự" }) });

export const sampleOperations: readonly Operation[] = [
  reading({
    id: "getSamples",
    callers: OPERATORS,
    path: "/samples",
    tag,
    summary: "Dữ liệu mẫu đang có",
    view: samplesView,
    handle: async ({ needs }) => viewSamples(await needs.service.samples()),
  }),
  doing({
    id: "loadSamples",
    callers: OPERATORS,
    path: "/samples",
    tag,
    summary: "Nạp dữ liệu mẫu để dùng thử",
    description: "Chỉ khi cổng chưa trao đổi văn bản thật nào. Văn bản mẫu đi đúng con đường của văn bản thật trong cổng, có chữ ký thử nghiệm; cơ quan mẫu không gửi, nhận được với cơ quan thật.",
    json: { schema: reasonSchema, example: { reason: "Tập huấn văn thư" } },
    view: loadedView,
    statuses: { 201: "Đã nạp" },
    faults: ["field-missing", "field-invalid", "move-illegal", "overloaded"],
    handle: async ({ needs, access, body }) => {
      const { standing, password } = await needs.service.loadSamples(body.reason, access);
      return { status: 201, view: { samples: viewSamples(standing), password } };
    },
  }),
  doing({
    id: "removeSamples",
    callers: OPERATORS,
    path: "/samples/removal",
    tag,
    summary: "Bỏ toàn bộ dữ liệu mẫu",
    description: "Chỉ bỏ dữ liệu của cơ quan mẫu và tài khoản dùng thử; nhật ký giữ dấu vết. Gọi lặp lại là vô hại.",
    json: { schema: reasonSchema, example: { reason: "Bắt đầu dùng thật" } },
    view: removedView,
    statuses: { 200: "Đã bỏ" },
    faults: ["field-missing", "field-invalid", "move-illegal"],
    handle: async ({ needs, access, body }) => ({ status: 200, view: await needs.service.removeSamples(body.reason, access) }),
  }),
];

function viewSamples({ agencies, accounts, real, outgoing, incoming }: SampleStanding): z.input<typeof samplesView> {
  const loaded = agencies.length > 0;
  return { loaded, mayLoad: !loaded && !real, real, agencies: [...agencies], accounts: [...accounts], outgoing, incoming };
}
