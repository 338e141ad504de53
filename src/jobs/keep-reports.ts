import { issueDueReports } from "../core/reports/issue-due-reports.ts";
import { refreshFacts, type IssuingNeeds } from "../core/reports/reports.ts";
import { startLoop, type Loop } from "./loop.ts";
import { startPacedLoop } from "./pace.ts";

const FACTS_EVERY_MS = 15_000;
const QUIET_MS = 60_000;
const REPORTS_EVERY_MS = 60_000;
const LONGEST_FAULT_PAUSE_MS = 5 * 60_000;
const REPLANNED_AT_ONCE = 2_000;
/** Looking for facts of an older calendar reads all of them, 0.4 s of a million: it is done when the calendar has changed, and in case a process that did not know yet wrote some since. */
const REPLAN_EVERY_MS = 10 * 60_000;

export interface ReportJobNeeds extends IssuingNeeds {
  readonly onFault: (name: string, error: unknown) => void;
}

/** Keeps what reports count up to date, also when a calendar was corrected, and issues the reports that are due. */
export function startReports(needs: ReportJobNeeds): readonly Loop[] {
  const { onFault } = needs;
  let planned: { readonly version: string; readonly at: number } | null = null;
  const replan = async (): Promise<boolean> => {
    const { version } = needs.calendars;
    if (planned?.version === version && performance.now() - planned.at < REPLAN_EVERY_MS) return false;
    const more = (await needs.store.facts.replan(version, REPLANNED_AT_ONCE)) === REPLANNED_AT_ONCE;
    if (!more) planned = { version, at: performance.now() };
    return more;
  };
  const facts = startPacedLoop({
    store: needs.store,
    name: "exchange-facts",
    round: async () => {
      const more = await replan();
      return (await refreshFacts(needs)) || more;
    },
    busyMs: FACTS_EVERY_MS,
    quietMs: QUIET_MS,
    atMostEveryMs: FACTS_EVERY_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  const reports = startLoop({
    name: "issue-reports",
    round: async () => {
      await needs.store.asLeader("issue-reports", (signal) => issueDueReports(needs, signal));
      return false;
    },
    pauseMs: REPORTS_EVERY_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  return [facts, reports];
}
