import type { PendingItem } from "../adapter.ts";
import { axisDate } from "./axis-date.ts";
import type { AxisLine } from "./exchange.ts";
import { listCall } from "./list-call.ts";
import type { AxisNotice } from "./list-call.ts";
import { messageKindOf } from "./message-type.ts";
import type { AxisMessageType } from "./message-type.ts";

const LIMITS = { bytes: 64 * 1024 * 1024, entries: 200_000 };

/** getReceivedEdocList for both kinds, without dates: what is not acknowledged yet. Entries listed twice appear once, oldest first. */
export async function listPendingItems(line: AxisLine, onNotice: (notice: AxisNotice) => void, signal: AbortSignal): Promise<readonly PendingItem[]> {
  const found = new Map<string, { readonly item: PendingItem; readonly created: number }>();
  for (const asked of ["edoc", "status"] as const) {
    for await (const entry of listCall(line, "getReceivedEdocList", { servicetype: "eDoc", messagetype: asked }, LIMITS, signal)) {
      const item = itemOf(entry, asked);
      // Without an id nothing can be fetched; the others must not wait for this one.
      if (item === null) onNotice({ kind: "entry-without-id", operation: "getReceivedEdocList" });
      else if (!found.has(item.partnerMessageId)) found.set(item.partnerMessageId, { item, created: axisDate(entry.text("created_time"))?.getTime() ?? Number.NaN });
    }
  }
  // Entries whose time is unknown keep the place the partner gave them.
  const all = [...found.values()];
  const timed = all.filter((one) => !Number.isNaN(one.created)).sort((a, b) => a.created - b.created);
  return all.map((one) => (Number.isNaN(one.created) ? one : (timed.shift() ?? one)).item);
}

function itemOf(entry: { text(name: string): string | null }, asked: AxisMessageType): PendingItem | null {
  const partnerMessageId = entry.text("docId");
  if (partnerMessageId === null) return null;
  return { partnerMessageId, messageKind: messageKindOf(entry.text("messageType"), asked), from: entry.text("from"), to: entry.text("to") };
}
