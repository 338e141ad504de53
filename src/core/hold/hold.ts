import { z } from "zod";
import type { FileFinding, SecrecyStamp } from "../policy/file-finding.ts";

/**
 * Tạm giữ: a document whose files bear a stamp of secrecy waits for a person, because such a document must not travel here (QĐ 28/2018 Đ.1.2),
 * and only a person can tell a stamp from a picture of one.
 *
 * held → released (it goes on) | discarded (its content is purged)
 */
export const HOLD_STATES = ["held", "released", "discarded"] as const;
export type HoldState = (typeof HOLD_STATES)[number];

export interface Hold {
  readonly state: HoldState;
  /** Vietnamese: what was found and what to do. */
  readonly reason: string;
  readonly stamps: readonly HeldStamp[];
  readonly heldAt: Date;
  readonly decision: { readonly at: Date; readonly person: string; readonly reason: string } | null;
}

export interface HeldStamp extends SecrecyStamp {
  /** Place of the file in the document, from 0; its name may say more than one is allowed to see. */
  readonly fileIndex: number;
}

export const HOLD_RULE = "QĐ 28/2018/QĐ-TTg Đ.1.2; Luật Bảo vệ bí mật nhà nước 117/2025/QH15";

const WORDS: Readonly<Record<SecrecyStamp["level"], string>> = { mat: "MẬT", "toi-mat": "TỐI MẬT", "tuyet-mat": "TUYỆT MẬT" };

/** null: nothing to hold the document for. */
export function holdFor(findings: readonly FileFinding[], at: Date): Hold | null {
  const stamps = findings.flatMap((finding, fileIndex) => finding.stamps.map((stamp) => ({ ...stamp, fileIndex })));
  if (stamps.length === 0) return null;
  const places = stamps.slice(0, 3).map(({ level, fileIndex, page }) => `dấu “${WORDS[level]}” ở tệp thứ ${fileIndex + 1}${page === null ? "" : `, trang ${page}`}`);
  const more = stamps.length > places.length ? ` và ${stamps.length - places.length} chỗ khác` : "";
  return { state: "held", reason: `Thấy ${places.join("; ")}${more}. Văn bản mật không được gửi, nhận qua hệ thống này; người có trách nhiệm cần xem và quyết định cho đi tiếp hoặc hủy.`, stamps, heldAt: at, decision: null };
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
