import test from "ava";
import { EdxmlError, EDXML_WARNINGS, type EdxmlWarningCode } from "#edxml";
import { attachment, PDF, readBack, sampleDocument, sampleStatus, SCRATCH, written, Collector } from "#test/edxml/support/messages";
import { writeStatusReport } from "#edxml";
import { zipOf } from "#test/edxml/support/zip";

async function text(): Promise<string> {
  return (await written(sampleDocument(), [attachment("cong-van.pdf", PDF, { contentId: "att-1" })])).toString("utf8");
}
async function statusText(): Promise<string> {
  const sink = new Collector();
  await writeStatusReport(sampleStatus(), sink, { scratchDirectory: SCRATCH });
  return sink.bytes.toString("utf8");
}
function replaced(xml: string, changes: readonly (readonly [from: string | RegExp, to: string])[]): string {
  let result = xml;
  for (const [from, to] of changes) {
    const next = result.replace(from, to);
    if (next === result) throw new RangeError(`nothing to replace: ${from}`);
    result = next;
  }
  return result;
}

interface Variant {
  readonly title: string;
  readonly warnings: readonly EdxmlWarningCode[];
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[];
}
const FOREIGN: readonly Variant[] = [
  {
    title: "the .NET sample: xlink attributes, trace attributes, other order, no cid:, content before the name, DigitalSignature",
    warnings: ["digital-signature-empty", "content-id-prefix"],
    changes: [
      ["<edXML xmlns=", '<edXML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns='],
      ["<edXML:TraceHeaderList>", '<edXML:TraceHeaderList id="" version="1.0" mustUnderstand="1" actor="http://schemas.xmlsoap.org/soap/actor/next">'],
      ["<edXML:Reference>", '<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:att-1" xlink:role="XLinkRole" xlink:type="simple">'],
      ["    </edXML:edXMLHeader>", "      <edXML:DigitalSignature />\n    </edXML:edXMLHeader>"],
      [/<Attachment>.*<\/Attachment>/s, `<Attachment><ContentType>application/pdf</ContentType><ContentId>att-1</ContentId><ContentTransferEncoded>${Buffer.from(PDF).toString("base64")}</ContentTransferEncoded><AttachmentName>cong-van.pdf</AttachmentName></Attachment>`],
    ],
  },
  { title: "a sample of 2015: xlink without a binding", warnings: ["unbound-prefix"], changes: [["<edXML:Reference>", '<edXML:Reference xlink:href="">']] },
  { title: "Bkav: Business for Bussiness", warnings: ["business-spelling"], changes: [[/Bussiness/g, "Business"]] },
  { title: "a real message of 2025: no Bussiness at all", warnings: ["business-missing"], changes: [[/ *<edXML:Bussiness>.*<\/edXML:Bussiness>\n/s, ""]] },
  { title: "axis output: trace entries without agency or with the text null", warnings: ["trace-header-incomplete", "trace-header-incomplete"], changes: [["</edXML:TraceHeaderList>", "<edXML:TraceHeader><edXML:Timestamp>2026/03/06 10:43:00</edXML:Timestamp></edXML:TraceHeader><edXML:TraceHeader><edXML:OrganId>null</edXML:OrganId><edXML:Timestamp>2026/03/06 10:43:00</edXML:Timestamp></edXML:TraceHeader></edXML:TraceHeaderList>"]] },
  { title: "axis output: an empty ResponseFor", warnings: ["field-missing"], changes: [["<edXML:SteeringType>", "<edXML:ResponseFor />\n<edXML:SteeringType>"]] },
  { title: "any prefix, CRLF, a byte-order mark", warnings: ["byte-order-mark"], changes: [[/edXML:/g, "x:"], ["xmlns:edXML", "xmlns:x"], [/xmlns:edXML/g, "xmlns:x"], [/\n/g, "\r\n"], [/^/, "\ufeff"]] },
  { title: "comments between elements and a CDATA section as a value", warnings: ["comment", "cdata"], changes: [["<edXML:edXMLHeader>", "<edXML:edXMLHeader><!-- họ viết thêm -->"], [/<edXML:Subject>[^<]*</, '<edXML:Subject><![CDATA[V/v kết nối <Trục> & liên thông "văn bản"]]><']] },
  { title: "base64 in lines", warnings: [], changes: [[/(ContentTransferEncoded[^>]*>)([A-Za-z0-9+/=]{20})/, "$1\r\n  $2\r\n  "]] },
  { title: "base64 of the URL alphabet, without padding", warnings: ["base64-url-alphabet", "base64-unpadded"], changes: [[/(ContentTransferEncoded[^>]*>)[^<]*/, `$1${Buffer.from("%PDF-1.7 ûûûÿÿ").toString("base64url")}`]] },
  { title: "an element nobody knows", warnings: ["unknown-element"], changes: [["<edXML:Subject>", "<edXML:Secrecy>Mật</edXML:Secrecy><edXML:Subject>"]] },
  { title: "values out of their lists", warnings: ["document-type-unusual", "priority-unknown", "steering-type-unknown"], changes: [["<edXML:Type>2<", "<edXML:Type>71<"], ["<edXML:Priority>1<", "<edXML:Priority>5<"], ["<edXML:SteeringType>0<", "<edXML:SteeringType>3<"]] },
  { title: "dates of the older format", warnings: ["date-variant", "date-variant"], changes: [["<edXML:PromulgationDate>2026/03/06<", "<edXML:PromulgationDate>06/03/2026<"], ["<edXML:DueDate>2026/03/20<", "<edXML:DueDate>2026-03-20<"]] },
  { title: "an agency code of no grammar, and one too long", warnings: ["organ-id-unusual", "organ-id-long"], changes: [["<edXML:OrganId>G22<", "<edXML:OrganId>vxp.saas.03<"], ["<edXML:OrganId>000.00.15.H48<", "<edXML:OrganId>H48.01.02.03.04.05.06.07.08.09.10.11.12<"]] },
  { title: "a manifest that announces something else", warnings: ["content-type-mismatch", "manifest-mismatch"], changes: [[/(<edXML:ContentType>)application\/pdf/, "$1application/zip"], [/(<edXML:AttachmentName>)cong-van/, "$1van-ban"]] },
  { title: "an attachment whose name stands only in the manifest", warnings: ["attachment-name-from-manifest"], changes: [["<AttachmentName>cong-van.pdf</AttachmentName>", ""]] },
];
for (const { title, warnings, changes } of FOREIGN)
  test(`read with ${warnings.length === 0 ? "no" : "named"} warnings: ${title}`, async (t) => {
    const { reading, files } = await readBack(replaced(await text(), changes));
    t.deepEqual(reading.warnings.map((warning) => warning.code).sort(), [...warnings].sort());
    t.is(reading.attachments[0]?.name, "cong-van.pdf");
    t.true(files[0]?.toString().startsWith("%PDF-1.7"));
    t.is(reading.unverified.kind === "document" && reading.unverified.subject, sampleDocument().subject);
  });

