/**
 * Rows are inherited down the agency tree: `H48` covers `H48`, `H48.01` and `H48.01.003`, never `H480`.
 * The empty scope is the whole country.
 */
export function covers(scope: string, organCode: string): boolean {
  return scope === "" || organCode === scope || organCode.startsWith(`${scope}.`);
}

/** Rows with the nearest agency first, the national ones last. */
export function nearestFirst<Row extends { readonly scope: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => b.scope.length - a.scope.length);
}

/** First and last day both included; null has no end. */
export function validOn(row: { readonly validFrom: string; readonly validTo: string | null }, date: string): boolean {
  return row.validFrom <= date && (row.validTo === null || date <= row.validTo);
}
