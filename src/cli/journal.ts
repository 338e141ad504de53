import type { Command } from "commander";
import { EXIT } from "./exit-codes.ts";
import { UsageFault } from "./usage-fault.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { answering, group, verb, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Nhật ký: nguyên vẹn hay không. */
export function journalVerbs(run: Run): Command {
  return group("journal", "nhật ký của cổng").addCommand(verifyVerb(run));
}

function verifyVerb(run: Run): Command {
  const command = verb(
    "verify",
    "đọc lại nhật ký và đối chiếu với niêm phong",
    ["journal verify", "journal verify --newest 100", "journal verify --expect 3f1c…@1204"],
    "Mỗi phút cổng niêm phong phần nhật ký mới; mỗi niêm phong bao trùm mọi niêm phong trước. --expect đối chiếu với mã đã ghi lại trước đây (trang Nhật ký trao đổi, nhật ký tiến trình journal.sealed): có thế mới biết nhật ký không bị thay cả chuỗi.\nMã thoát 4 khi nhật ký không còn nguyên vẹn.",
  )
    .option("--newest <số>", "chỉ đọc ngần ấy niêm phong mới nhất (mặc định: tất cả)")
    .option("--expect <mã>@<số>", "mã băm và số của một niêm phong đã ghi lại");
  return answering(run, command, async () => {
    const { newest, expect } = command.opts<{ newest?: string; expect?: string }>();
    if (newest !== undefined && !/^[1-9]\d{0,8}$/.test(newest)) throw new UsageFault("--newest cần là một số");
    const [, digest, number] = /^([0-9a-f]{64})@(\d{1,18})$/.exec(expect ?? "") ?? [];
    if (expect !== undefined && digest === undefined) throw new UsageFault("--expect cần dạng <64 chữ số hệ 16>@<số niêm phong>");
    const { found, unsealed, expected } = await withHouse(async ({ service, store }) => ({
      found: await service.verifyJournal(newest === undefined ? "all" : Number(newest), operatorAccess()),
      unsealed: (await service.integrity(operatorAccess())).unsealed,
      expected: number === undefined ? null : (await store.reader.journal.seals.byNumber(number))?.digest === digest,
    }));
    const intact = found.broken.length === 0 && expected !== false;
    const lines = [
      intact ? `Nhật ký nguyên vẹn: ${found.seals} niêm phong, ${found.entries} mục` : "NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN",
      ...found.broken.map((one) => `  niêm phong ${one.number}, sau mục ${one.afterPosition} tới ${one.lastPosition}: ${one.what === "entries" ? "có mục bị thêm hoặc xóa" : "nội dung bị sửa"}`),
      ...(expected === false ? [`  niêm phong ${number ?? ""} không còn mã đã ghi lại`] : []),
      `  tới niêm phong có mã ${found.digest}, ${clerkTime(found.at)}; ${unsealed} mục mới chưa niêm phong`,
    ];
    return { json: { intact, at: isoInVietnam(found.at), seals: found.seals, entries: found.entries, digest: found.digest, broken: found.broken, expected, unsealed }, text: lines.join("\n"), exitCode: intact ? EXIT.done : EXIT.trust };
  });
}
