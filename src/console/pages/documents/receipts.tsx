import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { DISPATCH_STATES, type Label } from "../../text/labels.ts";

/** Worst first: what needs a person stands before what goes by itself. */
const ORDER: readonly Schemas["DispatchState"][] = ["refused", "failed", "expired", "held", "unknown", "queued", "sending", "sent", "arrived", "accepted", "assigned", "processing", "completed", "withdrawn"];

/** How it stands at one receiver: what was given back counts as recalled, whatever it was before. */
export function standingOf({ state, recall }: Pick<Schemas["Dispatch"], "state" | "recall">): Label {
  return recall?.state === "agreed" ? { text: "Đã thu hồi", tone: "plain" } : DISPATCH_STATES[state];
}

/** How the receivers of one document stand: one badge per state, with its number when there are several. */
export function Receipts({ dispatches }: { readonly dispatches: readonly Schemas["Dispatch"][] }): ReactNode {
  const counts = new Map<Schemas["DispatchState"], number>();
  const kept = dispatches.filter(({ recall }) => recall?.state !== "agreed");
  const gone = dispatches.length - kept.length;
  for (const { state } of kept) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = ORDER.filter((state) => counts.has(state));
  const recalls = dispatches.filter(({ recall }) => recall?.state === "asked").length;
  return (
    <span className="wrap-row">
      {states.map((state) => {
        const { text, tone } = DISPATCH_STATES[state];
        return <Badge key={state} label={{ tone, text: dispatches.length > 1 ? `${counts.get(state) ?? 0} ${text.toLowerCase()}` : text }} />;
      })}
      {gone > 0 && <Badge label={{ text: dispatches.length > 1 ? `${gone} đã thu hồi` : "Đã thu hồi", tone: "plain" }} />}
      {recalls > 0 && <Badge label={{ text: "Đang thu hồi", tone: "warn" }} />}
    </span>
  );
}
