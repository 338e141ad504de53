import type { LiveCalendars } from "../core/calendar/index.ts";
import { rederive } from "../core/deadlines/rederive.ts";
import { tellDeadlines } from "../core/deadlines/tell.ts";
import { trackDeadlines, type TrackingNeeds } from "../core/deadlines/track.ts";
import { startLoop, type Loop } from "./loop.ts";
import { measureClock, type ClockNeeds } from "./measure-clock.ts";
import { startPacedLoop } from "./pace.ts";

export type TimeNeeds = Omit<TrackingNeeds, "calendars"> & ClockNeeds & { readonly calendars: LiveCalendars; readonly clockEveryMs: number };

const BUSY_MS = 5_000;
/** A deadline of a gateway at rest is told at most so late. */
const QUIET_MS = 30_000;
/** However often it is woken: what happens to one document tends to come together, and its deadlines are derived as a whole. */
const BREATH_MS = 1_000;
const LONGEST_FAULT_PAUSE_MS = 30_000;

/** Everything that keeps time: deadlines follow the feed and are told, corrections of the calendar are drawn through, the clock is measured. */
export function startTimekeeping(needs: TimeNeeds, onFault: (name: string, error: unknown) => void): { close(): Promise<void> } {
  const paced = (name: string, atMostEveryMs: number, round: () => Promise<boolean>): Loop => startPacedLoop({ store: needs.store, name, round, atMostEveryMs, busyMs: BUSY_MS, quietMs: QUIET_MS, longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS, onFault });

  const track = paced("track-deadlines", BREATH_MS, async () => (await needs.store.asLeader("track-deadlines", () => trackDeadlines(needs))) ?? false);
  const tell = paced("tell-deadlines", BUSY_MS, () => tellDeadlines(needs));
  const corrections = paced("rederive", BUSY_MS, async () => {
    await needs.calendars.refresh(needs.store.reader.calendar); // every process, also those that do not lead
    await needs.store.asLeader("rederive", () => rederive(needs));
    return false;
  });
  const clock = startLoop({
    name: "measure-clock",
    round: async (signal) => {
      await measureClock(needs, signal);
      return false;
    },
    pauseMs: needs.clockEveryMs,
    atMostEveryMs: BREATH_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  return {
    async close() {
      await Promise.all([track, tell, corrections, clock].map((each) => each.close()));
    },
  };
}
