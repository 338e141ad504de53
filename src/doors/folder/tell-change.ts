import type { IncomingId } from "../../core/ids.ts";
import { viewIncoming } from "../../web/rest/views.ts";
import { json, type FolderNeeds, type OpenFolder } from "./folder-needs.ts";

/**
 * What the sender changed of a document we handed over: `<place>.thu-hoi.json` when it asks to cancel it, and what became of that; `<place>.cap-nhat.json`
 * with the metadata that hold now. Once the document is cancelled, the folder we wrote is removed as our own copy was (QĐ 28/2018 Đ.9.2).
 */
export async function tellChange(needs: FolderNeeds, folder: OpenFolder, id: IncomingId): Promise<void> {
  const document = await needs.service.incoming(id, folder.access);
  const view = viewIncoming(document);
  for (const { place, direction } of await needs.store.doors.placesOf(folder.name, id)) {
    if (direction !== "incoming") continue;
    if (document.recall !== null) await folder.incoming.write(`${place}.thu-hoi.json`, json({ id, documentId: view.documentId, state: view.state, recall: view.recall, purgedAt: view.purgedAt }));
    if (document.versions.length > 0) await folder.incoming.write(`${place}.cap-nhat.json`, json(view));
    if (document.purgedAt === null) continue;
    await folder.incoming.remove(`${place}.cap-nhat.json`);
    await folder.incoming.removeWhole(place);
  }
}
