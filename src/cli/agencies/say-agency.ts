import { actorName } from "../../core/access.ts";
import type { AgencyChange, Values } from "../../core/directory/index.ts";
import type { AgencyFound } from "../../core/directory/look-up.ts";
import { FIELD_TEXTS } from "../../core/directory/field-text.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";

const KINDS = { added: "thêm mới", changed: "đổi", vanished: "không còn trong danh sách", returned: "có lại trong danh sách" } as const;
const SOURCES = { catalogue: "danh mục cấp 1", sync: "đồng bộ", csv: "nhập CSV", hand: "sửa tay" } as const;

/** One line of a list. */
export function agencyRow({ agency, active, note }: AgencyFound): string[] {
  return [agency.code, agency.facts.name ?? "", active ? "" : `(${note ?? "không hoạt động"})`];
}

export function agencyJson({ agency, active, note, successor }: AgencyFound): object {
  return { code: agency.code, ...agency.facts, active, note, successorName: successor?.facts.name ?? null, hosted: agency.hosting !== null, source: agency.source, heldFields: agency.heldFields, vanishedAt: agency.vanishedAt && isoInVietnam(agency.vanishedAt) };
}

/** Every known field under its Vietnamese name; what a person holds is marked. */
export function factRows({ agency }: AgencyFound): string[][] {
  return FIELD_TEXTS.flatMap(({ field, label, write }) => {
    const value = write(agency.facts[field]);
    const held = agency.heldFields.includes(field);
    return value === "" && !held ? [] : [[label, `${value === "" ? "(không có)" : value}${held ? "  [đặt tay]" : ""}`]];
  });
}

export function changeText(change: AgencyChange): string {
  const head = `${clerkTime(change.at)}  ${KINDS[change.kind]} · ${SOURCES[change.source]} · ${actorName(change.actor)}${change.reason === null ? "" : ` · ${change.reason}`}`;
  const fields = change.kind === "added" ? [] : Object.keys(change.after).map((field) => `    ${labelOf(field)}: ${sayValue(change.before, field)} → ${sayValue(change.after, field)}`);
  const shadowed = Object.keys(change.shadowed).map((field) => `    ${labelOf(field)}: nguồn đồng bộ ghi ${sayValue(change.shadowed, field)}, giữ giá trị đặt tay`);
  return [head, ...fields, ...shadowed].join("\n");
}

export function changeJson({ at, actor, ...change }: AgencyChange): object {
  return { at: isoInVietnam(at), by: actorName(actor), ...change };
}

function labelOf(field: string): string {
  return FIELD_TEXTS.find((one) => one.field === field)?.label ?? (field === "hosting" ? "Cổng phục vụ" : field === "manual" ? "Trường đặt tay" : field);
}

function sayValue(values: Values, field: string): string {
  const value = values[field];
  if (value === null || value === undefined) return "(không có)";
  return typeof value === "string" ? `“${value}”` : JSON.stringify(value);
}
