import type { PlannedAttachment } from "../attachment/attachment-writer.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";

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

export function utf8(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
