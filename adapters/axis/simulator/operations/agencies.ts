import { createHash } from "node:crypto";
import { legacyOrganId, parseOrganId } from "#edxml";
import { z } from "zod";
import { agencyKey } from "../../agency-code.ts";
import { axisDateText } from "../../axis-date.ts";
import type { Desk } from "../desk.ts";
import type { AgencyRecord } from "../records.ts";
import { refuse } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

const LONGEST_BODY = 64 * 1024;

/** registerAgency sends `pcode` (official sample) or `pid` (others) for the unit above. */
const agencySchema = z.object({
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(500),
  pcode: z.string().optional(),
  pid: z.string().optional(),
  mail: z.string().optional(),
});

/** getAgenciesList: every agency, with the code of the other generation as SDK 2.0.1 expects it. */
export async function getAgenciesList(desk: Desk): Promise<Reply> {
  return { kind: "list", items: itemsOf(desk, (agency) => ({ ...basics(agency), pid: parentId(agency), oldCode: otherCode(agency) })) };
}

export async function getAgenciesListQD20(desk: Desk): Promise<Reply> {
  return { kind: "list", items: itemsOf(desk, (agency) => ({ ...basics(agency), code102: otherCode(agency) })) };
}

/** getSynchronizeUnit: deleted units stay in it, marked. */
export async function getSynchronizeUnit(desk: Desk): Promise<Reply> {
  const items = desk.state.agencies().map((agency) => ({
    ...basics(agency),
    pid: parentId(agency),
    centerCode: desk.state.member(agency.systemId)?.centerCode ?? agency.systemId,
    version: agency.version,
    deleted: agency.deleted,
    modifyDate: axisDateText(new Date(agency.modifiedAt)),
    isAgency: true,
  }));
  return { kind: "list", items };
}

/** registerAgency creates or updates a unit of the caller. */
export async function registerAgency(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  const body = agencySchema.safeParse(await jsonBody(request));
  if (!body.success) return refuse("request", body.error.issues[0]?.path.join(".") ?? "");
  const { code, name, mail, pcode, pid } = body.data;
  const known = desk.state.agencies().find((agency) => agencyKey(agency.unit.code) === agencyKey(code));
  if (known !== undefined && !known.deleted && known.systemId !== request.member.systemId) return refuse("request", `ma ${code} da thuoc he thong khac`);
  const parentCode = pcode ?? pid ?? known?.unit.parentCode;
  const unit = { ...known?.unit, code, name, ...(mail === undefined ? {} : { mail }), ...(parentCode === undefined ? {} : { parentCode }) };
  await putAgency(desk, request, { systemId: request.member.systemId, unit, version: (known?.version ?? 0) + 1, modifiedAt: desk.now().toISOString(), deleted: false });
  return { kind: "members", members: {} };
}

/** deleteAgency: only the caller's own. */
export async function deleteAgency(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  const code = request.parameter("AgencyCode") ?? "";
  const known = desk.state.unit(code);
  if (known === null || known.systemId !== request.member.systemId) return refuse("not-found", `don vi ${code}`);
  await putAgency(desk, request, { ...known, version: known.version + 1, modifiedAt: desk.now().toISOString(), deleted: true });
  return { kind: "members", members: {} };
}

async function putAgency(desk: Desk, request: VerifiedRequest, agency: AgencyRecord): Promise<void> {
  await desk.state.record({ entry: "agency", agency });
  desk.emit("agency-changed", request.operation, request.member.systemId, { code: agency.unit.code, deleted: String(agency.deleted) });
}

type Item = Record<string, string>;

function* itemsOf(desk: Desk, shape: (agency: AgencyRecord) => Item): Iterable<Item> {
  for (const agency of desk.state.agencies()) if (!agency.deleted) yield shape(agency);
  for (let number = 1; number <= desk.faults.current.extraAgencies; number += 1) yield madeUp(number);
}

function madeUp(number: number): Item {
  const code = `H${String((number % 63) + 1).padStart(2, "0")}.9${String(number).padStart(6, "0")}`;
  return { id: number.toString(16).padStart(24, "0"), code, name: `Đơn vị mô phỏng số ${number}`, mail: "", pid: "", oldCode: "", code102: "" };
}

function basics({ unit }: AgencyRecord): Item {
  return { id: idOf(unit.code), code: unit.code, name: unit.name, mail: unit.mail ?? "" };
}

function parentId({ unit }: AgencyRecord): string {
  return unit.parentCode === undefined || unit.parentCode === "" ? "" : idOf(unit.parentCode);
}

function otherCode({ unit }: AgencyRecord): string {
  const other = unit.oldCode ?? legacyOrganId(parseOrganId(unit.code));
  return other === null || other === unit.code ? "" : other;
}

/** Stable and the same for both generations of a code. */
function idOf(code: string): string {
  return createHash("sha256").update(agencyKey(code)).digest("hex").slice(0, 24);
}

async function jsonBody(request: VerifiedRequest): Promise<unknown> {
  let text = "";
  for await (const chunk of request.stream.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > LONGEST_BODY) return refuse("request", "noi dung qua dai");
  }
  try {
    return JSON.parse(text);
  } catch {
    // The official sample itself sends broken JSON here.
    return refuse("request", "noi dung khong phai JSON");
  }
}
