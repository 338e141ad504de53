/** The only door of the format: bytes ⇄ values. No network, database, clock or environment behind it. */
export * from "./errors.ts";
export * from "./warnings.ts";
export * from "./limits.ts";
export * from "./namespaces.ts";

// What messages say
export * from "./model/organ-id.ts";
export * from "./model/document-id.ts";
export * from "./model/dates.ts";
export * from "./model/document.ts";
export * from "./model/status-report.ts";
export * from "./model/labels.ts";

// Writing, reading, explaining
export { writeDocument, writeStatusReport, type WriteOptions, type WrittenEnvelope } from "./write/write-envelope.ts";
export type { AttachmentSource, KnownBytes, WrittenAttachment } from "./attachment/attachment-writer.ts";
export { DIALECTS, STANDARD_DIALECT, dialectOrganId, type Dialect } from "./dialect.ts";
export { readEnvelope, type EnvelopeReading, type ReadOptions } from "./read/read-envelope.ts";
export type { AttachmentInfo, ReadAttachment } from "./attachment/attachment-reader.ts";
export type { UnknownElement } from "./read/fields.ts";
export { peekEnvelope, type UnverifiedRoute } from "./read/peek-envelope.ts";
export { relayEnvelope, type RelayOptions, type RelayedEnvelope } from "./relay/relay-envelope.ts";
export { roomIn } from "./attachment/room.ts";
export { explainReading, explainVerdict, explainWarning } from "./explain.ts";

// Signing and trust
export * from "./signature/verdict.ts";
export * from "./signature/signer.ts";
export { keySigner, pemSigner } from "./signature/key-sources.ts";
export { pkcs12Signer } from "./signature/pkcs12.ts";
export { certificateFingerprint } from "./signature/certificate.ts";
export type { Trust } from "./signature/trust.ts";
export {
  createDevelopmentAuthority,
  issueDevelopmentCertificate,
  type DevelopmentAuthority,
  type DevelopmentCertificate,
  type DevelopmentSubject,
} from "./signature/development.ts";

// The layer below, for those who build other readers on it: a strict streaming tokenizer and exclusive canonicalization
export { XmlTokenizer, type XmlHandler } from "./xml/tokenizer.ts";
export { ExclusiveCanonicalizer, DigestSink, type CanonicalSink } from "./xml/canonical.ts";
export type { XmlAttribute, XmlOpen } from "./xml/namespace-scope.ts";
