import { HouseError } from "../fault.ts";
import type { SessionText } from "./data.ts";

/** Minutes after midnight in Vietnam, half-open: `from` is inside, `to` is not (11:30:00.000 is already lunch). */
export interface Session {
  readonly from: number;
  readonly to: number;
}

/** Reads the sessions of one day, in order and apart from each other. Throws `data-file-invalid` naming `where`. */
export function parseSessions(texts: readonly SessionText[], where: string): readonly Session[] {
  const sessions = texts.map(([from, to]) => ({ from: minutesOf(from, where), to: minutesOf(to, where) }));
  let previous = 0;
  for (const session of sessions) {
    if (session.from < previous || session.from >= session.to) {
      throw new HouseError("data-file-invalid", `sessions of ${where} overlap or are out of order`, { where, found: texts.map((t) => t.join("-")) });
    }
    previous = session.to;
  }
  return sessions;
}

export function sameSessions(a: readonly Session[], b: readonly Session[]): boolean {
  return a.length === b.length && a.every((session, i) => session.from === b[i]?.from && session.to === b[i]?.to);
}

function minutesOf(text: string, where: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  const minutes = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
  if (!(minutes <= 1440)) throw new HouseError("data-file-invalid", `${JSON.stringify(text)} of ${where} is not a time HH:MM`, { where, found: text });
  return minutes;
}
