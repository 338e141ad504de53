import { X509Certificate } from "node:crypto";
import { certificateFingerprint } from "#edxml";

/** signing: a key of ours; signing-next: the one that will take its place. partner: an agency may sign with it. peer, peer-next: a connection's server has it, or will have. anchor: a root we believe. */
export const CERTIFICATE_USES = ["signing", "signing-next", "partner", "peer", "peer-next", "anchor"] as const;
export type CertificateUse = (typeof CERTIFICATE_USES)[number];

/** `soon`: within 30 days; `urgent`: within 7; `unusable`: it, or the key beside it, cannot be read. */
export const EXPIRY_STATES = ["ok", "soon", "urgent", "expired", "unusable"] as const;
export type ExpiryState = (typeof EXPIRY_STATES)[number];

export interface CertificateView {
  readonly use: CertificateUse;
  /** Code of the agency or of the connection; for roots the name of the certificate. */
  readonly owner: string;
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 of the DER, lower-case hex; empty when it cannot be read. */
  readonly fingerprint: string;
  /** The certificate itself, which is no secret; null when it cannot be read. */
  readonly pem: string | null;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  readonly state: ExpiryState;
  /** Whole days left, negative when over; null when it cannot be read. */
  readonly daysLeft: number | null;
  /** Made by this program for trying out: without legal value. */
  readonly development: boolean;
}

/** What every certificate made by the program says of its issuer. */
export const DEVELOPMENT_MARK = "THỬ NGHIỆM";
const SOON_DAYS = 30;
const URGENT_DAYS = 7;
const DAY_MS = 86_400_000;

/** `pem` null: the key could not be read. */
export function viewCertificate(use: CertificateUse, owner: string, pem: string | null, now: Date): CertificateView {
  try {
    const x509 = new X509Certificate(pem ?? "");
    const validTo = new Date(x509.validTo);
    const daysLeft = Math.floor((validTo.getTime() - now.getTime()) / DAY_MS);
    const subject = commonName(x509.subject);
    return {
      use,
      owner: owner === "" ? subject : owner,
      subject,
      issuer: commonName(x509.issuer),
      fingerprint: certificateFingerprint(pem ?? ""),
      pem: x509.toString(),
      validFrom: new Date(x509.validFrom),
      validTo,
      daysLeft,
      state: validTo <= now ? "expired" : daysLeft <= URGENT_DAYS ? "urgent" : daysLeft <= SOON_DAYS ? "soon" : "ok",
      development: x509.issuer.includes(DEVELOPMENT_MARK),
    };
  } catch {
    return { use, owner, subject: "", issuer: "", fingerprint: "", pem: null, validFrom: null, validTo: null, daysLeft: null, state: "unusable", development: false };
  }
}

function commonName(name: string): string {
  const found = name.split("\n").find((part) => part.startsWith("CN="));
  return found === undefined ? name.replaceAll("\n", ", ") : found.slice(3);
}
