import type { FileHandle } from "node:fs/promises";
import type { Writable } from "node:stream";
import { planAttachments, type AttachmentSource, type PlannedAttachment, type WrittenAttachment } from "../attachment/attachment-writer.ts";
import { inDialect, reportInDialect, STANDARD_DIALECT, type Dialect } from "../dialect.ts";
import { EdxmlError } from "../errors.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import type { EnvelopeSigner } from "../signature/signer.ts";
import type { Composed } from "./composed.ts";
import { writeDocumentHeader, writeStatusHeader } from "./document-xml.ts";
import { writeFile, writeStream } from "./write-message.ts";
import { XmlWriter } from "./xml-writer.ts";

export interface WriteOptions {
  /** Absent: the message goes out unsigned. */
  readonly signer?: EnvelopeSigner;
  /** An existing directory, for large messages on their way into a stream; nothing stays in it. */
  readonly scratchDirectory: string;
  readonly dialect?: Dialect;
}

export interface WrittenEnvelope {
  /** Bytes written. Their digest is the sink's business: whoever stores them takes it anyway, and a third digest costs a fifth of the whole. */
  readonly size: number;
  readonly attachments: readonly WrittenAttachment[];
}

/**
 * Writes a document message into `sink`. Nothing large is ever whole in memory, and every attachment is read and encoded once; the signature
 * is put in front at the end. An open, empty file (to be read and written, or only written) stays open, and belongs to the caller. A stream is
 * ended; a message of more than 256 KB waits in the scratch directory before it goes there. On error a stream is destroyed, of a file's
 * content nothing may be used, and an EdxmlError thrown.
 */
export async function writeDocument(document: EdxmlDocument, attachments: readonly AttachmentSource[], sink: Writable | FileHandle, options: WriteOptions): Promise<WrittenEnvelope> {
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

/** Writes a status report into `sink`, as `writeDocument` does. */
export async function writeStatusReport(report: StatusReport, sink: Writable | FileHandle, options: WriteOptions): Promise<WrittenEnvelope> {
  const message = reportInDialect(report, options.dialect ?? STANDARD_DIALECT);
  return write(sink, options, message, () => {
    const header = new XmlWriter(3);
    writeStatusHeader(header, message);
    return { header: header.text, body: null, plans: [] };
  });
}

function write(sink: Writable | FileHandle, options: WriteOptions, message: EdxmlDocument | StatusReport, compose: () => Composed): Promise<WrittenEnvelope> {
  return "end" in sink ? writeStream(sink, options, message, compose) : writeFile(sink, options, message, compose);
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
