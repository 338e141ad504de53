import { createHash } from "node:crypto";
import { actorName, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { type Calendars } from "../calendar/index.ts";
import { HouseError } from "../fault.ts";
import { newId, type ReportId } from "../ids.ts";
import type { Clock, Page, PageRequest, Store } from "../ports.ts";
import { readPeriod, type Period, type PeriodQuestion } from "./period.ts";
import { PRINT_TYPES, type PrintedFile, type Printer, type PrintFormat } from "./printout.ts";
import { readLogFilter, type LogEntry, type LogQuestion, type LogTail } from "./exchange-log.ts";
import { reportContent, type ReportContent } from "./report-content.ts";
import type { Dimension, IssuedReport, SeriesStep } from "./report-ports.ts";
import { reportPrintout } from "./report-printout.ts";
import { seriesOf, type Series } from "./series.ts";
import { mayRead, readScope, supervises, type Scope, type ScopeQuestion } from "./scope.ts";
import { verifyReport, type Verification } from "./verify-report.ts";

export interface ReportNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly calendars: Calendars;
  readonly printer: Printer;
}

/** What freezing numbers needs; nothing is printed. */
export type IssuingNeeds = Omit<ReportNeeds, "printer">;

export type ReportAsked = ScopeQuestion & PeriodQuestion;

export interface IssuedView {
  readonly report: Omit<IssuedReport, "content">;
  readonly content: ReportContent;
}

export interface ReportService {
  /** Số liệu đột xuất: of this moment, not kept. */
  statistics(asked: ReportAsked, by: readonly Dimension[], access: Access): Promise<ReportContent>;
  printStatistics(asked: ReportAsked, by: readonly Dimension[], format: PrintFormat, access: Access): Promise<PrintedFile>;
  /** Chuỗi thời gian: by day, week or month, and the peers that fail most. Throws FieldsRefused for more than 400 points. */
  series(asked: ReportAsked, step: SeriesStep, access: Access): Promise<Series>;
  /** Nhật ký gửi nhận: every exchange of the agencies the caller may read, newest first; `tail` is where to follow from. */
  exchangeLog(question: LogQuestion & PageRequest, access: Access): Promise<Page<LogEntry> & { readonly tail: LogTail }>;
  /** What is new or has moved since, oldest change first. */
  exchangeLogSince(question: LogQuestion & { readonly limit: number }, tail: LogTail, access: Access): Promise<{ readonly rows: readonly LogEntry[]; readonly tail: LogTail }>;
  /** Phát hành: frozen with its digest. The same period again needs a reason and becomes the next version. */
  issueReport(asked: ReportAsked, reason: string | null, access: Access): Promise<IssuedView>;
  issuedReports(page: PageRequest, access: Access): Promise<Page<Omit<IssuedReport, "content">>>;
  issuedReport(id: ReportId, access: Access): Promise<IssuedView>;
  printIssuedReport(id: ReportId, format: PrintFormat, access: Access): Promise<PrintedFile>;
  /** Whether a report is still what was issued, whether all of it comes out again when counted anew, and whether the journal says the same. Takes as long as counting does. */
  verifyReport(id: ReportId, access: Access): Promise<Verification>;
}

