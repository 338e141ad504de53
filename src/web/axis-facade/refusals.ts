import { EdxmlError, type EdxmlFaultCode } from "#edxml";
import type { AxisDesk } from "#adapters/axis/server/desk";
import { FieldsRefused, HouseError, type FieldProblem, type HouseFaultCode } from "../../core/fault.ts";
import { HOUSE_FAULT_TEXTS } from "../../core/fault-texts.ts";

type DeskRefusal = NonNullable<ReturnType<AxisDesk["refusalOf"]>>;
type Reason = DeskRefusal["reason"];

/** Where a problem sits in the envelope the QLVB made. */
const ELEMENTS: readonly (readonly [pointer: RegExp, element: string])[] = [
  [/^\/sender/, "From/OrganId"],
  [/^\/receivers\/(\d+)/, "To"],
  [/^\/receivers/, "To"],
  [/^\/documentId/, "DocumentId"],
  [/^\/code\/number/, "Code/CodeNumber"],
  [/^\/code\/notation/, "Code/CodeNotation"],
  [/^\/issuedOn/, "PromulgationInfo/PromulgationDate"],
  [/^\/issuedAt/, "PromulgationInfo/Place"],
  [/^\/documentType/, "DocumentType/TypeName"],
  [/^\/subject/, "Subject"],
  [/^\/content/, "Content"],
  [/^\/signer\/fullName/, "SignerInfo/FullName"],
  [/^\/signer/, "SignerInfo"],
  [/^\/dueOn/, "DueDate"],
  [/^\/(sphere|typerNotation|copies|pages|appendixes)/, "OtherInfo"],
  [/^\/toPlaces/, "ToPlaces"],
  [/^\/responseFor/, "ResponseFor"],
  [/^\/(business|replaces)/, "Bussiness"],
  [/^\/change\/(\w+)/, "MessageHeader"],
  [/^\/(add|remove)Receivers/, "ReceiverList"],
  [/^\/(staff|person)/, "StaffInfo"],
  [/^\/(reason|note)/, "Description, BussinessDocReason"],
  [/^\/statusCode/, "StatusCode"],
  [/^\/files/, "Attachment"],
];

const REASONS: Readonly<Partial<Record<HouseFaultCode, Reason>>> = {
  "receiver-unknown": "receiver",
  "receiver-closed": "receiver",
  "sender-closed": "sender",
  "agency-not-yours": "sender",
  "file-too-large": "file-too-large",
  "request-too-large": "file-too-large",
  "duplicate-document": "repeated",
  "idempotency-key-reused": "repeated",
  "not-found": "not-found",
  "move-illegal": "request",
  "too-many-requests": "busy",
  "shutting-down": "busy",
};
const EDXML_REASONS: Readonly<Partial<Record<EdxmlFaultCode, Reason>>> = { "message-too-large": "file-too-large", "attachment-too-large": "file-too-large" };
const SHOWN = 3;

/** What an error of the house means to a QLVB that speaks the axis protocol: the element, what is wrong with it, and the rule. */
export function refusalOf(cause: unknown): DeskRefusal | null {
  if (cause instanceof FieldsRefused) return { reason: reasonOf(cause.problems[0]?.code ?? cause.code), detail: cause.problems.slice(0, SHOWN).map(sayProblem).join("; ") };
  if (cause instanceof HouseError) return ofHouse(cause);
  if (cause instanceof EdxmlError && cause.blame !== "infrastructure") return { reason: EDXML_REASONS[cause.code] ?? "envelope", detail: `${cause.code} ${placeOf(cause)} (QCVN 102:2016/BTTTT)` };
  return null;
}

function ofHouse(fault: HouseError): DeskRefusal | null {
  const { title, advice } = HOUSE_FAULT_TEXTS[fault.code];
  switch (fault.blame) {
    case "caller":
      if (fault.code === "signing-key-missing" || fault.code === "configuration-invalid") return { reason: "system", detail: `${title}. ${advice}` };
      if (fault.code === "not-found") return { reason: "not-found", detail: String(fault.facts["id"] ?? "") };
      if (fault.code === "move-illegal") return { reason: "request", detail: `StatusCode: ${title}, trạng thái hiện tại ${String(fault.facts["from"] ?? "")}` };
      if (fault.code === "agency-not-yours") return { reason: "not-allowed", detail: "đơn vị do quản trị viên của cổng quản lý, hãy liên hệ quản trị viên" };
      return { reason: reasonOf(fault.code), detail: title };
    case "infrastructure":
      return { reason: "busy", detail: `${title}, hãy gửi lại sau ít phút` };
    case "partner":
    case "trust":
      return { reason: "request", detail: title };
    case "us":
      return null;
  }
}

function reasonOf(code: HouseFaultCode): Reason {
  return REASONS[code] ?? "envelope";
}

function sayProblem({ field, message, rule }: FieldProblem): string {
  const element = ELEMENTS.find(([pointer]) => pointer.test(field))?.[1] ?? field;
  return `${element}: ${message.replaceAll(/[“”]/g, "'")}${message.includes(rule) ? "" : ` (${rule})`}`;
}

function placeOf({ facts }: EdxmlError): string {
  const place = facts["path"] ?? facts["name"] ?? facts["found"] ?? "";
  return typeof place === "string" ? place : "";
}
