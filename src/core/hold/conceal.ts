import { HouseError } from "../fault.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import { withoutContent, withoutNames } from "../incoming/purge.ts";
import { isHeld, type Hold } from "./hold.ts";

const CONCEALED = "(văn bản đang tạm giữ, chưa hiển thị nội dung)";

/**
 * A held incoming document as anybody sees it: who sent it, its number and why it is held; no word of its content, its people or its file names,
 * because what is secret must not be shown here to find out whether it is.
 */
export function conceal(document: IncomingDocument): IncomingDocument {
  if (!isHeld(document)) return document;
  return {
    ...document,
    message: { ...withoutContent(document.message), subject: CONCEALED },
    files: document.files.map((file, index) => ({ ...file, name: `tep-${index + 1}`, description: null })),
    verdict: withoutNames(document.verdict),
    warnings: [],
    versions: [],
    findings: [],
    legalEffect: null,
  };
}

/** Nothing is handed over, decided or changed of a document a person has to look at first. */
export function refuseHeld(document: { readonly id: string; readonly hold: Hold | null }): void {
  if (isHeld(document)) {
    throw new HouseError("document-held", `document ${document.id} is held until a person decides`, { documentId: document.id }, { hint: "release or discard it first: GET /api/v1/held" });
  }
}
