import { z } from "zod";
import type { EdxmlMessageKind } from "#edxml";

/* What travels over the link; docs/peer-amqp.md says it for people who write the other end. */

/** Bytes of the content of one part, as we cut it. */
export const PART_BYTES = 512 * 1024;
/** What we take of one part. */
export const MOST_PART_BYTES = 1024 * 1024;
const MOST_JSON_BYTES = 256 * 1024;
export const MESSAGE_TYPES = ["part", "manifest", "ask", "answer"] as const;

const code = z.string().min(1).max(100);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  version: z.literal(1),
  id: digest,
  size: z.int().min(1),
  messageKind: z.enum(["document", "status"]),
  from: code,
  to: z.array(code).min(1).max(10_000),
  documentId: z.string().min(1).max(500),
  test: z.boolean().default(false),
});

/** Closes a parcel: everything before it has been sent. `id` is the SHA-256 of the bytes, so the same parcel has the same id for ever. */
export interface Manifest {
  readonly version: 1;
  readonly id: string;
  readonly size: number;
  readonly messageKind: EdxmlMessageKind;
  readonly from: string;
  readonly to: readonly string[];
  readonly documentId: string;
  /** Assembled, checked, answered and thrown away. */
  readonly test: boolean;
}

const askSchema = z.discriminatedUnion("question", [z.object({ question: z.literal("parcel"), id: digest }), z.object({ question: z.literal("agencies") })]);
export type Ask = z.output<typeof askSchema>;

const answerSchema = z.discriminatedUnion("outcome", [
  /** It lies on the other end's disk. */
  z.object({ outcome: z.literal("kept"), at: z.iso.datetime({ offset: true }) }),
  z.object({ outcome: z.literal("refused"), code: z.string().max(60), reason: z.string().max(1000) }),
  /** Bytes are missing or wrong: nothing is kept, send all of it again. */
  z.object({ outcome: z.literal("incomplete"), reason: z.string().max(1000) }),
  /** Nothing is kept for now: come again. */
  z.object({ outcome: z.literal("later"), reason: z.string().max(1000) }),
  /** To "parcel": it is not here. */
  z.object({ outcome: z.literal("absent") }),
  z.object({ outcome: z.literal("agencies"), agencies: z.array(z.object({ code, name: z.string().min(1).max(500) })).max(5_000) }),
]);
export type Answer = z.output<typeof answerSchema>;

export function readManifest(body: Buffer): Manifest | null {
  return read(manifestSchema, body);
}

export function readAsk(body: Buffer): Ask | null {
  return read(askSchema, body);
}

export function readAnswer(body: Buffer): Answer | null {
  return read(answerSchema, body);
}

export function jsonBody(value: Manifest | Ask | Answer): Buffer {
  return Buffer.from(JSON.stringify(value));
}

export function isDigest(text: unknown): text is string {
  return digest.safeParse(text).success;
}

/** null for what is none. */
function read<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.output<Schema> | null {
  if (body.length > MOST_JSON_BYTES) return null;
  try {
    return schema.safeParse(JSON.parse(body.toString("utf8"))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
