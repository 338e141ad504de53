import type { ActiveContent } from "../../core/policy/file-finding.ts";
import type { PdfFile } from "./pdf-file.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "./values.ts";

const ACTIONS: Readonly<Record<string, ActiveContent["kind"]>> = { JavaScript: "javascript", Launch: "launch-action", SubmitForm: "external-content", ImportData: "external-content", GoToR: "external-content" };

/** What a PDF does by itself when it is opened, and what it carries inside. Looks where readers look: the catalogue and the pages read. */
export function activeContentOf(file: PdfFile, catalog: PdfDict | null, pages: readonly PdfDict[]): readonly ActiveContent[] {
  if (catalog === null) return [];
  const found: ActiveContent[] = [];
  const names = file.dict(catalog.entries.get("Names"));
  if (names?.entries.has("JavaScript") === true) found.push({ kind: "javascript", where: "/Names/JavaScript" });
  if (names?.entries.has("EmbeddedFiles") === true) found.push({ kind: "embedded-files", where: "/Names/EmbeddedFiles" });
  found.push(...actionsOf(file, catalog.entries.get("OpenAction"), "/OpenAction"), ...additionalActions(file, catalog, "/AA"));
  for (const [index, page] of pages.entries()) {
    found.push(...additionalActions(file, page, `trang ${index + 1}/AA`));
    for (const annotation of file.items(page.entries.get("Annots")).slice(0, 50)) {
      const dict = file.dict(annotation);
      if (dict !== null && nameOf(file.value(dict.entries.get("Subtype"))) === "FileAttachment") found.push({ kind: "embedded-files", where: `trang ${index + 1}` });
      found.push(...actionsOf(file, dict?.entries.get("A"), `trang ${index + 1}`), ...(dict === null ? [] : additionalActions(file, dict, `trang ${index + 1}/AA`)));
    }
  }
  return unique(found);
}

function additionalActions(file: PdfFile, owner: PdfDict, where: string): ActiveContent[] {
  const actions = file.dict(owner.entries.get("AA"));
  return actions === null ? [] : Array.from(actions.entries.values()).slice(0, 20).flatMap((action) => actionsOf(file, action, where));
}

/** An action and those that follow it. */
function actionsOf(file: PdfFile, value: PdfValue | undefined, where: string): ActiveContent[] {
  const found: ActiveContent[] = [];
  let action = file.value(value);
  for (let steps = 0; isKind(action, "dict") && steps < 10; steps += 1) {
    const kind = ACTIONS[nameOf(file.value(action.entries.get("S"))) ?? ""];
    if (kind !== undefined) found.push({ kind, where });
    action = file.value(action.entries.get("Next"));
  }
  return found;
}

function unique(found: readonly ActiveContent[]): readonly ActiveContent[] {
  return [...new Map(found.map((one) => [`${one.kind}|${one.where}`, one])).values()].slice(0, 50);
}
