import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import busboy from "busboy";
import { HouseError } from "../../../core/fault.ts";
import { PartCounter } from "./part-counter.ts";

export interface PartTaker {
  /** A part without a file name. `cut`: longer than the limit. */
  field(name: string | undefined, value: string, cut: boolean): Promise<void> | void;
  /** A part with a file name. Must read the stream to its end or throw. */
  file(name: string | undefined, fileName: string, content: Readable): Promise<void>;
}

export interface FormLimits {
  readonly fieldBytes: number;
  readonly formBytes: number;
}

/**
 * Reads multipart/form-data part by part in order, with back-pressure. When it rejects, nothing of it runs any more.
 * Names are UTF-8 (browsers and curl; busboy takes latin-1 for granted and Vietnamese names arrive broken).
 */
export async function readMultipart(request: IncomingMessage, limits: FormLimits, take: PartTaker): Promise<void> {
  const parts: Promise<void>[] = [];
  const counter = new PartCounter(request);
  const broken = await firstFailure(request, limits, take, parts, counter);
  const results = await Promise.allSettled(parts);
  const failed = results.find((result) => result.status === "rejected");
  if (broken !== null) throw toFault(broken.error);
  if (failed !== undefined) throw toFault(failed.reason);
  if (counter.parts !== parts.length) throw new HouseError("request-invalid", "a part of the form has a heading that cannot be read", { parts: counter.parts, readable: parts.length });
}

/** Runs the parser over the request until its end or the first thing that goes wrong. */
function firstFailure(request: IncomingMessage, limits: FormLimits, take: PartTaker, parts: Promise<void>[], counter: PartCounter): Promise<{ readonly error: unknown } | null> {
  const parser = openParser(request, limits.fieldBytes);
  return new Promise((resolve) => {
    let ended = false;
    let bytes = 0;
    const end = (failure: { readonly error: unknown } | null) => {
      if (ended) return;
      ended = true;
      request.unpipe(parser).off("close", gone).off("data", count);
      if (failure !== null) parser.destroy(new HouseError("request-invalid", "reading of the form was given up", {}, { cause: failure.error }));
      resolve(failure);
    };
    const fail = (error: unknown) => end({ error });
    const leave = () => fail(new HouseError("request-invalid", "the caller went away before the end of the form"));
    const gone = () => {
      if (!request.readableEnded) leave();
    };
    // Parts we skip, and what stands before the first and after the last, are no file and would count nowhere.
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.formBytes) fail(new HouseError("request-too-large", "the form is over its limit", { limit: limits.formBytes }));
      else counter.add(chunk);
    };
    // busboy goes on to the next part as soon as the last byte of one is read; the takers want one after the other.
    const next = (work: () => Promise<void> | void) => {
      if (ended) return;
      const part = (parts.at(-1) ?? Promise.resolve()).then(work);
      part.catch(fail);
      parts.push(part);
    };

    parser.on("field", (name, value, info) => next(() => take.field(name, value, info.valueTruncated)));
    parser.on("file", (name, content, info) => {
      // A destroyed parser destroys its stream with the same error, which has been dealt with.
      content.on("error", () => undefined);
      next(() => take.file(name, info.filename ?? "", content));
    });
    parser.on("error", fail);
    parser.on("close", () => end(null));
    if (request.destroyed) return leave(); // a pipe from it would say nothing, not even that it ended
    request.once("close", gone).on("data", count).pipe(parser);
  });
}

function openParser(request: IncomingMessage, maxFieldBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: "utf8",
      preservePath: true,
      // busboy cuts at exactly the limit, so the limit itself would look too long
      limits: { fieldSize: maxFieldBytes + 1, fieldNameSize: 100, headerPairs: 50 },
    });
  } catch (cause) {
    throw new HouseError("request-invalid", "the content type names no usable boundary", {}, { cause });
  }
}

/** What busboy says about a broken form; what the takers throw stays as it is. */
function toFault(error: unknown): unknown {
  if (!(error instanceof Error) || "code" in error) return error;
  return new HouseError("request-invalid", `the form cannot be read: ${error.message}`, {}, { cause: error });
}
