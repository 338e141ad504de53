/** The choices inside the rules of a policy, as people read them. Held against the rules themselves by a test. */
export const METADATA_CHOICES: Readonly<Record<string, string>> = {
  sender: "Bên gửi",
  receivers: "Bên nhận",
  number: "Số văn bản",
  notation: "Ký hiệu văn bản",
  issuedOn: "Ngày ban hành",
  issuedAt: "Địa danh",
  documentType: "Tên loại văn bản",
  subject: "Trích yếu",
  signerName: "Họ tên người ký",
  signerPosition: "Chức vụ người ký",
  signerCompetence: "Thẩm quyền ký",
  sphere: "Lĩnh vực",
  pages: "Số trang",
  copies: "Số lượng bản",
  dueOn: "Hạn xử lý",
  toPlaces: "Nơi nhận ghi trên văn bản",
};

export const CATEGORY_CHOICES: Readonly<Record<string, string>> = {
  petition: "Đơn kiến nghị",
  complaint: "Đơn khiếu nại",
  denunciation: "Đơn tố cáo",
  "ethnic-religious-foreign": "Dân tộc, tôn giáo, đối ngoại chưa có kết luận",
  "one-stop-dossier": "Hồ sơ thủ tục hành chính một cửa",
  sensitive: "Văn bản nhạy cảm",
};

export const PURPOSE_CHOICES: Readonly<Record<string, string>> = {
  steering: "Chỉ đạo, điều hành",
  comment: "Tham gia ý kiến, góp ý",
  "for-information": "Để biết",
  report: "Để báo cáo",
  "periodic-report": "Báo cáo định kỳ",
  "work-schedule": "Lịch công tác",
  invitation: "Giấy mời",
  "meeting-papers": "Tài liệu họp, hội thảo",
  "working-papers": "Tài liệu trao đổi trong xử lý công việc",
  "draft-for-comment": "Dự thảo xin ý kiến",
  "one-stop-dossier": "Hồ sơ thủ tục hành chính",
  "individual-decision": "Quyết định cá biệt",
  "asset-declaration": "Kê khai tài sản",
  "inspection-conclusion": "Kết luận thanh tra",
  "financial-records": "Hồ sơ, chứng từ tài chính",
};

export const URGENCY_CHOICES: Readonly<Record<string, string>> = { thuong: "Thường", khan: "Khẩn", "thuong-khan": "Thượng khẩn", "hoa-toc": "Hỏa tốc" };

export function optionsOf(choices: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(choices).map(([value, label]) => ({ value, label }));
}
