import { DEFAULT_LIMITS, EdxmlError, XmlTokenizer } from "#edxml";
import { HouseError } from "../../core/fault.ts";
import type { Contents } from "./contents.ts";
import { EnvelopeReader } from "./envelope-reader.ts";

/**
 * Of everything but the file contents. A submission to 500 receivers has at most 80 KB and 1 700 elements; what is allowed here costs
 * the library at most 15 ms, because it reads in one go.
 */
const LIMITS = { ...DEFAULT_LIMITS, headerBytes: 256 * 1024, depth: 24, elements: 5000, attributes: 32, tagBytes: 8 * 1024 };

/**
 * Reads an envelope from a stream: the strict tokenizer of the format (UTF-8, no DOCTYPE, no entity, no processing instruction, limits
 * on everything) and behind it the reader. `headersRead` runs once, before the first byte of a file is written anywhere.
 */
export async function receiveEnvelope(source: AsyncIterable<Buffer>, contents: Contents, headersRead: (reader: EnvelopeReader) => Promise<void>): Promise<EnvelopeReader> {
  const reader = new EnvelopeReader(contents);
  const tokenizer = new XmlTokenizer(reader, LIMITS);
  let told = false;
  for await (const chunk of source) {
    inHouse(() => tokenizer.write(chunk));
    if (reader.headersRead && !told) {
      told = true;
      await headersRead(reader);
    }
    await contents.flush();
  }
  inHouse(() => tokenizer.end());
  if (!told) throw new HouseError("request-invalid", "the SOAP envelope is refused: it has no body", { reason: "it has no body" });
  return reader;
}

/** What is wrong with a request is the caller's, not a partner's. */
function inHouse(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof EdxmlError)) throw error;
    const code = error.code === "xml-limit" ? "request-too-large" : "request-invalid";
    throw new HouseError(code, `the envelope cannot be read: ${error.message}`, { xml: error.code }, { cause: error });
  }
}
