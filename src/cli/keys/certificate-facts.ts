import { X509Certificate } from "node:crypto";
import { certificateFingerprint } from "#edxml";
import { isoInVietnam, clerkTime } from "../vietnam-time.ts";
import { DEVELOPMENT_MARK } from "../../core/certificates/expiry.ts";

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly fingerprint: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly expired: boolean;
  /** Made by this program for trying out. */
  readonly development: boolean;
}

/** What a person wants to know of a certificate. Throws `certificate-unreadable`. */
export function certificateFacts(pem: string, now: Date): CertificateFacts {
  const fingerprint = certificateFingerprint(pem);
  const certificate = new X509Certificate(pem);
  const notAfter = new Date(certificate.validTo);
  return {
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    fingerprint,
    notBefore: isoInVietnam(new Date(certificate.validFrom)),
    notAfter: isoInVietnam(notAfter),
    expired: notAfter < now,
    development: certificate.issuer.includes(DEVELOPMENT_MARK),
  };
}

export function factRows(facts: CertificateFacts): string[][] {
  return [
    ["chủ thể", facts.subject],
    ["bên cấp", facts.issuer],
    ["hết hạn", `${clerkTime(new Date(facts.notAfter))}${facts.expired ? " (ĐÃ HẾT HẠN)" : ""}`],
    ["vân tay", facts.fingerprint],
    ...(facts.development ? [["lưu ý", "chứng thư thử nghiệm, không có giá trị pháp lý"]] : []),
  ];
}

function commonName(name: string): string {
  const found = name.split("\n").find((part) => part.startsWith("CN="));
  return found === undefined ? name.replaceAll("\n", ", ") : found.slice(3);
}
