import { canonicalOrganId, parseOrganId, EdxmlError, type OrganId } from "#edxml";
import { UsageFault } from "./usage-fault.ts";

/** An agency code a person typed. Throws UsageFault. */
export function readAgency(text: string): OrganId {
  try {
    return parseOrganId(text);
  } catch (cause) {
    if (!(cause instanceof EdxmlError)) throw cause;
    throw new UsageFault(`“${text.slice(0, 60)}” không phải mã định danh cơ quan; mã đúng có dạng H48, H48.06 hoặc 000.00.06.H48`, cause);
  }
}

/** The same, in the one form codes are compared in. */
export function readAgencyCode(text: string): string {
  return canonicalOrganId(readAgency(text));
}
