import { createHash } from "node:crypto";
import type { ReadAttachment } from "../attachment/attachment-reader.ts";
import { EdxmlError } from "../errors.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import type { XmlElement } from "../xml/tree.ts";
import { readCertificate, type Certificate } from "./certificate.ts";
import { coreDigester, receiversOf } from "./core-text.ts";
import { fixedSignatureHolds, signatureHolds } from "./engine.ts";
import { attachmentEntry, coreEntry, manifestDigester } from "./profile.ts";
import { readSignature, type ReadSignature } from "./read-signature.ts";
import { receiverCandidates, type Span } from "./receiver-candidates.ts";
import { distrustOf, type Trust } from "./trust.ts";
import type { SignatureVerdict, SignedPart } from "./verdict.ts";

/** What was read, and what was digested while reading it. */
export interface Evidence {
  readonly signature: XmlElement | null;
  readonly namespaceWellFormed: boolean;
  readonly envelopeDigest: Buffer;
  readonly message: EdxmlDocument | StatusReport;
  readonly attachments: readonly ReadAttachment[];
}

export interface Verification {
  readonly verdict: SignatureVerdict;
  /** Organ ids of the receivers that were signed; meaningful when relayed. */
  readonly receivers: readonly string[];
}

/**
 * From cheap to dear, from form to trust: is it our profile; does the value hold under the certificate's key; may that certificate speak
 * for the sender; do the bytes match; and when they do not, do document and attachments.
 */
export async function verifyEnvelope(evidence: Evidence, trust: Trust | undefined): Promise<Verification> {
  const settled = (verdict: SignatureVerdict): Verification => ({ verdict, receivers: [] });
  if (evidence.signature === null) return settled({ kind: "unsigned" });
  if (!evidence.namespaceWellFormed) return settled({ kind: "invalid", reason: "profile", detail: "the message uses a prefix nobody bound" });
  const reading = readSignature(evidence.signature);
  if ("misfit" in reading) return settled({ kind: "invalid", reason: "profile", detail: reading.misfit });
  const { signature } = reading;

  const certificates = readCertificates(signature);
  const [leaf, ...others] = certificates;
  if (leaf === undefined) return settled({ kind: "invalid", reason: "certificate", detail: "KeyInfo holds no readable X509Certificate" });
  if (!(await holds(signature, leaf))) return settled({ kind: "invalid", reason: "signature-value", detail: `the signature value was not made by ${leaf.identity.subject} over this SignedInfo` });

  const distrust = await distrustOf(leaf, others, evidence.message.from.organId, trust);
  if (distrust !== null) return settled({ kind: "untrusted", signer: leaf.identity, ...distrust });
  return compare(evidence, signature, leaf);
}

function readCertificates(signature: ReadSignature): Certificate[] {
  return signature.certificates.flatMap((text) => {
    try {
      return [readCertificate(text)];
    } catch (error) {
      if (error instanceof EdxmlError) return [];
      throw error;
    }
  });
}

/** First as our own writer and every relay leave it, without white space; then as it stands, which other signers may have laid out. */
async function holds({ parts, signedInfo, value }: ReadSignature, leaf: Certificate): Promise<boolean> {
  const key = leaf.x509.publicKey;
  if (fixedSignatureHolds(parts, key, value)) return true;
  const text = signedInfo();
  return text !== null && (await signatureHolds(text, parts, key, value));
}

function compare(evidence: Evidence, signature: ReadSignature, leaf: Certificate): Verification {
  const { message, attachments } = evidence;
  const addressed = receiversOf(message);
  const envelopeMatches = evidence.envelopeDigest.toString("base64") === signature.parts.envelopeDigest;
  const signedManifest = signature.parts.manifestDigest;
  const envelope: SignedPart = { part: "envelope", name: null, matches: envelopeMatches };

  if (signedManifest === null) {
    const verdict: SignatureVerdict = envelopeMatches
      ? { kind: "intact", signer: leaf.identity, parts: [envelope] }
      : { kind: "altered", signer: leaf.identity, parts: [envelope], altered: ["envelope"] };
    return { verdict, receivers: addressed };
  }

  const coreOf = coreDigester(message);
  const manifestOf = manifestDigester(attachments);
  const receivers = firstReceivers(addressed, coreOf, (core) => manifestOf(core) === signedManifest);
  if (receivers !== undefined) {
    const parts = allParts(envelope, attachments, true);
    if (envelopeMatches) return { verdict: { kind: "intact", signer: leaf.identity, parts }, receivers };
    const signed = new Set(receivers);
    const added = { to: addressed.filter((organId) => !signed.has(organId)), traceHeaders: message.kind === "document" ? message.traceHeaders.slice(1) : [] };
    return { verdict: { kind: "relayed", signer: leaf.identity, parts, added }, receivers };
  }
  // The signer's own Manifest contradicts the envelope the same signer signed: nothing here can be relied upon.
  if (envelopeMatches) return { verdict: { kind: "invalid", reason: "manifest", detail: "the signed Manifest does not describe the signed envelope" }, receivers: [] };
  const parts = whichParts(evidence, signature, envelope);
  const altered = parts.filter((part) => !part.matches && part.part !== "envelope").map((part) => part.name ?? part.part);
  return { verdict: { kind: "altered", signer: leaf.identity, parts, altered: altered.length > 0 ? altered : ["core"] }, receivers: [] };
}

/** With the signed Manifest at hand every part can be told from its digest; without it only that something in it changed. */
function whichParts({ message, attachments }: Evidence, signature: ReadSignature, envelope: SignedPart): SignedPart[] {
  const manifest = signature.manifest;
  if (manifest === null || sha256(manifest) !== signature.parts.manifestDigest) return [envelope, { part: "manifest", name: null, matches: false }];
  const coreOf = coreDigester(message);
  const core = firstReceivers(receiversOf(message), coreOf, (digest) => manifest.endsWith(coreEntry(digest))) !== undefined;
  const entries = manifest.match(/<Attachment [^>]*><\/Attachment>/g) ?? [];
  const parts = attachments.map((attachment, i): SignedPart => ({ part: "attachment", name: attachment.name, matches: entries[i] === attachmentEntry(attachment) }));
  const lost = entries.slice(attachments.length).map((entry): SignedPart => ({ part: "attachment", name: /Name="([^"]*)"/.exec(entry)?.[1] ?? null, matches: false }));
  return [envelope, { part: "manifest", name: null, matches: true }, { part: "core", name: null, matches: core }, ...parts, ...lost];
}

/** The first of the candidates whose core digest fits. */
function firstReceivers(addressed: readonly string[], coreOf: (kept: readonly Span[]) => string | null, fits: (core: string) => boolean): readonly string[] | undefined {
  for (const kept of receiverCandidates(addressed.length)) {
    const core = coreOf(kept);
    if (core === null) return undefined;
    if (fits(core)) return kept.flatMap(({ start, end }) => addressed.slice(start, end));
  }
  return undefined;
}

function allParts(envelope: SignedPart, attachments: readonly ReadAttachment[], matches: boolean): SignedPart[] {
  return [
    envelope,
    { part: "manifest", name: null, matches },
    { part: "core", name: null, matches },
    ...attachments.map((attachment): SignedPart => ({ part: "attachment", name: attachment.name, matches })),
  ];
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("base64");
}
