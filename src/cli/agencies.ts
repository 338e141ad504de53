import { Option, type Command } from "commander";
import { canonicalOrganId } from "#edxml";
import type { ControlModel, NewAgency, UnsignedPolicy } from "../core/agency.ts";
import { exportVerb, importVerb } from "./agencies/csv.ts";
import { setVerb } from "./agencies/edit.ts";
import { searchVerb, showVerb } from "./agencies/look.ts";
import { syncVerbs } from "./agencies/syncs.ts";
import { readAgency } from "./given-agency.ts";
import { columns } from "./layout.ts";
import { answering, group, verb, type Answer, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

export function agencyVerbs(run: Run): Command {
  return group("agencies", "danh bạ cơ quan, và cơ quan mà cổng này phục vụ")
    .addCommand(host(run))
    .addCommand(list(run))
    .addCommand(searchVerb(run))
    .addCommand(showVerb(run))
    .addCommand(setVerb(run))
    .addCommand(importVerb(run))
    .addCommand(exportVerb(run))
    .addCommand(syncVerbs(run));
}

const CONTROL: Readonly<Record<ControlModel, string>> = { sender_owned: "cơ quan gửi tự vận hành cổng", shared: "cổng dùng chung" };
const UNSIGNED: Readonly<Record<UnsignedPolicy, string>> = { accept_flagged: "nhận, gắn cờ", quarantine: "cách ly" };

interface HostOptions {
  readonly name: string;
  readonly email?: string;
  readonly control: ControlModel;
  readonly unsigned: UnsignedPolicy;
}

function host(run: Run): Command {
  const command = verb(
    "host",
    "cho cổng này gửi, nhận thay một cơ quan (chạy lại để sửa)",
    ['agencies host H48 --name "Ủy ban nhân dân tỉnh Quảng Ngãi"', 'agencies host H48.06 --name "Sở Khoa học và Công nghệ" --control shared --unsigned quarantine'],
    "--control quyết định thời điểm gửi theo luật (Luật GDĐT 2023 Đ.15.1): sender_owned tính khi gói tin rời cổng, shared tính khi vào cổng.",
  )
    .argument("<mã>", "mã định danh cơ quan")
    .requiredOption("--name <tên>", "tên cơ quan, ghi vào gói tin")
    .option("--email <thư>", "thư điện tử của cơ quan, ghi vào gói tin")
    .addOption(new Option("--control <kiểu>", "ai kiểm soát cổng").choices(Object.keys(CONTROL)).default("sender_owned"))
    .addOption(new Option("--unsigned <cách>", "gói tin đến không có chữ ký").choices(Object.keys(UNSIGNED)).default("accept_flagged"));
  return answering(run, command, async () => await hostAgency(command.args[0] ?? "", command.opts<HostOptions>()));
}

async function hostAgency(text: string, options: HostOptions): Promise<Answer> {
  const organId = readAgency(text);
  const code = canonicalOrganId(organId);
  const agency = await withHouse(async (house) => {
    const known = await house.store.reader.agencies.byCode(code);
    const hosted: NewAgency = {
      code,
      organization: { ...known?.organization, organId, organName: options.name, ...(options.email !== undefined && { email: options.email }) },
      source: known?.source ?? "manual",
      aliases: known?.aliases ?? [],
      hosting: { channel: "axis", controlModel: options.control, unsignedPolicy: options.unsigned },
    };
    await house.store.write((tx) => tx.saveAgency(hosted, { actor: operatorAccess().actor, at: house.clock.now(), source: "hand", reason: "khai báo cơ quan cổng này phục vụ", syncId: null }));
    return hosted;
  });
  return { json: view(agency), text: `Cổng này phục vụ ${agency.code} – ${options.name}.\n${columns(detailRows(agency))}\nTiếp theo: lienthong keys signing new --agency ${code}` };
}

function list(run: Run): Command {
  return answering(run, verb("list", "các cơ quan cổng này phục vụ", ["agencies list"]), async () => {
    const agencies = await withHouse((house) => house.store.reader.agencies.hosted());
    const text = agencies.length === 0 ? "Cổng này chưa phục vụ cơ quan nào. Thêm bằng: lienthong agencies host <mã> --name <tên>" : agencies.map((agency) => `${agency.code}  ${agency.organization.organName ?? ""}\n${columns(detailRows(agency), "    ")}`).join("\n");
    return { json: { agencies: agencies.map(view) }, text };
  });
}

function detailRows({ hosting }: NewAgency): string[][] {
  if (hosting === null) return [];
  return [
    ["kênh", hosting.channel],
    ["kiểm soát", CONTROL[hosting.controlModel]],
    ["gói tin không ký", UNSIGNED[hosting.unsignedPolicy]],
  ];
}

function view(agency: NewAgency): object {
  return { code: agency.code, name: agency.organization.organName ?? null, email: agency.organization.email ?? null, ...agency.hosting };
}
