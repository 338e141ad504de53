import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { openWebhookReceiver } from "#test/support/webhook-receiver";
import { installation, json } from "./installation.ts";
import { run } from "./run.ts";

test.serial("the directory: a host needs its name once; an agency is set, found, shown with who changed what and why, exported and imported (HG-3.1, HG-12.3a-b)", async (t) => {
  const data = await installation(t, { LIENTHONG_WEBHOOK_LOOPBACK: "true" });
  t.is((await run("agencies", "host", "H48")).code, 2, "nobody knows its name yet");
  t.is((await run("agencies", "host", "H48", "--name", "UBND tỉnh Quảng Ngãi")).code, 0);

  t.is((await run("agencies", "set", "H48.06", "name=Sở Khoa học và Công nghệ tỉnh Quảng Ngãi", "max_file_mb=25", "formats=pdf|docx")).code, 2, "a reason is required");
  const set = await json("agencies", "set", "H48.06", "name=Sở Khoa học và Công nghệ tỉnh Quảng Ngãi", "max_file_mb=25", "formats=pdf|docx", "--reason", "công văn 12/SKHCN-VP");
  t.is(set.code, 0);
  t.like(set.answer, { code: "H48.06", maxFileMb: 25, formats: ["docx", "pdf"], hosted: false });
  const wrong = await run("agencies", "set", "H48.06", "max_file_mb=nhiều", "--reason", "x");
  t.is(wrong.code, 2);
  t.regex(wrong.err, /max_file_mb/);
  t.is((await run("agencies", "set", "H48.06", "khong_co=1", "--reason", "x")).code, 2);

  const found = await json("agencies", "search", "so", "khcn", "quang", "ngai");
  t.like(found.answer, { agencies: [{ code: "H48.06" }] });
  t.regex((await run("agencies", "search", "000.00.06.H48")).out, /^H48\.06/);
  const shown = await run("agencies", "show", "H48.06");
  t.regex(shown.out, /Sở Khoa học và Công nghệ.*\[đặt tay\]/);
  t.regex(shown.out, /công văn 12\/SKHCN-VP/);
  t.is((await run("agencies", "show", "H99")).code, 2);

  const file = join(data, "danh-ba.csv");
  t.is((await run("agencies", "export", file)).code, 0);
  t.regex(await readFile(file, "utf8"), /H48\.06.*docx\|pdf/);
  await writeFile(file, 'code,name,email\nH48.07,Sở Nội vụ tỉnh Quảng Ngãi,snv@quangngai.gov.vn\nH48.08,"Sở Y tế",không phải thư\n');
  const refused = await run("agencies", "import", file, "--reason", "danh mục tỉnh");
  t.is(refused.code, 2);
  t.regex(refused.out + refused.err, /3/, "the line is named");
  t.is((await run("agencies", "show", "H48.07")).code, 2, "nothing is written with a line that is wrong");
  await writeFile(file, "code,name,email\nH48.07,Sở Nội vụ tỉnh Quảng Ngãi,snv@quangngai.gov.vn\n");
  t.is((await run("agencies", "import", file)).code, 2, "a reason is required");
  t.is((await run("agencies", "import", file, "--dry-run")).code, 0);
  t.is((await run("agencies", "show", "H48.07")).code, 2);
  t.is((await run("agencies", "import", file, "--reason", "danh mục tỉnh")).code, 0);
  t.like((await json("agencies", "show", "H48.07")).answer, { email: "snv@quangngai.gov.vn" });

  t.like((await json("agencies", "set", "H48.06", "--release", "max_file_mb", "--reason", "Trục đã sửa")).answer, { maxFileMb: null });
  t.is((await run("agencies", "sync", "now")).code, 2, "no axis is configured");
  t.regex((await run("agencies", "sync", "list")).out, /Chưa đồng bộ/);
});

test.serial("webhooks: added, listed, changed with a reason, paused, resumed, replayed, its secret rotated, removed", async (t) => {
  await installation(t, { LIENTHONG_WEBHOOK_LOOPBACK: "true" });
  const receiver = await openWebhookReceiver(t);
  await run("agencies", "host", "H48", "--name", "UBND tỉnh Quảng Ngãi");
  t.regex((await run("webhooks", "list")).out, /Chưa có webhook nào/);
  t.is((await run("webhooks", "add", "--name", "x", "--url", "https://169.254.169.254/")).code, 2);
  const added = await json("webhooks", "add", "--name", "QLVB Quảng Ngãi", "--url", receiver.url, "--agency", "000.00.00.H48");
  t.is(added.code, 0);
  t.like(added.answer, { name: "QLVB Quảng Ngãi", agencies: ["H48"], types: null, state: "working" });
  t.regex(String(added.answer["secret"]), /^whsec_/);
  const id = String(added.answer["id"]);
  const listed = await run("webhooks", "list");
  t.regex(listed.out, new RegExp(`${id}.*QLVB Quảng Ngãi.*đang gửi tốt`));
  t.false(listed.out.includes("whsec_"));

  t.is((await run("webhooks", "change", id, "--name", "x")).code, 2, "a reason is required");
  t.is((await run("webhooks", "change", id, "--reason", "không đổi gì")).code, 2);
  const changed = await json("webhooks", "change", id, "--name", "QLVB mới", "--agency", "-", "--type", "incoming.arrived", "--reason", "chuyển máy chủ");
  t.is(changed.code, 0, JSON.stringify(changed.answer));
  t.like(changed.answer, { name: "QLVB mới", agencies: null, types: ["incoming.arrived"], url: receiver.url });

  t.like((await json("webhooks", "pause", id, "--reason", "bảo trì")).answer, { state: "paused" });
  t.like((await json("webhooks", "resume", id, "--reason", "xong")).answer, { state: "working" });
  t.is((await run("webhooks", "replay", id, "--after", "start", "--reason", "mất dữ liệu")).code, 0);
  t.is((await run("webhooks", "replay", id, "--after", "end", "--reason", "x")).code, 2);
  t.regex(String((await json("webhooks", "rotate", id, "--keep-hours", "2", "--reason", "định kỳ")).answer["secret"]), /^whsec_/);
  t.is((await run("webhooks", "rotate", id, "--keep-hours", "x", "--reason", "y")).code, 2);
  t.is((await run("webhooks", "show", "không-phải-mã")).code, 2);
  t.is((await run("webhooks", "remove", id, "--reason", "thôi dùng")).code, 0);
  const gone = await run("webhooks", "show", id);
  t.is(gone.code, 2);
  t.regex(gone.err, /Không tìm thấy\. \[not-found\]\n {2}.*\n {2}→ /);
  t.notRegex(gone.err, /no webhook|is not|may not see/, "a person reads Vietnamese");
});
