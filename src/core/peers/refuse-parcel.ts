import { canonicalOrNull } from "../agency-code.ts";
import type { Clock, Store } from "../ports.ts";
import { channelOf, type Peer } from "./peer.ts";
import { closeness } from "./reach.ts";

/**
 * What a peer says of a parcel before anybody reads it: it must be from an agency the peer is registered for. Refused at once, told to the peer, and
 * written down. What the envelope itself says is checked again when it is read.
 */
export async function refuseParcel(needs: { readonly store: Store; readonly clock: Clock }, peer: Peer, parcel: { readonly id: string; readonly from: string }): Promise<{ readonly outcome: "refused"; readonly code: string; readonly reason: string } | null> {
  const code = canonicalOrNull(parcel.from);
  const agency = code === null ? null : ((await needs.store.reader.agencies.byCode(code))?.code ?? code);
  if (agency !== null && closeness(peer.settings.reaches, agency) > 0) return null;
  await needs.store.write((tx) =>
    tx.append({
      kind: "peer.sender-refused",
      at: needs.clock.now(),
      actor: { kind: "partner", channel: channelOf(peer.code), organId: parcel.from.slice(0, 100) },
      facts: { peer: peer.code, from: parcel.from.slice(0, 100), parcel: parcel.id },
    }),
  );
  return { outcome: "refused", code: "sender-not-registered", reason: `hệ thống này không được đăng ký gửi thay ${parcel.from.slice(0, 100)}` };
}
