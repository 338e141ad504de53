import type { Schemas } from "../../api/client.ts";

/** The 29 types of NĐ 30/2020 Đ.7, the most used first. */
export const DOCUMENT_TYPES = [
  "Công văn", "Báo cáo", "Tờ trình", "Thông báo", "Kế hoạch", "Quyết định", "Giấy mời", "Công điện", "Nghị quyết", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Hướng dẫn", "Chương trình",
  "Phương án", "Đề án", "Dự án", "Biên bản", "Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Thư công",
] as const; // prettier-ignore

export const PURPOSES: Readonly<Record<NonNullable<Schemas["SendDocument"]["purpose"]>, string>> = {
  steering: "Chỉ đạo, điều hành",
  comment: "Lấy ý kiến",
  "for-information": "Để biết, để báo cáo",
  report: "Báo cáo",
  "periodic-report": "Báo cáo định kỳ",
  "work-schedule": "Lịch công tác",
  invitation: "Giấy mời họp",
  "meeting-papers": "Tài liệu họp",
  "working-papers": "Tài liệu làm việc",
  "draft-for-comment": "Dự thảo lấy ý kiến",
  "one-stop-dossier": "Hồ sơ một cửa",
  "individual-decision": "Quyết định cá biệt",
  "asset-declaration": "Kê khai tài sản",
  "inspection-conclusion": "Kết luận thanh tra, kiểm tra",
  "financial-records": "Chứng từ tài chính",
};
