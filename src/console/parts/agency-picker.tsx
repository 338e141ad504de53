import { Select } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../api/client.ts";
import { useAsk } from "../api/use-ask.ts";
import { nameOfAgency } from "./agency.tsx";
import { orSay } from "./or-say.ts";

interface PickerProps {
  readonly value?: string | null;
  readonly onChange?: (code: string | null) => void;
  readonly label: string;
  readonly id?: string;
  /** Only these, when the account may choose among few. */
  readonly among?: readonly string[];
  readonly allowClear?: boolean;
}

const SEARCH_AFTER_MS = 250;

/** One agency of 125,000, by name without diacritics or by code; the gateway searches. */
export function AgencyPicker({ value, onChange, label, id, among, allowClear = true }: PickerProps): ReactNode {
  const { options, search, searching, opened } = useAgencySearch(among);
  const current = useAsk(value === undefined || value === null || value === "" ? null : `name:${value}`, async () => await nameOfAgency(value ?? ""));
  const chosen = value === undefined || value === null || value === "" ? undefined : { value, label: current.data ?? value };
  return (
    <Select
      {...(id !== undefined && { id })}
      aria-label={label}
      className="agency-picker"
      placeholder={label}
      labelInValue
      allowClear={allowClear}
      showSearch={{ filterOption: false, onSearch: search }}
      value={chosen}
      onChange={(next: { value: string } | undefined) => onChange?.(next?.value ?? null)}
      onOpenChange={opened}
      loading={searching}
      notFoundContent={null}
      options={orSay(options.map((agency) => ({ value: agency.code, label: `${agency.name ?? agency.code} (${agency.code})` })), searching ? null : "Không có cơ quan nào")}
      popupMatchSelectWidth={360}
    />
  );
}

export function useAgencySearch(among?: readonly string[]): { readonly options: readonly Schemas["Agency"][]; readonly searching: boolean; readonly search: (words: string) => void; readonly opened: (open: boolean) => void } {
  const [options, setOptions] = useState<readonly Schemas["Agency"][]>([]);
  const [searching, setSearching] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  const round = useRef(0);
  const last = useRef("");
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const search = (words: string): void => {
    window.clearTimeout(timer.current);
    last.current = words;
    setSearching(true);
    timer.current = window.setTimeout(() => void ask(words), words === "" ? 0 : SEARCH_AFTER_MS);
  };
  const ask = async (words: string): Promise<void> => {
    const mine = ++round.current;
    try {
      const found = among === undefined ? (await asked(api.GET("/api/v1/agencies", { params: { query: { ...(words.trim() !== "" && { q: words.trim() }), limit: 20 } } }))).items : await few(among, words);
      if (mine === round.current) setOptions(found);
    } catch {
      if (mine === round.current) setOptions([]);
    } finally {
      if (mine === round.current) setSearching(false);
    }
  };
  /** What was typed or pasted into the closed list opens it: its search must not be replaced by the one for everything. */
  const opened = (open: boolean): void => {
    if (open && last.current === "") search("");
    if (!open) last.current = "";
  };
  return { options, searching, search, opened };
}

async function few(codes: readonly string[], words: string): Promise<readonly Schemas["Agency"][]> {
  const all = await Promise.all(codes.slice(0, 100).map(async (code) => await asked(api.GET("/api/v1/agencies/{code}", { params: { path: { code } } }))));
  const wanted = words.trim().toLowerCase();
  return all.filter(({ code, name }) => wanted === "" || `${name ?? ""} ${code}`.toLowerCase().includes(wanted));
}
