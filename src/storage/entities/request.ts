import type { Request } from "../../core/status/request.ts";

/** JSON has no dates. */
export function reviveRequest(stored: Request): Request {
  return { ...stored, askedAt: new Date(stored.askedAt), answerDueAt: dateOrNull(stored.answerDueAt), answeredAt: dateOrNull(stored.answeredAt) };
}

function dateOrNull(stored: Date | null): Date | null {
  return stored === null ? null : new Date(stored);
}
