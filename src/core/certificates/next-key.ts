import { X509Certificate } from "node:crypto";
import { certificateFingerprint, EdxmlError } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import { actorName, notFound, requireOperator } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import type { Clock, Store } from "../ports.ts";
import { viewCertificate, type CertificateView } from "./expiry.ts";
import { requireReason } from "../reason.ts";

/** A key as it was issued: PKCS#12 with its password, or PEM of both. */
export type GivenKey =
  | { readonly form: "pkcs12"; readonly bundle: Uint8Array; readonly password: string }
  | { readonly form: "pem"; readonly privateKey: string; readonly certificate: string };

/** Beside the key an agency signs with, the one it will sign with. Throws `storage-unavailable`. */
export interface NextKeys {
  /** Its certificate; keeps nothing. Throws EdxmlError `key-unreadable`, `key-unsuitable`, `certificate-unreadable`. */
  look(key: GivenKey): Promise<string>;
  /** Keeps it instead of one that was there. Throws as `look`. */
  stage(agency: string, key: GivenKey): Promise<void>;
  /** From the next signature on; the old one stays beside it, unused. false: there is no next one. */
  promote(agency: string, at: Date): Promise<boolean>;
  drop(agency: string): Promise<boolean>;
}

export interface NextKeyNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyFolders: { signing(): Promise<readonly KeyPair[]> };
  readonly nextKeys: NextKeys;
}

/** The certificates of an agency that signs here. `null`: there, but not to be read; `next` undefined: there is none. */
export interface KeyPair {
  readonly agency: string;
  readonly pem: string | null;
  readonly next?: string | null;
}

export interface StageKey {
  /** Of either form. */
  readonly agency: string;
  readonly key: GivenKey;
  readonly reason: string;
}

/**
 * Đổi khóa ký with overlap: the next key lies beside the one in use while the partners register its certificate, then takes its place. Where the gateway itself
 * believes the certificate in use (agencies of one gateway write to each other), it believes the next one from the start. Throws `role-missing`, `reason-missing`.
 */
export interface NextKeyService {
  /** Throws FieldsRefused for a key that cannot sign and for an agency without a key here. */
  stageSigningKey(command: StageKey, access: Access): Promise<CertificateView>;
  /** Throws `not-found` when there is no next key. */
  promoteSigningKey(agency: string, reason: string, access: Access): Promise<CertificateView>;
  dropSigningKey(agency: string, reason: string, access: Access): Promise<void>;
}

export function nextKeyService({ store, clock, keyFolders, nextKeys }: NextKeyNeeds): NextKeyService {
  async function pairOf(given: string): Promise<KeyPair | undefined> {
    const code = canonicalOrNull(given.trim());
    return (await keyFolders.signing()).find(({ agency }) => agency === code);
  }
  async function nextOf(given: string): Promise<KeyPair & { readonly next: string | null }> {
    const pair = await pairOf(given);
    if (pair?.next === undefined) throw notFound("next signing key", given.slice(0, 50));
    return { ...pair, next: pair.next };
  }

  return {
    async stageSigningKey({ agency, key, reason }, access) {
      demand(reason, access);
      const pair = await pairOf(agency);
      if (pair === undefined) throw refused("/agency", "Cơ quan này chưa có khóa ký ở cổng; khóa đầu tiên nạp bằng lienthong keys signing import.");
      const at = clock.now();
      const pem = await nextKeys.look(key).catch((error: unknown) => {
        throw error instanceof EdxmlError ? sayUnusable(error) : error;
      });
      const view = viewCertificate("signing-next", pair.agency, pem, at);
      const problem = view.state === "expired" ? "Chứng thư của khóa đã hết hạn." : pair.pem !== null && certificateFingerprint(pair.pem) === view.fingerprint ? "Đây là khóa đang dùng." : null;
      if (problem !== null) throw refused("/certificate", problem);
      await nextKeys.stage(pair.agency, key);
      await store.write(async (tx) => {
        const own = await believedHere(pair);
        const dropped = pair.next === undefined || pair.next === null ? null : certificateFingerprint(pair.next);
        if (dropped !== null && dropped !== view.fingerprint) await tx.revokeCertificate(pair.agency, dropped, at); // nobody will sign with that one
        if (own) await tx.saveCertificate({ agencyCode: pair.agency, fingerprint: view.fingerprint, certificatePem: new X509Certificate(pem).toString().trim(), registeredAt: at, registeredBy: actorName(access.actor), revokedAt: null });
        await tx.append({ kind: "access.signing-key-staged", at, actor: access.actor, facts: { agency: pair.agency, fingerprint: view.fingerprint, validTo: view.validTo?.toISOString() ?? null, believedHere: own, reason: reason.slice(0, 500) } });
      });
      return view;
    },
    async promoteSigningKey(agency, reason, access) {
      demand(reason, access);
      const pair = await nextOf(agency);
      const at = clock.now();
      const view = viewCertificate("signing", pair.agency, pair.next, at);
      if (view.state === "unusable" || view.state === "expired") throw new HouseError("move-illegal", `the next key of ${pair.agency} is ${view.state}`, { agency: pair.agency }, { hint: "drop it and stage another" });
      if (!(await nextKeys.promote(pair.agency, at))) throw notFound("next signing key", pair.agency);
      await store.write((tx) => tx.append({ kind: "access.signing-key-replaced", at, actor: access.actor, facts: { agency: pair.agency, fingerprint: view.fingerprint, was: pair.pem === null ? null : certificateFingerprint(pair.pem), reason: reason.slice(0, 500) } }));
      return view;
    },
    async dropSigningKey(agency, reason, access) {
      demand(reason, access);
      const pair = await nextOf(agency);
      const at = clock.now();
      await nextKeys.drop(pair.agency);
      const fingerprint = pair.next === null ? null : certificateFingerprint(pair.next);
      await store.write(async (tx) => {
        if (fingerprint !== null) await tx.revokeCertificate(pair.agency, fingerprint, at);
        await tx.append({ kind: "access.signing-key-dropped", at, actor: access.actor, facts: { agency: pair.agency, fingerprint, reason: reason.slice(0, 500) } });
      });
    },
  };

  async function believedHere({ agency, pem }: KeyPair): Promise<boolean> {
    if (pem === null) return false;
    const fingerprint = certificateFingerprint(pem);
    return (await store.reader.certificates.ofAgency(agency)).some((known) => known.fingerprint === fingerprint);
  }
}

function demand(reason: string, access: Access): void {
  requireOperator(access);
  requireReason(reason, "changing a signing key");
}

function sayUnusable({ code }: EdxmlError): FieldsRefused {
  if (code === "key-unreadable") return refused("/key", "Không mở được khóa: kiểm tra mật khẩu, và tệp là .p12/.pfx đầy đủ hoặc PEM không mã hóa.");
  if (code === "key-unsuitable") return refused("/key", "Khóa không dùng được: cần đúng một khóa RSA từ 2048 bit hoặc ECDSA P-256, kèm chứng thư của chính khóa đó.");
  return refused("/certificate", "Không đọc được chứng thư.");
}

function refused(field: string, message: string): FieldsRefused {
  return new FieldsRefused([{ field, code: "field-invalid", message, rule: "docs/operating.md" }]);
}
