/** `ntp`: a time server; `axis`: the Date of the axis's answers, to the second. */
export type ClockSource = "ntp" | "axis";

/** Độ lệch đồng hồ: how far our clock was from somebody else's, at one moment. */
export interface ClockMeasurement {
  readonly at: Date;
  readonly source: ClockSource;
  readonly server: string;
  /** Milliseconds to add to our clock to have theirs; null when it could not be asked. */
  readonly offsetMs: number | null;
  /** The true offset lies at most this far from it. */
  readonly uncertaintyMs: number | null;
  /** Certainly beyond the limit: uncertainty taken into account. */
  readonly overLimit: boolean;
  /** Why it could not be asked. */
  readonly fault: string | null;
}

/** Beyond one second both are logged (QĐ 28/2018 Đ.14.4 wants Vietnamese time synchronised with the axis; the number is ours). */
export const CLOCK_LIMIT_MS = 1_000;

/** The offset of one question and answer, and whether it is certainly over the limit. Pure. */
export function measured(source: ClockSource, server: string, at: Date, offsetMs: number, uncertaintyMs: number): ClockMeasurement {
  return { at, source, server, offsetMs, uncertaintyMs, overLimit: Math.abs(offsetMs) - uncertaintyMs > CLOCK_LIMIT_MS, fault: null };
}

export function unmeasured(source: ClockSource, server: string, at: Date, fault: string): ClockMeasurement {
  return { at, source, server, offsetMs: null, uncertaintyMs: null, overLimit: false, fault };
}

/**
 * A Date header tells a whole second that began before the answer was read: the middle of that second, compared with the middle of the time
 * between question and answer. Uncertain by half a second and half of that time.
 */
export function offsetOfDateHeader(date: Date, askedAt: Date, answeredAt: Date): { readonly offsetMs: number; readonly uncertaintyMs: number } {
  const waited = answeredAt.getTime() - askedAt.getTime();
  return { offsetMs: date.getTime() + 500 - (askedAt.getTime() + waited / 2), uncertaintyMs: 500 + waited / 2 };
}

/** One sentence for people. */
export function sayMeasurement({ source, server, offsetMs, uncertaintyMs, overLimit, fault }: ClockMeasurement): string {
  const whom = source === "ntp" ? `máy chủ thời gian ${server}` : `Trục (${server})`;
  if (offsetMs === null || uncertaintyMs === null) return `Không đo được đồng hồ so với ${whom}: ${fault ?? "không rõ lý do"}.`;
  const text = `Đồng hồ ${offsetMs >= 0 ? "chậm" : "nhanh"} ${said(Math.abs(offsetMs))} so với ${whom} (sai số ±${said(uncertaintyMs)})`;
  return overLimit ? `${text}, VƯỢT mức ${said(CLOCK_LIMIT_MS)}: hãy chỉnh đồng hồ máy chủ (QĐ 28/2018 Đ.14.4).` : `${text}.`;
}

function said(ms: number): string {
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(1).replace(".", ",")} giây` : `${Math.round(ms)} ms`;
}
