import dayjs from "dayjs";

/** A picker shows and takes the clock of Vietnam, wherever the browser is: between an instant and that clock, seven hours without exceptions. */
const HOURS = 7;
const FORMAT = "YYYY-MM-DDTHH:mm:ss";

export function onTheClock(instant: string | Date): dayjs.Dayjs {
  return dayjs(new Date(new Date(instant).getTime() + HOURS * 3_600_000).toISOString().slice(0, 19));
}

/** As ISO 8601. */
export function instantOf(clock: dayjs.Dayjs): string {
  return `${clock.format(FORMAT)}+0${HOURS}:00`;
}
