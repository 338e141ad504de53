/** Text without case, tone marks and other accents: `Sở Nội vụ tỉnh Đắk Lắk` → `so noi vu tinh dak lak`. NFC and NFD fold alike. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[đĐ]/gu, "d")
    .toLowerCase();
}

/** Folded words: letters and digits between everything else. */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[a-z0-9]+/g) ?? [];
}
