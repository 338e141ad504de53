import type { Day } from "./calendar.ts";
import type { EffectiveReceipt, Step } from "./effective-receipt.ts";
import { capital, describeDay, sayCause, sayDate, sayDay, sayDaysOff, sayDoubt, sayInstant, sourceOf } from "./say.ts";

/** The result and its grounds in one Vietnamese sentence, then the computation step by step, a line each. */
export function explain(result: EffectiveReceipt): string {
  const steps = explainSteps(result).map((step, i) => `  ${i + 1}. ${step}`);
  const state = result.provisional ? " Kết quả tạm tính, sẽ được tính lại khi lịch được xác nhận." : "";
  return [explainBriefly(result), ...steps, `  Lịch ${result.calendarId}, phiên bản ${result.calendarVersion}, giờ Việt Nam (UTC+7).${state}`].join("\n");
}

/** Each step of the computation as a Vietnamese sentence, with its source. */
export function explainSteps(result: EffectiveReceipt): readonly string[] {
  return result.reasons.map((step) => sayStep(step, result));
}

/** One sentence, e.g. "nhận 17:42 thứ Sáu 20/11/2026 → tính là 07:30 thứ Hai 23/11/2026, theo Đ11.2 QĐ 57/2014 (…)". */
export function explainBriefly(result: EffectiveReceipt): string {
  const received = `nhận ${sayInstant(result.receivedAt)}`;
  const citation = result.reasons.find((step) => step.kind === "rule")?.rule.citation ?? "";
  if (result.kind === "not-shifted-by-rule") return `${received} → giữ nguyên, theo ${citation} (không có quy định tính lại theo giờ hành chính)`;
  const grounds = [...new Set(result.reasons.flatMap(openDays))].map((open) => `tạm tính vì lịch ${open} chưa chốt`);
  if (result.kind === "inside") return `${received} → giữ nguyên, theo ${citation} (${["trong giờ hành chính", ...grounds].join("; ")})`;
  const lunch = result.reasons.some((step) => step.kind === "before-session" && step.lunch);
  const daysOff = sayDaysOff(result.reasons.flatMap((step): Day[] => (step.kind === "day-off" ? [step.day] : [])));
  const why = [lunch ? "nghỉ trưa, ngoài giờ hành chính" : "ngoài giờ hành chính", ...daysOff, ...grounds];
  return `${received} → tính là ${sayInstant(result.effectiveAt)}, theo ${citation} (${why.join("; ")})`;
}

function openDays(step: Step): readonly string[] {
  if (step.kind !== "doubt") return [];
  return [step.doubt.kind === "year" ? `năm ${step.doubt.year}` : sayDate(step.doubt.date)];
}

function sayStep(step: Step, result: EffectiveReceipt): string {
  switch (step.kind) {
    case "rule": {
      const meaning = step.rule.rule === "NONE" ? "thời điểm nhận giữ nguyên, không tính lại" : "nhận ngoài giờ hành chính thì tính từ lúc bắt đầu giờ hành chính kế tiếp";
      return `Quy định áp dụng: ${step.rule.citation}, ${meaning}. Căn cứ: ${step.rule.source}.`;
    }
    case "inside":
      return `${describeDay(step.day)}: đến trong giờ hành chính, giữ nguyên.`;
    case "day-over":
      return `${describeDay(step.day)}: đến khi đã hết giờ, xét ngày kế tiếp.`;
    case "day-off":
      return `${capital(sayDay(step.day.date))}: ${sayCause(step.day.cause)}${sourceOf(step.day)}.`;
    case "before-session":
      return `${describeDay(step.day)}: đến ${step.lunch ? "trong giờ nghỉ trưa" : "trước giờ làm việc"}, tính là ${sayInstant(result.effectiveAt)}.`;
    case "counts-from":
      return `${describeDay(step.day)}: tính là ${sayInstant(result.effectiveAt)}.`;
    case "doubt":
      return `Chưa chắc chắn: ${sayDoubt(step.doubt)}.`;
  }
}