test("a home-made gateway's attachments inside the envelope are found", async (t) => {
  const inside = `<edXML:edXMLAttachments><Attachment><AttachmentName>a.pdf</AttachmentName><AttachmentData>${Buffer.from(PDF).toString("base64")}</AttachmentData></Attachment></edXML:edXMLAttachments></edXML:edXMLEnvelope>`;
  const { reading, files } = await readBack(replaced(await text(), [[/<AttachmentEncoded>.*<\/AttachmentEncoded>/s, ""], ["</edXML:edXMLEnvelope>", inside]]));
  t.true(reading.warnings.some((warning) => warning.code === "attachments-misplaced"));
  t.is(files[0]?.toString(), PDF);
});

test("unknown elements are kept with their text", async (t) => {
  const { reading } = await readBack(replaced(await text(), [["<edXML:Subject>", "<edXML:Secrecy><A>Mật</A></edXML:Secrecy><edXML:Subject>"]]));
  t.deepEqual(reading.unknownElements, [{ path: "edXMLHeader/MessageHeader/Secrecy", text: "Mật" }]);
});

test("a status in Bkav's element, with one digit, or with the 14 of one vendor, is read", async (t) => {
  const xml = await statusText();
  const bkav = await readBack(xml.replaceAll("edXML:MessageHeader", "edXML:Status"));
  t.deepEqual(bkav.reading.unverified, sampleStatus());
  t.deepEqual(bkav.reading.warnings.map((warning) => warning.code), ["status-element"]);
  for (const [wire, code] of [["2", "02"], ["14", "15"], [" 16 ", "16"]] as const) {
    const { reading } = await readBack(xml.replace("<edXML:StatusCode>02<", `<edXML:StatusCode>${wire}<`));
    t.is(reading.unverified.kind === "status" && reading.unverified.statusCode, code);
  }
});

