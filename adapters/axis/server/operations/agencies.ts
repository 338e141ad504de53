import { createHash } from "node:crypto";
import { z } from "zod";
import { agencyKey } from "../../agency-code.ts";
import { axisDateText } from "../../axis-date.ts";
import type { AxisAccount, AxisAgency, AxisDesk } from "../desk.ts";
import { refuse } from "../refusal.ts";
import type { ListItem, Reply } from "../reply.ts";
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
export async function getAgenciesList<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  return listed(desk, request, (agency) => ({ ...basics(agency), pid: parentId(agency), oldCode: agency.otherCode }));
}

export async function getAgenciesListQD20<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  return listed(desk, request, (agency) => ({ ...basics(agency), code102: agency.otherCode }));
}

/** getSynchronizeUnit: deleted units stay in it, marked. */
export async function getSynchronizeUnit<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  const shape = (agency: AxisAgency): ListItem => ({
    ...basics(agency),
    pid: parentId(agency),
    centerCode: agency.centerCode,
    version: agency.version,
    deleted: agency.deleted,
    modifyDate: agency.modifiedAt === null ? "" : axisDateText(agency.modifiedAt),
    isAgency: true,
  });
  return { kind: "list", items: mapped(desk.agencies(request.account), () => true, shape) };
}

/** registerAgency creates or updates a unit of the caller. */
export async function registerAgency<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  const body = agencySchema.safeParse(await jsonBody(request));
  if (!body.success) return refuse("request", body.error.issues[0]?.path.join(".") ?? "");
  const { code, name, mail, pcode, pid } = body.data;
  const parentCode = pcode ?? pid;
  await desk.registerAgency(request.account, { code, name, ...(mail === undefined ? {} : { mail }), ...(parentCode === undefined ? {} : { parentCode }) });
  return { kind: "members", members: {} };
}

/** deleteAgency: only the caller's own. */
export async function deleteAgency<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  await desk.deleteAgency(request.account, request.parameter("AgencyCode") ?? "");
  return { kind: "members", members: {} };
}

function listed<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>, shape: (agency: AxisAgency) => ListItem): Reply {
  return { kind: "list", items: mapped(desk.agencies(request.account), (agency) => !agency.deleted, shape) };
}

async function* mapped(agencies: Iterable<AxisAgency> | AsyncIterable<AxisAgency>, wanted: (agency: AxisAgency) => boolean, shape: (agency: AxisAgency) => ListItem): AsyncIterable<ListItem> {
  for await (const agency of agencies) if (wanted(agency)) yield shape(agency);
}

function basics({ code, name, mail }: AxisAgency): Record<string, string> {
  return { id: idOf(code), code, name, mail };
}

function parentId({ parentCode }: AxisAgency): string {
  return parentCode === "" ? "" : idOf(parentCode);
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
