import { randomUUID } from "node:crypto";
import { FieldsRefused, HouseError, type FieldProblem } from "../../core/fault.ts";
import { notingSecrets } from "../../core/policy/note-secrets.ts";
import type { OutgoingView } from "../../core/service.ts";
import { viewAmended, viewDocument } from "../../web/rest/views.ts";
import { isFinal, refusalOf } from "../refusal.ts";
import { absent, MOST_FILES, submit, type OfferedFile } from "../submit.ts";
import { amend, isAmendment } from "./amend.ts";
import { json, parseJson, type FolderNeeds, type OpenFolder } from "./folder-needs.ts";
import type { OpenedFile, Room } from "./room.ts";
import { writeStatus } from "./write-status.ts";

const MARK = ".ready";
const METADATA = "van-ban.json";
const MOST_METADATA_BYTES = 1024 * 1024;
const MOST_IN_A_ROUND = 50;
const RULE = "docs/folder-door.md";
const STUCK_ROUNDS = 12;

/**
 * Takes every submission whose `.ready` marker is there: nothing else tells that a file on a share is whole. The marker goes last, so whatever
 * dies in between is done again; the same content gives the same answer. Resolves to true when there is more.
 */
export async function takeOutgoing(needs: FolderNeeds, folder: OpenFolder): Promise<boolean> {
  const marked = (await folder.outgoing.names()).filter((name) => name.endsWith(MARK) && !name.startsWith(".")).sort();
  for (const name of folder.stuck.keys()) if (name.endsWith(MARK) && !marked.includes(name)) folder.stuck.delete(name);
  for (const marker of marked.slice(0, MOST_IN_A_ROUND)) {
    const left = folder.stuck.get(marker) ?? 0;
    if (left > 0) folder.stuck.set(marker, left - 1);
    else await takeOne(needs, folder, marker);
  }
  return marked.length > MOST_IN_A_ROUND;
}

/** One bad submission stops no other: only an outage of ours ends the round. */
async function takeOne(needs: FolderNeeds, folder: OpenFolder, marker: string): Promise<void> {
  const name = marker.slice(0, -MARK.length);
  if ((await folder.outgoing.kind(marker)) !== "file") return;
  try {
    await answerOne(needs, folder, name);
    await folder.outgoing.remove(marker);
    folder.stuck.delete(marker);
  } catch (error) {
    if (error instanceof HouseError && error.code === "database-unavailable") throw error;
    folder.stuck.set(marker, STUCK_ROUNDS);
    needs.log.fault("door.folder.waiting", error, { folder: folder.name, name: name.slice(0, 100) });
  }
}

async function answerOne(needs: FolderNeeds, folder: OpenFolder, name: string): Promise<void> {
  try {
    await folder.outgoing.write(`${name}.done`, json(await perform(needs, folder, name)));
    await folder.outgoing.remove(`${name}.error`);
  } catch (error) {
    if (!isFinal(error)) throw error;
    await folder.outgoing.write(`${name}.error`, json(refusalOf(error, randomUUID())));
    await folder.outgoing.remove(`${name}.done`);
  }
}

async function perform(needs: FolderNeeds, folder: OpenFolder, name: string): Promise<object> {
  const own = (await folder.outgoing.kind(name)) === "folder";
  const room = own ? await folder.outgoing.inner(name) : folder.outgoing;
  try {
    const metadata = await readMetadata(room, own ? METADATA : `${name}.json`);
    if (isAmendment(metadata)) return viewAmended(await amend(needs, folder, metadata));
    const { created, ...sent } = await send(needs, folder, room, metadata);
    await needs.store.doors.savePlace({ folder: folder.name, direction: "outgoing", place: name, documentId: sent.document.id });
    await writeStatus(needs, folder, name, sent.document.id);
    return { created, document: viewDocument(sent) };
  } finally {
    if (own) await room.close();
  }
}

async function send(needs: FolderNeeds, folder: OpenFolder, room: Room, metadata: unknown): Promise<OutgoingView & { readonly created: boolean }> {
  const opened: OpenedFile[] = [];
  try {
    const { files, problems } = await openFiles(room, namesIn(metadata), opened);
    return await notingSecrets(needs.service, "folder", () => folder.access, () => submit(needs, metadata, files, problems, folder.access, null));
  } finally {
    await Promise.allSettled(opened.map(({ handle }) => handle.close()));
  }
}

async function readMetadata(room: Room, name: string): Promise<unknown> {
  const bytes = await room.read(name, MOST_METADATA_BYTES);
  if (bytes === "missing") throw refuse("file-missing", `Không thấy tệp siêu dữ liệu “${name}”. Hãy chép đủ tệp rồi tạo lại tệp .ready.`);
  if (bytes === "refused") throw refuse("file-missing", `Không đọc được “${name}”: là liên kết, không phải tệp thường, hoặc cổng không có quyền đọc.`);
  if (bytes === "too-large") throw refuse("file-too-large", `Tệp siêu dữ liệu “${name}” vượt 1 MB.`);
  const parsed = parseJson(bytes);
  if (parsed === null) throw refuse("field-invalid", `Tệp siêu dữ liệu “${name}” không phải JSON mã hóa UTF-8.`);
  return parsed.value;
}

function refuse(code: FieldProblem["code"], message: string): FieldsRefused {
  return new FieldsRefused([{ field: "/metadata", code, message, rule: RULE }]);
}

/** The folder has no order of its own, so the metadata names every file; the first is the document. */
function namesIn(metadata: unknown): readonly string[] {
  if (typeof metadata !== "object" || metadata === null || !("files" in metadata) || !Array.isArray(metadata.files)) return [];
  return metadata.files.slice(0, MOST_FILES + 1).flatMap((file: unknown) => (typeof file === "object" && file !== null && "name" in file && typeof file.name === "string" ? [file.name] : []));
}

async function openFiles(room: Room, names: readonly string[], opened: OpenedFile[]): Promise<{ readonly files: readonly OfferedFile[]; readonly problems: readonly FieldProblem[] }> {
  const files: OfferedFile[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, given] of names.entries()) {
    const name = given.normalize("NFC");
    const found = await openAs(room, given);
    if (typeof found === "string") {
      const message = found === "missing" ? `Không thấy tệp “${name}” nêu trong siêu dữ liệu.` : `Tệp “${name}” không được nhận: tên có đường dẫn, là liên kết, không phải tệp thường, hoặc cổng không có quyền đọc.`;
      problems.push({ field: `/files/${index}/name`, code: found === "missing" ? "file-missing" : "file-name-invalid", message, rule: RULE });
      files.push(absent(name));
      continue;
    }
    opened.push(found);
    files.push({ name, size: found.size, content: { kind: "stream", open: () => found.handle.createReadStream({ autoClose: false, start: 0 }) } });
  }
  return { files, problems };
}

/** Some systems write Vietnamese names decomposed. */
async function openAs(room: Room, given: string): Promise<OpenedFile | "missing" | "refused"> {
  let found: OpenedFile | "missing" | "refused" = "missing";
  for (const spelled of new Set([given, given.normalize("NFC"), given.normalize("NFD")])) {
    found = await room.file(spelled);
    if (found !== "missing") return found;
  }
  return found;
}
