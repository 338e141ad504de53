import { z } from "zod";
import type { NoticeId } from "../ids.ts";

export const NOTICE_KINDS = ["incident", "maintenance"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Thông báo sự cố, bảo trì with its five mandatory contents (01/2022/QĐ-UBND Đắk Nông Đ.20.1; 1690/QĐ-UBND Hà Giang Đ.10.1, 13.2.b). */
export interface Notice {
  readonly id: NoticeId;
  readonly kind: NoticeKind;
  /** The agency in whose name it is given. */
  readonly agencyCode: string;
  /** Số, ký hiệu of the written notice. */
  readonly number: string;
  /** 1. What has happened, or what will be done. */
  readonly what: string;
  /** 2. When the system was, or will be, suspended. */
  readonly suspendedFrom: Date;
  /** 3. When it can be used again; null: not known yet, and said so. */
  readonly resumesAt: Date | null;
  /** 4. What to do meanwhile. */
  readonly temporaryMeasures: string;
  /** 5. How what happened meanwhile is entered afterwards. */
  readonly backfillMeasures: string;
  /** Agencies that are told, canonical codes. */
  readonly agencies: readonly string[];
  /** Thủ trưởng, người quản trị, Sở: people who are told besides. */
  readonly contacts: readonly string[];
  readonly signer: string;
  readonly issuedAt: Date;
  readonly issuedBy: string;
  /** It works again; null: not yet. */
  readonly resumedAt: Date | null;
  readonly endedBy: string | null;
  /** How it was remedied (HG Đ.10.2). */
  readonly remedy: string | null;
}

const said = (what: string, most: number) =>
  z.string({ error: `${what}: phải ghi` }).trim().min(1, { error: `${what}: phải ghi` }).max(most, { error: `${what}: tối đa ${most} ký tự` });
export const momentText = (what: string) =>
  z
    .string({ error: `${what}: cần thời điểm ISO 8601 có múi giờ` })
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/, { error: `${what}: cần thời điểm ISO 8601 có múi giờ` })
    .refine((text) => !Number.isNaN(Date.parse(text)), { error: `${what}: không phải thời điểm` })
    .meta({ format: "date-time", example: "2026-11-21T22:00:00+07:00" });
const code = z.string().trim().min(1).max(50);

export const noticeCommandSchema = z
  .strictObject({
    kind: z.enum(NOTICE_KINDS, { error: "Chỉ nhận incident (sự cố) hoặc maintenance (bảo trì)" }),
    agency: code.meta({ description: "Cơ quan ra thông báo", example: "H48" }),
    number: said("Số, ký hiệu thông báo", 50).meta({ example: "12/TB-STTTT" }),
    what: said("Nội dung sự cố hoặc bảo trì", 2000),
    suspendedFrom: momentText("Thời điểm tạm dừng"),
    resumesAt: momentText("Thời điểm dùng lại").nullable().default(null).meta({ description: "null: chưa xác định (chỉ với sự cố)" }),
    temporaryMeasures: said("Biện pháp tạm thời", 2000),
    backfillMeasures: said("Biện pháp cập nhật văn bản khi dùng lại", 2000),
    agencies: z.array(code).max(2000).optional().meta({ description: "Cơ quan được báo; bỏ trống: cơ quan ra thông báo và các cơ quan trực thuộc mà cổng phục vụ" }),
    contacts: z.array(said("Người được báo", 200)).max(50).default([]).meta({ description: "Thủ trưởng, quản trị hệ thống, Sở" }),
    signer: said("Người ký", 200),
  })
  .meta({ id: "NoticeCommand" });
export type NoticeCommand = z.output<typeof noticeCommandSchema>;

export const noticeEndSchema = z
  .strictObject({ resumedAt: momentText("Thời điểm hoạt động lại").optional().meta({ description: "Bỏ trống: bây giờ" }), remedy: said("Cách khắc phục", 2000) })
  .meta({ id: "NoticeEnd" });
export type NoticeEnd = z.output<typeof noticeEndSchema>;

export const paperCommandSchema = z
  .strictObject({
    receivers: z.array(code).min(1).max(500).optional().meta({ description: "Mã nơi nhận; bỏ trống: mọi nơi nhận chưa nhận được bản điện tử" }),
    reason: said("Lý do gửi bản giấy", 1000),
    notice: z.string().max(100).nullable().default(null).meta({ description: "Mã thông báo sự cố" }),
    sentAt: momentText("Thời điểm gửi bản giấy").optional(),
    person: said("Người gửi", 200),
  })
  .meta({ id: "PaperFallback" });
export type PaperCommand = z.output<typeof paperCommandSchema>;

export const backfillSchema = z
  .strictObject({
    agency: code.meta({ description: "Cơ quan có văn bản" }),
    direction: z.enum(["outgoing", "incoming"]),
    code: said("Số, ký hiệu", 60).meta({ example: "125/UBND-KTTH" }),
    issuedOn: z.iso.date({ error: "Ngày văn bản: YYYY-MM-DD" }),
    typeName: z.string().trim().max(100).default(""),
    subject: said("Trích yếu", 500),
    peer: z.strictObject({ code: code.nullable().default(null), name: said("Tên bên kia", 200) }),
    happenedAt: momentText("Thời điểm gửi hoặc nhận bản giấy"),
    person: said("Người thực hiện", 200),
  })
  .meta({ id: "BackfillCommand" });
export type BackfillCommand = z.output<typeof backfillSchema>;

/** Văn bản đi, đến bằng bản giấy trong thời gian sự cố, ghi lại sau. */
export interface BackfillEntry {
  readonly id: string;
  readonly noticeId: NoticeId;
  readonly agencyCode: string;
  readonly direction: "outgoing" | "incoming";
  readonly code: string;
  readonly issuedOn: string;
  readonly typeName: string;
  readonly subject: string;
  readonly peerCode: string | null;
  readonly peerName: string;
  readonly happenedAt: Date;
  readonly person: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** Lượt gửi that went on paper instead. */
export interface PaperFallback {
  readonly id: string;
  readonly dispatchId: string;
  readonly noticeId: NoticeId | null;
  readonly senderCode: string;
  readonly reason: string;
  readonly sentAt: Date;
  readonly person: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}
