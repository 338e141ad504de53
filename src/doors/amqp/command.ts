import { z } from "zod";
import { answerRecallSchema } from "../../core/incoming/answer-recall.ts";
import { statusCommandSchema } from "../../core/incoming/status-command.ts";
import { recallCommandSchema } from "../../core/outgoing/recall-command.ts";
import { updateCommandSchema } from "../../core/outgoing/update-command.ts";
import { readInput } from "../../core/read-input.ts";
import { HouseError } from "../../core/fault.ts";

/** Metadata is read later, with the files, so that all its problems come together with theirs. */
const file = z.strictObject({
  name: z.string().min(1).max(500),
  content: z.base64({ error: "Nội dung tệp: cần là base64" }).optional(),
  upload: z.string().regex(/^[0-9a-f]{64}$/, { error: "Mã tệp đã tải lên: cần là SHA-256 chữ thường, như câu trả lời của POST /api/v1/uploads" }).optional(),
});

const id = (of: string) => z.string({ error: `Mã ${of}: cần là chuỗi ký tự` }).max(100);

export const commandSchema = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("send"), metadata: z.unknown(), files: z.array(file).max(100).default([]) }),
  z.strictObject({ command: z.literal("recall"), documentId: id("văn bản đi"), recall: recallCommandSchema }),
  z.strictObject({ command: z.literal("take-back"), documentId: id("văn bản đi"), recall: recallCommandSchema }),
  z.strictObject({ command: z.literal("update"), documentId: id("văn bản đi"), update: updateCommandSchema }),
  z.strictObject({ command: z.literal("answer-recall"), incomingId: id("văn bản đến"), answer: answerRecallSchema }),
  z.strictObject({ command: z.literal("acknowledge"), incomingId: id("văn bản đến") }),
  z.strictObject({ command: z.literal("report"), incomingId: id("văn bản đến"), status: statusCommandSchema }),
]);

export type DoorCommand = z.output<typeof commandSchema>;
export type MessageFile = z.output<typeof file>;

/** A message holds metadata and small files; whatever is larger is uploaded first. */
export const MOST_MESSAGE_BYTES = 1024 * 1024;

/** Throws `request-too-large`, `request-invalid` (no JSON, no UTF-8) or FieldsRefused. */
export function readCommand(body: Buffer): DoorCommand {
  if (body.length > MOST_MESSAGE_BYTES) throw new HouseError("request-too-large", "the message is over its limit", { size: body.length, limit: MOST_MESSAGE_BYTES });
  return readInput(commandSchema, parse(body), "", "docs/amqp-door.md");
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new HouseError("request-invalid", "the message is no JSON in UTF-8", {}, { cause });
  }
}
