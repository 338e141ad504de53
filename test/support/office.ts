import { crc32, deflateRawSync } from "node:zlib";

/** A zip written by hand, so that a test can also make it lie. */
export interface ZipMember {
  readonly name: string;
  readonly content: Buffer | string;
  /** Default: packed. */
  readonly packed?: boolean;
  readonly encrypted?: boolean;
}

export function makeZip(members: readonly ZipMember[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, packed = true, encrypted = false } of members) {
    const plain = Buffer.from(content);
    const bytes = packed ? deflateRawSync(plain) : plain;
    const label = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x0800 | (encrypted ? 1 : 0), 2);
    head.writeUInt16LE(packed ? 8 : 0, 4);
    head.writeUInt32LE(0x5b740000, 6);
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(plain.length, 18);
    head.writeUInt16LE(label.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    local.push(Buffer.from("PK\u0003\u0004", "latin1"), head, label, bytes);
    central.push(Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"), head, tail, label);
    offset += 4 + head.length + label.length + bytes.length;
  }
  const table = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, table, end]);
}

const TYPES = { docx: "wordprocessingml.document", xlsx: "spreadsheetml.sheet", pptx: "presentationml.presentation" } as const;
const MAIN = { docx: "word/document.xml", xlsx: "xl/workbook.xml", pptx: "ppt/presentation.xml" } as const;

/** The least that is an Office file of this kind, with parts of one's own. */
export function makeOffice(kind: keyof typeof TYPES, parts: readonly ZipMember[] = []): Buffer {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${MAIN[kind]}" ContentType="application/vnd.openxmlformats-officedocument.${TYPES[kind]}.main+xml"/></Types>`;
  const main = parts.some(({ name }) => name === MAIN[kind]) ? [] : [{ name: MAIN[kind], content: "<?xml version=\"1.0\"?><root/>" }];
  return makeZip([{ name: "[Content_Types].xml", content: types }, ...main, ...parts]);
}

/** A DOCX with these paragraphs. */
export function makeDocx(paragraphs: readonly string[], parts: readonly ZipMember[] = []): Buffer {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t xml:space="preserve">${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</w:t></w:r></w:p>`).join("");
  return makeOffice("docx", [{ name: "word/document.xml", content: `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>` }, ...parts]);
}
