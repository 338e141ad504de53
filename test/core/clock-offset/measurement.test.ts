import test from "ava";
import { measured, offsetOfDateHeader, sayMeasurement, unmeasured } from "#src/core/clock-offset/measurement";

const at = new Date("2026-11-20T09:00:00.000+07:00");

test("a Date header is the middle of its second, uncertain by half a second and half of the way", (t) => {
  const asked = new Date(at.getTime());
  const answered = new Date(at.getTime() + 200);
  t.deepEqual(offsetOfDateHeader(at, asked, answered), { offsetMs: 400, uncertaintyMs: 600 });
  t.deepEqual(offsetOfDateHeader(new Date(at.getTime() - 5_000), asked, answered), { offsetMs: -4_600, uncertaintyMs: 600 });
});

test("an offset is over the limit only when it certainly is", (t) => {
  t.false(measured("axis", "trục", at, 1_500, 600).overLimit);
  t.true(measured("axis", "trục", at, 1_700, 600).overLimit);
  t.true(measured("ntp", "máy", at, -1_001, 0.5).overLimit);
  t.false(measured("ntp", "máy", at, 999, 0.5).overLimit);
});

test("people are told which way, how far, and what to do", (t) => {
  t.is(sayMeasurement(measured("ntp", "ntp.vn", at, 12, 3)), "Đồng hồ chậm 12 ms so với máy chủ thời gian ntp.vn (sai số ±3 ms).");
  t.regex(sayMeasurement(measured("axis", "trục", at, -90_000, 600)), /nhanh 90,0 giây so với Trục \(trục\).*VƯỢT mức 1,0 giây: hãy chỉnh đồng hồ/);
  t.is(sayMeasurement(unmeasured("ntp", "ntp.vn", at, "did not answer")), "Không đo được đồng hồ so với máy chủ thời gian ntp.vn: did not answer.");
});
