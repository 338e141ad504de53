import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { Client } from "pg";
import { installation, json } from "./installation.ts";
import { run } from "./run.ts";

/** As somebody with the password of the database could. */
async function tamper(sql: string): Promise<void> {
  const client = new Client({ connectionString: process.env["DATABASE_URL"] });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test.serial("an operator prints registers, issues a report and proves it; what cannot be is refused in Vietnamese", async (t) => {
  const data = await installation(t);
  await run("agencies", "host", "H48", "--name", "UBND tỉnh Quảng Ngãi");
  const csv = join(data, "so-di.csv");
  const printed = await run("register", "outgoing", csv, "--agency", "H48", "--period", "month", "--on", "2026-11-20");
  t.deepEqual([printed.code, printed.out], [0, `Đã in ra ${csv}.\n`]);
  t.regex(await readFile(csv, "utf8"), /^\uFEFF.*Số, ký hiệu/s);
  t.is((await run("register", "outgoing", csv, "--agency", "H48")).code, 2, "never overwritten");
  t.regex((await run("register", "outgoing", join(data, "so.docx"), "--agency", "H48")).err, /ệp phải có đuôi \.csv, \.xlsx, \.pdf/);
  t.regex((await run("register", "khác", csv, "--agency", "H48")).err, /ông có sổ “khác”; chọn một trong outgoing, incoming/);
  t.is((await run("register", "incoming", join(data, "so-den.csv"), "--agency", "H48", "--from", "2026-11-02", "--to", "2026-11-01")).code, 2);
  t.is((await run("report", "print", join(data, "bao-cao.csv"), "--agency", "H48", "--tree", "--period", "quarter", "--on", "2026-09-30")).code, 0);

  const issued = await run("report", "issue", "--agency", "H48", "--period", "month", "--on", "2026-10-31");
  t.regex(issued.out, /^Đã phát hành báo cáo Tháng 10 năm 2026 của UBND tỉnh Quảng Ngãi, lần 1\.\n.*mã kiểm tra +[0-9a-f]{64}\n.*văn bản đi +0, 0 lượt gửi/s);
  const id = /mã báo cáo +(\S+)/.exec(issued.out)?.[1] ?? "";
  t.regex((await run("report", "verify", id)).out, /^Báo cáo đúng như khi phát hành: mọi con số đếm lại đều khớp/);
  await tamper(`ALTER TABLE issued_report DISABLE TRIGGER USER; UPDATE issued_report SET content = jsonb_set(content::jsonb, '{total,outgoing,failed}', '3')::text WHERE id = '${id}'`);
  const refuted = await run("report", "verify", id);
  t.is(refuted.code, 4, "a script can tell");
  t.regex(refuted.out, /^Báo cáo KHÔNG khớp.*\nSố liệu không đúng mã kiểm tra.*\n1 con số không khớp.*\n  Tổng cộng, văn bản đi: Gửi không thành công: báo cáo 3, đếm lại 0\n/);
  t.is((await run("report", "issue", "--agency", "H48", "--period", "month", "--on", "2026-10-31")).code, 2, "again only with a reason");
  t.like((await json("report", "issue", "--agency", "H48", "--period", "month", "--on", "2026-10-31", "--reason", "bổ sung")).answer, { version: 2, total: { outgoing: { exchanges: 0 } } });
  t.is((await run("report", "verify", "không-phải-mã")).code, 2);
});

test.serial("an operator tells of an incident with its five contents, and that it is over, once", async (t) => {
  await installation(t);
  await run("agencies", "host", "H48", "--name", "UBND tỉnh Quảng Ngãi");
  const said = ["--kind", "incident", "--agency", "H48", "--number", "07/TB-VP", "--what", "Mất kết nối Trục", "--meanwhile", "Gửi bản giấy", "--afterwards", "Cập nhật ngay", "--signer", "Chánh Văn phòng"];
  t.is((await run("notice", "issue", ...said, "--from", "hôm nay")).code, 2);
  t.is((await run("notice", "issue", ...said)).code, 2, "the moment is one of the five");
  const told = await run("notice", "issue", ...said, "--from", "2026-11-20T08:30:00+07:00");
  const id = /^Đã thông báo tới 1 cơ quan \(mã (\S+)\)\.\nKhi hoạt động lại: lienthong notice end/.exec(told.out)?.[1] ?? "";
  t.not(id, "", told.out + told.err);
  t.regex((await run("notice", "end", id, "--remedy", "Nối lại cáp")).out, /^Đã ghi nhận hoạt động lại lúc \d\d\/\d\d\/\d{4}/);
  t.is((await run("notice", "end", id, "--remedy", "Nối lại cáp")).code, 2);
});

test.serial("an operator reads policies, why a rule applies, and records an agency's own by a decision", async (t) => {
  const data = await installation(t);
  t.regex((await run("policy", "list")).out, /^Bộ hồ sơ .*\n.*dak-nong-01-2022 +bản .*kế thừa H36/s);
  t.regex((await run("policy", "show", "ha-giang-1690-2016")).out, /25 MB/);
  t.regex((await run("policy", "explain", "H48.06", "document-size")).out, /\(document-size\)\n.*→/s);
  t.regex((await run("policy", "explain", "H48.06", "không-có")).err, /ông có quy tắc “không-có”/);
  t.regex((await run("policy", "diff", "--sender", "H48", "--receiver", "H48")).out, /^Hai bên theo cùng quy tắc\./);
  t.is((await run("policy", "show", "H48", "--on", "mai")).code, 2);
  const file = join(data, "quy-dinh.json");
  await writeFile(file, "không phải JSON");
  t.regex((await run("policy", "set", "--file", file)).err, /ệp quy định riêng không phải JSON/);
  t.regex((await run("policy", "overrides")).out, /^Chưa cơ quan nào có quy định riêng\./);
  t.regex((await run("policy", "papers", "list")).out, /^Không còn bản giấy nào chờ đối chiếu\./);
});
