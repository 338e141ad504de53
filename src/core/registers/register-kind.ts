import type { Column } from "../reports/printout.ts";

/** Sổ: what a register holds. */
export const REGISTER_KINDS = ["outgoing", "incoming", "follow-up", "failed", "paper"] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

export interface RegisterForm {
  readonly title: string;
  readonly heading: string;
  /** Where the columns come from. */
  readonly form: string;
  /** What is counted on the cover. */
  readonly unit: string;
  readonly columns: readonly Column[];
  readonly signatures: readonly string[];
}

const number: Column = { key: "ordinal", title: "TT", kind: "number", width: 4 };
const note: Column = { key: "note", title: "Ghi chú", kind: "text", width: 9 };
const text = (key: string, title: string, width: number): Column => ({ key, title, kind: "text", width });
const date = (key: string, title: string): Column => ({ key, title, kind: "date", width: 8 });
const instant = (key: string, title: string): Column => ({ key, title, kind: "instant", width: 8.5 });

/**
 * The forms of NĐ 30/2020 PL IV with the instants of the exchange beside their columns. What only a person can fill in is left empty:
 * số đến (one series for paper and electronic documents, Đ.22.2), bản lưu, ký nhận.
 */
export const REGISTER_FORMS: Readonly<Record<RegisterKind, RegisterForm>> = {
  outgoing: {
    title: "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    heading: "Văn bản đi",
    form: "Mẫu: Phụ lục IV Nghị định số 30/2020/NĐ-CP, thêm các cột thời điểm gửi và kết quả trên hệ thống (QĐ 28/2018/QĐ-TTg Đ.10.2.n, p)",
    unit: "văn bản",
    columns: [
      number,
      text("code", "Số, ký hiệu văn bản", 9),
      date("issuedOn", "Ngày tháng văn bản"),
      text("subject", "Tên loại và trích yếu nội dung văn bản", 24),
      text("signer", "Người ký", 9),
      text("receivers", "Nơi nhận văn bản", 18),
      text("archive", "Đơn vị, người nhận bản lưu", 7.5),
      { key: "copies", title: "Số lượng bản", kind: "number", width: 5.5 },
      date("transferredOn", "Ngày chuyển"),
      text("receipt", "Ký nhận", 6),
      instant("sentAt", "Thời điểm gửi"),
      text("outcome", "Kết quả ở nơi nhận", 13),
      note,
    ],
    signatures: ["Văn thư", "Chánh văn phòng"],
  },
  incoming: {
    title: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    heading: "Văn bản đến",
    form: "Mẫu: Phụ lục IV Nghị định số 30/2020/NĐ-CP, thêm các cột thời điểm nhận (QĐ 28/2018/QĐ-TTg Đ.10.2.n). Số đến do văn thư ghi theo một dãy chung với văn bản giấy (Đ.22.2)",
    unit: "văn bản",
    columns: [
      number,
      date("arrivedOn", "Ngày đến"),
      text("arrivalNumber", "Số đến", 5),
      text("author", "Tác giả", 13),
      text("code", "Số, ký hiệu", 9),
      date("issuedOn", "Ngày tháng"),
      text("subject", "Tên loại và trích yếu nội dung", 24),
      text("unit", "Đơn vị hoặc người nhận", 10),
      date("transferredOn", "Ngày chuyển"),
      text("receipt", "Ký nhận", 6),
      instant("receivedAt", "Thời điểm đến hệ thống"),
      instant("effectiveAt", "Thời điểm tiếp nhận được tính"),
      text("state", "Trạng thái", 9),
      note,
    ],
    signatures: ["Văn thư", "Chánh văn phòng"],
  },
  "follow-up": {
    title: "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
    heading: "Theo dõi giải quyết",
    form: "Mẫu: Phụ lục IV Nghị định số 30/2020/NĐ-CP (sổ theo dõi giải quyết văn bản đến), tiến độ theo trạng thái đã báo bên gửi",
    unit: "văn bản",
    columns: [
      number,
      text("arrivalNumber", "Số đến", 5),
      text("document", "Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản", 28),
      text("unit", "Đơn vị hoặc người nhận", 12),
      date("dueOn", "Thời hạn giải quyết"),
      text("progress", "Tiến độ giải quyết", 20),
      text("answer", "Số, ký hiệu văn bản trả lời", 13),
      note,
    ],
    signatures: ["Văn thư", "Chánh văn phòng"],
  },
  failed: {
    title: "DANH SÁCH VĂN BẢN GỬI KHÔNG THÀNH CÔNG",
    heading: "Gửi không thành công",
    form: "Theo dõi việc tiếp nhận của bên nhận (QĐ 28/2018/QĐ-TTg Đ.8.2; NĐ 30/2020/NĐ-CP PL VI); mỗi dòng là một nơi nhận",
    unit: "lượt gửi",
    columns: [
      number,
      text("code", "Số, ký hiệu văn bản", 10),
      date("issuedOn", "Ngày tháng văn bản"),
      text("subject", "Tên loại và trích yếu nội dung văn bản", 24),
      text("receiver", "Nơi nhận", 16),
      instant("submittedAt", "Thời điểm giao cho cổng"),
      text("state", "Trạng thái", 10),
      text("reason", "Lý do", 20),
      { key: "attempts", title: "Số lần gửi", kind: "number", width: 5.5 },
      text("paper", "Gửi bản giấy thay thế", 12),
      note,
    ],
    signatures: ["Văn thư", "Chánh văn phòng"],
  },
  paper: {
    title: "DANH SÁCH VĂN BẢN GỬI BẢN GIẤY DO SỰ CỐ",
    heading: "Bản giấy do sự cố",
    form: "Gửi theo đường truyền thống khi hệ thống có sự cố, cập nhật lại khi hoạt động (QĐ 28/2018/QĐ-TTg Đ.7.1; 01/2022/QĐ-UBND Đắk Nông Đ.20.1; 19-QC/HU Kim Động Đ.6.6)",
    unit: "lượt gửi",
    columns: [
      number,
      text("code", "Số, ký hiệu văn bản", 10),
      date("issuedOn", "Ngày tháng văn bản"),
      text("subject", "Tên loại và trích yếu nội dung văn bản", 24),
      text("receiver", "Nơi nhận", 16),
      instant("sentAt", "Thời điểm gửi bản giấy"),
      text("person", "Người gửi", 10),
      text("reason", "Lý do", 16),
      text("incident", "Thông báo sự cố", 11),
      text("backfill", "Cập nhật lên hệ thống", 14),
    ],
    signatures: ["Văn thư", "Chánh văn phòng"],
  },
};
