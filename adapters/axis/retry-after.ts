/** A header is no reason to forget a document: whoever asks for more is asked again after six hours. */
const LONGEST_MS = 6 * 3_600_000;

/**
 * Retry-After (RFC 9110 §10.2.3) in seconds or as a date, in ms from `now`; null when the partner did not say. Read from every answer: what
 * stands before the axis says it with 429 or 503, and the axis door of a gateway of ours with the 200 that its protocol wants.
 */
export function askedToWaitMs(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? "";
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : /^[A-Za-z]{3,9},/.test(text) ? Date.parse(text) - now.getTime() : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_MS);
}
