import type { Readable } from "node:stream";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { DocumentId } from "../model/document-id.ts";
import type { OrganId } from "../model/organ-id.ts";
import type { StatusCode } from "../model/status-report.ts";
import { Warnings } from "../warnings.ts";
import { XmlTokenizer } from "../xml/tokenizer.ts";
import { missing } from "./fields.ts";
import { IncomingAttachments } from "./incoming-attachments.ts";
import { bytesOf, readMessage } from "./read-envelope.ts";
import { Scanner } from "./scanner.ts";

/** Where a message says it goes. Nothing of it is verified: good for routing, never for trust. `code` is `number/notation`. */
export type UnverifiedRoute =
  | { readonly kind: "document"; readonly from: OrganId; readonly to: readonly OrganId[]; readonly documentId: DocumentId; readonly code: string; readonly subject: string }
  | { readonly kind: "status"; readonly from: OrganId; readonly to: readonly OrganId[]; readonly documentId: DocumentId; readonly code: string; readonly responseForOrganId: OrganId; readonly statusCode: StatusCode };

const STEP = 2048;

/** Reads only as far as the end of MessageHeader, then lets go of the source: bytes that are at hand need no stream. Throws EdxmlError when that much is no message. */
export async function peekEnvelope(source: Readable | AsyncIterable<Buffer>): Promise<UnverifiedRoute> {
  const warnings = new Warnings();
  const attachments = new IncomingAttachments({ limits: DEFAULT_LIMITS, scratchDirectory: "", openAttachment: undefined }, warnings);
  const scanner = new Scanner(attachments, warnings, DEFAULT_LIMITS);
  const tokenizer = new XmlTokenizer(scanner, DEFAULT_LIMITS);
  try {
    // Small steps: what follows the header is neither decoded nor judged.
    header: for await (const bytes of bytesOf(source)) {
      for (let start = 0; start < bytes.length; start += STEP) {
        tokenizer.write(bytes.subarray(start, start + STEP));
        if (scanner.messageHeader !== null) break header;
      }
    }
    if (scanner.messageHeader === null) {
      tokenizer.end();
      throw missing("edXMLHeader/MessageHeader");
    }
    const message = readMessage(scanner, { warnings, unknown: [] });
    const { from } = message;
    if (message.kind === "document") return { kind: "document", from: from.organId, to: message.to.map((to) => to.organId), documentId: message.documentId, code: `${message.code.number}/${message.code.notation}`, subject: message.subject };
    const { organId, documentId, code } = message.responseFor;
    return { kind: "status", from: from.organId, to: [organId], documentId, code, responseForOrganId: organId, statusCode: message.statusCode };
  } finally {
    if ("destroy" in source) source.destroy();
    await attachments.abandon();
  }
}
