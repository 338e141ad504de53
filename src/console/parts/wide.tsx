import type { ReactNode } from "react";

/** Wider than the page: it scrolls by itself, with the keyboard too. */
export function Wide({ label, width, children }: { readonly label: string; readonly width: number; readonly children: ReactNode }): ReactNode {
  return (
    <div className="wide" role="region" aria-label={label} tabIndex={0}>
      <div style={{ minWidth: width }}>{children}</div>
    </div>
  );
}
