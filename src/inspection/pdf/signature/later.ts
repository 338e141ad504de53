import type { PdfSignature } from "../../../core/policy/file-finding.ts";
import type { Definition, PdfFile } from "../pdf-file.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "../values.ts";
import { isBlankFrom } from "./byte-range.ts";
import { isRepointed } from "./repointed.ts";

const CATALOG = ["AcroForm", "DSS", "Extensions", "Metadata", "Version"];
const FORM = ["Fields", "SigFlags", "DR", "DA", "NeedAppearances"];
const FIELD = ["V", "AP", "M", "F", "MK", "Lock", "SV"];
const INFO = ["Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"];
const SECURITY_STORE = ["Type", "Certs", "CRLs", "OCSPs", "VRI"];
/** Streams a writer renews by itself and no page shows. */
const OWN_STREAMS = ["XRef", "ObjStm", "Metadata"];

/**
 * What was written after the revision a signature covers. The next signature, its field and the proofs of its certificate are no change of what was
 * signed; an object of that revision written anew is one, wherever it leads (incremental saving attack). Objects nobody could reach before may come.
 */
export function laterThan(file: PdfFile, end: number): PdfSignature["later"] {
  if (isBlankFrom(file, end)) return "nothing";
  if (file.truncated || file.encrypted) return "changed";
  const roots = file.roots;
  const root = roots.findLast(({ at }) => at < end)?.number;
  if (roots.some(({ at, number }) => at >= end && number !== root)) return "changed";
  for (const renewed of file.definitionsFrom(end)) {
    const before = file.definitionBefore(renewed.number, end);
    if (before !== null && !isHarmless(file, before, renewed)) return "changed";
  }
  return isRepointed(file, end) ? "changed" : "signatures";
}

function isHarmless(file: PdfFile, before: Definition, after: Definition): boolean {
  if (isKind(before.value, "array") && isKind(after.value, "array")) return onlySignaturesAdded(file, before.value.items, after.value.items);
  if (!isKind(before.value, "dict") || !isKind(after.value, "dict")) return equal(before.value, after.value) && before.streamAt === null && after.streamAt === null;
  const type = nameOf(before.value.entries.get("Type"));
  if (before.streamAt !== null || after.streamAt !== null) return type !== null && OWN_STREAMS.includes(type) && type === nameOf(after.value.entries.get("Type"));
  return isHarmlessDict(file, before.value, after.value, type);
}

function isHarmlessDict(file: PdfFile, before: PdfDict, after: PdfDict, type: string | null): boolean {
  if (type === "Catalog") return sameBut(before, after, CATALOG);
  if (type === "Page") return sameBut(before, after, ["Annots"]) && onlySignaturesAdded(file, file.items(before.entries.get("Annots")), file.items(after.entries.get("Annots")));
  if (before.entries.has("Fields")) return sameBut(before, after, FORM);
  if (isSignatureField(file, before)) return !before.entries.has("V") && sameBut(before, after, FIELD);
  const keys = [...before.entries.keys(), ...after.entries.keys()];
  if (keys.length > 0 && (keys.every((key) => INFO.includes(key)) || keys.every((key) => SECURITY_STORE.includes(key)))) return true;
  return equal(before, after);
}

/** Whatever was there is there, and what was added belongs to a signature. */
function onlySignaturesAdded(file: PdfFile, before: readonly PdfValue[], after: readonly PdfValue[]): boolean {
  const kept = before.every((old) => after.some((item) => equal(old, item)));
  return kept && after.filter((item) => !before.some((old) => equal(old, item))).every((item) => isSignatureField(file, file.dict(item)));
}

/** The field, or the widget of one. */
function isSignatureField(file: PdfFile, dict: PdfDict | null): boolean {
  if (dict === null) return false;
  const type = nameOf(file.value(dict.entries.get("FT")));
  if (type !== null) return type === "Sig";
  const parent = file.dict(dict.entries.get("Parent"));
  return parent !== null && nameOf(file.value(parent.entries.get("FT"))) === "Sig";
}

function sameBut(before: PdfDict, after: PdfDict, keys: readonly string[]): boolean {
  const others = new Set([...before.entries.keys(), ...after.entries.keys()].filter((key) => !keys.includes(key)));
  return [...others].every((key) => equal(before.entries.get(key), after.entries.get(key)));
}

function equal(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
  switch (a.kind) {
    case "name":
    case "keyword":
      return isKind(b, a.kind) && a.value === b.value;
    case "ref":
      return isKind(b, "ref") && a.number === b.number;
    case "string":
      return isKind(b, "string") && a.bytes.equals(b.bytes);
    case "array":
      return isKind(b, "array") && a.items.length === b.items.length && a.items.every((item, index) => equal(item, b.items[index]));
    case "dict":
      return isKind(b, "dict") && sameBut(a, b, []);
  }
}