const REFUSED: readonly (readonly [title: string, code: string, changes: Variant["changes"]])[] = [
  ["the older format 2803", "format-2803", [[/.*/s, '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/></SOAP-ENV:Envelope>']]],
  ["something that is no edXML", "format-unknown", [[/.*/s, "<html></html>"]]],
  ["no From", "field-missing", [[/<edXML:From>.*<\/edXML:From>/s, ""]]],
  ["no To", "field-missing", [[/<edXML:To>.*<\/edXML:To>/s, ""]]],
  ["no DocumentId", "field-missing", [[/<edXML:DocumentId>[^<]*<\/edXML:DocumentId>/, ""]]],
  ["an unreadable date of promulgation", "field-missing", [["<edXML:PromulgationDate>2026/03/06<", "<edXML:PromulgationDate>2026/02/30<"]]],
  ["an unknown business type", "business-type-unknown", [["<edXML:BussinessDocType>0<", "<edXML:BussinessDocType>7<"]]],
  ["two From", "element-repeated", [["<edXML:From>", "<edXML:From><edXML:OrganId>G01</edXML:OrganId></edXML:From><edXML:From>"]]],
  ["two DocumentId", "element-repeated", [["<edXML:DocumentId>", "<edXML:DocumentId>x</edXML:DocumentId><edXML:DocumentId>"]]],
  ["an attachment without content", "field-missing", [[/<edXML:ContentTransferEncoded.*?<\/edXML:ContentTransferEncoded>/s, ""]]],
];
for (const [title, code, changes] of REFUSED)
  test(`refused with ${code}: ${title}`, async (t) => {
    await t.throwsAsync(readBack(replaced(await text(), changes)), { instanceOf: EdxmlError, code });
  });

test("an unknown status code is refused", async (t) => {
  await t.throwsAsync(readBack((await statusText()).replace("<edXML:StatusCode>02<", "<edXML:StatusCode>07<")), { instanceOf: EdxmlError, code: "status-code-unknown" });
});

const CONTENTS: readonly (readonly [title: string, name: string, contentType: string, bytes: Buffer, expected: Buffer | string, warning?: EdxmlWarningCode])[] = [
  ["a zipped .doc is unfolded", "a.doc", "application/zip", zipOf({ "x.doc": "văn bản" }), "văn bản"],
  ["zipped bytes labelled application/pdf are unfolded", "a.pdf", "application/pdf", zipOf({ "x.pdf": PDF }), PDF],
  ["a docx labelled application/zip stays the document it is", "a.docx", "application/zip", zipOf({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" }), zipOf({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" })],
  ["a zipped docx is unfolded", "a.docx", "application/zip", zipOf({ "abc.docx": zipOf({ "[Content_Types].xml": "<Types/>" }) }), zipOf({ "[Content_Types].xml": "<Types/>" })],
  ["a zip stays a zip", "a.zip", "application/zip", zipOf({ "x.txt": "x" }), zipOf({ "x.txt": "x" })],
  ["a zip of two files is kept and told", "a.doc", "application/zip", zipOf({ "1.doc": "1", "2.doc": "2" }), zipOf({ "1.doc": "1", "2.doc": "2" }), "zip-kept"],
  ["what only begins like a zip is kept and told", "a.doc", "application/zip", Buffer.from("PK\u0003\u0004 no zip at all"), "PK\u0003\u0004 no zip at all", "zip-unreadable"],
  ["the name of the zip's entry is never used", "a.txt", "application/zip", zipOf({ "../../etc/cron.d/x": "nội dung" }), "nội dung"],
];
for (const [title, name, contentType, bytes, expected, warning] of CONTENTS)
  test(title, async (t) => {
    const xml = (await text())
      .replace(/<ContentType>[^<]*</, `<ContentType>${contentType}<`)
      .replace(/<AttachmentName>[^<]*</, `<AttachmentName>${name}<`)
      .replace(/(ContentTransferEncoded[^>]*>)[^<]*/, `$1${bytes.toString("base64")}`);
    const { reading, files } = await readBack(xml);
    t.deepEqual(files[0], Buffer.from(expected));
    if (warning !== undefined) t.true(reading.warnings.some((one) => one.code === warning));
  });

test("every warning has a distinct name", (t) => t.is(new Set(EDXML_WARNINGS).size, EDXML_WARNINGS.length));
