import { canonicalOrganId, parseOrganId, EdxmlError, type LocalDate, type OrganId, type Organization } from "#edxml";
import type { Agency } from "../agency.ts";
import { isClosed, NO_FACTS, sayAgencyState, sayCode, type AgencyFacts, type CodeResolution } from "../directory/index.ts";
import type { FieldProblem } from "../fault.ts";
import { mayMeet } from "../sample/sample-codes.ts";
import { checkNotSender } from "../policy/check-sense.ts";
import type { Peers } from "../peers/peers.ts";
import type { Reader } from "../ports.ts";

export interface Receiver {
  /** Canonical code. */
  readonly code: string;
  readonly organization: Organization;
  /** This gateway keeps its inbox: the document need not leave the house. */
  readonly hosted: boolean;
  /** The channel of the peer that reaches it directly; null: none does. */
  readonly directChannel: string | null;
  /** What it can take, as far as the directory and its peer know. */
  readonly limits: Pick<AgencyFacts, "maxFileMb" | "maxDocumentMb" | "formats">;
  readonly dialect: string | null;
  /** Hồ sơ chính sách of that peer; null: none of its own. */
  readonly peerProfile: string | null;
}

export type ResolvedReceivers = { readonly kind: "resolved"; readonly receivers: readonly Receiver[] } | { readonly kind: "refused"; readonly problems: readonly FieldProblem[] };

export interface ResolvingNeeds {
  readonly agencies: Reader["agencies"];
  readonly resolveCode: (code: string) => CodeResolution;
  readonly peers: Peers;
  /** For the validity of units below level 1. */
  readonly today: LocalDate;
  /** Who sends, as the directory has it: no receiver. */
  readonly senderCode: string;
}

/**
 * Finds every receiver in the directory; all problems at once. A closed code names its successor (QĐ 09/2025), a code written twice
 * (also once old and once new) is refused, and a code nobody knows is refused rather than lost on the axis.
 */
export async function resolveReceivers(needs: ResolvingNeeds, organIds: readonly string[]): Promise<ResolvedReceivers> {
  await needs.peers.refresh();
  const problems: FieldProblem[] = [];
  const receivers: Receiver[] = [];
  const seen = new Map<string, number>();
  const written = organIds.map(organIdOrNull);
  const known = await needs.agencies.byCodes([...new Set(written.flatMap((organId) => (organId === null ? [] : [canonicalOrganId(organId)])))]);
  for (const [index, organId] of organIds.entries()) {
    const field = `/receivers/${index}/organId`;
    const found = await resolveOne(needs, known, organId, field);
    if (found.kind === "refused") {
      problems.push(found.problem);
      continue;
    }
    const earlier = seen.get(found.receiver.code);
    if (earlier !== undefined) {
      problems.push({ field, code: "field-invalid", message: `Cơ quan ${found.receiver.code} đã có ở nơi nhận thứ ${earlier + 1}. Hãy bỏ một dòng.`, rule: "QCVN 102:2016/BTTTT" });
      continue;
    }
    problems.push(...checkNotSender(field, found.receiver.code, needs.senderCode), ...checkSamples(field, found.receiver.code, needs.senderCode));
    seen.set(found.receiver.code, index);
    receivers.push(found.receiver);
  }
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "resolved", receivers };
}

/** Dữ liệu mẫu is to look at: nothing of it leaves, and no real letter is lost in it. */
function checkSamples(field: string, receiverCode: string, senderCode: string): FieldProblem[] {
  if (mayMeet(receiverCode, senderCode)) return [];
  return [{ field, code: "field-invalid", message: `Cơ quan mẫu (dữ liệu mẫu) chỉ trao đổi với cơ quan mẫu: không gửi được từ ${senderCode} tới ${receiverCode}.`, rule: "docs/accounts.md#dữ-liệu-mẫu" }];
}

type One = { readonly kind: "found"; readonly receiver: Receiver } | { readonly kind: "refused"; readonly problem: FieldProblem };

async function resolveOne(needs: ResolvingNeeds, known: ReadonlyMap<string, Agency>, text: string, field: string): Promise<One> {
  const organId = organIdOrNull(text);
  if (organId === null) {
    return refused({ field, code: "field-invalid", message: `“${text.slice(0, 60)}” không phải mã định danh cơ quan. Mã đúng có dạng H48, H48.06 hoặc 000.00.06.H48.`, rule: "QĐ 20/2020/QĐ-TTg Đ.4–6" });
  }
  const code = canonicalOrganId(organId);
  const resolution = needs.resolveCode(code);
  if (resolution.kind === "closed") return refused({ field, code: "receiver-closed", message: sayCode(resolution) ?? code, rule: "QĐ 09/2025/QĐ-TTg" });
  const agency = known.get(code) ?? null;
  if (agency !== null && isClosed(agency, needs.today)) {
    const successor = agency.facts.successor === null ? null : await needs.agencies.byCode(agency.facts.successor);
    return refused({ field, code: "receiver-closed", message: sayAgencyState(agency, needs.today, successor?.facts.name ?? null) ?? code, rule: "QĐ 20/2020/QĐ-TTg Đ.10; danh bạ của cổng" });
  }
  if (agency !== null) {
    const receiver = { code: agency.code, organization: { ...agency.organization, organId }, limits: agency.facts, dialect: agency.facts.dialect, hosted: agency.hosting !== null, directChannel: null, peerProfile: null };
    return { kind: "found", receiver: throughPeer(needs.peers, receiver) };
  }
  if (resolution.kind === "active" && resolution.levelOne.code === code) {
    const receiver = { code, organization: { organId, organName: resolution.levelOne.name }, limits: NO_FACTS, dialect: null, hosted: false, directChannel: null, peerProfile: null };
    return { kind: "found", receiver: throughPeer(needs.peers, receiver) };
  }
  return refused({
    field,
    code: "receiver-unknown",
    message: (resolution.kind === "unknown" ? sayCode(resolution) : null) ?? `Không có cơ quan nào mang mã “${organId}” trong danh bạ. Hãy kiểm tra lại mã, hoặc đồng bộ danh bạ từ Trục rồi gửi lại.`,
    rule: "QĐ 20/2020/QĐ-TTg Đ.10",
  });
}

/** A receiver some peer reaches directly: its channel, and what the peer itself can take, beside what the directory knows of the receiver. */
function throughPeer(peers: Peers, receiver: Receiver): Receiver {
  const route = receiver.hosted ? null : peers.routeTo(receiver.code);
  if (route === null) return receiver;
  const { dialect, maxDocumentMb, policyProfile } = route.peer.settings;
  const { limits } = receiver;
  const most = limits.maxDocumentMb === null || maxDocumentMb === null ? (limits.maxDocumentMb ?? maxDocumentMb) : Math.min(limits.maxDocumentMb, maxDocumentMb);
  return { ...receiver, directChannel: route.channel, peerProfile: policyProfile, dialect: receiver.dialect ?? dialect, limits: { maxFileMb: limits.maxFileMb, formats: limits.formats, maxDocumentMb: most } };
}

function organIdOrNull(text: string): OrganId | null {
  try {
    return parseOrganId(text);
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}

function refused(problem: FieldProblem): One {
  return { kind: "refused", problem };
}
