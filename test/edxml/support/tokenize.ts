import { DEFAULT_LIMITS, DigestSink, ExclusiveCanonicalizer, XmlTokenizer, type XmlHandler, type XmlOpen } from "#edxml";

/** SHA-256 (hex) of a document's exclusive canonical form, fed in pieces of `step` bytes. */
export function canonicalDigestOf(xml: string, step: number): string {
  const sink = new DigestSink();
  const canonical = new ExclusiveCanonicalizer(sink);
  const handler: XmlHandler = {
    inBulk: false,
    open: (element: XmlOpen) => canonical.open(element),
    close: () => canonical.close(),
    text: (value, bytes) => canonical.text(value, bytes),
    bulk: () => false,
    comment: () => undefined,
    oddity: () => undefined,
  };
  const tokenizer = new XmlTokenizer(handler, DEFAULT_LIMITS);
  const bytes = Buffer.from(xml);
  for (let start = 0; start < bytes.length; start += step) tokenizer.write(bytes.subarray(start, start + step));
  tokenizer.end();
  return sink.digest().toString("hex");
}
