/** What cryptography says of one signature of a PDF. Only `valid` counts for legal effect (QĐ 28/2018 Đ.9.1; NĐ 23/2025 Đ.15–16). */
export type SignatureCheck =
  | {
      readonly kind: "valid";
      /** The instant the certificates were judged at. */
      readonly at: Date;
      /** `timestamp`: proven by an authority we trust; `claimed`: the signer's own word; `none`: no time was given, so the time of inspection. */
      readonly timeProof: "timestamp" | "claimed" | "none";
      /** By lists and answers the file brings or the operator keeps; `unknown`: none that covers the time. Absent: found before anybody asked. */
      readonly revocation?: "not-revoked" | "unknown";
      /** Subjects from the signer's certificate to the anchor. */
      readonly chain: readonly string[];
      /** Whose root the chain ends at. */
      readonly issuer: SignatureIssuer;
    }
  /** `content`: the file is not what was signed. `signature`: the value does not fit. `certificate`: signed with another certificate than the one shown. */
  | { readonly kind: "altered"; readonly part: "content" | "signature" | "certificate" }
  /** The range of the signature leaves out more than the signature itself, or the dictionary says things twice. */
  | { readonly kind: "malformed"; readonly detail: string }
  /** Intact, but by an algorithm that anybody can forge. */
  | { readonly kind: "weak"; readonly algorithm: string }
  | { readonly kind: "untrusted"; readonly reason: DistrustReason; readonly detail: string }
  | { readonly kind: "expired"; readonly reason: "expired" | "not-yet-valid" | "time-unproven"; readonly detail: string }
  | { readonly kind: "unreadable"; readonly detail: string }
  /** Not looked at: too much of it, or a finding made before signatures were verified. */
  | { readonly kind: "unchecked" };

export type SignatureIssuer = "ban-co-yeu" | "other";
export const SIGNATURE_CHECKS = ["valid", "altered", "malformed", "weak", "untrusted", "expired", "unreadable", "unchecked"] as const satisfies readonly SignatureCheck["kind"][];
export const DISTRUST_REASONS = ["no-anchors", "chain-incomplete", "chain-invalid", "key-usage", "key-too-weak", "revoked"] as const;
export type DistrustReason = (typeof DISTRUST_REASONS)[number];

/** Clause of a sentence: “chữ ký của Nguyễn Văn A …”. */
export function sayCheck(check: SignatureCheck): string {
  switch (check.kind) {
    case "valid":
      return "hợp lệ";
    case "altered":
      return ALTERED[check.part];
    case "malformed":
      return `không bao trùm đúng tệp: ${check.detail}`;
    case "weak":
      return `dùng thuật toán ${check.algorithm} không còn an toàn`;
    case "untrusted":
      return `chưa tin được: ${check.detail}`;
    case "expired":
      return check.detail;
    case "unreadable":
      return `không đọc được: ${check.detail}`;
    case "unchecked":
      return "chưa được xác minh";
  }
}

const ALTERED = {
  content: "không khớp nội dung tệp: tệp đã bị sửa sau khi ký",
  signature: "không đúng: giá trị chữ ký không khớp chứng thư",
  certificate: "không đúng: chứng thư kèm theo không phải chứng thư đã ký",
} as const;
