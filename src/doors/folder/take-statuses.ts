import { randomUUID } from "node:crypto";
import { notFound } from "../../core/access.ts";
import { FieldsRefused } from "../../core/fault.ts";
import { asId, type IncomingId } from "../../core/ids.ts";
import { answerRecallSchema } from "../../core/incoming/answer-recall.ts";
import { statusCommandSchema } from "../../core/incoming/status-command.ts";
import { readInput } from "../../core/read-input.ts";
import type { GatewayService } from "../../core/service.ts";
import { viewStatus } from "../../web/rest/views.ts";
import { isFinal, refusalOf } from "../refusal.ts";
import { json, parseJson, type FolderNeeds, type OpenFolder } from "./folder-needs.ts";

const REPORT = ".trang-thai.json";
const MOST_BYTES = 64 * 1024;
/** So many rounds a report may be unfinished before it counts as broken. */
const PATIENT_ROUNDS = 3;

/**
 * Takes the reports dropped beside the folders of `den`. A JSON object cut short is never JSON, so a report that is still being written is told
 * from a finished one without a marker. A read one is renamed, so that the next can be dropped.
 */
export async function takeStatuses(needs: FolderNeeds, folder: OpenFolder): Promise<void> {
  const dropped = (await folder.incoming.names()).filter((found) => found.endsWith(REPORT) && !found.startsWith(".")).sort();
  for (const name of folder.stuck.keys()) if (name.endsWith(REPORT) && !dropped.includes(name)) folder.stuck.delete(name);
  for (const name of dropped) {
    try {
      await takeOne(needs, folder, name);
    } catch (error) {
      needs.log.fault("door.folder.report-waiting", error, { folder: folder.name, name: name.slice(0, 100) });
    }
  }
}

async function takeOne(needs: FolderNeeds, folder: OpenFolder, name: string): Promise<void> {
  const place = name.slice(0, -REPORT.length);
  const bytes = await folder.incoming.read(name, MOST_BYTES);
  if (bytes === "missing") return;
  const parsed = typeof bytes === "string" ? null : parseJson(bytes);
  if (parsed === null && isPatient(folder, name)) return;
  folder.stuck.delete(name);
  try {
    if (parsed === null) throw new FieldsRefused([{ field: "", code: "field-invalid", message: `“${name}” không phải tệp JSON mã hóa UTF-8 dưới 64 KB, hoặc cổng không có quyền đọc.`, rule: "docs/folder-door.md" }]);
    const { created, status, document } = await perform(needs, folder, await documentAt(needs, folder, place), parsed.value);
    await folder.incoming.write(`${place}.trang-thai.done`, json({ created, status: viewStatus(status), state: document.state }));
    await folder.incoming.remove(`${place}.trang-thai.error`);
  } catch (error) {
    if (!isFinal(error)) throw error;
    await folder.incoming.write(`${place}.trang-thai.error`, json(refusalOf(error, randomUUID())));
    await folder.incoming.remove(`${place}.trang-thai.done`);
  }
  await folder.incoming.rename(name, `${place}.trang-thai.da-doc`);
}

/** An `answer` is about a recall, an `action` about the document. */
async function perform(needs: FolderNeeds, folder: OpenFolder, id: IncomingId, said: unknown): Promise<Awaited<ReturnType<GatewayService["reportStatus"]>>> {
  if (typeof said === "object" && said !== null && "answer" in said) return await needs.service.answerRecall(id, readInput(answerRecallSchema, said, "", "docs/folder-door.md"), folder.access);
  return await needs.service.reportStatus(id, readInput(statusCommandSchema, said, "", "docs/folder-door.md"), folder.access);
}

function isPatient(folder: OpenFolder, name: string): boolean {
  const rounds = (folder.stuck.get(name) ?? 0) + 1;
  folder.stuck.set(name, rounds);
  return rounds < PATIENT_ROUNDS;
}

/** Only what we put there ourselves says which document it is; nothing inside the folder is believed. */
async function documentAt(needs: FolderNeeds, folder: OpenFolder, place: string): Promise<IncomingId> {
  const id = asId<IncomingId>((await needs.store.doors.documentAt(folder.name, "incoming", place)) ?? "");
  if (id === null) throw notFound("folder", place.slice(0, 100));
  return id;
}
