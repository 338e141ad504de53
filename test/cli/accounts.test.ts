import test from "ava";
import { installation, json } from "./installation.ts";
import { run } from "./run.ts";

test("accounts: added with a password for once, listed, locked, unlocked, reset, all with a reason", async (t) => {
  await installation(t, {});
  t.regex((await run("accounts", "list")).out, /Chưa có tài khoản nào/);
  t.is((await run("accounts", "add", "quantri", "--full-name", "Trần Thị Bình", "--role", "sếp")).code, 2);
  const added = await json("accounts", "add", "QuanTri", "--full-name", "Trần Thị Bình", "--role", "operator", "auditor");
  t.is(added.code, 0);
  t.like(added.answer, { userName: "quantri", roles: ["operator", "auditor"], mustChangePassword: true });
  t.regex(String(added.answer["temporaryPassword"]), /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  t.is((await run("accounts", "lock", "quantri")).code, 2, "a reason is required");
  t.is((await run("accounts", "lock", "quantri", "--reason", "thử")).code, 2, "the last operator");
  await run("accounts", "add", "quantri2", "--full-name", "Lê Văn Chi", "--role", "operator");
  t.regex((await run("accounts", "lock", "quantri", "--reason", "báo lộ mật khẩu")).out, /Đã khóa quantri/);
  t.regex((await run("accounts", "list")).out, /quantri .*khóa: báo lộ mật khẩu/);
  t.is((await run("accounts", "unlock", "quantri", "--reason", "xong")).code, 0);
  t.regex((await run("accounts", "reset", "quantri", "--reason", "quên")).out, /Mật khẩu tạm:\n\n {2}[a-z2-9-]{19}\n/);
  t.is((await run("accounts", "reset", "khongco", "--reason", "quên")).code, 2);
});
