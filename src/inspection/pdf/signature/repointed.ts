import type { PdfFile } from "../pdf-file.ts";
import { looksLikeTable, startOf, tableFrom, type Place, type Table } from "../xref.ts";

const FREE: Place = { kind: "free" };

/**
 * Whether what was written after a signed revision makes readers take another object of that revision for one they saw: nothing new is written then, only
 * the cross-reference points elsewhere, at an object that was hidden in what was signed (a shadow attack). Objects written later are judged by what they say.
 */
export function isRepointed(file: PdfFile, end: number): boolean {
  const last = startOf(file, file.size);
  const signedStart = startOf(file, end);
  const signed = signedStart === null ? null : tableFrom(file, signedStart);
  const table = last === null ? null : tableFrom(file, last);
  // readers that find no table look for objects as we do; one that only we cannot read is not believed
  if (table === null) return signed !== null && last !== null && looksLikeTable(file, last);
  if (signed?.root != null && table.root !== signed.root) return true;
  return [...table.places].some(([number, place]) => leadsElsewhere(file, end, { signed, table }, number, place)) || [...(signed?.places ?? [])].some(([number, place]) => place.kind !== "free" && (table.places.get(number) ?? FREE).kind === "free");
}

function leadsElsewhere(file: PdfFile, end: number, { signed, table }: { readonly signed: Table | null; readonly table: Table }, number: number, place: Place): boolean {
  if (place.kind === "free") return false; // asked of the signed table
  if (place.kind === "at" && place.offset >= end) return file.objectAt(place.offset)?.number !== number;
  const container = place.kind === "packed" ? table.places.get(place.container) : undefined;
  if (container?.kind === "at" && container.offset >= end) return false; // written later itself
  if (signed !== null) return !same(signed.places.get(number) ?? FREE, place);
  return place.kind === "at" && file.objectAt(place.offset)?.offset !== file.definitionBefore(number, end)?.offset;
}

function same(a: Place, b: Place): boolean {
  if (a.kind === "at") return b.kind === "at" && a.offset === b.offset;
  return a.kind === "packed" && b.kind === "packed" && a.container === b.container && a.index === b.index;
}
