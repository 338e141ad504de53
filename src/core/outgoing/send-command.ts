import { z } from "zod";
import { CATEGORIES, PURPOSES } from "../policy/rules.ts";

/**
 * What a QLVB hands over with its files: one shape for every door (REST, CLI, folder …).
 * Lengths and names follow NĐ 30/2020 PL VI part II; messages are what a clerk reads.
 */
const text = (max: number, label: string) =>
  z
    .string({ error: `${label}: cần là chuỗi ký tự` })
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, { error: `${label}: không được để trống` })
        .refine((value) => Array.from(value).length <= max, { error: `${label}: tối đa ${max} ký tự (NĐ 30/2020 PL VI)` })
        .refine((value) => !/[\p{Cc}\p{Cs}]/u.test(value.replaceAll(/[\t\n\r]/g, "")), { error: `${label}: có ký tự điều khiển hoặc ký tự không hợp lệ` }),
    )
    .meta({ description: `${label}, tối đa ${max} ký tự` });

const day = (label: string) =>
  z
    .string({ error: `${label}: cần là ngày dạng YYYY-MM-DD` })
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: `${label}: cần là ngày dạng YYYY-MM-DD` })
    .refine(isRealDay, { error: `${label}: ngày không có thật` })
    .meta({ description: label, format: "date" });

