import { useCallback, useMemo, useSyncExternalStore, type AnchorHTMLAttributes, type ReactNode } from "react";

/** Where the reader is: `#/van-ban-den?q=…`. The whole of it can be bookmarked and sent to a colleague. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => placeOf(hash), [hash]);
}

export function go(to: string, how: "push" | "replace" = "push"): void {
  if (how === "push") {
    window.location.hash = to;
    return;
  }
  window.history.replaceState(null, "", `#${to}`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The filters of a list live in its address: `change` sets, or removes where the value is empty. A list filtered anew begins with its first page, unless `after` is among the changes. */
export function useFilters(): readonly [URLSearchParams, (changes: Readonly<Record<string, string | null | undefined>>) => void] {
  const { path, query } = usePlace();
  const change = useCallback(
    (changes: Readonly<Record<string, string | null | undefined>>) => {
      const next = new URLSearchParams(placeOf(window.location.hash).query);
      next.delete("after");
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === undefined || value === "") next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      go(text === "" ? path : `${path}?${text}`, "replace");
    },
    [path],
  );
  return [query, change];
}

export function Link({ to, children, ...rest }: { readonly to: string; readonly children: ReactNode } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href">): ReactNode {
  return (
    <a {...rest} href={`#${to}`}>
      {children}
    </a>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  return { path: path === "" ? "/" : path, query: new URLSearchParams(query) };
}
