import type { NoticeId } from "../ids.ts";
import type { Page, PageRequest } from "../ports.ts";
import type { ReportContent } from "../reports/report-content.ts";
import type { FactQuestion } from "../reports/report-ports.ts";
import type { NoticeMailId } from "../ids.ts";
import type { BackfillEntry, Notice, PaperFallback } from "./notice.ts";
import type { NoticeMail, NoticeMailRecord } from "./notice-mail.ts";

export interface NoticeFilter extends PageRequest {
  /** Told to one of these, or given by one of them. */
  readonly agencies: readonly string[] | "all";
  readonly trees: readonly string[];
  readonly open?: boolean;
}

export interface NoticeReader {
  byId(id: NoticeId): Promise<Notice | null>;
  list(filter: NoticeFilter): Promise<Page<Notice>>;
  backfill(id: NoticeId): Promise<readonly BackfillEntry[]>;
  paperOf(dispatchIds: readonly string[]): Promise<readonly PaperFallback[]>;
  /** Mails to be sent now, longest due first. */
  mailsDue(limit: number): Promise<readonly (NoticeMail & { readonly attempts: number })[]>;
  /** All mails of a notice, in the order they were queued. */
  mailsOf(id: NoticeId): Promise<readonly NoticeMailRecord[]>;
  /** For reports: incidents that overlap the period, and what went on paper in it. */
  operations(question: FactQuestion): Promise<ReportContent["operations"]>;
}

export interface NoticeWrites {
  addNotice(notice: Notice): Promise<void>;
  /** False when it had ended already. */
  endNotice(id: NoticeId, resumedAt: Date, endedAt: Date, endedBy: string, remedy: string): Promise<boolean>;
  /** Queued with the notice itself; an address that is queued already for it stays as it is. */
  queueMails(mails: readonly NoticeMail[]): Promise<void>;
  settleMail(id: NoticeMailId, outcome: MailOutcome): Promise<void>;
  /** Those recorded before stay as they are. Resolves to how many are new. */
  addPaper(fallbacks: readonly PaperFallback[]): Promise<number>;
  /** False when the same document was entered before. */
  addBackfill(entry: BackfillEntry): Promise<boolean>;
}

export type MailOutcome = { readonly state: "sent" } | { readonly state: "failed"; readonly fault: string } | { readonly state: "queued"; readonly fault: string; readonly retryInMs: number };
