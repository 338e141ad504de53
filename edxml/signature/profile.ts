import { createHash, hash, type Hash } from "node:crypto";
import { XMLDSIG_NAMESPACE } from "../namespaces.ts";
import { escapeAttribute } from "../xml/text.ts";
import type { SignatureAlgorithmName } from "./signer.ts";

/** The one signature profile of this package: everything but digests, value and certificates is constant. */
export const EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
export const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
export const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
export const SIGNATURE_METHODS: Readonly<Record<SignatureAlgorithmName, string>> = {
  "rsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  "ecdsa-p256-sha256": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
};
export const MANIFEST_NAMESPACE = "urn:lienthong:edxml-manifest:1";
export const MANIFEST_ID = "edxml-manifest";

export interface ManifestEntry {
  readonly name: string;
  readonly size: number;
  /** Lower-case hex of the decoded bytes. */
  readonly sha256: string;
}

/**
 * The Manifest as its own canonical form: one entry per attachment in document order, then the digest of the core text.
 * A pure function of what it covers, so whoever has the message can write it again.
 * Not a ds:Manifest: xmldsig processors try to fetch the `cid:` references of one and fail.
 */
export function manifestText(core: string, attachments: readonly ManifestEntry[]): string {
  return manifestHead(attachments) + coreEntry(core);
}

/** base64 SHA-256 of the Manifest for any core digest; the entries of the attachments are hashed once when more than one is tried. */
export function manifestDigester(attachments: readonly ManifestEntry[]): (core: string) => string {
  const head = manifestHead(attachments);
  let hashed: Hash | null = null;
  let asked = 0;
  return (core) => {
    asked += 1;
    if (asked === 1) return hash("sha256", head + coreEntry(core), "base64");
    hashed ??= createHash("sha256").update(head, "utf8");
    return hashed.copy().update(coreEntry(core), "utf8").digest("base64");
  };
}

export function attachmentEntry({ name, size, sha256 }: ManifestEntry): string {
  return `<Attachment Digest="${Buffer.from(sha256, "hex").toString("base64")}" Name="${escapeAttribute(name.normalize("NFC"))}" Size="${size}"></Attachment>`;
}

/** The end of the Manifest. */
export function coreEntry(core: string): string {
  return `<Core Digest="${core}"></Core></Manifest>`;
}

function manifestHead(attachments: readonly ManifestEntry[]): string {
  return `<Manifest xmlns="${MANIFEST_NAMESPACE}" Id="${MANIFEST_ID}">${attachments.map(attachmentEntry).join("")}`;
}

export interface SignedInfoParts {
  readonly method: string;
  /** base64 */
  readonly envelopeDigest: string;
  /** base64; null for a signature over the envelope alone. */
  readonly manifestDigest: string | null;
}

/** SignedInfo without white space. As apex of canonicalization it carries the namespace, inside Signature it does not. */
export function signedInfoText(parts: SignedInfoParts, form: "canonical" | "in-signature"): string {
  const namespace = form === "canonical" ? ` xmlns="${XMLDSIG_NAMESPACE}"` : "";
  const manifest = parts.manifestDigest === null ? "" : reference(`#${MANIFEST_ID}`, [EXCLUSIVE_C14N], parts.manifestDigest);
  return (
    `<SignedInfo${namespace}><CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${parts.method}"></SignatureMethod>${reference("", [ENVELOPED, EXCLUSIVE_C14N], parts.envelopeDigest)}${manifest}</SignedInfo>`
  );
}

function reference(uri: string, transforms: readonly string[], digest: string): string {
  const steps = transforms.map((algorithm) => `<Transform Algorithm="${algorithm}"></Transform>`).join("");
  return `<Reference URI="${uri}"><Transforms>${steps}</Transforms><DigestMethod Algorithm="${SHA256}"></DigestMethod><DigestValue>${digest}</DigestValue></Reference>`;
}
