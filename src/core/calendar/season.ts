import type { OfficeHoursRow } from "./data.ts";

type Season = OfficeHoursRow["season"];

/** Whether the day lies in the season, both ends included; a season may run over the new year (16/10–15/4). */
export function inSeason(season: Season, date: string): boolean {
  if (season === null) return true;
  const day = date.slice(5);
  return season.from <= season.to ? season.from <= day && day <= season.to : season.from <= day || day <= season.to;
}

/** Whether two seasons share a day of the year. */
export function seasonsMeet(a: NonNullable<Season>, b: NonNullable<Season>): boolean {
  return inSeason(a, `0000-${b.from}`) || inSeason(b, `0000-${a.from}`);
}
