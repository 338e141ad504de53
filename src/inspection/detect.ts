import type { FileFinding, FileFormat } from "../core/policy/file-finding.ts";
import type { Source } from "./source.ts";

/** Families told by their first bytes; zip and OLE are containers that are looked into further. */
const SIGNATURES: readonly (readonly [hex: string, format: FileFormat])[] = [
  ["504b0304", "zip"],
  ["504b0506", "zip"],
  ["504b0708", "zip"],
  ["d0cf11e0a1b11ae1", "ole"],
  ["ffd8ff", "jpg"],
  ["89504e470d0a1a0a", "png"],
  ["49492a00", "tif"],
  ["4d4d002a", "tif"],
  ["49492b00", "tif"],
  ["4d4d002b", "tif"],
  ["47494638", "gif"],
  ["7b5c7274", "rtf"],
  ["7f454c46", "executable"],
  ["cafebabe", "executable"],
  ["cffaedfe", "executable"],
  ["377abcaf271c", "archive"],
  ["526172211a07", "archive"],
  ["1f8b", "archive"],
  ["425a68", "archive"],
  ["fd377a585a00", "archive"],
];
const HEAD = 4_096;

/** What the content is, by its first bytes and, where no signature tells, by whether it is text. `ole` and `zip` may be told further. */
export function detectFormat(source: Source): FileFormat | null {
  const head = source.read(0, HEAD);
  if (head.length === 0) return null;
  const hex = head.subarray(0, 8).toString("hex");
  const known = SIGNATURES.find(([signature]) => hex.startsWith(signature));
  if (known !== undefined) return known[1];
  if (isPortableExecutable(head)) return "executable";
  // readers accept a header anywhere in the first kilobyte
  if (head.subarray(0, 1_024).indexOf("%PDF") >= 0) return "pdf";
  return isText(head) ? textFormat(head) : null;
}

function isPortableExecutable(head: Buffer): boolean {
  if (head[0] !== 0x4d || head[1] !== 0x5a || head.length < 64) return false;
  const at = head.readUInt32LE(60);
  return at + 4 > head.length || head.readUInt32LE(at) === 0x4550;
}

/** Text has no zero bytes and hardly any controls; UTF-16 tells itself by its mark. */
function isText(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) controls += 1;
  }
  return controls * 50 <= head.length;
}

function textFormat(head: Buffer): FileFormat {
  const start = head.toString("latin1").replace(/^(ï»¿)?\s+/, "").slice(0, 64).toLowerCase();
  if (start.startsWith("<!doctype html") || start.startsWith("<html")) return "html";
  return start.startsWith("<?xml") ? "xml" : "txt";
}

/** What each extension promises; one that is not here promises nothing we know. */
const PROMISES: Readonly<Record<string, readonly FileFormat[]>> = {
  pdf: ["pdf"],
  docx: ["docx"],
  xlsx: ["xlsx"],
  pptx: ["pptx"],
  doc: ["doc"],
  xls: ["xls"],
  ppt: ["ppt"],
  odt: ["odt"],
  ods: ["ods"],
  odp: ["odp"],
  rtf: ["rtf"],
  txt: ["txt", "html", "xml"],
  csv: ["txt", "csv", "html", "xml"],
  jpg: ["jpg"],
  jpeg: ["jpg"],
  png: ["png"],
  tif: ["tif"],
  tiff: ["tif"],
  zip: ["zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"],
  xml: ["xml", "txt"],
  gif: ["gif"],
};

/** A locked office file is an OLE container with the package inside; its name promises the package. */
const LOCKED = ["docx", "xlsx", "pptx"];

export function agreementOf(extension: string | null, detected: FileFormat | null, encrypted: boolean): FileFinding["agreement"] {
  const promised = extension === null ? undefined : PROMISES[extension];
  if (promised === undefined || extension === null) return "unknown";
  if (detected === "ole" && encrypted && LOCKED.includes(extension)) return "agrees";
  return detected !== null && promised.includes(detected) ? "agrees" : "differs";
}

export function extensionOf(name: string): string | null {
  const at = name.lastIndexOf(".");
  return at > 0 && at < name.length - 1 ? name.slice(at + 1).toLowerCase() : null;
}
