import type { CertificateIdentity, EdxmlDocument, SignatureVerdict, TraceHeader } from "#edxml";

/** `timestamp` of a trace header is the only instant of a document message; its days stay text. */
export function reviveDocument(stored: EdxmlDocument): EdxmlDocument {
  return { ...stored, traceHeaders: stored.traceHeaders.map(reviveHop) };
}

export function reviveVerdict(stored: SignatureVerdict): SignatureVerdict {
  if (!("signer" in stored)) return stored;
  const signer = reviveSigner(stored.signer);
  if (stored.kind !== "relayed") return { ...stored, signer };
  return { ...stored, signer, added: { ...stored.added, traceHeaders: stored.added.traceHeaders.map(reviveHop) } };
}

function reviveHop(hop: TraceHeader): TraceHeader {
  return hop.timestamp === undefined ? hop : { ...hop, timestamp: new Date(hop.timestamp) };
}

function reviveSigner(stored: CertificateIdentity): CertificateIdentity {
  return { ...stored, notBefore: new Date(stored.notBefore), notAfter: new Date(stored.notAfter) };
}
