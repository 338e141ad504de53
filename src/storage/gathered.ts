import type { InboundId, OutgoingId } from "../core/ids.ts";
import type { Reader } from "../core/ports.ts";
import { together } from "../core/together.ts";

const MOST_TOGETHER = 64;

/** Look-ups by one key that are asked for while another is under way become one: under load a statement serves many, and alone nobody waits. */
export function gathered(reader: Reader): Reader {
  const agency = together(async (codes: readonly string[]) => {
    const found = await reader.agencies.byCodes([...new Set(codes)]);
    return codes.map((code) => found.get(code) ?? null);
  }, MOST_TOGETHER);
  const inbound = byId((ids: readonly InboundId[]) => reader.inbound.byIds(ids));
  const outgoing = byId((ids: readonly OutgoingId[]) => reader.outgoing.byIds(ids));
  return {
    ...reader,
    agencies: { ...reader.agencies, byCode: agency },
    inbound: { ...reader.inbound, byId: inbound },
    outgoing: { ...reader.outgoing, byId: outgoing },
  };
}

function byId<Id extends string, Found extends { readonly id: Id }>(find: (ids: readonly Id[]) => Promise<readonly Found[]>): (id: Id) => Promise<Found | null> {
  return together(async (ids: readonly Id[]) => {
    const found = new Map((await find([...new Set(ids)])).map((one) => [one.id, one]));
    return ids.map((id) => found.get(id) ?? null);
  }, MOST_TOGETHER);
}
