import { HouseError } from "../../core/fault.ts";
import type { IncomingId, OutgoingId } from "../../core/ids.ts";
import { followFeed } from "../follow-feed.ts";
import { deliverIncoming } from "./deliver-incoming.ts";
import type { FolderNeeds, OpenFolder } from "./folder-needs.ts";
import { tellChange } from "./tell-change.ts";
import { writeStatuses } from "./write-status.ts";

/** Writes what happened since the cursor: new documents into `den`, new states beside their submissions. The cursor moves when all of it is there. */
export async function tellEvents(needs: FolderNeeds, folder: OpenFolder): Promise<boolean> {
  return await followFeed(needs, `folder:${folder.name}`, "start", folder.access, async (events) => {
    const arrived = new Set<IncomingId>();
    const asked = new Set<IncomingId>();
    const changed = new Set<OutgoingId>();
    for (const { type, subject } of events) {
      if (subject.kind === "incoming" && type === "incoming.arrived") arrived.add(subject.id);
      if (subject.kind === "incoming" && type === "incoming.changed") asked.add(subject.id);
      if (subject.kind === "outgoing") changed.add(subject.id);
    }
    for (const id of arrived) await unlessGone(() => deliverIncoming(needs, folder, id));
    for (const id of asked) await unlessGone(() => tellChange(needs, folder, id));
    for (const id of changed) await writeStatuses(needs, folder, id);
    return true;
  });
}

/** An agency may be taken from the key between the event and now. */
async function unlessGone(deliver: () => Promise<void>): Promise<void> {
  try {
    await deliver();
  } catch (error) {
    if (!(error instanceof HouseError) || error.code !== "not-found") throw error;
  }
}
