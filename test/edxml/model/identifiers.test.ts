import test from "ava";
import * as fc from "fast-check";
import {
  canonicalOrganId,
  documentIdentityKey,
  EdxmlError,
  formatDocumentId,
  formatWireTimestamp,
  legacyOrganId,
  levelOneCode,
  organIdKind,
  parseDocumentId,
  parseLocalDate,
  parseOrganId,
  parseWireDate,
  parseWireTimestamp,
} from "#edxml";

const refuses = (code: string) => ({ instanceOf: EdxmlError, message: /./, code }) as const;

test("agency codes of both generations are one code in canonical form", (t) => {
  for (const [written, canonical] of [
    ["000.00.00.G22", "G22"],
    ["000.00.15.H51", "H51.15"],
    ["000.00.18.G12", "G12.18"],
    ["001.00.05.H08", "H08.05.00.001"],
    ["G12.18", "G12.18"],
    ["H37.DN.001", "H37.DN.001"],
    ["02.29.W00", "02.29.W00"],
  ] as const)
    t.is(canonicalOrganId(parseOrganId(` ${written} `)), canonical);
});

test("a code has a 13-character form only when that form reads back to it", (t) => {
  const legacy = (code: string) => legacyOrganId(parseOrganId(code));
  t.is(legacy("H51.15"), "000.00.15.H51");
  t.is(legacy("H08.05.00.001"), "001.00.05.H08");
  t.is(legacy("000.00.00.G22"), "000.00.00.G22");
  for (const none of ["H55.242", "H37.DN.001", "H51.1.2.3.4", "H51.00", "0102030405"]) t.is(legacy(none), null, none);
});

test("the grammar of a code is told, never demanded", (t) => {
  for (const [code, kind] of [
    ["000.00.00.G22", "legacy"],
    ["H55.242", "current"],
    ["0102030405", "enterprise"],
    ["Z01ABC", "other-scheme"],
    ["vxp.saas.03", "unknown"],
  ] as const)
    t.is(organIdKind(parseOrganId(code)), kind);
  t.is(levelOneCode(parseOrganId("000.00.15.H51")), "H51");
  t.is(levelOneCode(parseOrganId("02.29.W00")), null);
});

test("codes that are empty, endless or hold separators are refused", (t) => {
  for (const code of ["", "  ", "x".repeat(51), "G22,G23", "G 22", "G22\u0000", "<G22>"]) t.throws(() => parseOrganId(code), refuses("organ-id-invalid"), code);
});

test("document ids are written in three forms and read in all", (t) => {
  const parts = { organId: parseOrganId("H16.02"), date: parseLocalDate("2026-03-05"), number: "125", notation: "STTTT-VP" };
  for (const [form, text] of [
    ["vpcp", "H16.02,2026/03/05,125/STTTT-VP"],
    ["literal", "H16.02,2026,125"],
    ["dashed", "H16.02-2026-125/STTTT-VP"],
  ] as const) {
    const id = formatDocumentId({ ...parts, form });
    t.true(id.length === text.length && id.startsWith(text));
    const read = parseDocumentId(id);
    t.is(read.form, form);
    t.is(read.organId, parts.organId);
    t.is(read.year, 2026);
    t.is(read.number, "125");
  }
  t.is(parseDocumentId("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT").notation, "VPCP-TTĐT");
});

test("an id of no known form stays opaque, an empty or endless one is refused", (t) => {
  t.is(parseDocumentId("GW-2025-000123").form, "opaque");
  t.is(parseDocumentId("1f0e6c1a-3f0b-4f6e-9c52-aa0d3cbb7d11").form, "uuid");
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 190 }), (text) => text.trim() === "" || parseDocumentId(text).raw.length <= 200));
  t.throws(() => parseDocumentId(""), refuses("document-id-invalid"));
  t.throws(() => parseDocumentId("x".repeat(201)), refuses("document-id-invalid"));
});

test("one document has one identity key, however its agency and number are written", (t) => {
  const key = (organId: string, number: string, notation: string) => documentIdentityKey({ organId: parseOrganId(organId), year: 2026, number, notation });
  t.is(key("000.00.15.H51", "05", "qđ-ubnd"), key("H51.15", "5", "QĐ-UBND"));
  t.not(key("H51", "5", "QĐ-UBND"), key("H51", "5", "KH-UBND"));
});

test("dates are strict out and flagged in", (t) => {
  t.deepEqual(parseWireDate("2024/05/20"), { date: parseLocalDate("2024-05-20"), variant: null });
  t.is(parseWireDate("2024-05-20").variant, "iso");
  t.deepEqual(parseWireDate("20/05/2024"), { date: parseLocalDate("2024-05-20"), variant: "day-first" });
  t.is(parseWireDate("2024/5/2").variant, "unpadded");
  for (const bad of ["2024/02/30", "2024/13/01", "null", "", "20240520", "2024/05/20 trailing"]) t.throws(() => parseWireDate(bad), refuses("date-invalid"), bad);
});

test("a wire timestamp is an instant in Vietnam", (t) => {
  t.is(parseWireTimestamp("2024/05/20 08:30:00").instant.toISOString(), "2024-05-20T01:30:00.000Z");
  t.is(formatWireTimestamp(new Date("2024-05-19T17:00:00.999Z")), "2024/05/20 00:00:00");
  t.throws(() => parseWireTimestamp("null"), refuses("date-invalid"));
  fc.assert(
    fc.property(fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }), (instant) => {
      const { instant: read, variant } = parseWireTimestamp(formatWireTimestamp(instant));
      return variant === null && read.getTime() === Math.floor(instant.getTime() / 1000) * 1000;
    }),
  );
});
