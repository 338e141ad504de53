import type { FileFormat } from "../../core/policy/file-finding.ts";
import type { Zip, ZipEntry } from "./zip.ts";

/** Main parts of OOXML (ECMA-376) and mimetypes of ODF (ISO 26300). */
const MAIN_PARTS: readonly (readonly [type: RegExp, part: RegExp, format: FileFormat])[] = [
  [/wordprocessingml\.(document|template)\.main\+xml|ms-word\.(document|template)\.macroEnabled/, /^word\/document\d*\.xml$/, "docx"],
  [/spreadsheetml\.(sheet|template)\.main\+xml|ms-excel\.(sheet|template)\.(macroEnabled|binary)/, /^xl\/workbook\.(xml|bin)$/, "xlsx"],
  [/presentationml\.(presentation|slideshow|template)\.main\+xml|ms-powerpoint\./, /^ppt\/presentation\.xml$/, "pptx"],
];
const ODF: readonly (readonly [mimetype: string, format: FileFormat])[] = [
  ["application/vnd.oasis.opendocument.text", "odt"],
  ["application/vnd.oasis.opendocument.spreadsheet", "ods"],
  ["application/vnd.oasis.opendocument.presentation", "odp"],
];
const TYPES_BYTES = 1024 * 1024;

/** Which office format a zip is, by the parts it must have; plain `zip` when it is none. */
export async function packageFormat(zip: Zip): Promise<FileFormat> {
  const types = zip.entries.find(({ name }) => name === "[Content_Types].xml");
  if (types !== undefined) {
    const declared = (await zip.read(types, TYPES_BYTES))?.toString("utf8") ?? "";
    const main = MAIN_PARTS.find(([type, part]) => type.test(declared) && zip.entries.some(({ name }) => part.test(name)));
    if (main !== undefined) return main[2];
  }
  const mimetype = zip.entries.find(({ name }) => name === "mimetype");
  const said = mimetype === undefined ? "" : ((await zip.read(mimetype, 100))?.toString("latin1").trim() ?? "");
  return ODF.find(([type]) => said.startsWith(type))?.[1] ?? "zip";
}

export function isLocked(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ encrypted }) => encrypted);
}
