import { Select } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked } from "../api/client.ts";
import { useAsk } from "../api/use-ask.ts";
import { orSay } from "./or-say.ts";

/** One account, by name; the gateway searches. */
export function AccountPicker({ value, onChange, label }: { readonly value: string | null; readonly onChange: (id: string | null) => void; readonly label: string }): ReactNode {
  const [words, setWords] = useState("");
  const found = useAsk(`accounts-like:${words}`, async (signal) => await asked(api.GET("/api/v1/accounts", { params: { query: { limit: 20, ...(words.trim() !== "" && { q: words.trim() }) } }, signal })));
  const chosen = useAsk(value === null ? null : `account:${value}`, async (signal) => await asked(api.GET("/api/v1/accounts/{id}", { params: { path: { id: value ?? "" } }, signal })));
  const shown = value === null ? undefined : { value, label: chosen.data?.fullName ?? "…" };
  return (
    <Select
      aria-label={label}
      className="agency-picker"
      placeholder={label}
      labelInValue
      allowClear
      showSearch={{ filterOption: false, onSearch: setWords }}
      value={shown}
      onChange={(next: { value: string } | undefined) => onChange(next?.value ?? null)}
      loading={found.asking}
      notFoundContent={null}
      options={orSay(found.data?.items.map(({ id, fullName, userName }) => ({ value: id, label: `${fullName} (${userName})` })) ?? [], found.asking ? null : "Không có tài khoản nào")}
      popupMatchSelectWidth={320}
    />
  );
}
