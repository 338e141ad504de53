import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { DISPATCH_STATES } from "../../text/labels.ts";

/** Worst first: what needs a person stands before what goes by itself. */
const ORDER: readonly Schemas["DispatchState"][] = ["refused", "failed", "expired", "held", "unknown", "queued", "sending", "sent", "arrived", "accepted", "assigned", "processing", "completed", "withdrawn"];

/** How the receivers of one document stand: one badge per state, with its number when there are several. */
export function Receipts({ dispatches }: { readonly dispatches: readonly Schemas["Dispatch"][] }): ReactNode {
  const counts = new Map<Schemas["DispatchState"], number>();
  for (const { state } of dispatches) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = ORDER.filter((state) => counts.has(state));
  const recalls = dispatches.filter(({ recall }) => recall?.state === "asked").length;
  return (
    <span className="wrap-row">
      {states.map((state) => {
        const { text, tone } = DISPATCH_STATES[state];
        return <Badge key={state} label={{ tone, text: dispatches.length > 1 ? `${counts.get(state) ?? 0} ${text.toLowerCase()}` : text }} />;
      })}
      {recalls > 0 && <Badge label={{ text: "Đang thu hồi", tone: "warn" }} />}
    </span>
  );
}
