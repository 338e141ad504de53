import type { Writable } from "node:stream";
import { encodeAttachment, planAttachments, type AttachmentSource, type PlannedAttachment, type WrittenAttachment } from "../attachment/attachment-writer.ts";
import { Sink } from "../attachment/sink.ts";
import { Spool } from "../attachment/spool.ts";
import { inDialect, STANDARD_DIALECT, type Dialect } from "../dialect.ts";
import { EdxmlError } from "../errors.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import { coreDigester, receiversOf } from "../signature/core-text.ts";
import { signatureElement } from "../signature/sign-envelope.ts";
import type { EnvelopeSigner } from "../signature/signer.ts";
import { DigestSink } from "../xml/canonical.ts";
import { writeDocumentHeader, writeStatusHeader } from "./document-xml.ts";
import { DECLARATION, XmlWriter } from "./xml-writer.ts";

export interface WriteOptions {
  /** Absent: the message goes out unsigned. */
  readonly signer?: EnvelopeSigner;
  /** An existing directory for what does not fit in memory; nothing stays in it. */
  readonly scratchDirectory: string;
  readonly dialect?: Dialect;
}

export interface WrittenEnvelope {
  /** Bytes written. Their digest is the sink's business: whoever stores them takes it anyway, and a third digest costs a fifth of the whole. */
  readonly size: number;
  readonly attachments: readonly WrittenAttachment[];
}

const CONTENT_OPEN = `<edXML:ContentTransferEncoded xmlns:edXML="${EDXML_NAMESPACE}">`;
const CONTENT_CLOSE = "</edXML:ContentTransferEncoded>";

/**
 * Writes a document message into `sink` and ends it. Attachments are read once, encoded into a spool while everything is digested, then
 * copied behind the signed header: nothing is ever whole in memory. On error the sink is destroyed and an EdxmlError thrown.
 */
export async function writeDocument(document: EdxmlDocument, attachments: readonly AttachmentSource[], sink: Writable, options: WriteOptions): Promise<WrittenEnvelope> {
  const dialect = options.dialect ?? STANDARD_DIALECT;
  const message = inDialect(document, dialect);
  return write(sink, options, message, () => {
    checkComplete(message);
    const plans = planAttachments(attachments, dialect);
    const header = new XmlWriter(3);
    writeDocumentHeader(header, message);
    return { header: header.text, body: bodyText(plans, dialect), plans };
  });
}

/** Writes a status report into `sink` and ends it. */
export async function writeStatusReport(report: StatusReport, sink: Writable, options: WriteOptions): Promise<WrittenEnvelope> {
  return write(sink, options, report, () => {
    const header = new XmlWriter(3);
    writeStatusHeader(header, report);
    return { header: header.text, body: null, plans: [] };
  });
}

interface Composed {
  readonly header: string;
  /** edXMLBody; null for a status, which has neither body nor attachments. */
  readonly body: string | null;
  readonly plans: readonly PlannedAttachment[];
}

async function write(sink: Writable, options: WriteOptions, message: EdxmlDocument | StatusReport, compose: () => Composed): Promise<WrittenEnvelope> {
  const spool = new Spool(options.scratchDirectory);
  const output = new Sink(sink);
  try {
    const { header, body, plans } = compose();
    const before = `<edXML xmlns="${EDXML_NAMESPACE}">\n  <edXML:edXMLEnvelope xmlns:edXML="${EDXML_NAMESPACE}">\n    <edXML:edXMLHeader>\n${header}`;
    const after = `    </edXML:edXMLHeader>\n${body ?? ""}  </edXML:edXMLEnvelope>\n`;
    const signature = { before: "      ", after: "\n" };

    const canonical = new DigestSink();
    canonical.string(options.signer === undefined ? before + after : before + signature.before + signature.after + after);
    const written = await spoolAttachments(body === null ? null : plans, spool, canonical);
    canonical.string("</edXML>");

    const signed =
      options.signer === undefined
        ? ""
        : signature.before + (await signatureElement({ envelopeDigest: canonical.digest(), coreDigest: coreDigester(message)(receiversOf(message)), attachments: written }, options.signer)) + signature.after;

    let size = 0;
    const put = (bytes: Buffer): void => {
      size += bytes.length;
      output.write(bytes);
    };
    put(Buffer.from(DECLARATION + before + signed + after, "utf8"));
    for await (const block of spool.blocks()) {
      put(block);
      if (output.needsSettling) await output.settle();
    }
    put(Buffer.from("</edXML>\n", "utf8"));
    await output.end();
    return { size, attachments: written };
  } catch (error) {
    output.destroy();
    throw error;
  } finally {
    await spool.dispose();
  }
}

