import type { Counts, Spread } from "./report-ports.ts";

/** What each number counts, as a clerk reads it. */
export const COUNT_WORDS: Readonly<Record<keyof Counts, string>> = {
  documents: "Văn bản",
  exchanges: "Lượt gửi (văn bản đến: bằng số văn bản)",
  sent: "Đã gửi theo luật (t1)",
  onTime: "Gửi đúng hạn (QĐ 28/2018 Đ.6.2)",
  late: "Gửi trễ, hoặc quá hạn chưa gửi",
  answered: "Đã có báo nhận (đi), đã tiếp nhận hoặc từ chối (đến)",
  answeredInDay: "Trong số đó, trong ngày (NĐ 30/2020 Đ.21.2.c)",
  accepted: "Được tiếp nhận",
  refused: "Bị từ chối",
  failed: "Gửi không thành công",
  withdrawn: "Rút lại trước khi gửi",
  waiting: "Chưa có kết quả",
  recalls: "Có yêu cầu thu hồi",
  recallsAgreed: "Đã hủy theo thu hồi",
  recallsDeclined: "Từ chối thu hồi",
  electronicOnly: "Chỉ bản điện tử",
  signed: "Gói tin có chữ ký số: văn bản đi luôn do cổng ký, văn bản đến có chữ ký tin cậy",
  documentSigned: "Văn bản có chữ ký số của cơ quan ban hành trên tệp chính",
};

export const SPREAD_WORDS: Readonly<Record<keyof Spread, string>> = {
  answerP50: "Phút làm việc tới khi báo nhận (50%)",
  answerP95: "Phút làm việc tới khi báo nhận (95%)",
  decideP50: "Phút làm việc tới khi tiếp nhận hoặc từ chối (50%)",
  decideP95: "Phút làm việc tới khi tiếp nhận hoặc từ chối (95%)",
};
