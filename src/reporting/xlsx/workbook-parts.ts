/** The fixed parts of a workbook (ECMA-376): what Excel and LibreOffice need beside the sheets. */
export interface SheetPart {
  readonly name: string;
  /** Rows repeated on every printed page, 1-based, both included. */
  readonly titleRows: readonly [number, number];
}

const HEAD = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export function contentTypes(sheets: readonly SheetPart[]): string {
  const overrides = sheets.map((_sheet, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("");
  return `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${overrides}</Types>`;
}

export const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`;

export function coreProperties(title: string, at: Date): string {
  return `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>lienthong</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${at.toISOString()}</dcterms:created></cp:coreProperties>`;
}

export function workbook(sheets: readonly SheetPart[]): string {
  const list = sheets.map(({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("");
  const titles = sheets.map(({ name, titleRows: [first, last] }, index) => `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapeXml(`'${name.replaceAll("'", "''")}'!$${first}:$${last}`)}</definedName>`).join("");
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>${list}</sheets><definedNames>${titles}</definedNames></workbook>`;
}

export function workbookRelations(sheets: readonly SheetPart[]): string {
  const list = sheets.map((_sheet, index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("");
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`;
}

/** Index of each style in `cellXfs` below. */
export const STYLE = { plain: 0, agency: 1, title: 2, cover: 3, header: 4, text: 5, date: 6, instant: 7, number: 8, percent: 9 } as const;

const BORDERED = `borderId="1" applyBorder="1" applyAlignment="1"`;
export const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm:ss"/></numFmts>\
<fonts count="4"><font><sz val="11"/><name val="Times New Roman"/><family val="1"/></font><font><b/><sz val="11"/><name val="Times New Roman"/><family val="1"/></font><font><b/><sz val="14"/><name val="Times New Roman"/><family val="1"/></font><font><i/><sz val="11"/><name val="Times New Roman"/><family val="1"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill></fills>\
<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="10">\
<xf fontId="0"/>\
<xf fontId="1" applyFont="1" applyAlignment="1"><alignment horizontal="center"/></xf>\
<xf fontId="2" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>\
<xf fontId="3" applyFont="1" applyAlignment="1"><alignment horizontal="center"/></xf>\
<xf fontId="1" fillId="2" applyFont="1" applyFill="1" ${BORDERED}><alignment horizontal="center" vertical="center" wrapText="1"/></xf>\
<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1" ${BORDERED}><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="164" applyNumberFormat="1" ${BORDERED}><alignment horizontal="center" vertical="top"/></xf>\
<xf numFmtId="165" applyNumberFormat="1" ${BORDERED}><alignment horizontal="center" vertical="top"/></xf>\
<xf numFmtId="3" applyNumberFormat="1" ${BORDERED}><alignment horizontal="right" vertical="top"/></xf>\
<xf numFmtId="10" applyNumberFormat="1" ${BORDERED}><alignment horizontal="right" vertical="top"/></xf>\
</cellXfs></styleSheet>`;

/** XML 1.0 has no other control characters, and no lone surrogates. */
const UNWRITABLE = /[&<>"]|(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;
/** Nearly everything: printable Latin text without the four. */
const PLAIN = /^[ !#-%'-;=?-~\u00a0-\u02ff\u1ea0-\u1eff\u2010-\u2026]*$/;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeXml(text: string): string {
  return PLAIN.test(text) ? text : text.replaceAll(UNWRITABLE, (char) => ENTITIES[char] ?? "\uFFFD");
}
