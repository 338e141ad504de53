import type { ReactNode } from "react";
import type { Label } from "../text/labels.ts";

export function Badge({ label }: { readonly label: Label }): ReactNode {
  return <span className={`badge badge-${label.tone}`}>{label.text}</span>;
}
