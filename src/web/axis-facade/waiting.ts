import type { AxisVerdict, PendingMessage } from "#adapters/axis/server/desk";
import type { AxisPacket, PacketList } from "../../core/axis-door/axis-door-ports.ts";
import type { IncomingId } from "../../core/ids.ts";
import type { Clock, Store } from "../../core/ports.ts";
import type { GatewayService } from "../../core/service.ts";
import type { DoorAccount } from "./account.ts";

export interface WaitingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly service: GatewayService;
}

export type MessageType = PendingMessage["kind"];

/** The protocol has no pages: the oldest come first, and the next ones when these are acknowledged. */
const LISTED_AT_MOST = 1000;

export function packetList(kind: MessageType): PacketList {
  return kind === "edoc" ? "document" : "status";
}

export async function listWaiting({ store }: WaitingNeeds, account: DoorAccount, kind: MessageType): Promise<readonly PendingMessage[]> {
  const packets = await store.reader.axisDoor.waiting(account.agencies, packetList(kind), LISTED_AT_MOST);
  return packets.map((packet) => ({ docId: packet.id, kind, from: packet.from, to: packet.agencyCode, createdAt: packet.createdAt, updatedAt: packet.updatedAt, state: packet.state }));
}

/**
 * `done`: the QLVB has stored it; it leaves the list for ever. `processing` and `fail` are kept with their words, and the message stays
 * listed: nothing an agency was sent disappears because its system could not read it. False when it is not for this account.
 */
export async function acknowledge(needs: WaitingNeeds, account: DoorAccount, packet: AxisPacket, verdict: AxisVerdict, description: string): Promise<void> {
  const at = needs.clock.now();
  if (packet.kind === "document" && verdict === "done") {
    await needs.service.markFetched(packet.id as IncomingId, account.access);
    return;
  }
  if (packet.state === "done") return;
  await needs.store.write(async (tx) => {
    if (!(await tx.markPacket(packet, verdict, description, at))) return;
    if (verdict === "processing") return;
    const kind = packet.kind === "document" ? "incoming.fetch-failed" : verdict === "done" ? "status.fetched" : "status.fetch-failed";
    const subject = packet.kind === "document" ? { incomingId: packet.id as IncomingId } : {};
    await tx.append({ kind, at, actor: account.access.actor, inboundId: packet.inboundId, ...subject, facts: { packetId: packet.id, ...(verdict === "fail" && { reason: description }) } });
  });
}
