import { z } from "zod";
import { emptyIsNull, text, yesNo } from "./columns.ts";
import { parseRows, readDataFile, wrongField } from "./data-file.ts";

const FILE = "config/document-types.csv";

const number = z.string().regex(/^\d{1,2}$/, "is no number").transform(Number);

const row = z.object({
  group: z.enum(["administrative", "copy", "normative", "withdrawn"]),
  no: z.union([number, emptyIsNull]),
  abbreviation: z.union([text, emptyIsNull]),
  name: text,
  name_en: text,
  in_nd30_art7: yesNo,
  outgoing: yesNo,
  edxml_type: z.enum(["1", "2"]).transform((type) => (type === "1" ? 1 : 2)),
  edxml_type_detail: z.union([number, emptyIsNull]),
  source: text,
  note: z.string(),
});

/** Loại văn bản (NĐ 30/2020 Đ.7, Phụ lục III; QCVN 102:2016 SĐ1:2022). `name` is what `TypeName` says on the wire, unique within its group. Throws DataFileError. */
export function loadDocumentTypes(root?: string) {
  const seen = new Set<string>();
  return parseRows(FILE, readDataFile(FILE, root), row).map((found, i) => {
    const key = `${found.group} ${found.name}`;
    if (seen.has(key)) throw wrongField(FILE, i + 2, "name", `${key} is given twice`);
    seen.add(key);
    return {
      group: found.group,
      /** Chữ viết tắt; null for công văn, thư công and types that have none. */
      abbreviation: found.abbreviation,
      name: found.name,
      /** False: read when it arrives, never offered for sending. */
      outgoing: found.outgoing,
      /** `DocumentType/Type` of edXML: 1 quy phạm pháp luật, 2 hành chính. */
      edxmlType: found.edxml_type,
      /** `DocumentType/TypeDetail`; null where the list has no number for it. */
      edxmlTypeDetail: found.edxml_type_detail,
      source: found.source,
    };
  });
}

export type DocumentTypeRow = ReturnType<typeof loadDocumentTypes>[number];
