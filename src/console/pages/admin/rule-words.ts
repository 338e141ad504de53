/** The rules of policies as they are named in a sentence. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  "document-size": "dung lượng mỗi văn bản",
  "file-size": "dung lượng mỗi tệp",
  "file-formats": "định dạng tệp",
  "main-file-formats": "định dạng văn bản chính",
  "file-name": "tên tệp",
  signature: "chữ ký số",
  paper: "bản giấy",
  urgency: "độ khẩn",
  numbering: "số, ký hiệu",
  metadata: "thông tin bắt buộc",
  "virus-scan": "quét vi rút",
  "document-types": "tên loại văn bản",
  "forbidden-categories": "nội dung không được gửi",
  network: "mạng truyền",
  "account-name": "tên tài khoản",
};
