import { canonicalOrganId, EdxmlError, parseOrganId } from "#edxml";

/** One spelling for both generations of mã định danh (`000.00.15.H51` and `H51.15`); what is no code at all stays as it is. */
export function agencyKey(code: string): string {
  try {
    return canonicalOrganId(parseOrganId(code)).toUpperCase();
  } catch (cause) {
    if (cause instanceof EdxmlError) return code.trim();
    throw cause;
  }
}

export function sameAgency(a: string, b: string): boolean {
  return agencyKey(a) === agencyKey(b);
}
