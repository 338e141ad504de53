import type { Actor } from "../actor.ts";
import { instantAt, localDateOf, nextWorkingDay, addDays } from "../calendar/index.ts";
import { lastPeriodBefore, type Period, type PeriodKind } from "./period.ts";
import { issue, refreshFacts, type IssuingNeeds } from "./reports.ts";

/** Kỳ báo cáo tự động: weekly and monthly (KD Đ.4.2.c, BG Đ.11.2.c), quarterly (QĐ 28/2018 Đ.15.1), every six months and year (DN Đ.21.9, QN Đ.15.9). */
export const AUTOMATIC_PERIODS = ["week", "month", "quarter", "half", "year"] as const satisfies readonly PeriodKind[];

const ACTOR: Actor = { kind: "gateway", job: "issue-reports" };

/**
 * Issues every report that is due and not there: for each agency of this gateway, with all below it where there are any. A period that ended
 * is due at the first office hour after it, in the agency's own calendar. Resolves to how many were issued.
 */
export async function issueDueReports(needs: IssuingNeeds, signal: AbortSignal): Promise<number> {
  const { reader } = needs.store;
  const now = needs.clock.now();
  await refreshFacts(needs);
  const hosted = await reader.agencies.hosted();
  let issued = 0;
  for (const { code, organization } of hosted) {
    const tree = hosted.some((other) => other.code.startsWith(`${code}.`));
    for (const kind of AUTOMATIC_PERIODS) {
      if (signal.aborted) return issued;
      const period = lastPeriodBefore(kind, now);
      if (now < dueAt(needs, code, period) || !(await isMissing(needs, code, tree, period))) continue;
      await issue(needs, { code, name: organization.organName ?? code, tree }, period, null, { actor: ACTOR, agencies: "all" });
      issued += 1;
    }
  }
  return issued;
}

/** A gateway that served nobody in that period owes no report of it. */
async function isMissing({ store: { reader } }: IssuingNeeds, code: string, tree: boolean, period: Period): Promise<boolean> {
  if ((await reader.reports.latest({ agencyCode: code, tree, kind: period.kind, from: period.from, to: period.to })) !== null) return false;
  return await reader.reports.hasFacts({ scope: { code, name: code, tree }, from: period.from, to: period.to });
}

function dueAt({ calendars }: IssuingNeeds, code: string, period: Period): Date {
  const calendar = calendars.for(code, localDateOf(instantAt(addDays(period.to, 1), 0)));
  const { date, day } = nextWorkingDay(period.to, calendar);
  return instantAt(date, day.sessions[0]?.from ?? 0);
}
