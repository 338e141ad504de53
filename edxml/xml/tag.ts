import { EdxmlError } from "../errors.ts";
import { decodeEntities } from "./text.ts";

export interface RawAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly value: string;
}

/** A tag as written, namespaces not yet resolved. */
export interface Tag {
  readonly kind: "open" | "close" | "empty";
  readonly prefix: string;
  readonly local: string;
  /** As written, prefix and all. */
  readonly name: string;
  readonly attributes: readonly RawAttribute[];
  /** `xmlns` and `xmlns:p` declarations, prefix "" for the default. */
  readonly declarations: readonly { readonly prefix: string; readonly uri: string }[];
}

const NAME_START = "A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD";
const NCNAME = `[${NAME_START}][${NAME_START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`;
const QNAME = `(?:(${NCNAME}):)?(${NCNAME})`;
const OPENING = new RegExp(`^${QNAME}`);
const CLOSING = new RegExp(`^/${QNAME}[ \\t\\r\\n]*$`);
const ATTRIBUTE = new RegExp(`[ \\t\\r\\n]+${QNAME}[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"<]*)"|'([^'<]*)')`, "y");
const REST = /[ \t\r\n]*(\/?)$/y;

/**
 * Parses what stands between `<` and `>`. Names are NCNames with at most one prefix, attribute values follow XML 1.0 §3.3.3.
 * Throws `xml-malformed`, and `xml-limit` for too many attributes or too long names.
 */
export function parseTag(text: string, limits: { attributes: number; nameLength: number }): Tag {
  if (text.startsWith("/")) {
    const name = CLOSING.exec(text);
    if (name === null) throw malformed(text);
    return { kind: "close", prefix: name[1] ?? "", local: name[2] ?? "", name: text.slice(1).trim(), attributes: [], declarations: [] };
  }
  const name = OPENING.exec(text);
  if (name === null) throw malformed(text);
  if (name[0].length > limits.nameLength) throw new EdxmlError("xml-limit", `an element name is longer than ${limits.nameLength}`, { limit: limits.nameLength });
  const attributes: RawAttribute[] = [];
  const declarations: { prefix: string; uri: string }[] = [];
  const seen = new Set<string>();
  let position = name[0].length;
  for (;;) {
    ATTRIBUTE.lastIndex = position;
    const found = ATTRIBUTE.exec(text);
    if (found === null) break;
    const [whole, prefix = "", local = "", double, single] = found;
    const value = attributeValue(double ?? single ?? "");
    const qname = `${prefix}:${local}`;
    if (seen.has(qname)) throw malformed(text);
    seen.add(qname);
    if (seen.size > limits.attributes) throw new EdxmlError("xml-limit", `an element has more than ${limits.attributes} attributes`, { limit: limits.attributes });
    if (prefix === "xmlns") declarations.push({ prefix: local, uri: value });
    else if (prefix === "" && local === "xmlns") declarations.push({ prefix: "", uri: value });
    else attributes.push({ prefix, local, value });
    position += whole.length;
  }
  REST.lastIndex = position;
  const rest = REST.exec(text);
  if (rest === null) throw malformed(text);
  return { kind: rest[1] === "/" ? "empty" : "open", prefix: name[1] ?? "", local: name[2] ?? "", name: name[0], attributes, declarations };
}

/** White space characters become spaces, references are replaced after that, so `&#10;` stays a line feed. */
function attributeValue(raw: string): string {
  const spaced = /[\t\r\n]/.test(raw) ? raw.replace(/\r\n?|[\t\n]/g, " ") : raw;
  return spaced.includes("&") ? decodeEntities(spaced) : spaced;
}

function malformed(text: string): EdxmlError {
  return new EdxmlError("xml-malformed", `<${JSON.stringify(text.slice(0, 60))}> is not a well-formed tag`, { found: text.slice(0, 60) });
}
