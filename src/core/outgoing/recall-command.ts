import { z } from "zod";

const reason = z.string({ error: "Lý do: phải ghi rõ" }).trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500, { error: "Lý do: tối đa 500 ký tự" });
const organId = z.string({ error: "Mã định danh cơ quan: cần là chuỗi ký tự" }).trim().min(1, { error: "Mã định danh cơ quan: không được để trống" }).max(50);

export const amendingPerson = z
  .strictObject({
    fullName: z.string({ error: "Người thực hiện: cần họ tên" }).trim().min(1, { error: "Người thực hiện: cần họ tên" }).max(300),
    department: z.string().trim().min(1).max(300).optional(),
    email: z.email({ error: "Thư điện tử không đúng dạng" }).optional(),
    phone: z.string().trim().min(1).max(50).optional(),
  })
  .meta({ description: "Người thực hiện" });

/** Thu hồi (QĐ 28/2018 Đ.8.2): of all receivers, or of those named. */
export const recallCommandSchema = z
  .strictObject({
    reason: reason.meta({ description: "Lý do thu hồi, bên nhận đọc được", example: "Phát hành nhầm phụ lục" }),
    receivers: z.array(organId).min(1, { error: "Nơi nhận: cần ít nhất một cơ quan, hoặc bỏ trống để thu hồi ở mọi nơi nhận" }).max(500).optional().meta({ description: "Chỉ thu hồi ở những cơ quan này; bỏ trống: mọi nơi nhận" }),
    person: amendingPerson.optional(),
  })
  .meta({ id: "Recall", description: "Thu hồi văn bản đã gửi" });
export type RecallCommand = z.output<typeof recallCommandSchema>;

export { organId as amendedOrganId, reason as amendingReason };