/** AttachmentEncoded, digested while it goes into the spool. */
async function spoolAttachments(plans: readonly PlannedAttachment[] | null, spool: Spool, canonical: DigestSink): Promise<WrittenAttachment[]> {
  if (plans === null) return [];
  const put = (bytes: Buffer): void => {
    canonical.bytes(bytes);
    spool.write(bytes);
  };
  const settle = (): Promise<void> | undefined => (spool.needsSettling ? spool.settle() : undefined);
  const written: WrittenAttachment[] = [];
  const text = (xml: string): void => put(Buffer.from(xml, "utf8"));
  text(plans.length === 0 ? "  <AttachmentEncoded></AttachmentEncoded>\n" : "  <AttachmentEncoded>\n");
  for (const plan of plans) {
    const xml = new XmlWriter(3);
    xml.leaf("ContentId", `cid:${plan.contentId}`);
    xml.leaf("AttachmentName", plan.name);
    xml.leaf("Description", plan.source.description);
    xml.leaf("ContentType", plan.contentType);
    text(`    <Attachment>\n${xml.text}      ${CONTENT_OPEN}`);
    written.push(await encodeAttachment(plan, put, settle));
    text(`${CONTENT_CLOSE}\n    </Attachment>\n`);
  }
  if (plans.length > 0) text("  </AttachmentEncoded>\n");
  return written;
}

function bodyText(plans: readonly PlannedAttachment[], dialect: Dialect): string {
  const xml = new XmlWriter(2);
  xml.open("edXML:edXMLBody");
  if (plans.length === 0) xml.empty("edXML:edXMLManifest", [["version", "1.0"]]);
  else {
    xml.open("edXML:edXMLManifest", [["version", "1.0"]]);
    for (const plan of plans) {
      xml.open("edXML:Reference", dialect.xlinkReferences ? xlink(plan.contentId) : []);
      xml.leaf("edXML:ContentId", `cid:${plan.contentId}`);
      xml.leaf("edXML:ContentType", plan.contentType);
      xml.leaf("edXML:Description", plan.source.description);
      xml.leaf("edXML:AttachmentName", plan.name);
      xml.close();
    }
    xml.close();
  }
  xml.close();
  return xml.text;
}

/** In canonical order: the declaration, then attributes by name. */
function xlink(contentId: string): readonly (readonly [string, string])[] {
  return [
    ["xmlns:xlink", "http://www.w3.org/1999/xlink"],
    ["xlink:href", `cid:${contentId}`],
    ["xlink:role", "XLinkRole"],
    ["xlink:type", "simple"],
  ];
}

/** What no receiver can do without. Everything else is the sender's business. */
function checkComplete(document: EdxmlDocument): void {
  const missing = [
    document.to.length === 0 && "to",
    document.code.number.trim() === "" && "code.number",
    document.code.notation.trim() === "" && "code.notation",
    document.subject.trim() === "" && "subject",
    document.documentType.typeName.trim() === "" && "documentType.typeName",
    document.signer.fullName.trim() === "" && "signer.fullName",
  ].filter((name) => name !== false);
  if (missing.length > 0) throw new EdxmlError("document-incomplete", `the document has no ${missing.join(", ")}`, { fields: missing });
}
