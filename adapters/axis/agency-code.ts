/**
 * One spelling for the two generations of mã định danh: `000.00.15.H51` (QCVN 102, level 1 on the right)
 * and `H51.15` (QĐ 20/2020, level 1 on the left) are the same agency. Other schemes come back trimmed and in capitals.
 */
export function agencyKey(code: string): string {
  const key = code.trim().normalize("NFC").toUpperCase();
  if (!/^\d{3}\.\d{2}\.\d{2}\.[A-Z]{1,2}\d{1,2}$/.test(key)) return key;
  const levels = key.split(".").toReversed();
  while (levels.length > 1 && /^0+$/.test(levels.at(-1) ?? "")) levels.pop();
  return levels.join(".");
}

export function sameAgency(a: string, b: string): boolean {
  return agencyKey(a) === agencyKey(b);
}
