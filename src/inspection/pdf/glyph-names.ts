/** Names of glyphs (Adobe Glyph List) as far as Vietnamese text needs them: a letter, then its marks. */
const MARKS: readonly (readonly [name: string, mark: string])[] = [
  ["circumflex", "\u0302"],
  ["breve", "\u0306"],
  ["horn", "\u031b"],
  ["acute", "\u0301"],
  ["grave", "\u0300"],
  ["hookabove", "\u0309"],
  ["tilde", "\u0303"],
  ["dotbelow", "\u0323"],
  ["dieresis", "\u0308"],
  ["caron", "\u030c"],
  ["cedilla", "\u0327"],
  ["ring", "\u030a"],
];
const NAMED: Readonly<Record<string, string>> = {
  space: " ", exclam: "!", quotedbl: '"', numbersign: "#", dollar: "$", percent: "%", ampersand: "&", quotesingle: "'", quoteright: "’", quoteleft: "‘",
  parenleft: "(", parenright: ")", asterisk: "*", plus: "+", comma: ",", hyphen: "-", minus: "-", period: ".", slash: "/", colon: ":", semicolon: ";",
  less: "<", equal: "=", greater: ">", question: "?", at: "@", bracketleft: "[", bracketright: "]", underscore: "_", endash: "–", emdash: "—",
  zero: "0", one: "1", two: "2", three: "3", four: "4", five: "5", six: "6", seven: "7", eight: "8", nine: "9",
  dcroat: "đ", Dcroat: "Đ", dmacron: "đ", Eth: "Ð", eth: "ð", quotedblleft: "“", quotedblright: "”", bullet: "•", nbspace: "\u00a0", fi: "fi", fl: "fl",
};

export function textOfGlyph(name: string): string | null {
  if (name.length === 1) return name;
  const named = NAMED[name];
  if (named !== undefined) return named;
  const code = /^(?:uni([0-9A-Fa-f]{4})|u([0-9A-Fa-f]{4,6}))/.exec(name);
  if (code !== null) {
    const point = Number.parseInt(code[1] ?? code[2] ?? "", 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : null;
  }
  return composed(name);
}

function composed(name: string): string | null {
  let rest = name.slice(1);
  let text = name.slice(0, 1);
  while (rest !== "") {
    const mark = MARKS.find(([word]) => rest.startsWith(word));
    if (mark === undefined) return null;
    text += mark[1];
    rest = rest.slice(mark[0].length);
  }
  return text.normalize("NFC");
}
