import test from "ava";
import { capabilityProblems, commonDialect, holdReason, NO_COUNTS } from "#src/core/directory/index";

const MiB = 1024 * 1024;
const haGiang = (limits: { maxFileMb?: number; maxDocumentMb?: number; formats?: string[] }) => ({
  code: "H22",
  organization: { organName: "UBND tỉnh Hà Giang" },
  limits: { maxFileMb: null, maxDocumentMb: null, formats: null, ...limits },
});

test("what a receiver cannot take is said by file, with whose limit, how much and what to do", (t) => {
  const problems = capabilityProblems(haGiang({ maxFileMb: 25, maxDocumentMb: 40, formats: ["pdf"] }), [
    { name: "cv.pdf", size: 31 * MiB },
    { name: "phu-luc.XLSX", size: 12 * MiB },
  ]);
  t.deepEqual(problems.map(({ field, code }) => `${field} ${code}`), ["/files/0 file-too-large", "/files/1 file-format-not-allowed", "/files file-too-large"]);
  t.regex(problems[0]?.message ?? "", /UBND tỉnh Hà Giang \(H22\) nhận tối đa 25 MB mỗi tệp; tệp “cv\.pdf” 31 MB/);
});

test("a limit is included, one byte more is over it and never shown as the limit itself", (t) => {
  t.deepEqual(capabilityProblems(haGiang({ maxFileMb: 25 }), [{ name: "a.pdf", size: 25 * MiB }]), []);
  t.regex(capabilityProblems(haGiang({ maxFileMb: 25 }), [{ name: "a.pdf", size: 25 * MiB + 1 }])[0]?.message ?? "", /25,1 MB/);
  t.deepEqual(capabilityProblems(haGiang({}), [{ name: "a.exe", size: 900 * MiB }]), [], "nothing known is no limit");
});

test("an envelope speaks a receiver's dialect only when all its receivers share it", (t) => {
  t.is(commonDialect(["net-sdk", "net-sdk"]).name, "net-sdk");
  t.is(commonDialect(["net-sdk", null]).name, "standard");
  t.is(commonDialect(["net-sdk", "lib-0.0.3"]).name, "standard");
  t.is(commonDialect([]).name, "standard");
  t.is(commonDialect(["gone"]).name, "standard");
});

test("a list is held when it is empty, much shorter, or says something else about everybody", (t) => {
  const counts = (more: Partial<typeof NO_COUNTS>) => ({ ...NO_COUNTS, ...more });
  t.is(holdReason(counts({ listed: 125_000, added: 125_000 })), null, "the first list");
  t.is(holdReason(counts({ listed: 0, known: 0 })), null);
  t.regex(holdReason(counts({ listed: 0, known: 3, vanished: 3 })) ?? "", /không có cơ quan nào/);
  t.is(holdReason(counts({ listed: 118_750, known: 125_000, vanished: 6_250 })), null);
  t.regex(holdReason(counts({ listed: 118_749, known: 125_000, vanished: 6_251 })) ?? "", /thiếu 6251/);
  t.is(holdReason(counts({ listed: 5, known: 25, vanished: 20 })), null, "small directories change by a few");
  t.regex(holdReason(counts({ listed: 125_000, known: 125_000, changed: 125_000 })) ?? "", /bảng mã/);
});
