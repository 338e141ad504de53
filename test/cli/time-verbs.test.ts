import test from "ava";
import { installation } from "./installation.ts";
import { run } from "./run.ts";

test.serial("an operator decides the open question of 23/11/2026, and explanations follow, by the new version and by the old one", async (t) => {
  await installation(t);
  const before = await run("calendar", "explain", "receipt", "2026-11-20T17:42", "--agency", "H48");
  t.is(before.code, 0);
  t.regex(before.out, /tính là 07:30 thứ Hai 23\/11\/2026.*\n.*1\. Quy định áp dụng: Đ11\.2 QĐ 57\/2014/);
  t.regex(before.out, /tạm tính/);
  const version = /phiên bản (\S+),/.exec(before.out)?.[1] ?? "";

  const decided = await run("calendar", "decide", "2026-11-23", "official", "--source", "Thông báo 99/TB-BNV", "--reason", "đã có thông báo");
  t.is(decided.code, 0);
  t.regex(decided.out, /thứ Hai 23\/11\/2026: nghỉ hoán đổi.*theo \(Thông báo 99\/TB-BNV\)/);
  t.regex(decided.out, /thứ Bảy 28\/11\/2026: làm bù/);

  const after = await run("calendar", "explain", "receipt", "2026-11-20T17:42", "--agency", "H48");
  t.regex(after.out, /tính là 07:30 thứ Tư 25\/11\/2026/);
  t.notRegex(after.out, /tạm tính/);
  const asThen = await run("calendar", "explain", "receipt", "2026-11-20T17:42", "--agency", "H48", "--calendar-version", version);
  t.is(asThen.out, before.out, "word for word as it was answered then");
  t.regex((await run("calendar", "corrections")).out, /Đính chính 1 .*đã có thông báo/);
  t.regex((await run("calendar", "effective", "2026-11-20T17:42", "--agency", "H48")).out, /07:30 thứ Tư 25\/11\/2026/, "with what was corrected");
  t.regex((await run("calendar", "effective", "2026-11-20T17:42", "--agency", "H48", "--shipped")).out, /07:30 thứ Hai 23\/11\/2026/);
  t.is((JSON.parse((await run("calendar", "deadline", "2026-11-20T16:50", "--agency", "G22", "--json")).out) as { deadline: string }).deadline.slice(0, 16), "2026-11-25T11:30");
  const ruled = await run("calendar", "receipt-rule", "H36", "NEXT_OFFICE_HOURS", "--from", "2026-11-01", "--citation", "Đ5 QĐ 77/2026", "--source", "Quyết định 77/QĐ-UBND", "--reason", "tỉnh có quy định");
  t.is(ruled.code, 0, ruled.err);
  t.regex((await run("calendar", "effective", "2026-11-27T17:42", "--agency", "H36")).out, /Đ5 QĐ 77\/2026/);
  t.is((await run("calendar", "receipt-rule", "H36", "SOMETIMES", "--from", "2026-11-01", "--citation", "x", "--source", "y", "--reason", "z")).code, 2);
  t.is((await run("calendar", "decide", "2026-11-23", "rejected", "--source", "x", "--reason", "y")).code, 2, "it is no open question any more");
  t.regex((await run("calendar", "explain", "minutes", "2026-11-20T08:00", "--until", "2026-11-25T08:00", "--agency", "G22")).out, /7 giờ 30 phút làm việc/);
  t.is((await run("calendar", "explain", "minutes", "2026-11-20T08:00", "--agency", "G22")).code, 2);
});

test.serial("the board of deadlines is empty where nothing was sent, and its questions are checked", async (t) => {
  await installation(t);
  t.regex((await run("deadlines", "list", "--state", "late")).out, /Không có việc nào/);
  t.regex((await run("deadlines", "board", "--within", "60")).out, /Không có việc nào/);
  t.is((await run("deadlines", "list", "--within", "mai")).code, 2);
});
