import { foldWord } from "./fold-word.ts";
import type { FieldProblem } from "../fault.ts";

const SHORTEST = 12;
const LONGEST = 200;
const RULE = "docs/accounts.md";

/** Parts people build passwords of, here and elsewhere. What is left after taking them away has to be long enough by itself. */
const COMMON = [
  "password", "passw0rd", "p@ssword", "p@ssw0rd", "matkhau", "mat khau", "vietnam", "hanoi", "saigon", "tphcm", "admin", "administrator", "quantri", "vanthu", "lanhdao", "qwerty", "qwertyuiop", "asdfgh", "zxcvbn",
  "letmein", "welcome", "iloveyou", "abc123", "123abc", "abcdef", "1q2w3e4r", "1qaz2wsx", "changeme", "lienthong", "congvan", "vanban", "ubnd", "anhyeuem", "emyeuanh", "khongbiet", "tinhyeu", "changeit", "secret", "default",
]; // prettier-ignore
const RUNS = ["0123456789".repeat(20), "9876543210".repeat(20)];
const LEAST_LEFT = 6;

/** What is wrong with a new password, in words; null: nothing. `own` are words about the person, which others know. */
export function passwordProblem(password: string, own: readonly string[], field: string): FieldProblem | null {
  const refused = (message: string): FieldProblem => ({ field, code: "field-invalid", message, rule: RULE });
  const length = Array.from(password.normalize("NFKC")).length;
  if (length < SHORTEST) return refused(`Mật khẩu: cần ít nhất ${SHORTEST} ký tự; một câu ngắn dễ nhớ là tốt nhất.`);
  if (length > LONGEST) return refused(`Mật khẩu: tối đa ${LONGEST} ký tự.`);
  const plain = foldWord(password);
  if (new Set(plain).size < 5) return refused("Mật khẩu: quá ít ký tự khác nhau.");
  let left = plain.replaceAll(/(?:19|20)\d\d/g, "").replaceAll(/\d{3,}/g, (run) => (RUNS.some((all) => all.includes(run)) ? "" : run)).replaceAll(/(.)\1{2,}/g, "");
  for (const word of [...COMMON, ...own].map(foldWord)) if (word.length >= 3) left = left.replaceAll(word, "");
  if (left.replaceAll(/[^\p{L}\p{N}]/gu, "").length < LEAST_LEFT) return refused("Mật khẩu: dễ đoán (từ quá thông dụng, dãy số, hoặc tên của chính bạn). Hãy chọn một câu khác.");
  return null;
}
