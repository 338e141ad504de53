import { formatWireDate, formatWireTimestamp } from "../model/dates.ts";
import type { Business, EdxmlDocument, Organization, StaffInfo } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import type { XmlWriter } from "./xml-writer.ts";

const BUSINESS_CODES: Record<Business["kind"], string> = { new: "0", recall: "1", update: "2", replace: "3" };

/** MessageHeader and TraceHeaderList of a document, in the order the official library writes (edXML §2.1–2.4). */
export function writeDocumentHeader(xml: XmlWriter, document: EdxmlDocument): void {
  xml.open("edXML:MessageHeader");
  writeOrganization(xml, "edXML:From", document.from);
  for (const to of document.to) writeOrganization(xml, "edXML:To", to);
  xml.leaf("edXML:DocumentId", document.documentId);
  xml.group("edXML:Code", () => {
    xml.leaf("edXML:CodeNumber", document.code.number);
    xml.leaf("edXML:CodeNotation", document.code.notation);
  });
  xml.group("edXML:PromulgationInfo", () => {
    xml.leaf("edXML:Place", document.promulgation.place);
    xml.leaf("edXML:PromulgationDate", formatWireDate(document.promulgation.date));
  });
  xml.group("edXML:DocumentType", () => {
    xml.leaf("edXML:Type", document.documentType.type);
    // The official library leaves negative numbers out, and reads a missing TypeDetail as -1.
    if (document.documentType.typeDetail >= 0) xml.leaf("edXML:TypeDetail", document.documentType.typeDetail);
    xml.leaf("edXML:TypeName", document.documentType.typeName);
  });
  xml.leaf("edXML:Subject", document.subject);
  xml.leaf("edXML:Content", document.content);
  xml.group("edXML:SignerInfo", () => {
    xml.leaf("edXML:Competence", document.signer.competence);
    xml.leaf("edXML:Position", document.signer.position);
    xml.leaf("edXML:FullName", document.signer.fullName);
  });
  if (document.dueDate !== undefined) xml.leaf("edXML:DueDate", formatWireDate(document.dueDate));
  writeOtherInfo(xml, document);
  for (const response of document.responseFor) writeResponseFor(xml, response);
  xml.leaf("edXML:SteeringType", document.steeringType);
  xml.group("edXML:ResponseForTask", () => document.responseForTask?.forEach((task) => xml.leaf("edXML:TaskCode", task)));
  xml.leaf("edXML:ApplicationType", document.applicationType);
  xml.group("edXML:ToPlaces", () => document.toPlaces.forEach((place) => xml.leaf("edXML:Place", place)));
  xml.close();

  xml.open("edXML:TraceHeaderList");
  writeBusiness(xml, document.business);
  for (const trace of document.traceHeaders)
    xml.group("edXML:TraceHeader", () => {
      xml.leaf("edXML:OrganId", trace.organId);
      if (trace.timestamp !== undefined) xml.leaf("edXML:Timestamp", formatWireTimestamp(trace.timestamp));
    });
  xml.close();
}

/** MessageHeader of a status report (edXML §3). */
export function writeStatusHeader(xml: XmlWriter, report: StatusReport): void {
  xml.open("edXML:MessageHeader");
  writeOrganization(xml, "edXML:From", report.from);
  writeResponseFor(xml, report.responseFor);
  if (report.staff !== undefined) writeStaff(xml, report.staff);
  xml.leaf("edXML:StatusCode", report.statusCode);
  xml.leaf("edXML:Description", report.description);
  xml.leaf("edXML:Timestamp", formatWireTimestamp(report.timestamp));
  xml.close();
}

