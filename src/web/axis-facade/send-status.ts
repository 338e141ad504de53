import { createReadStream } from "node:fs";
import { canonicalOrganId, documentIdentityKey, parseDocumentId, readEnvelope, type StatusCode, type StatusReport } from "#edxml";
import type { AxisParcel } from "#adapters/axis/server/desk";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import type { IncomingDocument, IncomingState } from "../../core/incoming/incoming-document.ts";
import { statusCommandSchema, type StatusCommand } from "../../core/incoming/status-command.ts";
import type { Blobs } from "../../core/ports.ts";
import { readInput } from "../../core/read-input.ts";
import type { GatewayService } from "../../core/service.ts";
import { readRefusal } from "../../core/status/refusal-text.ts";
import type { DoorAccount } from "./account.ts";
import { ownAgency, type AgencyNeeds } from "./own-agency.ts";
import { answerRecall, takeBack } from "./recall.ts";

export interface StatusDoorNeeds extends AgencyNeeds {
  readonly service: GatewayService;
  readonly blobs: Blobs;
}

const RULE = "QCVN 102:2016/BTTTT; QD 28/2018/QD-TTg D.5.4";
/** How far a document is, and which report says so. One that says less than is known already says nothing new (edXML §4.5). */
const PROGRESS: Readonly<Record<Exclude<IncomingState, "refused">, number>> = { arrived: 1, accepted: 2, assigned: 3, processing: 4, completed: 5 };
const STEPS: Readonly<Partial<Record<StatusCode, { readonly action: StatusCommand["action"]; readonly rank: number }>>> = {
  "02": { action: "refuse", rank: 2 },
  "03": { action: "accept", rank: 2 },
  "04": { action: "assign", rank: 3 },
  "05": { action: "process", rank: 4 },
  "06": { action: "complete", rank: 5 },
};

/** What the QLVB reports on a document it received, put to the same operations as at every other door. Resolves to the id of our report. */
export async function sendStatus(needs: StatusDoorNeeds, account: DoorAccount, parcel: AxisParcel): Promise<string> {
  const report = await readReport(needs, parcel);
  const receiver = await ownAgency(needs, account, parcel.from);
  const written = await ownAgency(needs, account, report.from.organId);
  if (receiver === null || written?.code !== receiver.code) {
    throw new FieldsRefused([{ field: "/sender", code: "agency-not-yours", message: `From/OrganId trong gói tin là ${report.from.organId}, tham số from là ${parcel.from}`, rule: "QCVN 102:2016/BTTTT" }]);
  }
  if (report.statusCode === "13") return takeBack(needs, account, receiver, report);
  const document = await documentOf(needs, receiver.code, report);
  // Updates are applied and answered when they arrive; a QLVB that agrees to one says nothing new.
  if (report.statusCode === "15" && document.recall === null && document.versions.length > 0) return idOfReport(needs, account, document, "15");
  if (report.statusCode === "15" || report.statusCode === "16") return answerRecall(needs, account, document, report);
  if (report.statusCode === "01") return arrived(needs, account, document);
  const step = STEPS[report.statusCode];
  if (step === undefined) {
    throw new FieldsRefused([{ field: "/statusCode", code: "field-invalid", message: `Cổng chưa nhận trạng thái ${report.statusCode} qua cửa này`, rule: "QCVN 102:2016/BTTTT" }]);
  }
  return reported(needs, account, document, report, step);
}

async function readReport(needs: StatusDoorNeeds, parcel: AxisParcel): Promise<StatusReport> {
  const { unverified } = await readEnvelope(createReadStream(parcel.path), { scratchDirectory: needs.blobs.scratchDirectory });
  if (unverified.kind === "status") return unverified;
  throw new HouseError("request-invalid", "a document was sent as a status");
}

/** By agency, code and date, which clients echo; by the document id for those that leave the date out. */
async function documentOf(needs: StatusDoorNeeds, receiverCode: string, { responseFor }: StatusReport): Promise<IncomingDocument> {
  const said = parseDocumentId(responseFor.documentId);
  const [number = "", ...rest] = responseFor.code.split("/");
  const date = responseFor.promulgationDate ?? said.date;
  const candidates = [
    { organId: responseFor.organId, year: Number((date ?? "").slice(0, 4)), number, notation: rest.join("/") },
    { organId: said.organId ?? responseFor.organId, year: said.year ?? 0, number: said.number ?? number, notation: said.notation ?? rest.join("/") },
  ];
  for (const identity of candidates) {
    const found = await needs.store.reader.incoming.byIdentity(receiverCode, canonicalOrganId(responseFor.organId), documentIdentityKey(identity));
    if (found !== null) return found;
  }
  throw new HouseError("not-found", `no incoming document ${responseFor.documentId} of ${receiverCode}`, { what: "incoming document", id: responseFor.documentId });
}

/** Our own 01 went out when the document came in; the QLVB's says that it has the document now. */
async function arrived(needs: StatusDoorNeeds, account: DoorAccount, document: IncomingDocument): Promise<string> {
  await needs.service.markFetched(document.id, account.access);
  return idOfReport(needs, account, document, "01");
}

async function reported(needs: StatusDoorNeeds, account: DoorAccount, document: IncomingDocument, report: StatusReport, step: { readonly action: StatusCommand["action"]; readonly rank: number }): Promise<string> {
  const command = commandFrom(account, report, step.action);
  if (document.state !== "refused" && step.action !== "refuse") {
    if (step.rank < PROGRESS[document.state]) return idOfReport(needs, account, document, report.statusCode);
    // Vendors skip steps: who assigns or works on a document has accepted it.
    if (document.state === "arrived" && step.rank > PROGRESS.accepted) await needs.service.reportStatus(document.id, { action: "accept", person: command.person }, account.access);
  }
  const { status } = await needs.service.reportStatus(document.id, command, account.access);
  return status.id;
}

async function idOfReport(needs: StatusDoorNeeds, account: DoorAccount, document: IncomingDocument, code: StatusCode): Promise<string> {
  const statuses = await needs.service.incomingStatuses(document.id, account.access);
  return (statuses.find(({ statusCode }) => statusCode === code) ?? statuses.at(-1))?.id ?? document.id;
}

/** A refusal is accountable and names its person (QĐ 28/2018 Đ.5.4); for the other steps the system stands in for a person it does not name. */
function commandFrom(account: DoorAccount, report: StatusReport, action: StatusCommand["action"]): StatusCommand {
  const { staff, description } = report;
  const person = {
    fullName: staff?.staff ?? (action === "refuse" ? "" : account.key.name),
    ...(staff?.department !== undefined && { department: staff.department }),
    ...(staff?.mobile !== undefined && { phone: staff.mobile }),
  };
  if (action !== "refuse") return readInput(statusCommandSchema, { action, person, ...(description !== undefined && { note: description.slice(0, 1000) }) }, "", RULE);
  const refusal = readRefusal(description ?? null, null);
  return readInput(statusCommandSchema, { action, person, code: refusal.code, reason: refusal.text }, "", RULE);
}
