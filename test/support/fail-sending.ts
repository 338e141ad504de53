import { Client } from "pg";
import type { TransmissionId, WorkOrderId } from "#src/core/ids";
import { settleAttempts, startAttempts } from "#src/core/outgoing/settle-transmission";
import type { TownGateway } from "./town.ts";

/** Whatever waits for this channel is attempted once and refused, as a partner would; while nothing else moves it: no jobs, or the channel is held. */
export async function failSending({ house: { store, clock, databaseUrl } }: TownGateway, channel: string, reason: string): Promise<void> {
  const actor = { kind: "gateway", job: "deliver" } as const;
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ id: WorkOrderId; ref: TransmissionId }>("SELECT id, ref FROM outbox WHERE topic = 'deliver' AND channel = $1", [channel]);
  await database.end();
  await store.write(async (tx) => {
    const at = clock.now();
    const claims = await startAttempts(tx, rows.map(({ id, ref }) => ({ id: ref, orderId: id })), at, actor);
    const orderOf = new Map(rows.map(({ id, ref }) => [ref, id]));
    const attempted = claims.flatMap((claim) => (claim.kind === "claimed" ? [claim.transmission] : []));
    await settleAttempts(tx, attempted.flatMap((transmission) => {
      const orderId = orderOf.get(transmission.id);
      return orderId === undefined ? [] : [{ transmission, decision: { kind: "failed" as const, fault: { code: "sender-not-registered", reason, at } }, orderId }];
    }), at, actor);
  });
}
