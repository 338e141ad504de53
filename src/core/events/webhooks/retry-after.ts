/** A header is no reason to forget an event: whoever asks for more is asked again after six hours. */
const LONGEST_MS = 6 * 3_600_000;

/** Retry-After (RFC 9110 §10.2.3) in seconds or as a date, in ms from `now`; 0 when the receiver did not say, or not so that it can be read. */
export function askedToWaitMs(header: string | undefined, now: Date): number {
  const text = header?.trim() ?? "";
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : /^[A-Za-z]{3,9},/.test(text) ? Date.parse(text) - now.getTime() : 0;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LONGEST_MS);
}
