import { X509Certificate } from "node:crypto";
import { certificateFingerprint } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import { actorName, notFound, requireOperator, requireOverview } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, type FieldProblem } from "../fault.ts";
import type { Clock, Store } from "../ports.ts";
import { viewCertificate, type CertificateView } from "./expiry.ts";
import type { KeyPair } from "./next-key.ts";
import { requireReason } from "../reason.ts";

/** Certificates that lie on disk. */
export interface KeyFolders {
  /** One for each agency with a signing key here. */
  signing(): Promise<readonly KeyPair[]>;
  anchors(): Promise<readonly string[]>;
}

export interface CertificateNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyFolders: KeyFolders;
}

export interface RegisterCertificate {
  /** Of either form. */
  readonly agency: string;
  readonly certificate: string;
  readonly reason: string;
}

/** Chứng thư and when they end. For operators; auditors may look. Throws `role-missing`. */
export interface CertificateService {
  /** The soonest to end first. */
  certificates(access: Access): Promise<readonly CertificateView[]>;
  /** One more certificate an agency may sign with; the ones before count too until they are revoked. Throws FieldsRefused. */
  registerCertificate(command: RegisterCertificate, access: Access): Promise<CertificateView>;
  /** Throws `not-found`. */
  revokeCertificate(agency: string, fingerprint: string, reason: string, access: Access): Promise<void>;
}

export function certificateService({ store, clock, keyFolders }: CertificateNeeds): CertificateService {
  async function agencyMeant(given: string): Promise<string> {
    const code = codeOf(given);
    return (await store.reader.agencies.byCode(code))?.code ?? code;
  }

  return {
    async certificates(access) {
      requireOverview(access);
      const now = clock.now();
      const [signing, anchors, registered, known] = await Promise.all([keyFolders.signing(), keyFolders.anchors(), store.reader.certificates.list(), store.reader.peers.list()]);
      const found = [
        ...signing.flatMap(({ agency, pem, next }) => [viewCertificate("signing", agency, pem, now), ...(next === undefined ? [] : [viewCertificate("signing-next", agency, next, now)])]),
        ...registered.map(({ agencyCode, certificatePem }) => viewCertificate("partner", agencyCode, certificatePem, now)),
        ...known.flatMap(({ code, state, certificate, nextCertificate }) =>
          state === "retired" ? [] : [...(certificate === null ? [] : [viewCertificate("peer", code, certificate.pem, now)]), ...(nextCertificate === null ? [] : [viewCertificate("peer-next", code, nextCertificate.pem, now)])],
        ),
        ...anchors.map((pem) => viewCertificate("anchor", "", pem, now)),
      ];
      return found.toSorted((one, other) => (one.validTo?.getTime() ?? 0) - (other.validTo?.getTime() ?? 0));
    },
    async registerCertificate({ agency, certificate, reason }, access) {
      requireOperator(access);
      const at = clock.now();
      const view = viewCertificate("partner", agency, certificate, at);
      if (view.state === "unusable") throw refused("/certificate", "Không đọc được chứng thư: cần một chứng thư X.509 dạng PEM (-----BEGIN CERTIFICATE-----).");
      if (view.state === "expired") throw refused("/certificate", "Chứng thư đã hết hạn; xin bên kia gửi chứng thư mới.");
      const agencyCode = await agencyMeant(agency);
      const fingerprint = certificateFingerprint(certificate);
      await store.write(async (tx) => {
        await tx.saveCertificate({ agencyCode, fingerprint, certificatePem: new X509Certificate(certificate).toString().trim(), registeredAt: at, registeredBy: actorName(access.actor), revokedAt: null });
        await tx.append({ kind: "access.certificate-registered", at, actor: access.actor, facts: { agency: agencyCode, fingerprint, reason: reason.slice(0, 500) } });
      });
      return { ...view, owner: agencyCode };
    },
    async revokeCertificate(agency, fingerprint, reason, access) {
      requireOperator(access);
      requireReason(reason, "revoking a certificate", { agency });
      const at = clock.now();
      const code = codeOf(agency); // as it was registered, which may be what is an alias by now
      const meant = await agencyMeant(agency);
      const revoked = await store.write(async (tx) => {
        const owner = (await tx.revokeCertificate(meant, fingerprint, at)) ? meant : (await tx.revokeCertificate(code, fingerprint, at)) ? code : null;
        if (owner !== null) await tx.append({ kind: "access.certificate-revoked", at, actor: access.actor, facts: { agency: owner, fingerprint, reason: reason.trim().slice(0, 500) } });
        return owner !== null;
      });
      if (!revoked) throw notFound("registered certificate", fingerprint.slice(0, 64));
    },
  };
}

function codeOf(given: string): string {
  const code = canonicalOrNull(given.trim());
  if (code === null) throw refused("/agency", "Mã cơ quan: cần dạng H48 hoặc H48.06.");
  return code;
}

function refused(field: string, message: string): FieldsRefused {
  const problem: FieldProblem = { field, code: "field-invalid", message, rule: "docs/operating.md" };
  return new FieldsRefused([problem]);
}
