import { vietnamTime } from "../vietnam-time.ts";

/** As a clerk writes it: `17:42 20/11/2026`. */
export function vietnamClock(at: Date): string {
  const [day = "", time = ""] = vietnamTime(at).split("T");
  return `${time.slice(0, 5)} ${day.split("-").toReversed().join("/")}`;
}
