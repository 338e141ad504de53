import type { ReactNode } from "react";
import { api, asked } from "../api/client.ts";
import { useAsk } from "../api/use-ask.ts";

const names = new Map<string, Promise<string>>();

/** The name of an agency by its code; asked once for all pages. The code itself when nobody knows it. */
export function nameOfAgency(code: string): Promise<string> {
  const known = names.get(code);
  if (known !== undefined) return known;
  const name = asked(api.GET("/api/v1/agencies/{code}", { params: { path: { code } } })).then(
    (agency) => agency.name ?? code,
    () => code,
  );
  names.set(code, name);
  return name;
}

export function Agency({ code, name, showCode = false }: { readonly code: string; readonly name?: string | null; readonly showCode?: boolean }): ReactNode {
  const { data } = useAsk(name === undefined || name === null ? `name:${code}` : null, async () => await nameOfAgency(code));
  const shown = name ?? data ?? code;
  return (
    <span className="agency">
      {shown}
      {showCode && shown !== code && <small> {code}</small>}
    </span>
  );
}
