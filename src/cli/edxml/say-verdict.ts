import type { InvalidReason, SignatureVerdict, UntrustedReason } from "#edxml";
import { clerkTime } from "../vietnam-time.ts";

const UNTRUSTED: Readonly<Record<UntrustedReason, string>> = {
  "no-trust-given": "chưa cho gốc tin cậy để đối chiếu",
  "not-registered": "chứng thư chưa được đăng ký cho cơ quan gửi",
  "chain-incomplete": "không có đường dẫn chứng thư tới gốc tin cậy",
  "chain-invalid": "đường dẫn chứng thư không hợp lệ",
  "not-yet-valid": "chứng thư chưa có hiệu lực",
  expired: "chứng thư đã hết hạn",
  "key-usage": "chứng thư không được dùng để ký",
  "key-too-weak": "khóa quá yếu",
};

const INVALID: Readonly<Record<InvalidReason, string>> = {
  profile: "không theo dạng chữ ký được chấp nhận",
  certificate: "không có chứng thư đọc được",
  "signature-value": "giá trị chữ ký không khớp với chứng thư",
  manifest: "danh mục đã ký và gói tin mâu thuẫn nhau",
};

/** The verdict for a person: one sentence, then what it rests on. */
export function sayVerdict(verdict: SignatureVerdict): readonly string[] {
  switch (verdict.kind) {
    case "intact":
      return ["HỢP LỆ: gói tin nguyên vẹn, đúng như khi ký.", ...signerLines(verdict.signer)];
    case "relayed":
      return ["HỢP LỆ: văn bản và mọi tệp đúng như khi ký; trục chỉ thêm phần vận chuyển.", ...signerLines(verdict.signer), ...additionLines(verdict.added)];
    case "altered":
      return [`BỊ THAY ĐỔI sau khi ký: ${verdict.altered.map((part) => (part === "core" ? "phần thông tin văn bản" : part)).join(", ")}.`, ...signerLines(verdict.signer)];
    case "untrusted":
      return [`CHƯA ĐỦ TIN CẬY: chữ ký đúng nhưng ${UNTRUSTED[verdict.reason]}.`, ...signerLines(verdict.signer)];
    case "invalid":
      return [`KHÔNG HỢP LỆ: ${INVALID[verdict.reason]}.`];
    case "unsigned":
      return ["KHÔNG CÓ CHỮ KÝ: gói tin chỉ để biết, tham khảo."];
  }
}

/** Whether the verdict lets business data be used. */
export function isProven(verdict: SignatureVerdict): boolean {
  return verdict.kind === "intact" || verdict.kind === "relayed";
}

function signerLines(signer: Extract<SignatureVerdict, { signer: unknown }>["signer"]): string[] {
  return [`  người ký: ${signer.subject}`, `  bên cấp:  ${signer.issuer}`, `  hiệu lực: ${clerkTime(signer.notBefore)} – ${clerkTime(signer.notAfter)}`, `  vân tay:  ${signer.fingerprint}`];
}

function additionLines({ to, traceHeaders }: Extract<SignatureVerdict, { kind: "relayed" }>["added"]): string[] {
  return [...to.map((organId) => `  trục thêm nơi nhận: ${organId}`), ...traceHeaders.map((trace) => `  trục thêm dấu vết: ${trace.organId ?? "?"}`)];
}
