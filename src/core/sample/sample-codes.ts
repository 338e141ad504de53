/**
 * Tỉnh Mẫu: the province of the sample data. No decision gives out codes with Y (QĐ 20/2020 Phụ lục I, QĐ 09/2025), so they are nobody's,
 * and a letter to or from them is a sample by its code alone.
 */
export const SAMPLE_PROVINCE = "Y99";

export function isSample(code: string): boolean {
  return code === SAMPLE_PROVINCE || code.startsWith(`${SAMPLE_PROVINCE}.`);
}

/** Samples reach samples alone, and nothing else reaches them. */
export function mayMeet(one: string, other: string): boolean {
  return isSample(one) === isSample(other);
}
