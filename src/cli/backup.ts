import { basename, join, resolve } from "node:path";
import type { Command } from "commander";
import { loadConfig, packageVersion, type Config } from "#config";
import { BACKUP_LEADER } from "../core/backup-runs.ts";
import type { BackupNote } from "../core/backups.ts";
import { HouseError } from "../core/fault.ts";
import type { VerifiedBackup } from "../storage/backup/verify-backup.ts";
import { openPostgres } from "../storage/postgres/open.ts";
import { EXIT } from "./exit-codes.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Sao lưu và phục hồi. */
export function backupVerbs(run: Run): Command {
  return group("backup", "sao lưu cơ sở dữ liệu, tệp văn bản và khóa; kiểm tra; phục hồi").addCommand(make(run)).addCommand(verify(run)).addCommand(rehearse(run)).addCommand(restore(run));
}

function make(run: Run): Command {
  const command = verb("make", "sao lưu trong khi cổng vẫn chạy", ["backup make --to /mnt/sao-luu"], "Bản sao lưu có cả khóa ký và khóa niêm phong: cất giữ như chính máy chủ. Tệp văn bản không đổi được nối cứng với bản trước nên không tốn thêm chỗ; xóa bản cũ không ảnh hưởng bản mới.").requiredOption("--to <thư-mục>", "nơi chứa các bản sao lưu, nên ở đĩa hoặc máy khác");
  return answering(run, command, async (terminal) => {
    const target = resolve(command.opts<{ to: string }>().to);
    const begun = performance.now();
    terminal.progress("đang sao lưu");
    const made = await withHouse(async ({ config, databaseUrl, blobs, clock, service }) => {
      if (`${target}/`.startsWith(`${config.dataDirectory}/`)) throw new UsageFault("nơi sao lưu không được nằm trong thư mục dữ liệu của cổng");
      const { makeBackup } = await import("../storage/backup/make-backup.ts");
      const done = await makeBackup({ databaseUrl, blobs, dataDirectory: config.dataDirectory, program: packageVersion(), secrets: secretsOf(config) }, target, clock.now());
      await service.noteBackup({ kind: "backup.made", folder: done.folder, digest: done.digest, madeAt: new Date(done.manifest.madeAt), blobs: done.manifest.blobs.count, bytes: done.manifest.blobs.bytes, newBytes: done.newBytes, seconds: secondsSince(begun), wrong: 0 }, operatorAccess());
      return done;
    });
    const rows = made.manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return {
      json: { folder: made.folder, digest: made.digest, tables: made.manifest.tables.length, rows, blobs: made.manifest.blobs, newBytes: made.newBytes, seconds: secondsSince(begun) },
      text: [`Đã sao lưu vào ${made.folder}`, `  ${made.manifest.tables.length} bảng, ${rows} dòng; ${made.manifest.blobs.count} tệp, ${sayMebibytes(made.manifest.blobs.bytes)} (mới ${sayMebibytes(made.newBytes)})`, `  mã bản sao lưu: ${made.digest}`, `Kiểm tra: lienthong backup verify ${made.folder}`].join("\n"),
    };
  });
}

function verify(run: Run): Command {
  const command = verb("verify", "đọc lại từng byte của một bản sao lưu và đối chiếu mã băm", ["backup verify /mnt/sao-luu/lienthong-2026-11-22T013000000Z", "backup verify /mnt/sao-luu/lienthong-… --no-note"], "Mã thoát 5 khi có tệp thiếu hoặc hỏng.")
    .argument("<bản-sao-lưu>", "thư mục của một bản")
    .option("--no-note", "không ghi kết quả vào nhật ký của cổng (khi kiểm tra ở máy khác)");
  return answering(run, command, async (terminal) => {
    const folder = resolve(command.args[0] ?? "");
    const begun = performance.now();
    terminal.progress("đang kiểm tra");
    const { verifyBackup } = await import("../storage/backup/verify-backup.ts");
    const verified = await verifyBackup(folder);
    if (command.opts<{ note: boolean }>().note) await withHouse(({ service }) => service.noteBackup(noteOf("backup.verified", folder, verified, begun), operatorAccess()));
    return answerOf(folder, verified, "Bản sao lưu nguyên vẹn");
  });
}

