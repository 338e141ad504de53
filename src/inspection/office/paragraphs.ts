/** Text of the paragraphs of a part of DOCX (`w:p`) or ODF (`text:p`), in order. A box inside a paragraph is a paragraph of its own. */
export interface Paragraph {
  readonly text: string;
}

const TAGS = {
  docx: /<w:p[ >]|<\/w:p>|<w:t(?:\s[^<>]*)?>([^<]*)<\/w:t>|<w:(?:tab|br|cr)\b[^<>]*\/>|<w:r[ >]|<w:caps(?:\s+w:val="(?:1|true|on)")?\s*\/>/g,
  odt: /<text:[ph][ >][^<>]*|<\/text:[ph]>|<text:(?:tab|line-break|s)\b[^<>]*\/>|>([^<]+)/g,
} as const;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const MOST = 100_000;

/**
 * Looks at tags only and resolves no entity but the five of XML and character numbers; so a DOCTYPE can neither reach out nor grow.
 * What is no well-formed XML gives whatever text is found in it.
 */
export function paragraphsOf(xml: string, format: keyof typeof TAGS, most = MOST): readonly Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const open: string[] = [];
  let capitals = false;
  for (const match of xml.matchAll(TAGS[format])) {
    const [tag, content] = match;
    if (tag.startsWith("</")) {
      const text = open.pop();
      if (text !== undefined) paragraphs.push({ text });
      if (paragraphs.length >= most) break;
    } else if (/^<(w:p|text:[ph])[ >]/.test(tag)) {
      if (open.length < 100) open.push("");
    } else if (tag.startsWith("<w:r") && !tag.startsWith("<w:rPr")) capitals = false;
    else if (tag.startsWith("<w:caps")) capitals = true;
    else if (open.length > 0) {
      const added = content === undefined ? " " : decode(content);
      open[open.length - 1] = (open.at(-1) ?? "") + (capitals ? added.toUpperCase() : added);
    }
  }
  return paragraphs;
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/g, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = Number.parseInt(hex ?? decimal ?? "", hex === undefined ? 10 : 16);
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "";
  });
}
