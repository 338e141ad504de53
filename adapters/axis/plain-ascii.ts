/** Vietnamese without its marks: what header values and the axis' own error texts are written in. */
export function withoutMarks(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D");
}

/** A free text made safe for a header: no marks, no control characters, no other script, at most `limit` characters. */
export function headerText(text: string, limit: number): string {
  return withoutMarks(text).replaceAll(/[\s\p{C}]+/gu, " ").replaceAll(/[^ -~]/g, "?").trim().slice(0, limit);
}

/** Whether a value can travel in a header unchanged. */
export function isHeaderSafe(text: string): boolean {
  return /^[!-~](?:[ -~]*[!-~])?$/.test(text);
}
