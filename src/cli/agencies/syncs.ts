import { Option, type Command } from "commander";
import { notFound } from "../../core/access.ts";
import { CHANGE_KINDS, type ChangeKind, type DirectorySync } from "../../core/directory/index.ts";
import { acceptHeldSync, rejectHeldSync } from "../../core/directory/sync-directory.ts";
import { asId, type DirectorySyncId } from "../../core/ids.ts";
import { EXIT } from "../exit-codes.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";
import { operatorAccess, withHouse } from "../with-house.ts";
import { changeJson, changeText } from "./say-agency.ts";
import { countOf } from "./count-of.ts";

const STATES: Readonly<Record<DirectorySync["state"], string>> = { running: "đang chạy", done: "xong", held: "TẠM GIỮ, chờ người quyết định", rejected: "đã bỏ", superseded: "đã có lần mới hơn", failed: "hỏng" };
const REASONS: Readonly<Record<string, string>> = { "code-invalid": "mã không đúng", "name-missing": "không có tên", "name-too-long": "tên quá dài", "text-invalid": "ký tự không hợp lệ", "named-twice": "mã lặp lại với tên khác" };

/** Đồng bộ danh bạ và báo cáo của nó. */
export function syncVerbs(run: Run): Command {
  return group("sync", "đồng bộ danh bạ từ Trục: chạy ngay, báo cáo, danh sách bị tạm giữ").addCommand(now(run)).addCommand(list(run)).addCommand(show(run)).addCommand(decide(run, "accept")).addCommand(decide(run, "reject"));
}

function now(run: Run): Command {
  return answering(run, verb("now", "đồng bộ ngay (máy chủ tự làm mỗi 6 giờ)", ["agencies sync now"]), async () => {
    const syncs = await withHouse((house) => house.syncDirectories(run.signal));
    if (syncs.length === 0) throw new UsageFault("chưa khai báo kết nối Trục, hoặc một tiến trình khác đang đồng bộ");
    return { json: { syncs: syncs.map(syncJson) }, text: syncs.map(syncText).join("\n"), exitCode: syncs.some(({ state }) => state === "held") ? EXIT.partner : EXIT.done };
  });
}

function list(run: Run): Command {
  return answering(run, verb("list", "các lần đồng bộ gần đây", ["agencies sync list"]), async () => {
    const { rows } = await withHouse((house) => house.store.reader.directory.syncs({ limit: 50 }));
    const text = columns(rows.map((sync) => [sync.id, clerkTime(sync.startedAt), sync.channel, sumsOf(sync), STATES[sync.state]]), "");
    return { json: { syncs: rows.map(syncJson) }, text: rows.length === 0 ? "Chưa đồng bộ lần nào." : text };
  });
}

function show(run: Run): Command {
  const command = verb("show", "báo cáo một lần đồng bộ: từng thay đổi, từng dòng bị bỏ qua", ["agencies sync show 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --kind vanished"])
    .argument("<mã-lần>", "xem bằng agencies sync list")
    .addOption(new Option("--kind <loại>", "chỉ một loại thay đổi").choices([...CHANGE_KINDS]))
    .addOption(new Option("--limit <số>", "số thay đổi, 1–1000").default("50"));
  return answering(run, command, async () => {
    const { kind, limit } = command.opts<{ kind?: ChangeKind; limit: string }>();
    const id = syncId(command.args[0] ?? "");
    const { sync, changes } = await withHouse(async ({ store: { reader } }) => {
      const sync = await reader.directory.sync(id);
      if (sync === null) throw notFound("directory sync", id);
      return { sync, changes: await reader.directory.changesOf(id, { limit: countOf(limit, 1000), ...(kind !== undefined && { kind }) }) };
    });
    const text = [syncText(sync), ...changes.rows.map((change) => `${change.code}  ${changeText(change)}`), ...(changes.next === null ? [] : ["… còn nữa; tăng --limit"])].join("\n");
    return { json: { ...syncJson(sync), changes: changes.rows.map(changeJson), next: changes.next }, text };
  });
}

function decide(run: Run, decision: "accept" | "reject"): Command {
  const what = decision === "accept" ? "áp dụng danh sách bị tạm giữ" : "bỏ danh sách bị tạm giữ";
  const command = verb(decision, what, [`agencies sync ${decision} 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --reason "đã hỏi VPCP"`]).argument("<mã-lần>", "xem bằng agencies sync list").requiredOption("--reason <lý-do>", "ghi vào báo cáo và lịch sử");
  return answering(run, command, async (): Promise<Answer> => {
    const id = syncId(command.args[0] ?? "");
    const { reason } = command.opts<{ reason: string }>();
    const sync = await withHouse((house) => (decision === "accept" ? acceptHeldSync : rejectHeldSync)(house, id, reason, operatorAccess()));
    return { json: syncJson(sync), text: syncText(sync) };
  });
}

function syncId(text: string): DirectorySyncId {
  const id = asId<DirectorySyncId>(text);
  if (id === null) throw new UsageFault(`“${text.slice(0, 40)}” không phải mã của một lần đồng bộ`);
  return id;
}

function sumsOf({ counts, skipped }: DirectorySync): string {
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return `${counts.listed} cơ quan: +${counts.added} ~${counts.changed} −${counts.vanished} ↺${counts.returned}${left === 0 ? "" : `, bỏ qua ${left} dòng`}`;
}

function syncText(sync: DirectorySync): string {
  const lines = [`${sync.id}  ${clerkTime(sync.startedAt)}  ${sync.channel}  ${STATES[sync.state]}`, `  ${sumsOf(sync)}`];
  if (sync.hold !== null) lines.push(`  ${sync.hold}`);
  if (sync.state === "held") lines.push(`  Xem rồi chọn: lienthong agencies sync accept|reject ${sync.id} --reason <lý-do>`);
  if (sync.fault !== null) lines.push(`  ${sync.fault.code}: ${sync.fault.reason}`);
  if (sync.decision !== null) lines.push(`  Quyết định: ${sync.decision.reason}`);
  for (const { reason, code, name } of sync.skippedRows.slice(0, 20)) lines.push(`  bỏ qua ${code} ${name}: ${REASONS[reason] ?? reason}`);
  return lines.join("\n");
}

function syncJson({ startedAt, finishedAt, ...sync }: DirectorySync): object {
  return { ...sync, startedAt: isoInVietnam(startedAt), finishedAt: finishedAt && isoInVietnam(finishedAt) };
}
