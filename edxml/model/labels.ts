import type { Business, Priority, SteeringType } from "./document.ts";
import type { StatusCode } from "./status-report.ts";

/** Vietnamese names of the format's codes, as clerks know them (edXML §4). */
export const STATUS_LABELS: Readonly<Record<StatusCode, string>> = {
  "01": "Đã đến",
  "02": "Từ chối tiếp nhận",
  "03": "Đã tiếp nhận",
  "04": "Phân công xử lý",
  "05": "Đang xử lý",
  "06": "Hoàn thành",
  "13": "Yêu cầu lấy lại văn bản",
  "15": "Đồng ý yêu cầu cập nhật hoặc lấy lại",
  "16": "Từ chối yêu cầu cập nhật hoặc lấy lại",
};

export const PRIORITY_LABELS: Readonly<Record<Priority, string>> = { 0: "Thường", 1: "Khẩn", 2: "Thượng khẩn", 3: "Hỏa tốc", 4: "Hỏa tốc hẹn giờ" };

export const STEERING_LABELS: Readonly<Record<SteeringType, string>> = { 0: "Không phải văn bản chỉ đạo", 1: "Văn bản chỉ đạo", 2: "Báo cáo việc thực hiện chỉ đạo" };

export const BUSINESS_LABELS: Readonly<Record<Business["kind"], string>> = { new: "Văn bản mới", recall: "Thu hồi văn bản", update: "Cập nhật văn bản", replace: "Thay thế văn bản" };
