import { X509Certificate } from "node:crypto";
import { canonicalOrganId, certificateFingerprint, EdxmlError, parseOrganId } from "#edxml";
import type { FieldProblem } from "../fault.ts";
import type { PeerInFile } from "./commands.ts";
import type { Peer, PeerKind, PinnedCertificate } from "./peer.ts";
import { sharedEntries } from "./reach.ts";

export type Description = Omit<PeerInFile, "code" | "kind">;

export type Described = Pick<Peer, "name" | "endpoint" | "account" | "settings" | "certificate" | "nextCertificate">;

const RULE = "docs/peers.md";
const PROTOCOLS: Readonly<Record<PeerKind, RegExp>> = { axis: /^https?:$/, amqp: /^amqps?:$/ };
const FORMS: Readonly<Record<PeerKind, string>> = { axis: "http(s)://máy/đường-dẫn", amqp: "amqp(s)://máy:cổng/vhost" };

/** Reads what an operator says of a peer: everything wrong at once. `at`: where it sits in the request. */
export function readDescription(kind: PeerKind, given: Description, profileExists: (id: string) => boolean, at = ""): { readonly problems: readonly FieldProblem[]; readonly described: Described } {
  const problems: FieldProblem[] = [];
  const refuse = (field: string, message: string): void => void problems.push({ field: `${at}/${field}`, code: "field-invalid", message, rule: RULE });

  const url = URL.canParse(given.endpoint) ? new URL(given.endpoint) : null;
  if (url === null || !PROTOCOLS[kind].test(url.protocol) || url.hostname === "") refuse("endpoint", `Địa chỉ của loại ${kind} có dạng ${FORMS[kind]}.`);
  else if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") refuse("endpoint", "Địa chỉ không được chứa tài khoản, mật khẩu hay tham số; hãy ghi vào trường riêng.");
  if (!/^[!-~]+$/.test(given.account)) refuse("account", "Tài khoản chỉ gồm ký tự ASCII in được, không có khoảng trắng.");
  if (kind === "amqp" && given.link === null) refuse("link", "Cần tên hai đầu tại RabbitMQ (here, there).");
  if (kind === "amqp" && given.link !== null && given.link.here === given.link.there) refuse("link", "Hai đầu phải có tên khác nhau.");
  if (kind === "axis" && given.link !== null) refuse("link", "Chỉ loại amqp có tên hai đầu; hãy bỏ trống.");
  if (given.policyProfile !== null && !profileExists(given.policyProfile)) refuse("policyProfile", `Không có hồ sơ chính sách “${given.policyProfile}”.`);
  const reaches = given.reaches.map((entry, index) => {
    const canonical = canonicalEntry(entry);
    if (canonical === null) refuse(`reaches/${index}`, `“${entry}” không phải mã định danh cơ quan, H48.* hay *.`);
    return canonical ?? entry;
  });
  const pinned = (field: "certificate" | "nextCertificate"): PinnedCertificate | null => {
    const pem = given[field];
    const read = pem === null ? null : readCertificate(pem);
    if (pem !== null && read === null) refuse(field, "Không đọc được chứng thư; cần một chứng thư X.509 dạng PEM.");
    return read;
  };
  const { dialect, policyProfile, maxDocumentMb, whenPaused, takesDirectory, pullSeconds, link } = given;
  const settings = { reaches: [...new Set(reaches)].toSorted(), dialect, policyProfile, maxDocumentMb, whenPaused, takesDirectory, pullSeconds, link };
  const described = { name: given.name, endpoint: given.endpoint, account: given.account, settings, certificate: pinned("certificate"), nextCertificate: pinned("nextCertificate") };
  return { problems, described };
}

/** The same backwards. */
export function descriptionOf({ name, endpoint, account, settings, certificate, nextCertificate }: Described): Description {
  return { name, endpoint, account, ...settings, reaches: [...settings.reaches], certificate: certificate?.pem ?? null, nextCertificate: nextCertificate?.pem ?? null };
}

/** Two active peers must not claim the same entry, or chance would choose the way. */
export function claimProblems(peer: Pick<Peer, "code" | "settings">, others: readonly Peer[], at = ""): FieldProblem[] {
  return others
    .filter(({ code, state }) => code !== peer.code && (state === "active" || state === "paused"))
    .flatMap((other) => sharedEntries(peer.settings.reaches, other.settings.reaches).map((entry) => ({ other, entry })))
    .map(({ other, entry }) => ({ field: `${at}/reaches`, code: "field-invalid", message: `${entry} đã đi qua kết nối ${other.code} (${other.name}). Hãy bỏ ở một trong hai.`, rule: RULE }));
}

function canonicalEntry(entry: string): string | null {
  if (entry === "*") return entry;
  const below = entry.endsWith(".*");
  try {
    return canonicalOrganId(parseOrganId(below ? entry.slice(0, -2) : entry)) + (below ? ".*" : "");
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}

function readCertificate(pem: string): PinnedCertificate | null {
  try {
    const certificate = new X509Certificate(pem);
    return { pem: certificate.toString(), fingerprint: certificateFingerprint(pem), subject: certificate.subject.replaceAll("\n", ", "), validTo: new Date(certificate.validTo) };
  } catch {
    return null;
  }
}
