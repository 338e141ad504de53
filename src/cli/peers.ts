import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { actorName } from "../core/access.ts";
import { applyPeersSchema, changePeerSchema, newPeerSchema, peerFileSchema, rotatePeerSchema, type PeerFile } from "../core/peers/commands.ts";
import type { PeersCompared } from "../core/peers/service.ts";
import { readInput } from "../core/read-input.ts";
import type { House } from "../house.ts";
import { EXIT } from "./exit-codes.ts";
import { columns } from "./layout.ts";
import { jsonOfPeer, peerAnswer, rowOfPeer, testAnswer } from "./peers/say-peer.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "./verb.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Hệ thống kết nối trực tiếp: cổng khác, QLVB, LGSP tỉnh. */
export function peerVerbs(run: Run): Command {
  const verbs = group("peers", "hệ thống kết nối trực tiếp (cổng khác, QLVB, LGSP): khai báo, kiểm tra, kích hoạt, đổi khóa");
  const moves = [move(run, "activate", "kích hoạt kết nối đã qua kiểm tra"), move(run, "pause", "tạm dừng; văn bản chờ"), move(run, "resume", "dùng lại, gửi những gì đang chờ"), move(run, "retire", "ngừng hẳn; mã không dùng lại được")];
  for (const command of [list(run), show(run), add(run), change(run), test(run), ...moves, rotate(run), history(run), exportFile(run), diff(run), apply(run)]) verbs.addCommand(command);
  return verbs;
}

const CODE = ["<mã>", "xem bằng peers list"] as const;
const SECRET_FILE = ["--secret-file <tệp>", "tệp chỉ chứa mật khẩu hoặc khóa bí mật ở hệ thống bên kia"] as const;
const REASON = ["--reason <lý-do>", "ghi vào nhật ký"] as const;

function list(run: Run): Command {
  return answering(run, verb("list", "mọi kết nối, trạng thái và số chuyến gửi đang chờ", ["peers list"]), async () => {
    const views = await withHouse((house) => house.service.peers(operatorAccess()));
    return { json: { peers: views.map(jsonOfPeer) }, text: views.length === 0 ? "Chưa có kết nối nào. Khai báo bằng: lienthong peers add" : columns(views.map(rowOfPeer), "") };
  });
}

function show(run: Run): Command {
  const command = verb("show", "một kết nối", ["peers show lgsp-h36"]).argument(...CODE);
  return answering(run, command, () => onPeer(command, async (house, code) => peerAnswer(await house.service.peer(code, operatorAccess()))));
}

function add(run: Run): Command {
  const command = verb("add", "khai báo một kết nối (bản nháp) từ tệp JSON", ['peers add ket-noi.json --secret-file mat-khau.txt --reason "công văn 12/STTTT-CNTT"'], "Tệp JSON: code, kind, name, endpoint, account, reaches … như docs/peers.md.")
    .argument("<tệp>", "tệp JSON mô tả kết nối")
    .requiredOption(...SECRET_FILE)
    .requiredOption(...REASON);
  return answering(run, command, async () => {
    const { secretFile, reason } = command.opts<{ secretFile: string; reason: string }>();
    const wanted = readInput(newPeerSchema, { ...(await jsonIn(command.args[0] ?? "")), secret: await secretIn(secretFile), reason });
    return withHouse(async (house) => peerAnswer(await house.service.addPeer(wanted, operatorAccess()), "Đã khai báo bản nháp. Bước tiếp: lienthong peers test"));
  });
}

function change(run: Run): Command {
  const command = verb("change", "sửa một kết nối: tệp JSON chỉ chứa các trường cần đổi", ['peers change lgsp-h36 thay-doi.json --reason "thêm đơn vị"']).argument(...CODE).argument("<tệp>", "tệp JSON các trường cần đổi").requiredOption(...REASON);
  return answering(run, command, async () => {
    const wanted = readInput(changePeerSchema, { ...(await jsonIn(command.args[1] ?? "")), reason: command.opts<{ reason: string }>().reason });
    return onPeer(command, async (house, code) => peerAnswer(await house.service.changePeer(code, wanted, operatorAccess())));
  });
}

function test(run: Run): Command {
  const command = verb("test", "kiểm tra khai báo, mạng, chứng thư, tài khoản, gói tin thử", ["peers test lgsp-h36"]).argument(...CODE);
  return answering(run, command, () => onPeer(command, async (house, code) => testAnswer(await house.service.testPeer(code, operatorAccess(), run.signal))));
}

function move(run: Run, event: "activate" | "pause" | "resume" | "retire", description: string): Command {
  const command = verb(event, description, [`peers ${event} lgsp-h36 --reason "theo kế hoạch"`]).argument(...CODE).requiredOption(...REASON);
  return answering(run, command, () => onPeer(command, async (house, code) => peerAnswer(await house.service.movePeer(code, event, command.opts<{ reason: string }>().reason, operatorAccess()))));
}

