import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import type { Account } from "../api/session.ts";
import { useFilters } from "../app/router.tsx";
import { useAccount } from "../app/session.tsx";
import { AgencyPicker } from "./agency-picker.tsx";
import { Nothing } from "./states.tsx";
import { today } from "../text/dates.ts";

const KINDS = { day: "Ngày", week: "Tuần", month: "Tháng", quarter: "Quý", half: "Nửa năm", year: "Năm" } as const;
type Kind = keyof typeof KINDS;

/** Which agency, with those below it or alone, and which period; as the API reads it. */
export interface BooksQuery {
  readonly agency?: string;
  readonly tree: "true" | "false";
  readonly period: Kind;
  readonly on: string;
}

export function useBooksQuery(usual: Kind): BooksQuery {
  const account = useAccount();
  const [query] = useFilters();
  const period = query.get("period") ?? usual;
  const agency = query.get("agency") ?? account.supervises[0] ?? account.agencies[0];
  const tree = seesTrees(account) && query.get("tree") !== "false";
  return {
    ...(agency !== undefined && { agency }),
    tree: tree ? "true" : "false",
    period: period in KINDS ? (period as Kind) : usual,
    on: query.get("on") ?? today(),
  };
}

/** Whoever supervises or inspects reads what lies below an agency; a clerk reads the books of their own agencies. */
function seesTrees({ roles, supervises }: Account): boolean {
  return supervises.length > 0 || roles.includes("auditor");
}

export function PeriodPicker({ books }: { readonly books: BooksQuery }): ReactNode {
  const account = useAccount();
  const [, change] = useFilters();
  const trees = seesTrees(account);
  return (
    <div className="filters filters-period">
      <AgencyPicker label="Cơ quan" value={books.agency ?? null} allowClear={false} {...(!trees && { among: account.agencies })} onChange={(agency) => change({ agency })} />
      {trees && <Select aria-label="Phạm vi" value={books.tree} onChange={(tree) => change({ tree })} options={[{ value: "true", label: "Cả cơ quan trực thuộc" }, { value: "false", label: "Chỉ cơ quan này" }]} />}
      <Select aria-label="Kỳ" value={books.period} onChange={(period) => change({ period })} options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))} />
      <DatePicker aria-label="Ngày trong kỳ" format="DD/MM/YYYY" allowClear={false} value={dayjs(books.on)} onChange={(day) => change({ on: day?.format("YYYY-MM-DD") ?? null })} />
    </div>
  );
}

/** The books of an agency, once one is chosen: whoever inspects all of them begins with none. */
export function OfAgency({ books, children }: { readonly books: BooksQuery; readonly children: ReactNode }): ReactNode {
  return books.agency === undefined ? <Nothing text="Chọn cơ quan ở trên để xem số liệu, sổ sách của cơ quan ấy và các cơ quan trực thuộc." /> : children;
}

/** The same period, one before. */
export function before({ period, on }: BooksQuery): string {
  const step = { day: [1, "day"], week: [7, "day"], month: [1, "month"], quarter: [3, "month"], half: [6, "month"], year: [1, "year"] } as const;
  const [amount, unit] = step[period];
  return dayjs(on).subtract(amount, unit).format("YYYY-MM-DD");
}
