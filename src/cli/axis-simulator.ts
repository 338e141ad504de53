import { resolve } from "node:path";
import type { Command } from "commander";
import { readAxisMembers } from "#adapters/axis/simulator/members";
import { startAxisSimulator } from "#adapters/axis/simulator/simulator";
import { loadConfig } from "#config";
import { UsageFault } from "./usage-fault.ts";
import { verb, type Run } from "./verb.ts";

interface SimulatorOptions {
  readonly members: string;
  readonly port: string;
  readonly host: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** Trục mô phỏng as a process of its own, for tests and training. */
export function axisSimulatorVerb(run: Run): Command {
  const command = verb(
    "axis-simulator",
    "chạy trục mô phỏng để thử nghiệm, tập huấn",
    ["axis-simulator --members thanh-vien.json --port 9080"],
    `Tệp thành viên là danh sách JSON: [{"systemId": "thu.h48", "secret": "…", "units": [{"code": "H48", "name": "UBND tỉnh Quảng Ngãi"}]}]
Ở cổng: AXIS_ENDPOINT=http://127.0.0.1:9080/XrdAdapter/adapter AXIS_SYSTEM_ID=thu.h48 AXIS_SECRET=…
Mỗi sự kiện là một dòng JSON ở stderr.`,
  )
    .requiredOption("--members <tệp>", "các hệ thống được kết nối và cơ quan của chúng")
    .option("--port <cổng>", "cổng TCP, 0 là cổng trống bất kỳ", "9080")
    .option("--host <địa-chỉ>", "địa chỉ lắng nghe", "127.0.0.1")
    .option("--data <thư-mục>", "nơi giữ trạng thái (mặc định: axis-simulator trong LIENTHONG_DATA)");
  return command.action(async () => {
    const { members, port, host, data, json = false } = command.opts<SimulatorOptions>();
    const simulator = await startAxisSimulator({
      members: await readAxisMembers(members),
      port: portOf(port),
      host,
      dataDirectory: resolve(data ?? `${loadConfig().dataDirectory}/axis-simulator`),
      now: () => new Date(),
      onEvent: (event) => void run.streams.err.write(`${JSON.stringify(event)}\n`),
    });
    try {
      const endpoint = `${simulator.url}/XrdAdapter/adapter`;
      run.streams.out.write(json ? `${JSON.stringify({ url: simulator.url, endpoint })}\n` : `Trục mô phỏng đang chạy, AXIS_ENDPOINT=${endpoint}. Dừng: Ctrl-C.\n`);
      await new Promise<void>((stop) => (run.signal.aborted ? stop() : run.signal.addEventListener("abort", () => stop(), { once: true })));
    } finally {
      await simulator.close();
    }
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageFault(`--port “${text.slice(0, 20)}” không phải số cổng từ 0 tới 65535`);
  return port;
}