export function reportService(needs: ReportNeeds): ReportService {
  const { reader } = needs.store;
  const read = async (asked: ReportAsked, access: Access): Promise<{ scope: Scope; period: Period }> => ({ scope: await readScope(reader, asked, access), period: readPeriod(asked, needs.clock.now()) });
  const find = async (id: ReportId, access: Access): Promise<IssuedReport> => {
    const report = await reader.reports.issued(id);
    if (report === null || !(report.tree ? supervises(access, report.agencyCode) : mayRead(access, report.agencyCode))) throw notFound("report", id);
    return report;
  };
  const statistics = async (asked: ReportAsked, by: readonly Dimension[], access: Access): Promise<ReportContent> => {
    const { scope, period } = await read(asked, access);
    await refreshFacts(needs);
    return reportContent({ ...reader.reports, operations: (question) => reader.notices.operations(question), asked: "together" }, scope, period, needs.clock.now(), by);
  };
  return {
    statistics,
    async series(asked, step, access) {
      const { scope, period } = await read(asked, access);
      await refreshSome(needs);
      return seriesOf(reader.reports, scope, period, needs.clock.now(), step);
    },
    async exchangeLog({ after, limit, ...question }, access) {
      const filter = await readLogFilter(reader, question, access, needs.clock.now());
      await refreshSome(needs);
      const tail = await reader.exchangeLog.tail();
      return { ...(await reader.exchangeLog.list({ ...filter, limit, ...(after !== undefined && { after }) })), tail };
    },
    async exchangeLogSince({ limit, ...question }, tail, access) {
      const filter = await readLogFilter(reader, question, access, needs.clock.now());
      await refreshSome(needs);
      return reader.exchangeLog.changedSince({ ...filter, limit }, tail);
    },
    async printStatistics(asked, by, format, access) {
      const printout = reportPrintout(await statistics(asked, by, access), null, needs.clock.now());
      return { name: `${printout.fileName}.${format}`, contentType: PRINT_TYPES[format], bytes: needs.printer.print(printout, format) };
    },
    async issueReport(asked, reason, access) {
      const { scope, period } = await read(asked, access);
      return issue(needs, scope, period, reason, access);
    },
    async issuedReports(page, access) {
      const scopes = access.agencies === "all" ? "all" : access.agencies;
      const { rows, next } = await reader.reports.listIssued({ ...page, scopes, trees: access.supervises ?? [] });
      return { rows: rows.map(withoutContent), next };
    },
    async issuedReport(id, access) {
      return viewOf(await find(id, access));
    },
    async printIssuedReport(id, format, access) {
      const report = await find(id, access);
      const printout = reportPrintout(viewOf(report).content, report, needs.clock.now());
      return { name: `${printout.fileName}-lan-${report.version}.${format}`, contentType: PRINT_TYPES[format], bytes: needs.printer.print(printout, format) };
    },
    async verifyReport(id, access) {
      const report = await find(id, access);
      return verifyReport(reader, report, viewOf(report).content);
    },
  };
}

const FACTS_AT_ONCE = 500;
const LONGEST_REFRESH_BATCHES = 200;

/** Before numbers are given out: what has changed since the job last looked. Resolves to whether there was more to do. */
export async function refreshFacts({ store, calendars }: Pick<ReportNeeds, "store" | "calendars">): Promise<boolean> {
  for (let batch = 0; batch < LONGEST_REFRESH_BATCHES; batch += 1) {
    if ((await store.facts.refresh(calendars, FACTS_AT_ONCE)) < FACTS_AT_ONCE) return false;
  }
  return true;
}

/** One batch: what a person just did is seen, and nobody waits for a long queue. */
async function refreshSome({ store, calendars }: Pick<ReportNeeds, "store" | "calendars">): Promise<void> {
  await store.facts.refresh(calendars, FACTS_AT_ONCE);
}

/**
 * Freezes the numbers of a period, while no exchange changes for whoever counts. Throws `reason-missing` when it was issued before and nobody says why again.
 */
export async function issue(needs: IssuingNeeds, scope: Scope, period: Period, reason: string | null, access: Access): Promise<IssuedView> {
  const issuedAt = needs.clock.now();
  await refreshFacts(needs);
  const report = await needs.store.write(async (tx) => {
    const factChange = await tx.stillFacts();
    const before = await tx.reports.latest({ agencyCode: scope.code, tree: scope.tree, kind: period.kind, from: period.from, to: period.to });
    if (before !== null && reason === null) throw new HouseError("reason-missing", `the report of ${scope.code} for ${period.from} to ${period.to} was issued before`, { reportId: before.id, version: before.version });
    const journalPosition = await tx.reports.head();
    const content = JSON.stringify(await reportContent({ ...tx.reports, operations: (question) => tx.notices.operations(question), asked: "in-turn" }, scope, period, issuedAt));
    const next: IssuedReport = {
      id: newId<ReportId>(),
      agencyCode: scope.code,
      agencyName: scope.name,
      tree: scope.tree,
      kind: period.kind,
      from: period.from,
      to: period.to,
      version: (before?.version ?? 0) + 1,
      content,
      digest: createHash("sha256").update(content).digest("hex"),
      journalPosition,
      factChange,
      issuedAt,
      issuedBy: actorName(access.actor),
      reason,
    };
    if (!(await tx.addIssuedReport(next))) throw new HouseError("move-illegal", `somebody else issued version ${next.version} of this report at the same time`, { agency: scope.code, version: next.version });
    await tx.append({ kind: "report.issued", at: issuedAt, actor: access.actor, facts: { reportId: next.id, agency: scope.code, period: period.kind, from: period.from, to: period.to, version: next.version, digest: next.digest } });
    return next;
  });
  return viewOf(report);
}

function viewOf(report: IssuedReport): IssuedView {
  return { report: withoutContent(report), content: JSON.parse(report.content) as ReportContent };
}

function withoutContent({ content: _content, ...report }: IssuedReport): Omit<IssuedReport, "content"> {
  return report;
}
