import { DatePicker } from "antd";
import dayjs from "dayjs";
import type { ReactNode } from "react";

/** From day to day, in the address as `2026-11-20`. */
export function PeriodFilter({ label, from, to, onChange }: { readonly label: string; readonly from: string | null; readonly to: string | null; readonly onChange: (from: string | null, to: string | null) => void }): ReactNode {
  return (
    <DatePicker.RangePicker
      aria-label={label}
      format="DD/MM/YYYY"
      placeholder={[`${label} từ`, "đến"]}
      allowEmpty={[true, true]}
      value={[from === null ? null : dayjs(from), to === null ? null : dayjs(to)]}
      onChange={(days) => onChange(days?.[0]?.format("YYYY-MM-DD") ?? null, days?.[1]?.format("YYYY-MM-DD") ?? null)}
    />
  );
}

/** The instants a day begins and ends at, in Vietnam. */
export function beginOf(day: string): string {
  return `${day}T00:00:00+07:00`;
}

export function endOf(day: string): string {
  return `${day}T23:59:59.999+07:00`;
}
