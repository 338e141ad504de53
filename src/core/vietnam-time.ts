const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** Vietnamese time in ISO 8601 with milliseconds (QĐ 28/2018 Đ.14.4): `2026-11-20T17:42:05.120+07:00`. No daylight saving since 1979. */
export function vietnamTime(at: Date): string {
  return new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString().replace("Z", "+07:00");
}

export function vietnamTimeOrNull(at: Date | null): string | null {
  return at === null ? null : vietnamTime(at);
}
