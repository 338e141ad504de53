import test from "ava";
import { effectiveReceipt, explain, explainBriefly } from "#src/core/calendar/index";
import { calendarAt, day, plain, shipped } from "./data.ts";

const say = (received: string, organId = "H48", data = shipped): string => {
  const at = new Date(received);
  return explainBriefly(effectiveReceipt(at, calendarAt(organId, at, data)));
};

test("a Friday evening is explained with the weekend and the article", (t) => {
  t.is(say("2026-11-13T17:42:00+07:00"), "nhận 17:42 thứ Sáu 13/11/2026 → tính là 07:30 thứ Hai 16/11/2026, theo Đ11.2 QĐ 57/2014 (ngoài giờ hành chính; thứ Bảy, Chủ nhật nghỉ)");
});

test("an open question is named by its day", (t) => {
  t.is(
    say("2026-11-20T17:42:00+07:00"),
    "nhận 17:42 thứ Sáu 20/11/2026 → tính là 07:30 thứ Hai 23/11/2026, theo Đ11.2 QĐ 57/2014 (ngoài giờ hành chính; thứ Bảy, Chủ nhật nghỉ; tạm tính vì lịch 23/11/2026 chưa chốt)",
  );
});

test("lunch, office hours, a holiday and a run of Tết days are each said in their own words", (t) => {
  t.regex(say("2026-11-19T12:00:00+07:00"), /→ tính là 13:30 thứ Năm 19\/11\/2026, theo .* \(nghỉ trưa, ngoài giờ hành chính\)$/);
  t.is(say("2026-11-19T09:15:00+07:00"), "nhận 09:15 thứ Năm 19/11/2026 → giữ nguyên, theo Đ11.2 QĐ 57/2014 (trong giờ hành chính)");
  t.regex(say("2026-11-23T17:05:00+07:00"), /thứ Ba 24\/11\/2026 nghỉ Ngày Văn hóa Việt Nam\)$/);
  t.regex(say("2026-02-13T17:00:00+07:00"), /thứ Bảy, Chủ nhật nghỉ; từ 16\/02\/2026 đến 20\/02\/2026 nghỉ Tết Nguyên đán Bính Ngọ\)$/);
  t.regex(say("2026-08-28T17:00:00+07:00"), /thứ Hai 31\/08\/2026 nghỉ hoán đổi, làm bù ngày 22\/08\/2026; từ 01\/09\/2026 đến 02\/09\/2026 nghỉ Quốc khánh\)$/);
  t.regex(say("2026-04-24T18:00:00+07:00"), /thứ Hai 27\/04\/2026 nghỉ bù Giỗ Tổ Hùng Vương\)$/);
});

test("where no rule shifts the receipt the law is named", (t) => {
  t.is(say("2026-11-20T17:42:00+07:00", "G22"), "nhận 17:42 thứ Sáu 20/11/2026 → giữ nguyên, theo Đ17.1 Luật GDĐT 2023 (không có quy định tính lại theo giờ hành chính)");
});

test("whole seconds are said when there are any, cut and never rounded up into office hours", (t) => {
  t.regex(say("2026-11-19T07:29:59.999+07:00"), /^nhận 07:29:59 thứ Năm/);
  t.regex(say("2026-11-19T07:29:05+07:00"), /^nhận 07:29:05 thứ Năm/);
});

test("the steps name every day looked at, its source, the open question and the calendar's version", (t) => {
  const at = new Date("2026-11-20T17:42:00+07:00");
  const lines = explain(effectiveReceipt(at, calendarAt("H48.01", at))).split("\n");
  t.is(lines.length, 8);
  t.regex(lines[1] ?? "", /Quyết định 57\/2014\/QĐ-UBND ngày 10\/11\/2014 của UBND tỉnh Quảng Ngãi, Điều 11 khoản 2/);
  t.regex(lines[2] ?? "", /Thứ Sáu 20\/11\/2026; giờ làm việc 07:30–11:30, 13:30–17:00 \(giờ mặc định, cơ quan chưa xác nhận\): đến khi đã hết giờ/);
  t.is(lines[3], "  3. Thứ Bảy 21/11/2026: nghỉ hằng tuần.");
  t.regex(lines[6] ?? "", /thứ Hai 23\/11\/2026 đang có đề xuất nghỉ hoán đổi, làm bù ngày 28\/11\/2026, chưa có quyết định nên chưa áp dụng \(nếu có: nghỉ\)/);
  t.regex(lines[7] ?? "", /Lịch H48, phiên bản 2026-11-21\+[0-9a-f]{12}, giờ Việt Nam \(UTC\+7\)\. Kết quả tạm tính/);
});

test("an agency's own day is said with its reason", (t) => {
  const overrides = [{ scope: "H48", date: day("2026-11-21"), sessions: [["08:00", "11:00"]], name: "trực một cửa sáng thứ Bảy", source: "QĐ 14/2010/QĐ-TTg" }] as const;
  const at = new Date("2026-11-21T09:00:00+07:00");
  const text = explain(effectiveReceipt(at, calendarAt("H48", at, plain({ overrides }))));
  t.regex(text, /Thứ Bảy 21\/11\/2026, cơ quan quy định riêng: trực một cửa sáng thứ Bảy, căn cứ: QĐ 14\/2010\/QĐ-TTg; giờ làm việc 08:00–11:00/);
});
