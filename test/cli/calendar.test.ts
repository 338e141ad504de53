import test from "ava";
import { run } from "./run.ts";

test("calendar effective moves a Friday evening to Monday morning where the rule of Quảng Ngãi holds", async (t) => {
  const { code, out, err } = await run("calendar", "effective", "2026-11-13T17:42", "--agency", "H48", "--shipped", "--json");
  t.is(code, 0);
  t.is(err, "");
  const answer = JSON.parse(out) as Record<string, unknown>;
  t.like(answer, { agency: "H48", receivedAt: "2026-11-13T17:42:00.000+07:00", effectiveAt: "2026-11-16T07:30:00.000+07:00", kind: "shifted", provisional: false });
  t.is(answer["explanation"], "nhận 17:42 thứ Sáu 13/11/2026 → tính là 07:30 thứ Hai 16/11/2026, theo Đ11.2 QĐ 57/2014 (ngoài giờ hành chính; thứ Bảy, Chủ nhật nghỉ)");
});

test("calendar effective leaves the instant alone where no text shifts it", async (t) => {
  const { out } = await run("calendar", "effective", "13/11/2026 17:42", "--agency", "000.00.00.G22", "--shipped", "--json");
  t.like(JSON.parse(out), { agency: "G22", effectiveAt: "2026-11-13T17:42:00.000+07:00", kind: "not-shifted-by-rule" });
});

test("calendar effective explains itself to a person", async (t) => {
  const { code, out } = await run("calendar", "effective", "2026-11-13T17:42", "--agency", "H48.06", "--shipped");
  t.is(code, 0);
  t.regex(out, /^Nhận 17:42 thứ Sáu 13\/11\/2026 → tính là 07:30 thứ Hai 16\/11\/2026/);
  t.regex(out, /Quyết định 57\/2014\/QĐ-UBND/);
});

test("a time that does not exist is refused with the form to write it in", async (t) => {
  for (const wrong of ["2026-02-30T10:00", "hôm nay", "2026-11-13T25:00", "2026-13-01"]) {
    const { code, out, err } = await run("calendar", "effective", wrong, "--agency", "H48", "--shipped");
    t.is(code, 2, wrong);
    t.is(out, "");
    t.regex(err, /không phải thời điểm.*2026-11-20T17:42/s);
  }
});

test("calendar deadline gives the morning of the next working day, and minutes for an urgent document", async (t) => {
  const usual = await run("calendar", "deadline", "2026-11-13T16:50", "--agency", "G22", "--shipped", "--json");
  t.like(JSON.parse(usual.out), { deadline: "2026-11-16T11:30:00.000+07:00", rule: "R-SEND-1" });
  const urgent = await run("calendar", "deadline", "2026-11-13T16:50", "--agency", "G22", "--shipped", "--urgency", "hoa-toc", "--json");
  t.like(JSON.parse(urgent.out), { deadline: "2026-11-13T17:05:00.000+07:00", rule: "R-SEND-3" });
  t.is((await run("calendar", "deadline", "2026-11-13T16:50", "--agency", "G22", "--shipped", "--urgency", "gấp")).code, 2);
});
