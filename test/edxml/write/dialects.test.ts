import test from "ava";
import { DIALECTS, EdxmlError, parseOrganId } from "#edxml";
import { attachment, readBack, sampleDocument, written } from "#test/edxml/support/messages";

const text = async (...given: Parameters<typeof written>): Promise<string> => (await written(...given)).toString("utf8");

test("a peer of the 13-character codes gets them, where a code has that form", async (t) => {
  const document = sampleDocument({ to: [{ organId: parseOrganId("G22") }, { organId: parseOrganId("H55.242") }] });
  const xml = await text(document, [], { dialect: { ...DIALECTS["qcvn-102-2016"], documentId: "vpcp" } });
  t.true(xml.includes("<edXML:OrganId>000.00.00.G22<"));
  t.true(xml.includes("<edXML:OrganId>H55.242<"));
  t.true(xml.includes("<edXML:DocumentId>000.00.00.H48,2026/03/06,125/UBND-TH<"));
});

test("a peer of the newer codes gets those", async (t) => {
  t.true((await text(sampleDocument(), [], { dialect: DIALECTS["qd-20-2020"] })).includes("<edXML:OrganId>H48.15<"));
});

test("a .NET reader finds xlink attributes on each Reference, and the message still reads", async (t) => {
  const bytes = await written(sampleDocument(), [attachment("a.pdf", "%PDF-1.7", { contentId: "x1" })], { dialect: DIALECTS["net-sdk"] });
  t.true(bytes.includes('<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:x1" xlink:role="XLinkRole" xlink:type="simple">'));
  t.deepEqual((await readBack(bytes)).reading.warnings, []);
});

test("everything but PDF and zip goes as a zip of one entry unless the dialect says raw", async (t) => {
  const file = attachment("a.docx", "PK\u0003\u0004 office");
  t.true((await text(sampleDocument(), [file])).includes("<ContentType>application/zip<"));
  t.true((await text(sampleDocument(), [file], { dialect: DIALECTS["lib-0.0.3"] })).includes("<ContentType>application/docx<"));
});

test("the writer refuses what no receiver could use", async (t) => {
  const cases: readonly (readonly [code: string, given: Parameters<typeof written>])[] = [
    ["document-incomplete", [sampleDocument({ subject: " " })]],
    ["document-incomplete", [sampleDocument({ to: [] })]],
    ["text-invalid", [sampleDocument({ subject: "a\u0000b" })]],
    ["text-invalid", [sampleDocument({ subject: "lone \ud800 surrogate" })]],
    ["attachment-name-invalid", [sampleDocument(), [attachment("../../etc/passwd", "x")]]],
    ["attachment-name-invalid", [sampleDocument(), [attachment("khong-duoi", "x")]]],
    ["attachment-name-invalid", [sampleDocument(), [attachment("con.txt", "x")]]],
    ["attachment-duplicate", [sampleDocument(), [attachment("a.pdf", "x", { contentId: "1" }), attachment("b.pdf", "x", { contentId: "cid:1" })]]],
    ["attachment-misnamed", [sampleDocument(), [attachment("a.pdf", "PK\u0003\u0004")]]],
  ];
  for (const [code, given] of cases) await t.throwsAsync(written(...given), { instanceOf: EdxmlError, code }, code);
});

test("an upper-case .ZIP is sent as .zip, which old readers do not try to unfold", async (t) => {
  const { reading } = await readBack(await written(sampleDocument(), [attachment("goi.ZIP", "PK\u0005\u0006")]));
  t.is(reading.attachments[0]?.name, "goi.zip");
});
