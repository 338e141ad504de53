import type { LocalDate } from "#edxml";
import type { FieldProblem } from "../fault.ts";
import type { SendDocument } from "../outgoing/send-command.ts";

/* What makes no sense under any profile: neither needs a file, both need to know the day or the directory. */

/** `today` in Vietnam. A document is numbered and dated before it is sent, so a date still to come is a slip of the pen. */
export function checkIssuedOn({ issuedOn }: Pick<SendDocument, "issuedOn">, today: LocalDate): FieldProblem[] {
  if (issuedOn <= today) return [];
  const [written, day] = [issuedOn, today].map((date) => date.split("-").toReversed().join("/"));
  return [{ field: "/issuedOn", code: "field-invalid", message: `Ngày ban hành ${written} ở sau hôm nay (${day}). Hãy kiểm tra lại ngày ghi trên văn bản.`, rule: "NĐ 30/2020/NĐ-CP Đ.15, PL I" }];
}

/** A receiver that is the sender, by whatever code it was written. Both codes as the directory has them. */
export function checkNotSender(field: string, receiverCode: string, senderCode: string): FieldProblem[] {
  if (receiverCode !== senderCode) return [];
  return [{ field, code: "field-invalid", message: `Cơ quan ${receiverCode} là bên gửi, không thể là nơi nhận của chính văn bản này. Hãy bỏ dòng này.`, rule: "QĐ 28/2018/QĐ-TTg Đ.3" }];
}
