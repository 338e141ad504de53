import type { Writable } from "node:stream";
import { planAttachments, type AttachmentSource, type PlannedAttachment, type WrittenAttachment } from "../attachment/attachment-writer.ts";
import { Sink } from "../attachment/sink.ts";
import { inDialect, STANDARD_DIALECT, type Dialect } from "../dialect.ts";
import { EdxmlError } from "../errors.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import { coreDigester, receiversOf } from "../signature/core-text.ts";
import { signatureElement } from "../signature/sign-envelope.ts";
import type { EnvelopeSigner } from "../signature/signer.ts";
import { DigestSink } from "../xml/canonical.ts";
import { AttachmentBody } from "./attachment-body.ts";
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

const SIGNATURE_INDENT = "      ";

/**
 * Writes a document message into `sink` and ends it. To be signed, attachments are encoded and digested first and copied behind the signed
 * header then: nothing is ever whole in memory. On error the sink is destroyed and an EdxmlError thrown.
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
  const output = new Sink(sink);
  let files: AttachmentBody | null = null;
  try {
    const { header, body, plans } = compose();
    files = body === null ? null : new AttachmentBody(plans, options.scratchDirectory);
    const before = `<edXML xmlns="${EDXML_NAMESPACE}">\n  <edXML:edXMLEnvelope xmlns:edXML="${EDXML_NAMESPACE}">\n    <edXML:edXMLHeader>\n${header}`;
    const after = `    </edXML:edXMLHeader>\n${body ?? ""}  </edXML:edXMLEnvelope>\n`;
    const { signature, digested } = options.signer === undefined ? { signature: "", digested: null } : await sign(message, options.signer, before, after, files);

    let size = 0;
    const put = (bytes: Buffer): void => {
      size += bytes.length;
      output.write(bytes);
    };
    put(Buffer.from(DECLARATION + before + signature + after, "utf8"));
    const written = (await files?.copy({ put, settle: () => (output.needsSettling ? output.settle() : undefined) }, digested)) ?? [];
    put(Buffer.from("</edXML>\n", "utf8"));
    await output.end();
    return { size, attachments: written };
  } catch (error) {
    output.destroy();
    throw error;
  } finally {
    await files?.dispose();
  }
}

/** The Signature with the white space around it, which is signed too, and the attachments it covers. */
async function sign(
  message: EdxmlDocument | StatusReport,
  signer: EnvelopeSigner,
  before: string,
  after: string,
  files: AttachmentBody | null,
): Promise<{ readonly signature: string; readonly digested: readonly WrittenAttachment[] }> {
  const canonical = new DigestSink();
  canonical.string(`${before}${SIGNATURE_INDENT}\n${after}`);
  const digested = (await files?.digest(canonical)) ?? [];
  canonical.string("</edXML>");
  const covered = { envelopeDigest: canonical.digest(), coreDigest: coreDigester(message)(receiversOf(message)), attachments: digested };
  return { signature: `${SIGNATURE_INDENT}${await signatureElement(covered, signer)}\n`, digested };
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
