/** Without accents and spaces, lower case, for comparing what people type. */
export function foldWord(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(/[đĐ]/g, "d").toLowerCase().replaceAll(/\s+/g, "");
}
