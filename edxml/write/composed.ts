import type { PlannedAttachment, WrittenAttachment } from "../attachment/attachment-writer.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import { coreDigester, receiversOf } from "../signature/core-text.ts";
import type { Covered } from "../signature/sign-envelope.ts";
import { DigestSink } from "../xml/canonical.ts";

/** The parts of a message that are put together before a byte is written. */
export interface Composed {
  readonly header: string;
  /** edXMLBody; null for a status, which has neither body nor attachments. */
  readonly body: string | null;
  readonly plans: readonly PlannedAttachment[];
}

/** White space around the Signature is signed; without a signature there is none. */
export const SIGNATURE_INDENT = "      ";
export const AFTER_SIGNATURE = "\n";
export const END = "</edXML>";

/** What stands before and behind the Signature, up to the attachments. */
export function aroundSignature({ header, body }: Composed): { readonly before: string; readonly after: string } {
  return {
    before: `<edXML xmlns="${EDXML_NAMESPACE}">\n  <edXML:edXMLEnvelope xmlns:edXML="${EDXML_NAMESPACE}">\n    <edXML:edXMLHeader>\n${header}`,
    after: `    </edXML:edXMLHeader>\n${body ?? ""}  </edXML:edXMLEnvelope>\n`,
  };
}

/** The digest of the canonical message, begun: the attachments come next. */
export function digestOf({ before, after }: { readonly before: string; readonly after: string }): DigestSink {
  const canonical = new DigestSink();
  canonical.string(before + SIGNATURE_INDENT + AFTER_SIGNATURE + after);
  return canonical;
}

/** What the signature covers, when the attachments have gone through the digest. */
export function covered(message: EdxmlDocument | StatusReport, canonical: DigestSink, attachments: readonly WrittenAttachment[]): Covered {
  canonical.string(END);
  return { envelopeDigest: canonical.digest(), coreDigest: coreDigester(message)(receiversOf(message)), attachments };
}

export function utf8(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
