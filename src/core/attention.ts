import { requireOverview } from "./access.ts";
import type { Access } from "./actor.ts";
import { backupService, type BackupNeeds } from "./backups.ts";
import { certificateService, type CertificateNeeds } from "./certificates/certificates.ts";
import { queueService, type QueueNeeds } from "./flow/queues.ts";
import { integrityService } from "./journal/integrity.ts";

/** What an operator should look at, and where in the console. */
export const ATTENTION_KINDS = ["channel-paused", "channel-held", "dead-letters", "quarantine", "certificate-expired", "certificate-urgent", "certificate-soon", "certificate-unusable", "sync-held", "backup-missing", "backup-old", "backup-wrong", "journal-broken"] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export interface Attention {
  readonly kind: AttentionKind;
  readonly severity: "bad" | "warn";
  /** One Vietnamese sentence: what, and what to do. */
  readonly text: string;
  /** How many; 1 where there is nothing to count. */
  readonly count: number;
  readonly since: Date | null;
}

export type AttentionNeeds = CertificateNeeds & QueueNeeds & BackupNeeds;

/** Việc quản trị cần làm. For operators; auditors may look. Throws `role-missing`. */
export interface AttentionService {
  /** The worst first; empty: nothing has to be done. */
  attention(access: Access): Promise<readonly Attention[]>;
}

const OLD_BACKUP_DAYS = 7;
const DAY_MS = 86_400_000;

export function attentionService(needs: AttentionNeeds): AttentionService {
  const [queues, certificates, journal, backups] = [queueService(needs), certificateService(needs), integrityService(needs), backupService(needs)];
  const { reader } = needs.store;
  return {
    async attention(access) {
      requireOverview(access);
      const found = await Promise.all([ofQueues(), ofCertificates(), ofJournal(), ofBackups(), ofSyncs(), ofQuarantine()]);
      return found.flat().toSorted((one, other) => Number(one.severity === "warn") - Number(other.severity === "warn"));

      async function ofQueues(): Promise<Attention[]> {
        const views = await queues.queues(access);
        const failed = views.reduce((sum, view) => sum + view.failed, 0);
        return [
          ...views.flatMap(({ flow }): Attention[] => {
            if (flow.held !== null) return [{ kind: "channel-held", severity: "warn", text: `Kênh ${flow.channel} đang bị giữ (${flow.held.by}: ${flow.held.reason}); văn bản qua kênh đang chờ.`, count: 1, since: flow.held.at }];
            return flow.pausedAt === null ? [] : [{ kind: "channel-paused", severity: "bad", text: `Kênh ${flow.channel} tạm ngừng gửi: ${flow.lastFault?.reason ?? "không rõ lý do"}. Cổng tự dò và gửi tiếp khi thông.`, count: 1, since: flow.pausedAt }];
          }),
          ...some(failed, "dead-letters", "bad", `${failed} chuyến gửi không thành công, chờ người quyết định gửi lại hoặc gửi bản giấy.`),
        ];
      }
      async function ofCertificates(): Promise<Attention[]> {
        const ending = (await certificates.certificates(access)).filter(({ state }) => state !== "ok");
        return ending.map(({ use, owner, state, validTo, daysLeft }): Attention => {
          const what = { signing: "Chứng thư ký của", "signing-next": "Khóa ký kế tiếp của", partner: "Chứng thư đối tác", peer: "Chứng thư ghim của kết nối", "peer-next": "Chứng thư sắp thay của kết nối", anchor: "Gốc tin cậy" }[use];
          if (state === "unusable") return { kind: "certificate-unusable", severity: "bad", text: `${what} ${owner} không đọc được.`, count: 1, since: null };
          if (state === "expired") return { kind: "certificate-expired", severity: "bad", text: `${what} ${owner} đã hết hạn; thay ngay.`, count: 1, since: validTo };
          return { kind: state === "urgent" ? "certificate-urgent" : "certificate-soon", severity: state === "urgent" ? "bad" : "warn", text: `${what} ${owner} hết hạn sau ${daysLeft} ngày; chuẩn bị chứng thư mới.`, count: 1, since: null };
        });
      }
      async function ofJournal(): Promise<Attention[]> {
        const { lastCheck } = await journal.integrity(access);
        return lastCheck === null || lastCheck.broken === 0 ? [] : [{ kind: "journal-broken", severity: "bad", text: `Nhật ký có ${lastCheck.broken} khối không còn nguyên vẹn; giữ nguyên hiện trạng và báo người phụ trách an toàn thông tin.`, count: lastCheck.broken, since: lastCheck.at }];
      }
      async function ofBackups(): Promise<Attention[]> {
        const entries = await backups.backups(20, access);
        const made = entries.find(({ kind }) => kind === "backup.made");
        const verified = entries.find(({ kind }) => kind === "backup.verified" || kind === "backup.rehearsed");
        if (made === undefined) return [{ kind: "backup-missing", severity: "warn", text: "Chưa sao lưu lần nào; sao lưu ngay và đặt lịch mỗi đêm.", count: 1, since: null }];
        if (verified !== undefined && verified.wrong > 0) return [{ kind: "backup-wrong", severity: "bad", text: `Bản sao lưu kiểm tra gần nhất có ${verified.wrong} tệp thiếu hoặc hỏng; sao lưu lại.`, count: verified.wrong, since: verified.at }];
        if (verified?.found != null && verified.found.broken + verified.found.missing > 0) return [{ kind: "backup-wrong", severity: "bad", text: "Phục hồi thử bản sao lưu gần nhất: nhật ký hoặc tệp không khớp; sao lưu lại và giữ các bản cũ hơn.", count: 1, since: verified.at }];
        const days = Math.floor((needs.clock.now().getTime() - made.at.getTime()) / DAY_MS);
        return days < OLD_BACKUP_DAYS ? [] : [{ kind: "backup-old", severity: "warn", text: `Bản sao lưu gần nhất đã ${days} ngày.`, count: 1, since: made.at }];
      }
      async function ofSyncs(): Promise<Attention[]> {
        const { rows } = await reader.directory.syncs({ limit: 20 });
        const held = rows.filter(({ state }) => state === "held").length;
        return some(held, "sync-held", "warn", `${held} danh sách cơ quan bị tạm giữ vì thay đổi quá nhiều; xem rồi áp dụng hoặc bỏ.`);
      }
      async function ofQuarantine(): Promise<Attention[]> {
        const count = await reader.inbound.countQuarantined();
        return some(count, "quarantine", "warn", `${count} gói tin đến bị cách ly, cần người xem.`);
      }
    },
  };
}

function some(count: number, kind: AttentionKind, severity: Attention["severity"], text: string): Attention[] {
  return count === 0 ? [] : [{ kind, severity, text, count, since: null }];
}
