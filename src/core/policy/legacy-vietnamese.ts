/** Letters TCVN3 (ABC fonts) puts where Latin-1 has signs no Vietnamese word holds. */
const TCVN3_SIGNS = /[a-zA-Z][µ¸¶·¹¨»¾¼½©®ª«¬\u00ad×Þß÷þ¡¢£¤¥¦§]|[µ¸¶·¹¨»¾¼½©®ª«¬\u00ad×Þß÷þ][a-zA-Z]/g;
/** VNI writes a vowel and then its marks as a letter of Latin-1: “Vieät Nam”, “coäng hoøa”. */
const VNI_PAIRS = /[aeouyAEOUYöôÖÔ][äåàáãâêéèúüëùøûõïÄÅÀÁÃÂÊÉÈÚÜËÙØÛÕÏ](?![äåàáãâêéèúüëùøûõï])/g;
const VNI_ONLY = /[aAoOeE][äåùøûõïÄÅÙØÛÕÏ]|[ñÑ][aeiouAEIOUöôÖÔ]/g;
const SAMPLE = 20_000;
/** A few could be a foreign name; this many in a text are a font. */
const AT_LEAST = 3;

/** Text typed with fonts older than Unicode, which reads as nonsense elsewhere (TCVN 6909:2001; QĐ 72/2002/QĐ-TTg). Reads text whose bytes were taken as Latin-1 or Windows-1252. */
export function legacyVietnamese(text: string): "tcvn3" | "vni" | null {
  const sample = text.slice(0, SAMPLE);
  const tcvn3 = count(sample, TCVN3_SIGNS);
  const vni = Math.min(count(sample, VNI_PAIRS), count(sample, VNI_ONLY));
  if (Math.max(tcvn3, vni) < AT_LEAST) return null;
  return tcvn3 >= vni ? "tcvn3" : "vni";
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
