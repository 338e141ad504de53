import test from "ava";
import * as fc from "fast-check";
import { parseCsv } from "#config/csv";

test("quotes, commas, doubled quotes and line breaks inside quotes are read, with the line each record begins on", (t) => {
  t.deepEqual(parseCsv('a,b\r\n"x, ""y""\nz",2\n,"" \n'.replace(' \n', "\n")), [
    { line: 1, fields: ["a", "b"] },
    { line: 2, fields: ['x, "y"\nz', "2"] },
    { line: 4, fields: ["", ""] },
  ]);
  t.deepEqual(parseCsv("a,"), [{ line: 1, fields: ["a", ""] }]);
  t.deepEqual(parseCsv(""), []);
});

for (const [what, text, line] of [
  ["a quote that is never closed", 'a\n"b', 2],
  ["a quoted field that goes on", 'a\nb\n"c"d', 3],
  ["a quote inside a bare field", 'a"b', 1],
  ["an empty line", "a\n\nb", 2],
  ["a lone carriage return", "a\rb", 1],
] as const) {
  test(`${what} is refused with its line`, (t) => {
    t.like(parseCsv(text), { line });
  });
}

test("whatever fields are written by the book are read back", (t) => {
  const field = fc.string({ unit: fc.constantFrom("a", "ệ", '"', ",", "\n", " ") });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (records) => {
      const read = parseCsv(records.map((fields) => fields.map(quoted).join(",")).join("\n"));
      t.deepEqual(Array.isArray(read) ? read.map((record) => record.fields) : read, records);
    }),
  );
});
