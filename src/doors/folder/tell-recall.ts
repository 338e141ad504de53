import type { IncomingId } from "../../core/ids.ts";
import { viewIncoming } from "../../web/rest/views.ts";
import { json, type FolderNeeds, type OpenFolder } from "./folder-needs.ts";

/**
 * `<place>.thu-hoi.json`: the sender has asked to cancel a document we handed over, and what became of it. Once it is cancelled, the folder we wrote
 * is removed as our own copy was (QĐ 28/2018 Đ.9.2).
 */
export async function tellRecall(needs: FolderNeeds, folder: OpenFolder, id: IncomingId): Promise<void> {
  const document = await needs.service.incoming(id, folder.access);
  const { recall, purgedAt, documentId, state } = viewIncoming(document);
  if (recall === null) return;
  for (const { place, direction } of await needs.store.doors.placesOf(folder.name, id)) {
    if (direction !== "incoming") continue;
    await folder.incoming.write(`${place}.thu-hoi.json`, json({ id, documentId, state, recall, purgedAt }));
    if (document.purgedAt !== null) await folder.incoming.removeWhole(place);
  }
}
