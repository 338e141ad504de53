import type { Command } from "commander";
import { loadConfig } from "#config";
import { openLog } from "../log.ts";
import { ALL_ROLES, partsOf, pullsFrom, readRoles, sayRoles } from "../roles.ts";
import { verb, type Run } from "./verb.ts";

/** Runs until it is told to stop. The one verb that prints before it ends. */
export function serveVerb(run: Run): Command {
  const command = verb(
    "serve",
    "chạy cổng liên thông: REST, gửi, nhận, xử lý",
    ["serve", "serve --json | head -1", "serve --roles web,doors", "serve --roles jobs,pull:axis"],
    `Cấu hình bằng biến môi trường: DATABASE_URL, AMQP_URL, LIENTHONG_DATA, LIENTHONG_PORT, AXIS_ENDPOINT, AXIS_SYSTEM_ID, AXIS_SECRET_FILE …
Không có DATABASE_URL: dùng PostgreSQL riêng trong LIENTHONG_DATA. Không có AMQP_URL: dùng hàng đợi trong cơ sở dữ liệu.
Nhật ký (JSON, mỗi dòng một sự kiện) ra stderr. SIGTERM hoặc Ctrl-C: làm xong việc đang dở rồi dừng; lần thứ hai: dừng ngay.`,
  );
  command.option("--roles <vai,…>", "tiến trình này làm gì: web, doors, jobs, pull, pull:<kênh>; bỏ trống: tất cả. Nhiều tiến trình, nhiều máy dùng chung cơ sở dữ liệu và LIENTHONG_DATA");
  return command.action(async () => {
    const { json = false, roles: named } = command.opts<{ json?: boolean; roles?: string }>();
    const roles = named === undefined ? ALL_ROLES : readRoles(named);
    const config = loadConfig();
    const log = openLog({ level: config.logLevel });
    const { openHouse } = await import("../house.ts");
    const house = await openHouse(config, { log, run: partsOf(roles), pullsFrom: (channel) => pullsFrom(roles, channel), health: true, roles: sayRoles(roles) });
    try {
      const setupToken = roles.web ? await house.service.newSetupToken() : null;
      const setup = setupToken === null ? null : `${house.url ?? ""}/#/thiet-lap?ma=${setupToken}`;
      const address = { url: house.url, api: `${house.url ?? ""}/api/v1`, docs: `${house.url ?? ""}/api/docs`, dataDirectory: config.dataDirectory, setup };
      run.streams.out.write(json ? `${JSON.stringify(address)}\n` : `Cổng liên thông đang chạy tại ${address.url ?? ""} (tài liệu API: ${address.docs}; vai: ${sayRoles(roles).join(", ")}). Dừng: Ctrl-C.\n${setup === null ? "" : `Chưa có tài khoản nào. Mở đường dẫn này để tạo tài khoản quản trị đầu tiên (dùng một lần):\n  ${setup}\n`}`);
      await stopAsked(run.signal);
      log.info("house.stopping", {});
    } finally {
      await house.close();
      log.info("house.closed", {});
    }
  });
}

async function stopAsked(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
