import { AdapterError } from "../errors.ts";
import { Base64Stream } from "./base64-stream.ts";
import type { AxisReply } from "./exchange.ts";
import { headerText } from "./plain-ascii.ts";
import { JsonScanner } from "./json-scanner.ts";
import type { DataKind } from "./json-scanner.ts";

/** The three members every answer of the axis has, and the one of sendEdoc. HTTP status plays no part: a 500 with JSON is an answer. */
export interface Answer {
  readonly ok: boolean;
  readonly errorCode: string;
  /** Without marks, at most 300 characters: fit for logs, headers and the table of refusals. */
  readonly errorDesc: string;
  readonly docId: string | null;
  readonly dataKind: DataKind;
  /** When the partner wants to be asked again; null when it did not say. */
  readonly retryAfterMs: number | null;
}

/** Reads an answer while it arrives: `content` and `elements` hold what came since they were last taken. */
export class AnswerReader {
  readonly #scanner: JsonScanner;
  readonly #base64 = new Base64Stream();
  readonly #operation: string;
  readonly #reply: Pick<AxisReply, "httpStatus" | "retryAfterMs">;
  readonly #limit: number;
  #received = 0;
  #content: Buffer[] = [];
  #elements: unknown[] = [];

  /** `limit`: longest answer in bytes. */
  constructor(operation: string, reply: Pick<AxisReply, "httpStatus" | "retryAfterMs">, limit: number) {
    this.#operation = operation;
    this.#reply = reply;
    this.#limit = limit;
    this.#scanner = new JsonScanner(
      { onText: (piece) => void this.#content.push(this.#base64.push(piece)), onElement: (value) => void this.#elements.push(value) },
      { valueBytes: 256 * 1024, members: 64 },
    );
  }

  push(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > this.#limit) {
      throw new AdapterError("partner-message-too-large", `the answer of ${this.#operation} is longer than ${this.#limit} bytes`, { operation: this.#operation, limit: this.#limit });
    }
    this.#tell(() => this.#scanner.push(chunk));
  }

  takeContent(): Buffer[] {
    const taken = this.#content;
    this.#content = [];
    return taken;
  }

  takeElements(): unknown[] {
    const taken = this.#elements;
    this.#elements = [];
    return taken;
  }

  /** The end of the body. Throws `partner-answer-unreadable` unless a whole answer of the axis went by. */
  end(): Answer {
    this.#tell(() => {
      this.#scanner.end();
      this.#content.push(this.#base64.end());
    });
    const member = (name: string): string | null => textOf(this.#scanner.members.get(name));
    const status = member("status")?.toUpperCase() ?? null;
    const code = member("ErrorCode");
    if (status !== "OK" && status !== "FAIL") this.#tell(() => unreadable("it has no status OK or FAIL"));
    return {
      ok: status === "OK" && (code === null || code === "0"),
      errorCode: code ?? "",
      errorDesc: headerText(member("ErrorDesc") ?? "", 300),
      docId: member("DocId"),
      dataKind: this.#scanner.dataKind,
      retryAfterMs: this.#reply.retryAfterMs,
    };
  }

  #tell(read: () => void): void {
    try {
      read();
    } catch (cause) {
      if (!(cause instanceof AdapterError)) throw cause;
      const why = String(cause.facts["why"] ?? "");
      const { httpStatus, retryAfterMs } = this.#reply;
      throw new AdapterError(
        "partner-answer-unreadable",
        `the answer of ${this.#operation} (HTTP ${httpStatus}) is not one of the axis: ${why}`,
        { operation: this.#operation, httpStatus, why, ...(retryAfterMs !== null && { retryAfterMs }) },
        { hint: "a proxy or a stopped server often answers in its place; the outage is not an empty list", cause },
      );
    }
  }
}

/** A short answer as a whole: sendEdoc, updateStatus. */
export async function readAnswer(reply: AxisReply, operation: string): Promise<Answer> {
  try {
    const reader = new AnswerReader(operation, reply, 1024 * 1024);
    for await (const chunk of reply.body) reader.push(chunk);
    return reader.end();
  } finally {
    reply.release();
  }
}

/** A string, or a number written without quotes; anything else, null included, counts as not said. */
export function textOf(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value.trim() : null;
}

function unreadable(why: string): never {
  throw new AdapterError("partner-answer-unreadable", why, { why });
}
