import type { EdxmlDocument, Organization, OtherInfo, Priority, ResponseFor, SteeringType, TraceHeader } from "../model/document.ts";
import { readBusiness } from "./business-reader.ts";
import { compact } from "./compact.ts";
import { missing, readOrganId, type Fields } from "./fields.ts";

/** Header fields → document (edXML §2.1–2.4). Refuses what has no identity or no route; everything else odd is told. */
export function readDocument(header: Fields, traces: Fields | null): EdxmlDocument {
  const code = header.one("Code");
  const promulgation = header.one("PromulgationInfo");
  const type = header.one("DocumentType");
  const signer = header.one("SignerInfo");
  for (const [name, fields] of Object.entries({ Code: code, PromulgationInfo: promulgation, DocumentType: type, SignerInfo: signer }))
    if (fields === null) header.warnings.add("field-missing", `${header.path}/${name}`);

  const date = promulgation?.date("PromulgationDate");
  if (date === undefined) throw missing(`${header.path}/PromulgationInfo/PromulgationDate`);
  const documentId = header.documentId();
  if (documentId === undefined) throw missing(`${header.path}/DocumentId`);
  const content = header.optional("Content");
  const dueDate = header.date("DueDate");
  const applicationType = header.optional("ApplicationType");
  const tasks = header.one("ResponseForTask");
  const responseForTask = tasks?.texts("TaskCode") ?? [];
  const from = header.one("From");
  if (from === null) throw missing(`${header.path}/From`);
  const toPlaces = header.one("ToPlaces");

  const document: EdxmlDocument = {
    kind: "document",
    from: readOrganization(from),
    to: readReceivers(header),
    documentId,
    code: { number: code?.expected("CodeNumber", 11) ?? "", notation: code?.expected("CodeNotation", 30) ?? "" },
    promulgation: { place: promulgation?.expected("Place", 50) ?? "", date },
    documentType: {
      type: readType(type),
      typeDetail: type?.number("TypeDetail") ?? -1,
      typeName: type?.expected("TypeName", 100) ?? "",
    },
    subject: header.expected("Subject", 500),
    ...(content !== undefined && { content }),
    signer: compact({ competence: signer?.optional("Competence", 100), position: signer?.optional("Position", 100), fullName: signer?.expected("FullName", 50) ?? "" }),
    ...(dueDate !== undefined && { dueDate }),
    toPlaces: toPlaces?.texts("Place") ?? [],
    otherInfo: readOtherInfo(header),
    responseFor: header.many("ResponseFor").flatMap((fields) => readResponseFor(fields) ?? []),
    steeringType: readSteeringType(header),
    ...(responseForTask.length > 0 && { responseForTask }),
    ...(applicationType !== undefined && { applicationType }),
    business: readBusiness(header, traces),
    traceHeaders: traces?.many("TraceHeader").map((fields) => readTraceHeader(fields)) ?? [],
  };
  for (const fields of [code, promulgation, type, signer, tasks, toPlaces]) fields?.finish();
  // Paper directly below TraceHeaderList is a leftover of older senders; the one of Bussiness counts.
  traces?.text("Paper");
  traces?.finish();
  header.finish();
  return document;
}

export function readOrganization(fields: Fields): Organization {
  const organization = compact({
    organId: fields.organId(),
    organizationInCharge: fields.optional("OrganizationInCharge", 500),
    organName: fields.optional("OrganName", 200),
    organAdd: fields.optional("OrganAdd", 500),
    email: fields.optional("Email", 100),
    telephone: fields.optional("Telephone", 50),
    fax: fields.optional("Fax", 50),
    website: fields.optional("Website", 100),
  });
  if (organization.organName === undefined) fields.warnings.add("field-missing", `${fields.path}/OrganName`);
  fields.finish();
  return organization;
}

/** Null for an empty one, which the axis leaves behind. */
export function readResponseFor(fields: Fields): ResponseFor | null {
  const organId = fields.text("OrganId");
  const documentId = fields.documentId();
  const code = fields.text("Code");
  const promulgationDate = fields.date("PromulgationDate");
  fields.finish();
  if (organId === "" || documentId === undefined) {
    fields.warnings.add("field-missing", `${fields.path}/${organId === "" ? "OrganId" : "DocumentId"}`, code || documentId || organId);
    return null;
  }
  return { organId: readOrganId(organId, `${fields.path}/OrganId`, fields.warnings), code, documentId, ...(promulgationDate !== undefined && { promulgationDate }) };
}

function readReceivers(header: Fields): Organization[] {
  const receivers = header.many("To").map((fields) => readOrganization(fields));
  if (receivers.length === 0) throw missing(`${header.path}/To`);
  const seen = new Set<string>();
  for (const { organId } of receivers) {
    if (seen.has(organId)) header.warnings.add("receiver-repeated", `${header.path}/To`, organId);
    seen.add(organId);
  }
  return receivers;
}

function readType(type: Fields | null): number {
  const value = type?.number("Type");
  if (type !== null && value !== 1 && value !== 2) type.warnings.add("document-type-unusual", `${type.path}/Type`, `${value ?? ""}`);
  return value ?? 2;
}

function readOtherInfo(header: Fields): OtherInfo {
  const fields = header.one("OtherInfo");
  if (fields === null) {
    header.warnings.add("field-missing", `${header.path}/OtherInfo`);
    return { priority: 0 };
  }
  const direction = fields.text("Direction").toLowerCase();
  const appendixes = fields.one("Appendixes");
  const names = appendixes?.texts("Appendix") ?? [];
  const info = compact({
    priority: readPriority(fields),
    sphereOfPromulgation: fields.optional("SphereOfPromulgation", 100),
    typerNotation: fields.optional("TyperNotation", 10),
    promulgationAmount: fields.number("PromulgationAmount"),
    pageAmount: fields.number("PageAmount"),
    replyFors: fields.optional("ReplyFors"),
    direction: direction === "" ? undefined : direction === "true",
    referenceCodes: fields.optional("ReferenceCodes"),
    appendixes: names.length > 0 ? names : undefined,
  });
  appendixes?.finish();
  fields.finish();
  return info;
}

function readPriority(fields: Fields): Priority {
  const value = fields.number("Priority");
  if (value === undefined || value === 0 || value === 1 || value === 2 || value === 3 || value === 4) return value ?? 0;
  fields.warnings.add("priority-unknown", `${fields.path}/Priority`, `${value}`);
  return 0;
}

function readSteeringType(header: Fields): SteeringType {
  const value = header.number("SteeringType");
  if (value === undefined || value === 0 || value === 1 || value === 2) return value ?? 0;
  header.warnings.add("steering-type-unknown", `${header.path}/SteeringType`, `${value}`);
  return 0;
}

function readTraceHeader(fields: Fields): TraceHeader {
  const organ = fields.text("OrganId");
  const organId = organ === "" || organ === "null" ? undefined : organ;
  const timestamp = fields.timestamp("Timestamp");
  if (organId === undefined || timestamp === undefined) fields.warnings.add("trace-header-incomplete", fields.path);
  fields.finish();
  return compact({ organId, timestamp });
}
