import { HouseError } from "../../core/fault.ts";
import type { OutgoingId } from "../../core/ids.ts";
import { viewDocument, viewTimelines } from "../../web/rest/views.ts";
import { json, type FolderNeeds, type OpenFolder } from "./folder-needs.ts";

/** `<name>.status.json`: where the document is at every receiver, and what to do now. */
export async function writeStatus(needs: FolderNeeds, folder: OpenFolder, name: string, id: OutgoingId): Promise<void> {
  const sent = await needs.service.outgoing(id, folder.access);
  const timelines = await needs.service.outgoingTimeline(id, folder.access);
  await folder.outgoing.write(`${name}.status.json`, json({ document: viewDocument(sent), timelines: viewTimelines(timelines).items }));
}

/** After an event: every submission of this folder that was this document. An agency taken from the key since is passed over. */
export async function writeStatuses(needs: FolderNeeds, folder: OpenFolder, id: OutgoingId): Promise<void> {
  for (const { place, direction } of await needs.store.doors.placesOf(folder.name, id)) {
    if (direction !== "outgoing") continue;
    try {
      await writeStatus(needs, folder, place, id);
    } catch (error) {
      if (!(error instanceof HouseError) || error.code !== "not-found") throw error;
    }
  }
}
