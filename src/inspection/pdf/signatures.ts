import type { PdfSignature } from "../../core/policy/file-finding.ts";
import { LIMITS } from "../limits.ts";
import { signerOf } from "./certificate.ts";
import type { PdfFile } from "./pdf-file.ts";
import { isKind, nameOf, textOf, type PdfDict, type PdfValue } from "./values.ts";

const FIELD_DEPTH = 12;

/**
 * Signatures of a PDF, oldest first. A signature dictionary is never inside an object stream, because its ByteRange names places of the file;
 * so looking for /ByteRange finds them all, also in a file whose form is broken.
 */
export function signaturesOf(file: PdfFile, catalog: PdfDict | null): readonly PdfSignature[] {
  const names = fieldNames(file, catalog);
  const found = new Map<string, PdfSignature>();
  for (const mark of file.signatureMarks.slice(0, LIMITS.signatures * 4)) {
    const dict = signatureIn(file.objectAround(mark)?.value, 0);
    if (dict === null) continue;
    const signature = readSignature(file, dict, names);
    if (!found.has(keyOf(file, dict))) found.set(keyOf(file, dict), signature);
    if (found.size >= LIMITS.signatures) break;
  }
  return [...found.values()].toSorted((a, b) => a.coversBytes - b.coversBytes);
}

/** The dictionary itself, or one written directly into its field. */
function signatureIn(value: PdfValue | undefined, depth: number): PdfDict | null {
  if (!isKind(value, "dict") || depth > 4) return null;
  if (isKind(value.entries.get("ByteRange"), "array") && isKind(value.entries.get("Contents"), "string")) return value;
  for (const inner of value.entries.values()) {
    const found = signatureIn(inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function readSignature(file: PdfFile, dict: PdfDict, names: ReadonlyMap<string, string>): PdfSignature {
  const contents = dict.entries.get("Contents");
  const signer = isKind(contents, "string") ? signerOf(contents.bytes) : null;
  const subFilter = nameOf(file.value(dict.entries.get("SubFilter")));
  const timestamp = subFilter === "ETSI.RFC3161";
  const claimedName = textOf(file.value(dict.entries.get("Name")));
  return {
    field: names.get(keyOf(file, dict)) ?? null,
    kind: timestamp ? "timestamp" : (signer?.kind ?? "unknown"),
    kindReason: timestamp ? "dấu thời gian của tổ chức cấp dấu thời gian" : (signer?.kindReason ?? "không đọc được chứng thư trong chữ ký"),
    signerName: signer?.signerName ?? short(claimedName),
    subject: signer?.subject ?? null,
    organization: signer?.organization ?? null,
    issuer: signer?.issuer ?? null,
    serialNumber: signer?.serialNumber ?? null,
    signedAt: pdfDate(textOf(file.value(dict.entries.get("M")))) ?? signer?.signingTime ?? null,
    reason: short(textOf(file.value(dict.entries.get("Reason")))),
    subFilter,
    ...coverage(file, dict),
  };
}

/** [0 a b c]: the file but for the gap of the signature itself (ISO 32000 §12.8.1). */
function coverage(file: PdfFile, dict: PdfDict): Pick<PdfSignature, "covers" | "coversBytes"> {
  const range = file.items(dict.entries.get("ByteRange")).map((item) => (typeof item === "number" && Number.isSafeInteger(item) && item >= 0 ? item : Number.NaN));
  const [start = Number.NaN, first = Number.NaN, second = Number.NaN, last = Number.NaN] = range;
  const end = second + last;
  if (range.length !== 4 || start !== 0 || !(first > 0 && first < second && end <= file.size)) return { covers: "broken", coversBytes: 0 };
  if (!isGap(file, first, second)) return { covers: "broken", coversBytes: 0 };
  return { covers: isBlank(file, end) ? "whole" : "revision", coversBytes: end };
}

/** What is left out must be the signature's own Contents and nothing else. */
function isGap(file: PdfFile, from: number, to: number): boolean {
  const start = file.read(from, 1)[0];
  const end = file.read(to - 1, 1)[0];
  return start === 0x3c && end === 0x3e;
}

/** Line ends some tools add after the last %%EOF say nothing new. */
function isBlank(file: PdfFile, from: number): boolean {
  const rest = file.size - from;
  return rest === 0 || (rest <= 16 && file.read(from, rest).toString("latin1").trim() === "");
}

function keyOf(file: PdfFile, dict: PdfDict): string {
  return file
    .items(dict.entries.get("ByteRange"))
    .map((item) => (typeof item === "number" ? item : "?"))
    .join();
}

/** Names of signature fields by the range of their signature. */
function fieldNames(file: PdfFile, catalog: PdfDict | null): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const walk = (node: PdfValue, depth: number): void => {
    const dict = file.dict(node);
    if (dict === null || depth > FIELD_DEPTH || names.size >= LIMITS.signatures) return;
    const signature = file.dict(dict.entries.get("V"));
    const name = short(textOf(file.value(dict.entries.get("T"))));
    if (signature !== null && name !== null && signature.entries.has("ByteRange")) names.set(keyOf(file, signature), name);
    for (const kid of file.items(dict.entries.get("Kids")).slice(0, LIMITS.annotations)) walk(kid, depth + 1);
  };
  for (const field of file.items(file.dict(catalog?.entries.get("AcroForm"))?.entries.get("Fields")).slice(0, LIMITS.annotations)) walk(field, 0);
  return names;
}

function short(text: string | null): string | null {
  return text === null ? null : text.replaceAll(/\p{Cc}/gu, " ").slice(0, 200);
}

/** D:YYYYMMDDHHmmSSOHH'mm' (ISO 32000 §7.9.4). */
function pdfDate(text: string | null): Date | null {
  const found = /^D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-]\d{2})'?(\d{2})?)?/.exec(text ?? "");
  if (found === null) return null;
  const [, year, month, day, hour, minute, second = "00", , offsetHour = "+00", offsetMinute = "00"] = found;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offsetHour}:${offsetMinute}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
