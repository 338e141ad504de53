import type { ReactNode } from "react";
import { go, usePlace } from "../app/router.tsx";

/** Views of one page, as links: each has its address, and they wrap on a phone. */
export function TabLinks({ name, current, tabs, label }: { readonly name: string; readonly current: string; readonly tabs: Readonly<Record<string, string>>; readonly label: string }): ReactNode {
  const { path, query } = usePlace();
  const to = (key: string): string => {
    const next = new URLSearchParams(query);
    next.delete("after");
    next.set(name, key);
    return `${path}?${next.toString()}`;
  };
  return (
    <nav className="tabs" aria-label={label}>
      {Object.entries(tabs).map(([key, text]) => (
        <a key={key} href={`#${to(key)}`} {...(key === current && { "aria-current": "page" as const })} onClick={(event) => { event.preventDefault(); go(to(key), "replace"); }}>
          {text}
        </a>
      ))}
    </nav>
  );
}
