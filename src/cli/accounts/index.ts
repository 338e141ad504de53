import type { Command } from "commander";
import type { Account } from "../../core/accounts/account.ts";
import { newAccountSchema } from "../../core/accounts/account-commands.ts";
import { ROLE_NAMES, ROLES, type Role } from "../../core/accounts/role.ts";
import type { WithPassword } from "../../core/accounts/service.ts";
import { notFound } from "../../core/access.ts";
import type { AccountId } from "../../core/ids.ts";
import { readInput } from "../../core/read-input.ts";
import type { House } from "../../house.ts";
import { columns } from "../layout.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

const NAME = ["<tên>", "tên tài khoản"] as const;
const REASON = ["--reason <lý-do>", "ghi vào nhật ký"] as const;
const PAGE = 200;

/** Tài khoản của người dùng: what an operator does at the machine when nobody can sign in. */
export function accountVerbs(run: Run): Command {
  return group("accounts", "tài khoản của người dùng: cấp, xem, khóa, mở khóa, đặt lại mật khẩu").addCommand(add(run)).addCommand(list(run)).addCommand(lock(run)).addCommand(unlock(run)).addCommand(reset(run));
}

function add(run: Run): Command {
  const command = verb(
    "add",
    "cấp tài khoản; mật khẩu tạm chỉ hiện một lần, người dùng phải đổi khi đăng nhập lần đầu",
    ['accounts add nvan.snv --full-name "Nguyễn Văn An" --role clerk --agency H48.06 --decision "12/QĐ-SNV"', 'accounts add quantri --full-name "Trần Thị Bình" --role operator'],
    `Vai trò: ${ROLES.map((role) => `${role} (${ROLE_NAMES[role]})`).join(", ")}.`,
  )
    .argument(...NAME)
    .requiredOption("--full-name <họ-tên>", "họ và tên")
    // commander sees a list only where an ASCII letter stands before the dots
    .requiredOption("--role <vai-trò-nhận...>", "một hoặc nhiều vai trò")
    .option("--agency <cơ-quan...>", "cơ quan được làm thay (văn thư) hoặc được xem (lãnh đạo)", [])
    .option("--supervise <cơ-quan...>", "giám sát cơ quan này và mọi cơ quan trực thuộc", [])
    .option("--decision <quyết-định>", "quyết định bổ nhiệm, điều động");
  return answering(run, command, async () => {
    const { fullName, role, agency, supervise, decision } = command.opts<{ fullName: string; role: string[]; agency: string[]; supervise: string[]; decision?: string }>();
    const wanted = readInput(newAccountSchema, { userName: command.args[0] ?? "", fullName, roles: role, agencies: agency, supervises: supervise, ...(decision !== undefined && { decision }) });
    return withPassword(await withHouse((house) => house.service.addAccount(wanted, operatorAccess())), "Đã cấp tài khoản");
  });
}

function list(run: Run): Command {
  return answering(run, verb("list", "các tài khoản, mới nhất trước", ["accounts list", "accounts list --json"]), async () => {
    const accounts = await withHouse(async ({ service }) => {
      const all: Account[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await service.accounts({ limit: PAGE, ...(after !== undefined && { after }) }, operatorAccess());
        all.push(...page.rows);
        after = page.next;
      }
      return all;
    });
    const rows = accounts.map((account) => [account.userName, account.fullName, rolesOf(account.roles), [...account.agencies, ...account.supervises.map((code) => `${code} (giám sát)`)].join(", "), stateOf(account), account.lastSignInAt === null ? "chưa đăng nhập" : `đăng nhập ${clerkTime(account.lastSignInAt)}`]);
    return { json: { accounts: accounts.map(jsonOf) }, text: rows.length === 0 ? "Chưa có tài khoản nào. Cấp bằng: lienthong accounts add" : columns(rows, "") };
  });
}

function lock(run: Run): Command {
  const command = verb("lock", "khóa một tài khoản, có hiệu lực ngay; các phiên của nó kết thúc", ['accounts lock nvan.snv --reason "báo lộ mật khẩu"']).argument(...NAME).requiredOption(...REASON);
  return answering(run, command, async () => {
    const account = await withHouse(async (house) => house.service.lockAccount(await idOf(house, command.args[0] ?? ""), command.opts<{ reason: string }>().reason, operatorAccess()));
    return { json: jsonOf(account), text: `Đã khóa ${account.userName} (${account.fullName}).` };
  });
}

function unlock(run: Run): Command {
  const command = verb("unlock", "mở khóa một tài khoản, kể cả đang phải chờ vì sai nhiều lần", ['accounts unlock nvan.snv --reason "trở lại công tác"']).argument(...NAME).requiredOption(...REASON);
  return answering(run, command, async () => {
    const account = await withHouse(async (house) => house.service.unlockAccount(await idOf(house, command.args[0] ?? ""), command.opts<{ reason: string }>().reason, operatorAccess()));
    return { json: jsonOf(account), text: `Đã mở khóa ${account.userName} (${account.fullName}).` };
  });
}

function reset(run: Run): Command {
  const command = verb("reset", "đặt lại mật khẩu; mật khẩu tạm chỉ hiện một lần", ['accounts reset nvan.snv --reason "quên mật khẩu"', 'accounts reset nvan.snv --second-factor --reason "mất điện thoại"'])
    .argument(...NAME)
    .option("--second-factor", "bỏ luôn xác thực hai lớp")
    .requiredOption(...REASON);
  return answering(run, command, async () => {
    const { reason, secondFactor = false } = command.opts<{ reason: string; secondFactor?: boolean }>();
    return withPassword(await withHouse(async (house) => house.service.resetPassword(await idOf(house, command.args[0] ?? ""), { reason, secondFactor }, operatorAccess())), "Đã đặt lại mật khẩu của");
  });
}

async function idOf({ store }: House, userName: string): Promise<AccountId> {
  const account = await store.reader.accounts.byUserName(userName.trim().toLowerCase());
  if (account === null) throw notFound("account", userName.slice(0, 60));
  return account.id;
}

function withPassword({ account, password, until }: WithPassword, done: string): Answer {
  return {
    json: { ...jsonOf(account), temporaryPassword: password, until: isoInVietnam(until) },
    text: `${done} ${account.userName} (${account.fullName}; ${rolesOf(account.roles)}). Mật khẩu tạm:\n\n  ${password}\n\nChỉ hiện lần này; dùng được đến ${clerkTime(until)}, phải đổi khi đăng nhập lần đầu.`,
  };
}

function rolesOf(roles: readonly Role[]): string {
  return roles.length === 0 ? "chưa có vai trò" : roles.map((role) => ROLE_NAMES[role]).join(", ");
}

function stateOf({ locked, mustChangePassword }: Account): string {
  if (locked !== null) return `khóa: ${locked.reason}`;
  return mustChangePassword ? "chờ đổi mật khẩu" : "đang dùng";
}

function jsonOf({ id, userName, fullName, roles, agencies, supervises, locked, mustChangePassword, secondFactor, decision, createdAt, lastSignInAt }: Account): object {
  return { id, userName, fullName, roles, agencies, supervises, locked, mustChangePassword, secondFactor: secondFactor !== null, decision, createdAt: isoInVietnam(createdAt), lastSignInAt: lastSignInAt && isoInVietnam(lastSignInAt) };
}
