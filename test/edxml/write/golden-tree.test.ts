import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser, type Element } from "@xmldom/xmldom";
import test from "ava";
import { DIALECTS, writeDocument, writeStatusReport } from "#edxml";
import { attachment, Collector, readBack, SCRATCH } from "#test/edxml/support/messages";

const GOLDEN = join(process.cwd(), "test/fixtures/golden");

for (const name of readdirSync(GOLDEN).filter((file) => file.endsWith(".edxml")))
  test(`${name}: our tree equals the official library's, element by element, but for the improvements made on purpose`, async (t) => {
    const golden = readFileSync(join(GOLDEN, name));
    const { reading, files } = await readBack(golden);
    const sink = new Collector();
    const message = reading.unverified;
    // The dialect that packs office files as version 0.0.3 does, so that everything else can be compared.
    const options = { scratchDirectory: SCRATCH, dialect: DIALECTS["lib-0.0.3"] };
    if (message.kind === "status") await writeStatusReport(message, sink, options);
    else
      await writeDocument(
        message,
        reading.attachments.map((one, i) => attachment(one.name, files[i] ?? "", { contentId: one.contentId, ...(one.description !== undefined && { description: one.description }) })),
        sink,
        options,
      );
    const theirs = lines(golden.toString("utf8"));
    const ours = lines(sink.bytes.toString("utf8"));
    t.deepEqual(
      theirs.map((line) => `${line.path} ${line.declared}`),
      ours.map((line) => `${line.path} ${line.declared}`),
    );
    const different = theirs.flatMap((line, i) => (line.text === ours[i]?.text ? [] : [`${line.path}: ${short(line.text)} → ${short(ours[i]?.text)}`]));
    t.deepEqual(different, name === "doc-new.edxml" ? DOC_NEW_IMPROVEMENTS : different.filter((line) => line.includes("edXML:Reference/edXML:ContentType")));
  });

/** §2.6: the manifest tells the real type (the library always says zip), and one cid: is enough. The zip's entry name is random. */
const MANIFEST = "edXML/edXML:edXMLEnvelope/edXML:edXMLBody/edXML:edXMLManifest/edXML:Reference";
const ATTACHMENT = "edXML/AttachmentEncoded/Attachment";
const DOC_NEW_IMPROVEMENTS = [
  `${MANIFEST}/edXML:ContentType: application/zip → application/pdf`,
  `${MANIFEST}/edXML:ContentId: cid:cid:4e0dfe4… → cid:4e0dfe4e-ed…`,
  `${MANIFEST}/edXML:ContentType: application/zip → application/docx`,
  `${ATTACHMENT}/edXML:ContentTransferEncoded: UEsDBBQACAgIACU… → UEsDBBQACAgIAAA…`,
  `${ATTACHMENT}/edXML:ContentTransferEncoded: UEsDBBQACAgIACU… → UEsDBBQACAgIAAA…`,
  `${ATTACHMENT}/ContentId: cid:cid:4e0dfe4… → cid:4e0dfe4e-ed…`,
];

interface Line {
  readonly path: string;
  /** Attributes and namespace declarations as written. */
  readonly declared: string;
  readonly text: string;
}

function lines(xml: string): Line[] {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  return root === null ? [] : visit(root, "");
}

function visit(element: Element, above: string): Line[] {
  const path = above === "" ? element.tagName : `${above}/${element.tagName}`;
  const children = Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
  const declared = Array.from(element.attributes, (attribute) => `${attribute.name}=${attribute.value}`).sort().join(" ");
  return [{ path, declared, text: children.length === 0 ? (element.textContent ?? "").trim() : "" }, ...children.flatMap((child) => visit(child, path))];
}

function short(text = ""): string {
  return text.length > 20 ? `${text.slice(0, 15)}…` : text;
}
