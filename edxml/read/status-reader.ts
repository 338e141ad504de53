import { EdxmlError } from "../errors.ts";
import { STATUS_CODES, type StatusCode, type StatusReport } from "../model/status-report.ts";
import { readOrganization, readResponseFor } from "./document-reader.ts";
import { missing, type Fields } from "./fields.ts";
import { readStaff } from "./staff-reader.ts";

/** Header fields → status report (edXML §3). `14` is what one vendor sends for "agreed"; it is read as 15 and told. */
export function readStatusReport(header: Fields): StatusReport {
  const from = header.one("From");
  if (from === null) throw missing(`${header.path}/From`);
  const subject = header.one("ResponseFor");
  const responseFor = subject === null ? null : readResponseFor(subject);
  if (responseFor === null) throw missing(`${header.path}/ResponseFor`);
  const staff = header.one("StaffInfo");
  const description = header.optional("Description");
  const timestamp = header.timestamp("Timestamp");
  if (timestamp === undefined) throw missing(`${header.path}/Timestamp`);
  const report: StatusReport = {
    kind: "status",
    from: readOrganization(from),
    responseFor,
    ...(staff !== null && { staff: readStaff(staff) }),
    statusCode: readStatusCode(header),
    ...(description !== undefined && { description }),
    timestamp,
  };
  header.finish();
  return report;
}

function readStatusCode(header: Fields): StatusCode {
  const text = header.required("StatusCode");
  const padded = text.padStart(2, "0");
  const code = padded === "14" ? "15" : padded;
  const known = STATUS_CODES.find((candidate) => candidate === code);
  if (known === undefined) throw new EdxmlError("status-code-unknown", `status code ${JSON.stringify(text.slice(0, 20))} is not one of ${STATUS_CODES.join(", ")}`, { found: text.slice(0, 20) });
  if (known !== text) header.warnings.add("status-code-variant", `${header.path}/StatusCode`, text);
  return known;
}
