import type { PdfSignature } from "../../core/policy/file-finding.ts";
import { LIMITS } from "../limits.ts";
import { signerFacts } from "./certificate.ts";
import type { PdfFile } from "./pdf-file.ts";
import { coverageOf, isBlankFrom, placedSignature, type Coverage, type PlacedSignature } from "./signature/byte-range.ts";
import type { SignatureTrust } from "./signature/chain.ts";
import { checkSignature, type DigestBudget, type ReadSignature } from "./signature/check.ts";
import { claimedTime, readCms } from "./signature/cms.ts";
import { laterThan } from "./signature/later.ts";
import { storedEvidence, together, type RevocationEvidence } from "./signature/revocation.ts";
import { certificateOf, readCertificate } from "./signature/x509.ts";
import { nameOf, textOf, type PdfDict, type PdfValue } from "./values.ts";

const FIELD_DEPTH = 12;

/**
 * Signatures of a PDF, oldest first, each proven or not. A signature dictionary is never inside an object stream, because its ByteRange names places
 * of the file; so looking for /ByteRange finds them all, also in a file whose form is broken.
 */
export function signaturesOf(file: PdfFile, catalog: PdfDict | null, trust: SignatureTrust): readonly PdfSignature[] {
  const names = fieldNames(file, catalog);
  const evidence = together(storedEvidence(file, catalog), { lists: (trust.lists ?? []).map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), answers: [] });
  const budget: DigestBudget = { bytes: LIMITS.digestBytes };
  const found = new Map<string, PdfSignature>();
  for (const mark of file.signatureMarks.slice(0, LIMITS.signatures * 4)) {
    const placed = placedSignature(file, mark);
    if (placed === null || found.has(`${placed.range.join()}@${placed.contentsAt}`)) continue;
    found.set(`${placed.range.join()}@${placed.contentsAt}`, readSignature(file, placed, names, trust, budget, evidence));
    if (found.size >= LIMITS.signatures) break;
  }
  return [...found.values()].toSorted((a, b) => a.coversBytes - b.coversBytes);
}

function readSignature(file: PdfFile, placed: PlacedSignature, names: ReadonlyMap<string, string>, trust: SignatureTrust, budget: DigestBudget, evidence: RevocationEvidence): PdfSignature {
  const { entries } = placed.dict;
  const cms = readCms(placed.contents);
  const carried = (cms?.certificates ?? []).map(readCertificate).filter((certificate) => certificate !== null);
  const certificate = cms === null ? null : certificateOf(cms.signer, carried);
  const subFilter = nameOf(file.value(entries.get("SubFilter")));
  const statedAt = pdfDate(textOf(file.value(entries.get("M"))));
  const coverage = coverageOf(file, placed);
  const read: ReadSignature = { coverage, subFilter, cms, certificate, carried, statedAt, evidence };
  const facts = signerFacts(certificate?.x509 ?? null, subFilter === "ETSI.RFC3161");
  return {
    field: names.get(placed.range.join()) ?? null,
    ...facts,
    signerName: facts.signerName ?? short(textOf(file.value(entries.get("Name")))),
    signedAt: statedAt ?? (cms === null ? null : claimedTime(cms.signer)),
    reason: short(textOf(file.value(entries.get("Reason")))),
    subFilter,
    ...extent(file, coverage),
    check: checkSignature(file, read, trust, budget),
  };
}

function extent(file: PdfFile, coverage: Coverage): Pick<PdfSignature, "covers" | "coversBytes" | "later"> {
  if (coverage.kind === "broken") return { covers: "broken", coversBytes: 0, later: "changed" };
  return { covers: isBlankFrom(file, coverage.end) ? "whole" : "revision", coversBytes: coverage.end, later: laterThan(file, coverage.end) };
}

/** Names of signature fields by the range of their signature. */
function fieldNames(file: PdfFile, catalog: PdfDict | null): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const walk = (node: PdfValue, depth: number): void => {
    const dict = file.dict(node);
    if (dict === null || depth > FIELD_DEPTH || names.size >= LIMITS.signatures) return;
    const signature = file.dict(dict.entries.get("V"));
    const name = short(textOf(file.value(dict.entries.get("T"))));
    if (signature !== null && name !== null && signature.entries.has("ByteRange")) names.set(rangeOf(file, signature), name);
    for (const kid of file.items(dict.entries.get("Kids")).slice(0, LIMITS.annotations)) walk(kid, depth + 1);
  };
  for (const field of file.items(file.dict(catalog?.entries.get("AcroForm"))?.entries.get("Fields")).slice(0, LIMITS.annotations)) walk(field, 0);
  return names;
}

function rangeOf(file: PdfFile, signature: PdfDict): string {
  return file
    .items(signature.entries.get("ByteRange"))
    .map((item) => (typeof item === "number" ? item : "?"))
    .join();
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
