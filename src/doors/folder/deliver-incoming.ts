import { pipeline } from "node:stream/promises";
import { randomUUID } from "node:crypto";
import { HouseError } from "../../core/fault.ts";
import { isHeld } from "../../core/hold/hold.ts";
import type { IncomingId } from "../../core/ids.ts";
import type { IncomingDocument } from "../../core/incoming/incoming-document.ts";
import { viewIncoming } from "../../web/rest/views.ts";
import { isFinal, refusalOf } from "../refusal.ts";
import { json, type FolderNeeds, type OpenFolder } from "./folder-needs.ts";
import type { Room } from "./room.ts";

const METADATA = "van-ban.json";
const ENVELOPE = "goi-tin.edxml";
const FILES = "tep";

/**
 * Puts a document nobody has fetched yet into `den`, as one folder that appears whole; then it counts as fetched. Dying in between does it again,
 * onto the same name. Bytes of ours that are damaged for good leave an `.error` and stop nobody else.
 */
export async function deliverIncoming(needs: FolderNeeds, folder: OpenFolder, id: IncomingId): Promise<void> {
  const document = await needs.service.incoming(id, folder.access);
  if (isHeld(document)) return; // it comes again as an event when it is released
  const known = await needs.store.doors.placesOf(folder.name, id);
  if (known.length === 0 && (document.fetchedAt !== null || document.purgedAt !== null)) return;
  const place = placeOf(document);
  if (known.length === 0) {
    try {
      if ((await folder.incoming.kind(place)) === null) await writeFolder(needs, folder, document, place);
    } catch (error) {
      if (!isFinal(error)) throw error;
      needs.log.fault("door.folder.not-delivered", error, { folder: folder.name, incomingId: id });
      await folder.incoming.write(`${place}.error`, json(refusalOf(error, randomUUID())));
      return;
    }
    await needs.store.doors.savePlace({ folder: folder.name, direction: "incoming", place, documentId: id });
  }
  if (document.fetchedAt === null && document.purgedAt === null) await needs.service.markFetched(id, folder.access);
}

/** Day, sender, number and our id: the same for every try, and nobody's file name. */
function placeOf(document: IncomingDocument): string {
  const { number, notation } = document.message.code;
  const day = document.receivedAt.toLocaleDateString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });
  return [day, plain(document.senderCode), plain(`${number}-${notation}`), document.id].join("_");
}

function plain(text: string): string {
  const bare = text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D");
  return bare.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[.-]+|[.-]+$/g, "").slice(0, 60);
}

async function writeFolder(needs: FolderNeeds, folder: OpenFolder, document: IncomingDocument, place: string): Promise<void> {
  const draft = `.dang-ghi-${document.id}`;
  await folder.incoming.removeWhole(draft);
  const room = await folder.incoming.innerMade(draft);
  try {
    const files = await room.innerMade(FILES);
    try {
      for (const [index, file] of document.files.entries()) await copy(needs, file, files, nameOf(file.name, index));
      await files.sync();
    } finally {
      await files.close();
    }
    await copy(needs, document.envelope, room, ENVELOPE);
    const view = viewIncoming(document);
    await room.write(METADATA, json({ ...view, files: view.files.map((file, index) => ({ ...file, path: `${FILES}/${nameOf(file.name, index)}` })), envelope: { ...view.envelope, path: ENVELOPE } }));
    await room.sync();
  } catch (error) {
    await folder.incoming.removeWhole(draft).catch(() => undefined); // else it holds space on a share that may be full
    throw error;
  } finally {
    await room.close();
  }
  await folder.incoming.rename(draft, place);
}

/** A partner chose the name: numbered, without anything a file system or a shell minds, at most 200 bytes; the true one is in the metadata. */
export function nameOf(given: string, index: number): string {
  const safe = given.normalize("NFC").replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|]/gu, "_");
  const dot = safe.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot, dot + 20)] : [safe, ""];
  let short = stem;
  while (Buffer.byteLength(short + extension) > 190) short = Array.from(short).slice(0, -1).join("");
  return `${index + 1}-${short}${extension}`.replace(/[. ]+$/, "_");
}

/** The blob store checks the digest on the way. */
async function copy(needs: FolderNeeds, from: { readonly sha256: string }, to: Room, name: string): Promise<void> {
  const handle = await to.create(name);
  try {
    await pipeline(needs.blobs.open(from.sha256), async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) await handle.writeFile(chunk);
    });
    await handle.sync();
  } catch (error) {
    throw error instanceof HouseError ? error : new HouseError(isFull(error) ? "disk-full" : "storage-unavailable", "a file cannot be written to the watched share", {}, { cause: error });
  } finally {
    await handle.close();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
