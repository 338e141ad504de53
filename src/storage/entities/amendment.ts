import { EntitySchema } from "typeorm";
import type { Amendment } from "../../core/outgoing/amendment.ts";
import { instant, json, jsonWith, named, text, uuid } from "./columns.ts";
import { reviveDocument } from "./message.ts";

export type AmendmentRow = { -readonly [Key in keyof Amendment]: Amendment[Key] };

export const Amendments = new EntitySchema<AmendmentRow>({
  name: "Amendment",
  tableName: "amendment",
  columns: {
    id: { ...uuid, primary: true },
    documentId: named("document_id", uuid),
    kind: text,
    reason: text,
    receivers: json,
    message: jsonWith(reviveDocument),
    askedAt: named("asked_at", instant),
    askedBy: named("asked_by", text),
  },
});
