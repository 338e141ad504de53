import { encodeAttachment, type PlannedAttachment, type TextTarget, type WrittenAttachment } from "../attachment/attachment-writer.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import { utf8 } from "./composed.ts";
import { XmlWriter } from "./xml-writer.ts";

const CONTENT_OPEN = `<edXML:ContentTransferEncoded xmlns:edXML="${EDXML_NAMESPACE}">`;
const CONTENT_CLOSE = "</edXML:ContentTransferEncoded>";

/** AttachmentEncoded: every file is read once, here. */
export async function writeAttachments(plans: readonly PlannedAttachment[], target: TextTarget): Promise<readonly WrittenAttachment[]> {
  const text = (xml: string): void => target.take(utf8(xml));
  if (plans.length === 0) {
    text("  <AttachmentEncoded></AttachmentEncoded>\n");
    return [];
  }
  const written: WrittenAttachment[] = [];
  text("  <AttachmentEncoded>\n");
  for (const plan of plans) {
    const xml = new XmlWriter(3);
    xml.leaf("ContentId", `cid:${plan.contentId}`);
    xml.leaf("AttachmentName", plan.name);
    xml.leaf("Description", plan.source.description);
    xml.leaf("ContentType", plan.contentType);
    text(`    <Attachment>\n${xml.text}      ${CONTENT_OPEN}`);
    written.push(await encodeAttachment(plan, target));
    text(`${CONTENT_CLOSE}\n    </Attachment>\n`);
  }
  text("  </AttachmentEncoded>\n");
  return written;
}
