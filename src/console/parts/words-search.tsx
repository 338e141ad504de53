import { Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";

/** Searches when Enter is pressed; the words may come without diacritics. */
export function WordsSearch({ value, placeholder, onSearch }: { readonly value: string; readonly placeholder: string; readonly onSearch: (words: string) => void }): ReactNode {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return <Input.Search aria-label={placeholder} placeholder={placeholder} allowClear value={typed} onChange={(event) => { setTyped(event.target.value); if (event.target.value === "" && value !== "") onSearch(""); }} onSearch={(words) => onSearch(words.trim())} />;
}