function rotate(run: Run): Command {
  const command = verb("rotate", "bí mật mới cạnh bí mật cũ một thời gian, hoặc ghim chứng thư sắp thay", ['peers rotate lgsp-h36 --secret-file moi.txt --keep-hours 24 --reason "đổi khóa định kỳ"', 'peers rotate lgsp-h36 --promote-certificate --reason "chứng thư cũ hết hạn"'])
    .argument(...CODE)
    .option(...SECRET_FILE)
    .option("--keep-hours <giờ>", "bí mật cũ còn dùng bao lâu", "24")
    .option("--promote-certificate", "chứng thư sắp thay thành chứng thư được ghim")
    .requiredOption(...REASON);
  return answering(run, command, async () => {
    const { secretFile, keepHours, promoteCertificate = false, reason } = command.opts<{ secretFile?: string; keepHours: string; promoteCertificate?: boolean; reason: string }>();
    const wanted = readInput(rotatePeerSchema, { reason, keepHours: Number(keepHours), promoteCertificate, ...(secretFile !== undefined && { secret: await secretIn(secretFile) }) });
    return onPeer(command, async (house, code) => peerAnswer(await house.service.rotatePeerKey(code, wanted, operatorAccess())));
  });
}

function history(run: Run): Command {
  const command = verb("history", "ai đã làm gì với kết nối, và văn bản giả mạo đã bị chặn", ["peers history lgsp-h36"]).argument(...CODE);
  return answering(run, command, () =>
    onPeer(command, async (house, code) => {
      const entries = await house.service.peerHistory(code, 200, operatorAccess());
      const rows = entries.map(({ at, kind, actor, facts }) => [clerkTime(at), kind, actorName(actor), JSON.stringify(facts)]);
      return { json: { history: entries.map(({ at, kind, actor, facts }) => ({ at: isoInVietnam(at), kind, actor: actorName(actor), facts })) }, text: rows.length === 0 ? "Chưa có gì." : columns(rows, "") };
    }),
  );
}

function exportFile(run: Run): Command {
  const command = verb("export", "xuất cấu hình các kết nối thành tệp để duyệt; không có bí mật", ["peers export ket-noi.json"]).argument("[tệp]", "bỏ trống: in ra màn hình");
  return answering(run, command, async () => {
    const file = await withHouse((house) => house.service.exportPeers(operatorAccess()));
    const text = `${JSON.stringify(file, null, 2)}\n`;
    const path = command.args[0];
    if (path === undefined) return { json: file, text };
    await writeFile(path, text);
    return { json: file, text: `Đã ghi ${file.peers.length} kết nối vào ${path}.` };
  });
}

function diff(run: Run): Command {
  const command = verb("diff", "tệp cấu hình sẽ thay đổi những gì; chưa thay đổi gì", ["peers diff ket-noi.json"]).argument("<tệp>", "tệp của peers export, đã sửa");
  return answering(run, command, async () => {
    const file = await fileIn(command.args[0] ?? "");
    const compared = await withHouse((house) => house.service.comparePeers(file, operatorAccess()));
    return { json: compared, text: sayDifferences(compared) };
  });
}

function apply(run: Run): Command {
  const command = verb("apply", "áp dụng tệp cấu hình đã duyệt: tất cả hoặc không gì cả", ['peers apply ket-noi.json --review 9f86d081… --reason "tờ trình 5/TTr đã duyệt"'])
    .argument("<tệp>", "tệp đã duyệt")
    .requiredOption("--review <mã>", "mã duyệt do peers diff in ra")
    .requiredOption(...REASON);
  return answering(run, command, async () => {
    const { review, reason } = command.opts<{ review: string; reason: string }>();
    const wanted = readInput(applyPeersSchema, { reason, review, file: await jsonIn(command.args[0] ?? "") });
    const views = await withHouse((house) => house.service.applyPeers(wanted, operatorAccess()));
    return { json: { peers: views.map(jsonOfPeer) }, text: views.length === 0 ? "Không có gì thay đổi." : columns(views.map(rowOfPeer), ""), exitCode: EXIT.done };
  });
}

function sayDifferences({ differences, review }: PeersCompared): string {
  const words = { added: "thêm", changed: "sửa", missing: "không có trong tệp, giữ nguyên" } as const;
  const lines = differences.flatMap(({ code, change, fields }) => [`${code}: ${words[change]}`, ...fields.map(({ field, before, after }) => `    ${field}: ${before === "" ? "(chưa có)" : before} → ${after}`)]);
  return `${lines.length === 0 ? "Không có gì khác." : lines.join("\n")}\n\nMã duyệt: ${review}`;
}

function onPeer(command: Command, act: (house: House, code: string) => Promise<Answer>): Promise<Answer> {
  return withHouse((house) => act(house, command.args[0] ?? ""));
}

async function fileIn(path: string): Promise<PeerFile> {
  return readInput(peerFileSchema, await jsonIn(path));
}

async function jsonIn(path: string): Promise<object> {
  const text = await textIn(path);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch (cause) {
    throw new UsageFault(`tệp ${path} không phải JSON`, cause);
  }
  throw new UsageFault(`tệp ${path} không chứa một đối tượng JSON`);
}

async function secretIn(path: string): Promise<string> {
  return (await textIn(path)).trim();
}

async function textIn(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new UsageFault(`không đọc được tệp ${path}`, cause);
  }
}
