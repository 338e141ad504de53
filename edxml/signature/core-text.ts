import { createHash, hash } from "node:crypto";
import { formatWireDate, formatWireTimestamp } from "../model/dates.ts";
import type { EdxmlDocument, Organization } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import type { Span } from "./receiver-candidates.ts";

type Line = readonly [name: string, value: string | number | boolean | undefined];

/**
 * The business core of a message as one canonical text, version 1: `name=value` lines in a fixed order, absent values left out,
 * values trimmed and in NFC with `\` as `\\` and line feed as `\n`. Receivers come last. `edxml/README.md` is its specification.
 */
export function coreText(message: EdxmlDocument | StatusReport): string {
  return headText(message) + receiversText(receiversOf(message));
}

/** base64 SHA-256 of the core text. */
export function coreDigest(message: EdxmlDocument | StatusReport): string {
  return hash("sha256", coreText(message), "base64");
}

/**
 * Digests the core with some of the document's receivers in place of all, to try which of a relayed message's receivers were signed. Every line is
 * made once; what stands before the receivers is hashed once. Null when so much was tried that one more would hold others up:
 * 16 MB, which is every candidate of a thousand receivers.
 */
export function coreDigester(message: EdxmlDocument | StatusReport): (kept: readonly Span[]) => string | null {
  const head = createHash("sha256").update(headText(message), "utf8");
  const lines = receiversOf(message).map((organId) => Buffer.from(render([["to", organId]]), "utf8"));
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const text = Buffer.concat(lines);
  let tried = 0;
  return (kept) => {
    if (tried > TRIED_MOST) return null;
    const hashed = head.copy();
    for (const { start, end } of kept) {
      const piece = text.subarray(starts[start], starts[end]);
      tried += piece.length;
      hashed.update(piece);
    }
    return hashed.digest("base64");
  };
}

const TRIED_MOST = 16 * 1024 * 1024;

export function receiversOf(message: EdxmlDocument | StatusReport): readonly string[] {
  return message.kind === "document" ? message.to.map((organization) => organization.organId) : [];
}

function headText(message: EdxmlDocument | StatusReport): string {
  return render([["edxml-core", 1], ["kind", message.kind], ...(message.kind === "document" ? documentLines(message) : statusLines(message))]);
}

function receiversText(receivers: readonly string[]): string {
  return render(receivers.map((organId): Line => ["to", organId]));
}

function documentLines(document: EdxmlDocument): Line[] {
  const { business } = document;
  return [
    ["documentId", document.documentId],
    ["code.number", document.code.number],
    ["code.notation", document.code.notation],
    ["promulgation.place", document.promulgation.place],
    ["promulgation.date", formatWireDate(document.promulgation.date)],
    ["documentType.type", document.documentType.type],
    ["documentType.typeDetail", document.documentType.typeDetail],
    ["documentType.typeName", document.documentType.typeName],
    ["subject", document.subject],
    ["content", document.content],
    ["signer.competence", document.signer.competence],
    ["signer.position", document.signer.position],
    ["signer.fullName", document.signer.fullName],
    ["dueDate", document.dueDate && formatWireDate(document.dueDate)],
    ["priority", document.otherInfo.priority],
    ["steeringType", document.steeringType],
    ["applicationType", document.applicationType],
    ["from.organId", document.from.organId],
    ["from.organName", document.from.organName],
    ...document.toPlaces.map((place): Line => ["toPlace", place]),
    ...(document.otherInfo.appendixes ?? []).map((appendix): Line => ["appendix", appendix]),
    ...document.responseFor.flatMap((response): Line[] => [
      ["responseFor.organId", response.organId],
      ["responseFor.code", response.code],
      ["responseFor.documentId", response.documentId],
      ["responseFor.promulgationDate", response.promulgationDate && formatWireDate(response.promulgationDate)],
    ]),
    ...(document.responseForTask ?? []).map((task): Line => ["responseForTask", task]),
    ["business.kind", business.kind],
    ["business.reason", business.reason],
    ["business.paper", business.paper],
    ...businessLines(document),
  ];
}

function businessLines({ business }: EdxmlDocument): Line[] {
  if (business.kind === "recall") return [["business.documentId", business.documentId]];
  if (business.kind === "update")
    return [
      ["business.documentId", business.documentId],
      ["business.informationChanged", business.informationChanged],
      ["business.receiversChanged", business.receiversChanged],
      ...business.receivers.map((receiver): Line => [`business.${receiver.change}`, receiver.organId]),
    ];
  if (business.kind === "replace")
    return business.replacements.flatMap((replacement): Line[] => [
      ["business.replaces", replacement.documentId],
      ...replacement.organIds.map((organId): Line => ["business.replacesFor", organId]),
    ]);
  return [];
}

function statusLines(report: StatusReport): Line[] {
  return [
    ["from.organId", report.from.organId],
    ["from.organName", report.from.organName],
    ["responseFor.organId", report.responseFor.organId],
    ["responseFor.code", report.responseFor.code],
    ["responseFor.documentId", report.responseFor.documentId],
    ["responseFor.promulgationDate", report.responseFor.promulgationDate && formatWireDate(report.responseFor.promulgationDate)],
    ["statusCode", report.statusCode],
    ["description", report.description],
    ["timestamp", formatWireTimestamp(report.timestamp)],
    ["staff.department", report.staff?.department],
    ["staff.staff", report.staff?.staff],
  ];
}

function coreValue(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const lines = value.includes("\r") ? value.replace(/\r\n?/g, "\n") : value;
  const plain = lines.trim().normalize("NFC");
  return plain.includes("\\") || plain.includes("\n") ? plain.replaceAll("\\", "\\\\").replaceAll("\n", "\\n") : plain;
}

function render(lines: readonly Line[]): string {
  let text = "";
  for (const [name, value] of lines) {
    if (value === undefined) continue;
    const plain = coreValue(value);
    if (plain !== "") text += `${name}=${plain}\n`;
  }
  return text;
}

/** The message with only what the core covers: all a relayed message can prove. `receivers` are those that were signed. */
export function provenPart(message: EdxmlDocument | StatusReport, receivers: readonly string[]): EdxmlDocument | StatusReport {
  return message.kind === "document" ? provenDocument(message, receivers) : provenReport(message);
}

/** Who answered is a part of the answer (QĐ 28/2018/QĐ-TTg Đ.5.4): department and name are signed, contacts are not. */
function provenReport({ staff, ...report }: StatusReport): StatusReport {
  const { department, staff: fullName } = staff ?? {};
  const proven = { ...(department !== undefined && { department }), ...(fullName !== undefined && { staff: fullName }) };
  return { ...report, from: provenSender(report.from), ...(Object.keys(proven).length > 0 && { staff: proven }) };
}

function provenSender({ organId, organName }: Organization): Organization {
  return { organId, ...(organName !== undefined && { organName }) };
}

function provenDocument(document: EdxmlDocument, receivers: readonly string[]): EdxmlDocument {
  const { from, otherInfo, business } = document;
  const signed = new Set(receivers);
  return {
    ...document,
    from: provenSender(from),
    to: document.to.filter((to) => signed.has(to.organId)).map(({ organId }) => ({ organId })),
    otherInfo: { priority: otherInfo.priority, ...(otherInfo.appendixes !== undefined && { appendixes: otherInfo.appendixes }) },
    business: { ...business, staff: [] },
    traceHeaders: [],
  };
}
