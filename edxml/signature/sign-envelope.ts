import { createHash } from "node:crypto";
import { EdxmlError } from "../errors.ts";
import { XMLDSIG_NAMESPACE } from "../namespaces.ts";
import { escapeText } from "../xml/text.ts";
import { readCertificate } from "./certificate.ts";
import { signSignedInfo } from "./engine.ts";
import { manifestText, SIGNATURE_METHODS, signedInfoText, type ManifestEntry } from "./profile.ts";
import type { EnvelopeSigner } from "./signer.ts";

/** Everything a signature covers. */
export interface Covered {
  /** SHA-256 of the canonical envelope without its Signature. */
  readonly envelopeDigest: Buffer;
  /** base64 SHA-256 of the core text. */
  readonly coreDigest: string;
  readonly attachments: readonly ManifestEntry[];
}

/** The Signature element, on one line, ready to stand in the header. Throws `signing-failed`. */
export async function signatureElement(covered: Covered, signer: EnvelopeSigner): Promise<string> {
  const manifest = manifestText(covered.coreDigest, covered.attachments);
  const parts = {
    method: SIGNATURE_METHODS[signer.algorithm],
    envelopeDigest: covered.envelopeDigest.toString("base64"),
    manifestDigest: createHash("sha256").update(manifest, "utf8").digest("base64"),
  };
  const certificates = signer.certificateChain.map((pem) => readCertificate(pem));
  const value = await signSignedInfo(parts, signer).catch((cause: unknown) => {
    throw new EdxmlError("signing-failed", "the signing key gave no signature", { subject: certificates[0]?.identity.subject ?? null }, { cause });
  });
  const x509 = certificates.map((certificate) => `<X509Certificate>${certificate.x509.raw.toString("base64")}</X509Certificate>`).join("");
  const subject = certificates[0] === undefined ? "" : `<X509SubjectName>${escapeText(certificates[0].identity.subject)}</X509SubjectName>`;
  return (
    `<Signature xmlns="${XMLDSIG_NAMESPACE}">${signedInfoText(parts, "in-signature")}` +
    `<SignatureValue>${Buffer.from(value).toString("base64")}</SignatureValue>` +
    `<KeyInfo><X509Data>${subject}${x509}</X509Data></KeyInfo><Object>${manifest}</Object></Signature>`
  );
}