function rehearse(run: Run): Command {
  const command = verb("rehearse", "phục hồi thử một bản sao lưu vào cơ sở dữ liệu tạm, đối chiếu, rồi bỏ", ["backup rehearse /mnt/sao-luu/lienthong-2026-11-22T013000000Z"], "Cổng vẫn chạy, dữ liệu đang dùng không bị đụng tới. Đối chiếu từng byte, số dòng từng bảng, nhật ký với niêm phong, và mọi tệp mà dữ liệu nhắc tới. Tài khoản cơ sở dữ liệu cần quyền CREATEDB. Mã thoát 5 khi có gì không khớp.")
    .argument("<bản-sao-lưu>", "thư mục của một bản")
    .option("--no-note", "không ghi kết quả vào nhật ký của cổng");
  return answering(run, command, async (terminal) => {
    const folder = resolve(command.args[0] ?? "");
    const begun = performance.now();
    terminal.progress("đang phục hồi thử");
    const [{ WORK_ITEM_MIGRATION }, { rehearseBackup }] = await Promise.all([import("../house.ts"), import("../storage/backup/rehearse-backup.ts")]);
    return await withHouse(async ({ databaseUrl, clock, service, store }) => {
      const done = await store.asLeader(BACKUP_LEADER, (lost) => rehearseBackup(folder, { databaseUrl, extraMigrations: [WORK_ITEM_MIGRATION] }, clock.now(), lost));
      if (done === null) throw new HouseError("move-illegal", "the gateway is making or reading a backup", {}, { hint: "wait until it is over" });
      const { found, ...verified } = done;
      if (command.opts<{ note: boolean }>().note) await service.noteBackup({ ...noteOf("backup.rehearsed", folder, verified, begun), found }, operatorAccess());
      const good = found !== null && found.broken === 0 && found.missing === 0;
      const answer = answerOf(folder, verified, good ? "Phục hồi thử được: mọi thứ khớp" : "Phục hồi thử: CÓ CHỖ KHÔNG KHỚP");
      if (found === null) return answer;
      const text = `${answer.text}\n  ${found.tables} bảng, ${found.rows} dòng: ${found.outgoing} văn bản đi, ${found.incoming} văn bản đến\n  nhật ký: ${found.seals} niêm phong (${found.entries} mục), ${found.broken} không khớp; tệp thiếu: ${found.missing}`;
      return { json: { ...answer.json, found }, text, exitCode: good ? EXIT.done : EXIT.infrastructure };
    });
  });
}

function restore(run: Run): Command {
  const command = verb("restore", "phục hồi một bản sao lưu vào cổng còn trống", ["backup restore /mnt/sao-luu/lienthong-2026-11-22T013000000Z"], "Cổng phải dừng; cơ sở dữ liệu (DATABASE_URL hoặc thư mục LIENTHONG_DATA) phải trống. Bản sao lưu được kiểm tra từng byte trước khi phục hồi.").argument("<bản-sao-lưu>", "thư mục của một bản");
  return answering(run, command, async (terminal) => {
    const folder = resolve(command.args[0] ?? "");
    const begun = performance.now();
    terminal.progress("đang phục hồi");
    const config = loadConfig();
    const [{ WORK_ITEM_MIGRATION }, { restoreBackup }] = await Promise.all([import("../house.ts"), import("../storage/backup/restore-backup.ts")]);
    const postgres = await openPostgres({ databaseUrl: config.databaseUrl ?? undefined, dataDirectory: config.dataDirectory, onEvent: () => undefined });
    let verified: VerifiedBackup;
    try {
      const homes = Object.fromEntries(secretsOf(config).map((place) => [basename(place), place]));
      verified = await restoreBackup(folder, { databaseUrl: postgres.url, dataDirectory: config.dataDirectory, secrets: homes, extraMigrations: [WORK_ITEM_MIGRATION] });
    } finally {
      await postgres.close();
    }
    await withHouse(({ service }) => service.noteBackup(noteOf("backup.restored", folder, verified, begun), operatorAccess()));
    return answerOf(folder, verified, "Đã phục hồi; bây giờ có thể chạy: lienthong serve");
  });
}

function answerOf(folder: string, { manifest, digest, files, bytes, wrong }: VerifiedBackup, good: string): Answer {
  const lines = [folder, `  lúc ${manifest.madeAt}, bản ${manifest.program}; ${files} tệp, ${sayMebibytes(bytes)}; mã ${digest}`];
  for (const { file, what } of wrong.slice(0, 20)) lines.push(`  ${what === "missing" ? "THIẾU" : "HỎNG"} ${file}`);
  return {
    json: { folder, digest, madeAt: manifest.madeAt, files, bytes, wrong },
    text: [wrong.length === 0 ? good : `Bản sao lưu KHÔNG nguyên vẹn: ${wrong.length} tệp`, ...lines].join("\n"),
    exitCode: wrong.length === 0 ? EXIT.done : EXIT.infrastructure,
  };
}

function noteOf(kind: BackupNote["kind"], folder: string, { manifest, digest, bytes, wrong }: VerifiedBackup, begun: number): BackupNote {
  return { kind, folder, digest, madeAt: new Date(manifest.madeAt), blobs: manifest.blobs.count, bytes, newBytes: 0, seconds: secondsSince(begun), wrong: wrong.length };
}

/** All that is secret and lies beside the database. */
function secretsOf({ dataDirectory, keysDirectory, trustDirectory }: Config): readonly string[] {
  return [join(dataDirectory, "secrets.key"), keysDirectory, trustDirectory];
}

function secondsSince(begun: number): number {
  return Math.round((performance.now() - begun) / 100) / 10;
}

function sayMebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
