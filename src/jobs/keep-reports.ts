import { issueDueReports } from "../core/reports/issue-due-reports.ts";
import { refreshFacts, type IssuingNeeds } from "../core/reports/reports.ts";
import { startLoop, type Loop } from "./loop.ts";
import { startPacedLoop } from "./pace.ts";

const FACTS_EVERY_MS = 15_000;
const QUIET_MS = 60_000;
const REPORTS_EVERY_MS = 60_000;
const LONGEST_FAULT_PAUSE_MS = 5 * 60_000;
const REPLANNED_AT_ONCE = 2_000;

export interface ReportJobNeeds extends IssuingNeeds {
  readonly onFault: (name: string, error: unknown) => void;
}

/** Keeps what reports count up to date, also when a calendar was corrected, and issues the reports that are due. */
export function startReports(needs: ReportJobNeeds): readonly Loop[] {
  const { onFault } = needs;
  const facts = startPacedLoop({
    store: needs.store,
    name: "exchange-facts",
    round: async () => {
      const planned = await needs.store.facts.replan(needs.calendars.version, REPLANNED_AT_ONCE);
      return (await refreshFacts(needs)) || planned === REPLANNED_AT_ONCE;
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
