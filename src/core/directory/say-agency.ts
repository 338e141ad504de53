import type { LocalDate } from "#edxml";
import { addDays } from "../calendar/local-time.ts";
import { sayDate } from "../calendar/say.ts";
import type { Agency } from "../agency.ts";

/** Whether the agency's own validity has run out on this day. */
export function isClosed(agency: Pick<Agency, "facts">, on: LocalDate): boolean {
  return agency.facts.validTo !== null && agency.facts.validTo < on;
}

/** What a clerk reads about an agency of the directory that cannot be sent to, or that should be looked at; null when all is well. */
export function sayAgencyState(agency: Agency, on: LocalDate, successorName: string | null): string | null {
  const { validTo, validFrom, successor, name } = agency.facts;
  const named = name === null ? agency.code : `${agency.code} (${name})`;
  if (validTo !== null && validTo < on) {
    const next = successor === null ? "chưa có mã thay thế được ghi nhận, hãy hỏi cơ quan nhận mã mới" : `gửi tới ${successorName === null ? successor : `${successor} (${successorName})`}`;
    return `Mã ${named} đã đóng từ ${sayDate(addDays(validTo, 1))}; ${next}.`;
  }
  if (validFrom !== null && on < validFrom) return `Mã ${named} chỉ có hiệu lực từ ${sayDate(validFrom)}.`;
  if (agency.vanishedAt !== null) return `Mã ${named} không còn trong danh sách của Trục; hãy hỏi lại cơ quan nhận trước khi gửi.`;
  return null;
}
