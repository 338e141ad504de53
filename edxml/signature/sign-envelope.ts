import { hash } from "node:crypto";
import { EdxmlError } from "../errors.ts";
import { XMLDSIG_NAMESPACE } from "../namespaces.ts";
import { escapeText } from "../xml/text.ts";
import { readCertificate, type Certificate } from "./certificate.ts";
import { signSignedInfo } from "./engine.ts";
import { manifestText, SIGNATURE_METHODS, signedInfoText, type ManifestEntry, type SignedInfoParts } from "./profile.ts";
import type { EnvelopeSigner } from "./signer.ts";

/** Everything a signature covers. */
export interface Covered {
  /** SHA-256 of the canonical envelope without its Signature. */
  readonly envelopeDigest: Buffer;
  /** base64 SHA-256 of the core text. */
  readonly coreDigest: string;
  readonly attachments: readonly ManifestEntry[];
}

/** A file as far as it is known before it is read. */
export type ForeseenFile = Pick<ManifestEntry, "name"> & { readonly known?: Pick<ManifestEntry, "size"> };

const DIGEST = Buffer.alloc(32);

/** The Signature element, on one line, ready to stand in the header; `length` bytes long when that is given. Throws `signing-failed`. */
export async function signatureElement(covered: Covered, signer: EnvelopeSigner, length = 0): Promise<string> {
  const { manifest, parts } = coveredParts(covered, signer);
  const certificates = certificatesOf(signer);
  const value = await signSignedInfo(parts, signer).catch((cause: unknown) => {
    throw new EdxmlError("signing-failed", "the signing key gave no signature", { subject: certificates[0]?.identity.subject ?? null }, { cause });
  });
  const open = elementText(parts, manifest, value, certificates);
  const padding = length === 0 ? 0 : length - Buffer.byteLength(open) - CLOSE.length;
  if (padding < 0) throw new EdxmlError("signing-failed", "the signature is longer than the key of its certificate gives", { subject: certificates[0]?.identity.subject ?? null });
  return open + " ".repeat(padding) + CLOSE;
}

/** Bytes the Signature over these files needs at most. Everything in it is of a length known before, but sizes of files that nobody has counted. */
export function signatureLength(files: readonly ForeseenFile[], signer: EnvelopeSigner): number {
  const attachments = files.map(({ name, known }) => ({ name, size: known?.size ?? Number.MAX_SAFE_INTEGER, sha256: DIGEST.toString("hex") }));
  const { manifest, parts } = coveredParts({ envelopeDigest: DIGEST, coreDigest: DIGEST.toString("base64"), attachments }, signer);
  const certificates = certificatesOf(signer);
  const modulus = certificates[0]?.x509.publicKey.asymmetricKeyDetails?.modulusLength;
  const value = Buffer.alloc(modulus === undefined ? P256_VALUE_BYTES : Math.ceil(modulus / 8));
  return Buffer.byteLength(elementText(parts, manifest, value, certificates) + CLOSE);
}

const P256_VALUE_BYTES = 64;
const CLOSE = "</Signature>";

function coveredParts({ envelopeDigest, coreDigest, attachments }: Covered, signer: EnvelopeSigner): { readonly manifest: string; readonly parts: SignedInfoParts } {
  const manifest = manifestText(coreDigest, attachments);
  const manifestDigest = hash("sha256", manifest, "base64");
  return { manifest, parts: { method: SIGNATURE_METHODS[signer.algorithm], envelopeDigest: envelopeDigest.toString("base64"), manifestDigest } };
}

function certificatesOf(signer: EnvelopeSigner): Certificate[] {
  return signer.certificateChain.map((pem) => readCertificate(pem));
}

/** Without its end tag: white space in front of that is not signed. */
function elementText(parts: SignedInfoParts, manifest: string, value: Uint8Array, certificates: readonly Certificate[]): string {
  const x509 = certificates.map((certificate) => `<X509Certificate>${certificate.x509.raw.toString("base64")}</X509Certificate>`).join("");
  const subject = certificates[0] === undefined ? "" : `<X509SubjectName>${escapeText(certificates[0].identity.subject)}</X509SubjectName>`;
  return (
    `<Signature xmlns="${XMLDSIG_NAMESPACE}">${signedInfoText(parts, "in-signature")}` +
    `<SignatureValue>${Buffer.from(value).toString("base64")}</SignatureValue>` +
    `<KeyInfo><X509Data>${subject}${x509}</X509Data></KeyInfo><Object>${manifest}</Object>`
  );
}
