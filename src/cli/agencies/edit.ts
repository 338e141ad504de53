import type { Command } from "commander";
import { changeAgency } from "../../core/directory/change-agency.ts";
import type { AgencyField, AgencyLayer } from "../../core/directory/index.ts";
import { FIELD_TEXTS, fieldByColumn, type FieldText } from "../../core/directory/field-text.ts";
import { readAgencyCode } from "../given-agency.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, verb, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";
import { agencyJson, factRows } from "./say-agency.ts";

/** Sửa tay. */
export function setVerb(run: Run): Command {
  const names = columns(FIELD_TEXTS.map(({ column, label }) => [column, label]));
  const command = verb(
    "set",
    "thêm hoặc sửa một cơ quan bằng tay; giá trị đặt tay không bị đồng bộ ghi đè cho tới khi thả",
    ['agencies set H48.06 email=snv@quangngai.gov.vn max_file_mb=25 formats="pdf|docx" --reason "công văn 12/SNV-VP"', "agencies set H48.06 --release email --reason \"Trục đã sửa\"", 'agencies set H48.05 valid_to=2025-02-28 successor=H48.06 --reason "sáp nhập"'],
    `Trường (trường=- nghĩa là không có):\n${names}`,
  )
    .argument("<mã>", "mã định danh cơ quan")
    .argument("[trường=giá-trị...]", "các trường cần đặt")
    .option("--release <trường...>", "thả trường đặt tay, lấy lại giá trị từ Trục hoặc danh mục")
    .requiredOption("--reason <lý-do>", "ghi vào lịch sử");
  return answering(run, command, async () => {
    const { release = [], reason } = command.opts<{ release?: string[]; reason: string }>();
    const [text = "", ...pairs] = command.args;
    const edit = { code: readAgencyCode(text), set: readPairs(pairs), release: release.map((name) => fieldNamed(name).field), reason };
    const { found, change } = await withHouse(async (house) => {
      const { agency, change } = await changeAgency(house, edit, operatorAccess());
      return { found: await house.service.agency(agency.code), change };
    });
    const done = change === null ? "Không có gì thay đổi" : change.kind === "added" ? "Đã thêm" : "Đã sửa";
    return { json: { ...agencyJson(found), change }, text: `${done}: ${found.agency.code}  ${found.agency.facts.name ?? ""}\n${columns(factRows(found))}` };
  });
}

function readPairs(pairs: readonly string[]): AgencyLayer {
  const set: Partial<Record<AgencyField, unknown>> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageFault(`“${pair.slice(0, 40)}” không có dạng trường=giá-trị`);
    const named = fieldNamed(pair.slice(0, at));
    set[named.field] = readValue(named, pair.slice(at + 1).trim());
  }
  return set as AgencyLayer;
}

function readValue(named: FieldText, text: string): unknown {
  if (text === "-" || text === "") return named.field === "aliases" ? [] : null;
  const read = named.read(text.normalize("NFC"));
  if ("problem" in read) throw new UsageFault(`trường ${named.column}: ${read.problem}`);
  return read.value;
}

function fieldNamed(name: string): FieldText {
  const found = fieldByColumn(name.trim());
  if (found === null) throw new UsageFault(`không có trường ${name.slice(0, 40)}`, undefined, `các trường: ${FIELD_TEXTS.map(({ column }) => column).join(", ")}`);
  return found;
}
