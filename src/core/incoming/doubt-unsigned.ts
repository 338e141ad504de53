import type { Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";
import { canonicalOrNull } from "../agency-code.ts";

/**
 * What no policy on unsigned envelopes may let pass. Without a signature only the channel vouches for the sender, so both must name the same
 * one. And who has registered a certificate signs: a document of theirs without signature has lost it to somebody. The axis keeps the
 * signature of a document when it writes it again, and drops that of a status.
 */
export async function doubtUnsigned(needs: ProcessingNeeds, { inbound, reading }: ReadInbound): Promise<Processed | null> {
  if (reading.verdict.kind !== "unsigned") return null;
  const claimed = await codeOf(needs, reading.unverified.from.organId);
  const stated = await codeOf(needs, inbound.statedFrom);
  if (claimed === null || (stated !== null && stated !== claimed)) {
    return { kind: "quarantined", code: "sender-mismatch", reason: `gói tin không ký ghi bên gửi là ${claimed ?? "?"}, nhưng kênh ${inbound.channel} cho biết bên gửi là ${stated ?? "?"}` };
  }
  if (reading.messageKind === "status") return null;
  const registered = await needs.store.reader.certificates.ofAgency(claimed);
  if (registered.length === 0) return null;
  return { kind: "quarantined", code: "signature-not-acceptable", reason: `gói tin không có chữ ký, nhưng ${claimed} đã đăng ký chứng thư ký với cổng này; hãy xác minh với bên gửi` };
}

async function codeOf({ store }: ProcessingNeeds, text: string | null): Promise<string | null> {
  const canonical = canonicalOrNull(text);
  return canonical === null ? null : ((await store.reader.agencies.byCode(canonical))?.code ?? canonical);
}
