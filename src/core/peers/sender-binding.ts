import { canonicalOrganId, type OrganId } from "#edxml";
import type { InboundEnvelope } from "../incoming/inbound-envelope.ts";
import type { Processed } from "../incoming/processing.ts";
import type { Reader } from "../ports.ts";
import { peerOfChannel } from "./peer.ts";
import type { Peers } from "./peers.ts";

export interface BindingNeeds {
  readonly store: { readonly reader: Pick<Reader, "agencies"> };
  readonly peers: Peers;
}

/**
 * A direct peer speaks only for the agencies it is registered for: what it brings from anybody else is kept but not believed, signed or not.
 * Null: it may.
 */
export async function refuseUnboundSender(needs: BindingNeeds, inbound: Pick<InboundEnvelope, "channel">, from: OrganId): Promise<Processed | null> {
  const peer = peerOfChannel(inbound.channel);
  if (peer === null) return null;
  await needs.peers.refresh();
  const code = canonicalOrganId(from);
  const agency = await needs.store.reader.agencies.byCode(code);
  if (needs.peers.mayBring(inbound.channel, agency?.code ?? code)) return null;
  return { kind: "quarantined", code: "sender-mismatch", reason: `hệ thống kết nối ${peer} không được đăng ký gửi thay ${code}; nếu đúng, hãy bổ sung cơ quan này cho kết nối rồi xử lý lại` };
}
