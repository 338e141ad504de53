import type { SecrecyStamp } from "../core/policy/file-finding.ts";

type Level = SecrecyStamp["level"];

/** As stamped, letters only; and the same typed with TCVN3 (ABC) or VNI fonts, whose text reads as Latin letters. */
const STAMP_LETTERS: ReadonlyMap<string, Level> = new Map([
  ["MẬT", "mat"],
  ["TỐIMẬT", "toi-mat"],
  ["TUYỆTMẬT", "tuyet-mat"],
  ["MËT", "mat"],
  ["TÈIMËT", "toi-mat"],
  ["TUYÖTMËT", "tuyet-mat"],
  ["MAÄT", "mat"],
  ["TOÁIMAÄT", "toi-mat"],
  ["TUYEÄTMAÄT", "tuyet-mat"],
]);
/** What may stand around the letters of a stamp: frame, brackets, dashes, stars. */
const DECORATION = /[\s\p{Cf}\p{Ps}\p{Pe}\p{Pi}\p{Pf}*|•·:.,_–—\-=~"'“”]+/gu;
const LONGEST_LINE = 60;

/**
 * Dấu chỉ độ mật: a line or box of its own that says MẬT, TỐI MẬT or TUYỆT MẬT in capitals (TT 24/2020/TT-BCA), spaced or decorated as it may be.
 * “bảo mật”, “bí mật” or a sentence about secrets is none.
 */
export function stampIn(line: string): Level | null {
  if (line.length > LONGEST_LINE) return null;
  const letters = line.normalize("NFC").replaceAll(DECORATION, "");
  if (letters.length < 3 || letters.length > 10) return null;
  const found = STAMP_LETTERS.get(letters.toUpperCase());
  // fonts of TCVN3 write capitals with the codes of small letters, so only the codes of small ones tell
  return found !== undefined && (letters === letters.toUpperCase() || isTcvn3(letters)) ? found : null;
}

function isTcvn3(letters: string): boolean {
  return /^(T[èÈ]I|TUY[öÖ]T)?M[ëË]T$/.test(letters) || /^(t[èÈ]i|tuy[öÖ]t)?m[ëË]t$/.test(letters);
}
