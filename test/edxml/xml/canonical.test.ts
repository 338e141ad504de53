import { createHash } from "node:crypto";
import test from "ava";
import * as fc from "fast-check";
import { canonicalDigestOf } from "#test/edxml/support/tokenize";
import { libxmlCanonical } from "#test/edxml/support/xmlsec1";

const digest = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

const SHAPES: readonly string[] = [
  "<a/>",
  '<a xmlns="urn:u"><b xmlns="urn:u"/><c xmlns=""/></a>',
  '<p:a xmlns:p="urn:u" xmlns:q="urn:v"><b><q:c/></b><q:d x="1"/></p:a>',
  '<a xmlns:b="urn:u2" xmlns:a="urn:u1" b:z="1" a:z="2" z="3" a="4"/>',
  '<a xmlns:p="urn:u"><p:b xmlns:p="urn:v"><p:c xmlns:p="urn:u"/></p:b><p:d/></a>',
  '<a>x &amp; &lt; &gt; " \' &#13; é &#x1F600;</a>',
  "<a b='x &amp; &lt; > \" &#9;&#10;&#13; é'/>",
  "<a>x\r\ny\rz</a>",
  "<a><![CDATA[<x> & ]]>]]&gt;<b/>tail</a>",
  "<a><!-- gone -->x<b/><!-- gone --></a>",
  '<a xml:lang="vi" xml:space="preserve"><b xml:lang="en"> </b></a>',
  '<a b=" x\n y\t"   c = "2" ></a >',
  '<a xmlns="urn:u"><p:b xmlns:p="urn:v" xmlns=""><c/></p:b></a>',
];

for (const shape of SHAPES)
  test(`our exclusive canonical form is libxml2's: ${shape}`, (t) => {
    const expected = digest(libxmlCanonical(shape));
    for (const step of [1, 3, 10_000]) t.is(canonicalDigestOf(shape, step), expected);
  });

const name = fc.constantFrom("a", "b", "p:c", "q:d", "đ");
const content: fc.Arbitrary<string> = fc.oneof(fc.constantFrom("x", "&amp;", "é", "\n", "&gt;", "<![CDATA[<]]>", "<!--c-->", "  "), fc.constant(""));
const attribute = fc.constantFrom("", ' x="1"', " p:x='&lt;'", ' q:x="é&#10;"', ' xmlns="urn:u"', ' xmlns:p="urn:v"', ' xmlns:q="urn:w"', ' xmlns=""', ' y="&quot;"');
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(name, fc.uniqueArray(attribute, { maxLength: 3, selector: (text) => text.split("=")[0] ?? "" }), fc.array(fc.oneof({ maxDepth: 4 }, content, tie("element")), { maxLength: 4 }))
    .map(([tag, attributes, children]) => `<${tag}${attributes.join("")}>${children.join("")}</${tag}>`),
}));

test("any small document has libxml2's canonical form, in pieces of any size", (t) => {
  fc.assert(
    fc.property(element, fc.integer({ min: 1, max: 50 }), (inner, step) => {
      const xml = `<r xmlns:p="urn:p1" xmlns:q="urn:q1">${inner}</r>`;
      t.is(canonicalDigestOf(xml, step), digest(libxmlCanonical(xml)), xml);
    }),
    { numRuns: 30 },
  );
});
