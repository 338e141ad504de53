import type { LiveCalendars } from "../core/calendar/index.ts";
import { rederive } from "../core/deadlines/rederive.ts";
import { tellDeadlines } from "../core/deadlines/tell.ts";
import { trackDeadlines, type TrackingNeeds } from "../core/deadlines/track.ts";
import { startLoop, type Loop } from "./loop.ts";
import { measureClock, type ClockNeeds } from "./measure-clock.ts";

export type TimeNeeds = Omit<TrackingNeeds, "calendars"> & ClockNeeds & { readonly calendars: LiveCalendars; readonly clockEveryMs: number };

const TRACK_EVERY_MS = 5_000;
/** However often it is woken: what happens to one document tends to come together, and its deadlines are derived as a whole. */
const BREATH_MS = 1_000;
const TELL_EVERY_MS = 5_000;
const REDERIVE_EVERY_MS = 5_000;
const LONGEST_FAULT_PAUSE_MS = 30_000;

/** Everything that keeps time: deadlines follow the feed and are told, corrections of the calendar are drawn through, the clock is measured. */
export function startTimekeeping(needs: TimeNeeds, onFault: (name: string, error: unknown) => void): { close(): Promise<void> } {
  const loop = (name: string, pauseMs: number, round: (signal: AbortSignal) => Promise<boolean>): Loop => startLoop({ name, round, pauseMs, atMostEveryMs: BREATH_MS, longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS, onFault });

  const track = loop("track-deadlines", TRACK_EVERY_MS, async () => (await needs.store.asLeader("track-deadlines", () => trackDeadlines(needs))) ?? false);
  const tell = loop("tell-deadlines", TELL_EVERY_MS, () => tellDeadlines(needs));
  const corrections = loop("rederive", REDERIVE_EVERY_MS, async () => {
    await needs.calendars.refresh(needs.store.reader.calendar); // every process, also those that do not lead
    await needs.store.asLeader("rederive", () => rederive(needs));
    return false;
  });
  const clock = loop("measure-clock", needs.clockEveryMs, async (signal) => {
    await measureClock(needs, signal);
    return false;
  });
  const stopListening = needs.store.onJournal(() => track.wake());
  return {
    async close() {
      stopListening();
      await Promise.all([track, tell, corrections, clock].map((each) => each.close()));
    },
  };
}
