import test from "ava";
import * as fc from "fast-check";
import { newEntry, readSearchQuery, searchTermsOf } from "#src/core/directory/index";
import { fold, foldedWords } from "#src/core/directory/fold";

function found(name: string, text: string, code = "H48.06"): boolean {
  const { terms } = searchTermsOf({ ...newEntry(code), synced: { name } });
  const query = readSearchQuery(text);
  return query !== null && query.groups.every((group) => group.some((asked) => terms.some((term) => (asked.begins ? term.startsWith(asked.term) : term === asked.term))));
}

const SKHCN = "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi";

for (const text of ["sở khcn quảng ngãi", "SO KHCN QUANG NGAI", "skhcn", "khcn", "sở kh&cn", "Khoa học", "cong nghe quang", "skhcn quảng ngãi", "skhcntqn", "skhcnqn", "H48.06", "h48.06", "H48", "000.00.06.H48", "000.00.06", "quảng ngãi khoa học", "sở khoa h"]) {
  test(`“${SKHCN}” (H48.06) is found by “${text}”`, (t) => t.true(found(SKHCN, text)));
}
for (const text of ["sở nội vụ", "quảng nam", "H47", "skhdt", "sơn la"]) {
  test(`“${SKHCN}” is not found by “${text}”`, (t) => t.false(found(SKHCN, text)));
}

test("abbreviations in names are found by what they stand for, and the other way round", (t) => {
  t.true(found("UBND tỉnh Quảng Ngãi", "ủy ban nhân dân quảng ngãi"));
  t.true(found("Ủy ban nhân dân tỉnh Quảng Ngãi", "ubnd quảng ngãi"));
  t.true(found("Ủy ban nhân dân tỉnh Quảng Ngãi", "ubndtqn"));
  t.true(found("Sở TN&MT tỉnh Đắk Lắk", "stnmt đắk lắk") || found("Sở TN&MT tỉnh Đắk Lắk", "tnmt dak lak"));
  t.true(found("Sở KH&CN", "khoa học công nghệ"));
  t.true(found("Văn phòng Chính phủ", "vpcp"));
  t.true(found("TP. Hồ Chí Minh", "thành phố hồ chí minh"));
  t.true(found("Thành phố Hồ Chí Minh", "tphcm"));
  t.true(found("ỦY BAN NHÂN DÂN XÃ ĐĂK HÀ", "ubnd xã đăk hà"));
});

test("a finished word is a word: so does not find Sơn La, but the word being typed does", (t) => {
  t.false(found("Thị trấn Sơn La", "so la"));
  t.true(found("Thị trấn Sơn La", "la so"));
});

test("đ, composed and decomposed letters, and case fold alike", (t) => {
  t.is(fold("Sở Nội vụ tỉnh ĐẮK LẮK"), "so noi vu tinh dak lak");
  t.is(fold("Đặng Uỷ Ủy ươ"), "dang uy uy uo");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      t.is(fold(text.normalize("NFD")), fold(text.normalize("NFC")));
      t.deepEqual(foldedWords(fold(text)), foldedWords(text));
    }),
  );
});

const word = fc.constantFrom("Sở", "Khoa", "học", "và", "Công", "nghệ", "tỉnh", "Quảng", "Ngãi", "Đắk", "Lắk", "Ủy", "ban", "nhân", "dân", "xã", "Trà", "Bồng", "UBND", "KH&CN");

test("every agency is found by its whole name, by its name without accents, and by any of its words in any order", (t) => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 9 }), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (words, picks) => {
      const name = words.join(" ");
      t.true(found(name, name), name);
      t.true(found(name, fold(name)), name);
      const some = picks.map((pick) => words[pick % words.length] ?? "").join(" ");
      t.true(found(name, some), `${name} by ${some}`);
    }),
  );
});

test("whatever is typed, terms and queries hold nothing a tsquery could trip over", (t) => {
  const safe = /^[a-z0-9.-]+$/;
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), (text) => {
      for (const group of readSearchQuery(text)?.groups ?? []) for (const { term } of group) t.regex(term, safe);
      for (const term of searchTermsOf({ ...newEntry("H48"), synced: { name: text, aliases: [text] } }).terms) t.regex(term, safe);
    }),
  );
  t.is(readSearchQuery("a"), null);
  t.is(readSearchQuery(" ' | & :* "), null);
});