function isRealDay(value: string): boolean {
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

const organId = z.string({ error: "Mã định danh cơ quan: cần là chuỗi ký tự" }).trim().min(1, { error: "Mã định danh cơ quan: không được để trống" }).max(50, { error: "Mã định danh cơ quan: tối đa 35 ký tự (QĐ 20/2020)" });

export const receiverSchema = z.strictObject({
  organId: organId.meta({ description: "Mã định danh cơ quan nhận, dạng QĐ 20/2020 (`H48`, `H48.06`) hoặc dạng cũ (`000.00.06.H48`)", example: "H48" }),
});

export const sendDocumentSchema = z
  .strictObject({
    sender: organId.meta({ description: "Mã định danh cơ quan ban hành và gửi", example: "G22" }),
    receivers: z.array(receiverSchema, { error: "Nơi nhận: cần là danh sách" }).min(1, { error: "Nơi nhận: cần ít nhất một cơ quan nhận" }).max(500, { error: "Nơi nhận: tối đa 500 cơ quan trong một lần gửi" }),
    code: z.strictObject({
      number: text(11, "Số văn bản").meta({ example: "123" }),
      notation: text(30, "Ký hiệu văn bản").meta({ example: "VPCP-KSTT" }),
    }),
    documentId: text(200, "Mã định danh văn bản").optional().meta({ description: "Mã định danh văn bản do QLVB đặt, giữ nguyên tới bên nhận; bỏ trống: cổng tạo từ cơ quan, ngày, số, ký hiệu (QĐ 28/2018 Đ.10.2.b)" }),
    issuedOn: day("Ngày ban hành").meta({ description: "Ngày, tháng, năm ban hành", example: "2026-11-20" }),
    issuedAt: text(50, "Địa danh").meta({ description: "Địa danh", example: "Hà Nội" }),
    documentType: text(100, "Tên loại văn bản").meta({ description: "Tên loại văn bản theo NĐ 30/2020", example: "Công văn" }),
    subject: text(500, "Trích yếu").meta({ example: "V/v kết nối, liên thông văn bản điện tử" }),
    content: text(500, "Nội dung").optional(),
    signer: z.strictObject({
      competence: text(100, "Thẩm quyền ký").optional().meta({ example: "KT. BỘ TRƯỞNG, CHỦ NHIỆM" }),
      position: text(100, "Chức vụ người ký").optional(),
      fullName: text(50, "Họ tên người ký"),
    }),
    dueOn: day("Hạn xử lý").optional(),
    urgency: z.enum(["thuong", "khan", "thuong-khan", "hoa-toc"], { error: "Độ khẩn: một trong thuong, khan, thuong-khan, hoa-toc (QĐ 28/2018 Đ.10.2.k)" }).default("thuong"),
    secrecy: z.string().trim().default("khong").meta({ description: "Chỉ nhận `khong`: văn bản mật không được gửi qua hệ thống này (QĐ 28/2018 Đ.1.2)" }),
    steering: z.enum(["none", "steers", "reports"], { error: "Loại chỉ đạo: none, steers hoặc reports" }).default("none"),
    paperOriginal: z.boolean({ error: "Bản giấy gửi kèm: true hoặc false" }).default(false).meta({ description: "Có gửi kèm bản giấy (QĐ 28/2018 Đ.5.3)" }),
    paperReason: text(500, "Ý kiến của người đứng đầu về bản giấy").optional().meta({ description: "Vì sao gửi kèm giấy dù quy định là chỉ điện tử; ghi người cho ý kiến (19-QC/HU Đ.6.2)" }),
    purpose: z
      .enum(PURPOSES, { error: `Mục đích gửi: một trong ${PURPOSES.join(", ")}` })
      .optional()
      .meta({ description: "Mục đích gửi, khi tên loại chưa đủ để biết có phải kèm giấy (57/2014/QĐ-UBND Đ.7, 8; 1690/QĐ-UBND Đ.7)" }),
    categories: z
      .array(z.enum(CATEGORIES, { error: `Tính chất nội dung: một trong ${CATEGORIES.join(", ")}` }))
      .max(CATEGORIES.length)
      .optional()
      .meta({ description: "Tính chất nội dung mà văn thư xác nhận; nội dung thuộc danh mục cấm của bên gửi hoặc bên nhận thì không gửi được" }),
    release: z
      .strictObject({ person: text(100, "Người đứng đầu cho ý kiến"), reason: text(500, "Ý kiến của người đứng đầu") })
      .optional()
      .meta({ description: "Người đứng đầu cho phép gửi văn bản nhạy cảm (19-QC/HU Đ.6.1)" }),
    separateDossier: z
      .strictObject({
        items: z
          .array(z.strictObject({ name: text(150, "Tên hồ sơ, tài liệu"), quantity: z.int().min(1).max(99_999).optional().meta({ description: "Số lượng" }), sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: "Mã băm SHA-256: 64 chữ số thập lục phân" }).optional().meta({ description: "Khi hồ sơ là tệp trên đĩa, thẻ nhớ" }) }))
          .min(1, { error: "Hồ sơ chuyển trực tiếp: cần ít nhất một mục" })
          .max(30, { error: "Hồ sơ chuyển trực tiếp: tối đa 30 mục" }),
      })
      .optional()
      .meta({ description: "Hồ sơ kèm số lượng lớn chuyển trực tiếp, không đính kèm (01/2022/QĐ-UBND Đắk Nông Đ.13.3): danh mục đi cùng văn bản, bên nhận xác nhận như bản giấy" }),
    toPlaces: z.array(text(150, "Nơi nhận (ghi trên văn bản)")).max(100).default([]),
    sphere: text(100, "Lĩnh vực").optional(),
    typerNotation: text(10, "Ký hiệu người soạn thảo").optional(),
    copies: z.int().min(1).max(999).optional().meta({ description: "Số lượng bản phát hành" }),
    pages: z.int().min(1).max(999).optional().meta({ description: "Số trang" }),
    appendixes: z.array(text(200, "Phụ lục")).max(50).default([]),
    responseFor: z
      .array(
        z.strictObject({
          organId,
          code: text(50, "Số, ký hiệu văn bản liên quan"),
          documentId: text(200, "Mã định danh văn bản liên quan"),
          issuedOn: day("Ngày văn bản liên quan").optional(),
          completes: z.boolean({ error: "Hoàn thành văn bản đến: true hoặc false" }).default(true).meta({ description: "Văn bản đến này đã xử lý xong bằng văn bản trả lời: cổng tự báo 06. false: mới trả lời một phần" }),
        }),
      )
      .max(50)
      .default([]),
    replaces: z
      .strictObject({ id: z.uuid({ error: "Văn bản bị thay thế: cần mã do cổng cấp (UUID)" }), reason: text(500, "Lý do thay thế") })
      .optional()
      .meta({ description: "Văn bản đi bị thay thế bởi văn bản này: sai nội dung thì thay bằng văn bản có hình thức tương đương, số mới (NĐ 30/2020 Đ.18.3)" }),
    staff: z
      .strictObject({
        department: text(300, "Đơn vị").optional(),
        fullName: text(300, "Văn thư"),
        email: z.email({ error: "Thư điện tử của văn thư không đúng dạng" }).optional(),
        phone: text(50, "Điện thoại").optional(),
      })
      .optional()
      .meta({ description: "Văn thư gửi" }),
    files: z
      .array(z.strictObject({ name: z.string().max(500), description: text(500, "Mô tả tệp").optional() }))
      .max(100)
      .default([])
      .meta({ description: "Mô tả cho từng tệp, ghép theo tên; không bắt buộc" }),
  })
  .meta({ id: "SendDocument", description: "Siêu dữ liệu của văn bản gửi đi" });

export type SendDocument = z.output<typeof sendDocumentSchema>;
export type SendDocumentInput = z.input<typeof sendDocumentSchema>;

/** A file already in the blob store, as a door received it. The first one is the document itself. */
export interface SubmittedFile {
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}
