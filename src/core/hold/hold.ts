import type { Facts } from "#edxml";
import { z } from "zod";
import type { FileFinding, SecrecyStamp } from "../policy/file-finding.ts";
import type { DecidedRule } from "../policy/profile.ts";
import { sayVirus, type VirusVerdict } from "../policy/virus-scan.ts";

/**
 * Tạm giữ: a document waits for a person. Because its files bear a stamp of secrecy, for such a document must not travel here (QĐ 28/2018 Đ.1.2) and
 * only a person can tell a stamp from a picture of one; or because of malware, or because it could not be scanned where the profile asks for that.
 *
 * held → released (it goes on) | discarded (its content is purged)
 */
export const HOLD_STATES = ["held", "released", "discarded"] as const;
export type HoldState = (typeof HOLD_STATES)[number];

export interface Hold {
  readonly state: HoldState;
  /** Vietnamese: what was found and what to do. */
  readonly reason: string;
  /** What it rests on. */
  readonly rule: string;
  readonly stamps: readonly HeldStamp[];
  readonly scans: readonly HeldScan[];
  /** Incoming documents this one answers; they are completed (06) when it is released. */
  readonly answers: readonly string[];
  readonly heldAt: Date;
  readonly decision: { readonly at: Date; readonly person: string; readonly reason: string } | null;
}

export interface HeldStamp extends SecrecyStamp {
  /** Place of the file in the document, from 0; its name may say more than one is allowed to see. */
  readonly fileIndex: number;
}

/** A file the scanner of malware did not clear. */
export interface HeldScan {
  readonly fileIndex: number;
  readonly verdict: Exclude<VirusVerdict, { kind: "clean" }>;
}

export const HOLD_RULE = "QĐ 28/2018/QĐ-TTg Đ.1.2; Luật Bảo vệ bí mật nhà nước 117/2025/QH15";

const WORDS: Readonly<Record<SecrecyStamp["level"], string>> = { mat: "MẬT", "toi-mat": "TỐI MẬT", "tuyet-mat": "TUYỆT MẬT" };

/** null: nothing to hold the document for. Malware that the rule refuses never comes here on its way out; on its way in it is always held. */
export function holdFor(findings: readonly FileFinding[], rule: DecidedRule<"virus-scan">, at: Date): Hold | null {
  const stamps = findings.flatMap((finding, fileIndex) => finding.stamps.map((stamp) => ({ ...stamp, fileIndex })));
  const scans = findings.flatMap(({ virus }, fileIndex): HeldScan[] => (virus === null || virus.kind === "clean" || (virus.kind === "unscanned" && rule.value.unscanned === "pass") ? [] : [{ fileIndex, verdict: virus }]));
  if (stamps.length + scans.length === 0) return null;
  const rules = [...(stamps.length > 0 ? [HOLD_RULE] : []), ...(scans.length > 0 ? [rule.article] : [])];
  return { state: "held", reason: [sayStamps(stamps), sayScans(scans)].filter((text) => text !== "").join(" "), rule: rules.join("; "), stamps, scans, answers: [], heldAt: at, decision: null };
}

function sayStamps(stamps: readonly HeldStamp[]): string {
  if (stamps.length === 0) return "";
  const places = stamps.slice(0, 3).map(({ level, fileIndex, page }) => `dấu “${WORDS[level]}” ở tệp thứ ${fileIndex + 1}${page === null ? "" : `, trang ${page}`}`);
  const more = stamps.length > places.length ? ` và ${stamps.length - places.length} chỗ khác` : "";
  return `Thấy ${places.join("; ")}${more}. Văn bản mật không được gửi, nhận qua hệ thống này; người có trách nhiệm cần xem và quyết định cho đi tiếp hoặc hủy.`;
}

function sayScans(scans: readonly HeldScan[]): string {
  if (scans.length === 0) return "";
  const files = scans.slice(0, 3).map(({ fileIndex, verdict }) => `tệp thứ ${fileIndex + 1} ${sayVirus(verdict)}`);
  const follows = scans.some(isInfected) ? "Văn bản có mã độc chỉ có thể hủy." : "Người có trách nhiệm cần quét tệp bằng cách khác rồi quyết định cho đi tiếp hoặc hủy.";
  return `${capital(files.join("; "))}. ${follows}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isInfected({ verdict }: HeldScan): boolean {
  return verdict.kind === "infected";
}

/** Nobody can let malware go on. */
export function holdsMalware({ scans }: Hold): boolean {
  return scans.some(isInfected);
}

/** Of a hold, for the journal; nothing of the content. */
export function heldFacts({ stamps, scans }: Hold): Facts {
  const signatures = scans.flatMap(({ verdict }) => (verdict.kind === "infected" ? [verdict.signature] : []));
  const unscanned = scans.filter(({ verdict }) => verdict.kind === "unscanned").length;
  return { stamps: stamps.map(({ level }) => level), ...(signatures.length > 0 && { malware: signatures }), ...(unscanned > 0 && { unscanned }) };
}

/** The mark of a document that went on unscanned; empty when every file was scanned, or the house has no scanner. */
export function unscannedFact(findings: readonly FileFinding[]): Facts {
  const count = findings.filter(({ virus }) => virus?.kind === "unscanned").length;
  return count === 0 ? {} : { unscanned: count };
}

export function isHeld({ hold }: { readonly hold: Hold | null }): boolean {
  return hold?.state === "held";
}

/** What a person of the agency decides about a held document. */
export const holdDecisionSchema = z
  .strictObject({
    person: z.strictObject({
      fullName: z.string({ error: "Người quyết định: cần họ tên" }).trim().min(1, { error: "Người quyết định: cần họ tên" }).max(300),
      position: z.string().trim().min(1).max(300).optional().meta({ description: "Chức vụ" }),
    }),
    reason: z.string({ error: "Lý do: phải ghi rõ" }).trim().min(1, { error: "Lý do: phải ghi rõ" }).max(1000, { error: "Lý do: tối đa 1000 ký tự" }),
  })
  .meta({ id: "HoldDecision", description: "Ai quyết định và vì sao; ghi vào nhật ký" });
export type HoldDecision = z.output<typeof holdDecisionSchema>;
