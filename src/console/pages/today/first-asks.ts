/* What the page Hôm nay asks of whoever reads documents. The first script of the console asks the same before the page is even read (early.ts). */

/** As many of each list are shown; more are counted as `50+`. */
export const SHOWN = 50;
/** What a person must mend, and what has merely not come to its end yet. */
export const TROUBLED = ["refused", "failed", "expired", "unknown", "held"] as const;
export const UNDER_WAY = ["queued", "sending", "sent"] as const;

export const NOTICES_ASKED = "/api/v1/notices?open=true&limit=10";
export const FIRST_ASKS: readonly string[] = [
  `/api/v1/incoming?state=arrived&limit=${SHOWN}`,
  `/api/v1/documents?state=${TROUBLED.join()}&limit=${SHOWN}`,
  `/api/v1/documents?state=${UNDER_WAY.join()}&limit=${SHOWN}`,
  `/api/v1/deadlines?state=late&limit=${SHOWN}`,
  `/api/v1/deadlines?state=near&limit=${SHOWN}`,
  `/api/v1/incoming?recall=asked&limit=${SHOWN}`,
];
