import { LIMITS } from "../../limits.ts";
import type { PdfFile } from "../pdf-file.ts";
import type { PdfDict, PdfValue } from "../values.ts";
import type { Cms } from "./cms.ts";
import { OID } from "./cms.ts";
import { childrenOf } from "./der.ts";
import { answerSays } from "./ocsp.ts";
import { listSays, listsIn, type Said } from "./revocation-list.ts";
import type { Certificate } from "./x509.ts";

/** Evidence of revocation at hand; nothing is fetched. DER. */
export interface RevocationEvidence {
  readonly lists: readonly Buffer[];
  readonly answers: readonly Buffer[];
}

/** `good`: evidence covers the time asked about, or a later one. */
export type Standing = { readonly kind: "revoked"; readonly at: Date } | { readonly kind: "good" } | { readonly kind: "unknown" };

/** What the file keeps for long-term validation (/DSS, ISO 32000-2 §12.8.4.3). */
export function storedEvidence(file: PdfFile, catalog: PdfDict | null): RevocationEvidence {
  const store = file.dict(catalog?.entries.get("DSS"));
  const streams = (value: PdfValue | undefined): Buffer[] =>
    file
      .items(value)
      .slice(0, LIMITS.signatures)
      .flatMap((item) => {
        const stream = file.stream(item);
        return stream?.unpacked.kind === "bytes" ? [stream.unpacked.bytes] : [];
      });
  return { lists: streams(store?.entries.get("CRLs")), answers: streams(store?.entries.get("OCSPs")) };
}

/** What a signature brings along: in its CMS, or as Adobe writes it, signed with the rest. */
export function carriedEvidence({ signer, lists }: Cms): RevocationEvidence {
  const archived = childrenOf(signer.attributes.get(OID.revocationArchive));
  const part = (tag: number): readonly Buffer[] => listsIn(childrenOf(archived.find((one) => one.tag === tag))[0]);
  return { lists: [...lists, ...part(0xa0)], answers: part(0xa1) };
}

export function together(...all: readonly RevocationEvidence[]): RevocationEvidence {
  return { lists: all.flatMap(({ lists }) => lists), answers: all.flatMap(({ answers }) => answers) };
}

/** Revoked is revoked, however old the evidence; good is only what was good at that time, or after it. */
export function standingOf(certificate: Certificate, issuer: Certificate, { lists, answers }: RevocationEvidence, at: Date): Standing {
  const said: Said[] = [...lists.flatMap((list) => listSays(list, certificate, issuer) ?? []), ...answers.flatMap((answer) => answerSays(answer, certificate, issuer) ?? [])];
  const revoked = said.flatMap((one) => (one.kind === "revoked" ? [one.at.getTime()] : []));
  if (revoked.length > 0) return { kind: "revoked", at: new Date(Math.min(...revoked)) };
  const covers = said.some((one) => one.kind === "good" && (one.from >= at || (one.until !== null && one.until >= at)));
  return { kind: covers ? "good" : "unknown" };
}