function writeOrganization(xml: XmlWriter, name: string, organization: Organization): void {
  xml.open(name);
  xml.leaf("edXML:OrganId", organization.organId);
  xml.leaf("edXML:OrganizationInCharge", organization.organizationInCharge);
  xml.leaf("edXML:OrganName", organization.organName);
  xml.leaf("edXML:OrganAdd", organization.organAdd);
  xml.leaf("edXML:Email", organization.email);
  xml.leaf("edXML:Telephone", organization.telephone);
  xml.leaf("edXML:Fax", organization.fax);
  xml.leaf("edXML:Website", organization.website);
  xml.close();
}

function writeOtherInfo(xml: XmlWriter, { otherInfo }: EdxmlDocument): void {
  xml.open("edXML:OtherInfo");
  xml.leaf("edXML:Priority", otherInfo.priority);
  xml.leaf("edXML:SphereOfPromulgation", otherInfo.sphereOfPromulgation);
  xml.leaf("edXML:TyperNotation", otherInfo.typerNotation);
  xml.leaf("edXML:PromulgationAmount", otherInfo.promulgationAmount);
  xml.leaf("edXML:PageAmount", otherInfo.pageAmount);
  xml.leaf("edXML:ReplyFors", otherInfo.replyFors);
  xml.leaf("edXML:Direction", otherInfo.direction);
  xml.leaf("edXML:ReferenceCodes", otherInfo.referenceCodes);
  xml.group("edXML:Appendixes", () => otherInfo.appendixes?.forEach((appendix) => xml.leaf("edXML:Appendix", appendix)));
  xml.close();
}

function writeResponseFor(xml: XmlWriter, response: StatusReport["responseFor"]): void {
  xml.open("edXML:ResponseFor");
  xml.leaf("edXML:OrganId", response.organId);
  xml.leaf("edXML:Code", response.code);
  xml.leaf("edXML:DocumentId", response.documentId);
  if (response.promulgationDate !== undefined) xml.leaf("edXML:PromulgationDate", formatWireDate(response.promulgationDate));
  xml.close();
}

function writeBusiness(xml: XmlWriter, business: Business): void {
  xml.open("edXML:Bussiness");
  if (business.kind === "recall" || business.kind === "update") xml.leaf("edXML:DocumentId", business.documentId);
  xml.leaf("edXML:BussinessDocType", BUSINESS_CODES[business.kind]);
  xml.leaf("edXML:BussinessDocReason", business.reason);
  xml.leaf("edXML:Paper", business.paper ? "1" : "0");
  if (business.kind === "update") {
    xml.open("edXML:BussinessDocumentInfo");
    xml.leaf("edXML:DocumentInfo", business.informationChanged ? "1" : "0");
    xml.leaf("edXML:DocumentReceiver", business.receiversChanged ? "1" : "0");
    xml.group("edXML:ReceiverList", () => {
      for (const receiver of business.receivers)
        xml.group("edXML:Receiver", () => {
          xml.leaf("edXML:OrganId", receiver.organId);
          xml.leaf("edXML:ReceiverType", receiver.change === "added" ? "1" : "0");
        });
    });
    xml.close();
  }
  if (business.kind === "replace")
    xml.group("edXML:ReplacementInfoList", () => {
      for (const replacement of business.replacements)
        xml.group("edXML:ReplacementInfo", () => {
          xml.leaf("edXML:DocumentId", replacement.documentId);
          xml.group("edXML:OrganIdList", () => replacement.organIds.forEach((organId) => xml.leaf("edXML:OrganId", organId)));
        });
    });
  for (const staff of business.staff) writeStaff(xml, staff);
  xml.close();
}

function writeStaff(xml: XmlWriter, staff: StaffInfo): void {
  xml.group("edXML:StaffInfo", () => {
    xml.leaf("edXML:Department", staff.department);
    xml.leaf("edXML:DepartmentId", staff.departmentId);
    xml.leaf("edXML:Staff", staff.staff);
    xml.leaf("edXML:StaffId", staff.staffId);
    xml.leaf("edXML:Email", staff.email);
    xml.leaf("edXML:Mobile", staff.mobile);
  });
}
