import type { ClockMeasurement, ClockSource } from "./measurement.ts";

export interface ClockReader {
  /** The last of each source. */
  latest(): Promise<readonly ClockMeasurement[]>;
  /** Newest first. */
  history(source: ClockSource, limit: number): Promise<readonly ClockMeasurement[]>;
}

/** Part of a transaction. */
export interface ClockWrites {
  addClockMeasurement(measurement: ClockMeasurement): Promise<void>;
}
