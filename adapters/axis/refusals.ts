import { AdapterError } from "../errors.ts";
import type { Answer } from "./answer.ts";

/** What a FAIL of sendEdoc means for the parcel. */
export interface Refusal {
  readonly kind: "refused" | "not-sent" | "unknown";
  readonly code: string;
}

/**
 * No public table of the axis' error codes exists and the provincial numbers may mean something else there, so only the text decides.
 * First match wins. `refused`: the parcel itself is wrong, now and later. `not-sent`: nothing is wrong with it, come again.
 */
const SEND_REFUSALS: readonly (Refusal & { readonly text: RegExp })[] = [
  { text: /don vi gui .*(khong dung|khong khop|chua dang ky|khong dang ky|khong ton tai)/, kind: "refused", code: "sender-not-registered" },
  { text: /don vi nhan .*(khong ton tai|khong hop le|chua dang ky|khong tim thay)/, kind: "refused", code: "receiver-unknown" },
  { text: /don vi nhan .*(khoa|dung hoat dong|ngung)/, kind: "refused", code: "receiver-closed" },
  // "Sent before" says that it did enter once: the place to look is the list of what we sent.
  { text: /(da ton tai|da gui|trung lap|gui trung|duplicate|already)/, kind: "unknown", code: "sent-before" },
  { text: /(qua lon|vuot qua dung luong|dung luong toi da|too large)/, kind: "refused", code: "message-too-large" },
  { text: /(hash-file|ma bam|hash file)/, kind: "not-sent", code: "damaged-on-the-way" },
  { text: /(systemid|secretkey|chu ky header|hash-header|xac thuc|unauthori[sz]ed|token)/, kind: "not-sent", code: "credentials-refused" },
  { text: /(edxml|goi tin|file|tep).*(khong hop le|sai|loi|khong doc duoc)/, kind: "refused", code: "envelope-refused" },
  { text: /(dang ban|qua tai|bao tri|thu lai|try again|busy)/, kind: "not-sent", code: "partner-busy" },
];

/**
 * A text we do not know counts as `unknown`: it may be a failure after the message was taken ("loi he thong"), and asking
 * the list of sent messages costs one request, while a wrong "refused" loses a document and a wrong "not sent" doubles it.
 */
export function refusalOf(answer: Answer): Refusal {
  const text = answer.errorDesc.toLowerCase();
  const known = SEND_REFUSALS.find((row) => row.text.test(text));
  return known === undefined ? { kind: "unknown", code: "partner-failed" } : { kind: known.kind, code: known.code };
}

/** A FAIL of any other operation. */
export function failureOf(operation: string, answer: Answer): AdapterError {
  const text = answer.errorDesc.toLowerCase();
  const facts = { operation, errorCode: answer.errorCode, errorDesc: answer.errorDesc, ...(answer.retryAfterMs !== null && { retryAfterMs: answer.retryAfterMs }) };
  const says = `the axis answered FAIL ${answer.errorCode} to ${operation}: ${answer.errorDesc}`;
  if (/(systemid|secretkey|chu ky header|hash-header|xac thuc|unauthori[sz]ed|token)/.test(text)) {
    return new AdapterError("partner-credentials-refused", says, facts, { hint: "check the system id and the secret of this axis connection" });
  }
  if (/(khong ton tai|khong tim thay|not found)/.test(text)) return new AdapterError("partner-refused", says, facts);
  return new AdapterError("partner-failed", says, facts);
}
