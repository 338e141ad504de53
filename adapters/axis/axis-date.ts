const VIETNAM = "+07:00";

/**
 * A time in a list of the axis. Its format is not documented: `dd/MM/yyyy HH:mm:ss` (gateways on the official SDK), `yyyy-MM-dd HH:mm:ss`,
 * ISO with zone and milliseconds since 1970 are understood, a time without zone as local time of Việt Nam. Anything else is null, never a guess.
 */
export function axisDate(text: string | null): Date | null {
  if (text === null) return null;
  const dayFirst = /^(\d{2})\/(\d{2})\/(\d{4})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?$/.exec(text);
  if (dayFirst !== null) return valid(`${dayFirst[3]}-${dayFirst[2]}-${dayFirst[1]}T${dayFirst[4]}${VIETNAM}`);
  const yearFirst = /^(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)\d*(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (yearFirst !== null) return valid(`${yearFirst[1]}-${yearFirst[2]}-${yearFirst[3]}T${yearFirst[4]}${zone(yearFirst[5])}`);
  return /^\d{13}$/.test(text) ? new Date(Number(text)) : null;
}

/** The form we write where the axis is ours (simulator): `dd/MM/yyyy HH:mm:ss`, local time of Việt Nam. */
export function axisDateText(date: Date): string {
  const local = new Date(date.getTime() + 7 * 3_600_000).toISOString();
  return `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 19)}`;
}

function zone(text: string | undefined): string {
  if (text === undefined) return VIETNAM;
  return text === "Z" || text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

function valid(iso: string): Date | null {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}
