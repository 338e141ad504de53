import { z } from "zod";
import { amendedOrganId, amendingPerson, amendingReason } from "./recall-command.ts";
import { sendDocumentSchema } from "./send-command.ts";

const { subject, content, dueOn, urgency, toPlaces, documentType, signer } = sendDocumentSchema.shape;

/** Cập nhật: metadata that were written wrong, or other receivers. Never the files, the number or the date: that takes a replacement (NĐ 30/2020 Đ.18.3). */
export const updateCommandSchema = z
  .strictObject({
    reason: amendingReason.meta({ description: "Lý do cập nhật, bên nhận đọc được" }),
    change: z
      .strictObject({
        subject: subject.optional(),
        content,
        dueOn,
        urgency: urgency.unwrap().optional(),
        toPlaces: toPlaces.unwrap().optional(),
        documentType: documentType.optional(),
        signer: signer.optional(),
      })
      .default({})
      .meta({ description: "Thông tin thay đổi; bỏ trống trường nào thì giữ nguyên trường đó. Tệp, số, ký hiệu, ngày không đổi được" }),
    addReceivers: z.array(amendedOrganId).max(500).default([]).meta({ description: "Nơi nhận thêm: được gửi văn bản với thông tin mới" }),
    removeReceivers: z.array(amendedOrganId).max(500).default([]).meta({ description: "Nơi nhận bị bỏ: bị thu hồi văn bản" }),
    person: amendingPerson.optional(),
  })
  .meta({ id: "Update", description: "Cập nhật thông tin hoặc nơi nhận của văn bản đã gửi" });
export type UpdateCommand = z.output<typeof updateCommandSchema>;
