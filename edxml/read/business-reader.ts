import { EdxmlError } from "../errors.ts";
import type { Business, BusinessCommon, ReceiverChange, Replacement } from "../model/document.ts";
import { missing, readOrganId, type Fields } from "./fields.ts";
import { readStaff } from "./staff-reader.ts";

/** Nghiệp vụ (edXML §2.4, §6). A message without it is new; an unknown type is refused, because nobody can know what it asks for. */
export function readBusiness(header: Fields, traces: Fields | null): Business {
  const standard = traces?.one("Bussiness") ?? null;
  const respelled = standard === null ? (traces?.one("Business") ?? null) : null;
  const fields = standard ?? respelled;
  if (fields === null) {
    header.warnings.add("business-missing", "TraceHeaderList/Bussiness");
    return { kind: "new", reason: "", paper: false, staff: [] };
  }
  if (respelled !== null) fields.warnings.add("business-spelling", fields.path);
  // BKAV spells the children like their parent.
  const spelled = (name: string): string => (respelled === null ? `Bussiness${name}` : `Business${name}`);
  const common: BusinessCommon = {
    reason: fields.text(spelled("DocReason")),
    paper: fields.text("Paper") === "1",
    staff: fields.many("StaffInfo").map((staff) => readStaff(staff)),
  };
  const documentId = fields.documentId();
  const earlier = documentId === undefined ? {} : { documentId };
  const changes = fields.many(spelled("DocumentInfo")).map((info) => readChange(info));
  const replacements = fields.many("ReplacementInfoList").flatMap((list) => readReplacements(list));
  const type = fields.expected(spelled("DocType"));
  fields.finish();
  switch (type.replace(/^0+(?=\d)/, "")) {
    case "":
    case "0":
      return { kind: "new", ...common };
    case "1":
      return { kind: "recall", ...earlier, ...common };
    case "2":
      return {
        kind: "update",
        ...earlier,
        informationChanged: changes.some((change) => change.information),
        receiversChanged: changes.some((change) => change.receivers),
        receivers: changes.flatMap((change) => change.list),
        ...common,
      };
    case "3":
      return { kind: "replace", replacements, ...common };
    default:
      throw new EdxmlError("business-type-unknown", `BussinessDocType ${JSON.stringify(type.slice(0, 20))} is none of 0, 1, 2, 3`, { found: type.slice(0, 20) });
  }
}

function readChange(info: Fields): { information: boolean; receivers: boolean; list: ReceiverChange[] } {
  const list = info.many("ReceiverList").flatMap((receivers) => {
    const changes = receivers.many("Receiver").map((receiver): ReceiverChange => {
      const change = receiver.required("ReceiverType");
      if (change !== "0" && change !== "1") throw new EdxmlError("business-type-unknown", `ReceiverType ${JSON.stringify(change.slice(0, 20))} is neither 0 nor 1`, { found: change.slice(0, 20) });
      const organId = receiver.organId();
      receiver.finish();
      return { organId, change: change === "1" ? "added" : "removed" };
    });
    receivers.finish();
    return changes;
  });
  const result = { information: info.text("DocumentInfo") === "1", receivers: info.text("DocumentReceiver") === "1", list };
  info.finish();
  return result;
}

function readReplacements(list: Fields): Replacement[] {
  const replacements = list.many("ReplacementInfo").map((fields) => {
    const documentId = fields.documentId();
    if (documentId === undefined) throw missing(`${fields.path}/DocumentId`);
    const organs = fields.one("OrganIdList");
    const organIds = organs?.texts("OrganId").map((text) => readOrganId(text, `${organs.path}/OrganId`, fields.warnings)) ?? [];
    organs?.finish();
    fields.finish();
    return { documentId, organIds };
  });
  list.finish();
  return replacements;
}
