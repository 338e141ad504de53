import { buildCalendars, type Calendars } from "./build.ts";
import { correctedData, type Correction } from "./corrections.ts";
import type { CalendarData } from "./data.ts";
import type { CalendarReader } from "./ports.ts";

/** The calendars in force: the files, and what operators have corrected since. Everybody who computes holds this one. */
export interface LiveCalendars extends Calendars {
  /** The rows in force. */
  readonly data: CalendarData;
  /** The rows of the files, before any correction. */
  readonly base: CalendarData;
  /** Reads corrections made since, by whatever process. Resolves to whether there were any. */
  refresh(reader: CalendarReader): Promise<boolean>;
}

/** Calendars that follow the corrections. A correction the files of this release contradict is refused as `data-file-invalid`. */
export function liveCalendars(base: CalendarData): LiveCalendars {
  let data = base;
  let built = buildCalendars(base);
  let last: Correction["position"] | null = null;
  return {
    base,
    get data() {
      return data;
    },
    get version() {
      return built.version;
    },
    scopes: () => built.scopes(),
    for: (organId, on) => built.for(organId, on),
    named: (id, on) => built.named(id, on),
    async refresh(reader) {
      const position = await reader.lastPosition();
      if (position === last) return false;
      const next = correctedData(base, await reader.corrections());
      built = buildCalendars(next);
      data = next;
      last = position;
      return true;
    },
  };
}
