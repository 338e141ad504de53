import test from "ava";
import { Client } from "pg";
import { keepDeadWork } from "#src/jobs/keep-dead-work";
import { gatewayOf, send } from "#test/support/letters";
import { openTown } from "#test/support/town";

test("work whose processes died over and over waits a minute, for it may be innocent, and ten when that happens again; its document says so, and the journal", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, others: { quangngai: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] }, run: [] });
  const gateway = gatewayOf(town, "vpcp");
  await send(gateway);
  const database = new Client({ connectionString: gateway.house.databaseUrl });
  await database.connect();
  t.teardown(() => database.end());
  const die = async (): Promise<{ readonly wait: number; readonly fault: string | null }> => {
    const { rows: [order] } = await database.query<{ id: string; ref: string }>("SELECT id, ref FROM outbox WHERE topic = 'deliver'");
    await keepDeadWork(gateway.house, { item: { id: order?.id ?? "", topic: "deliver", ref: order?.ref ?? "", urgency: 0 }, deliveries: 9, reason: "the process ended while handling it" });
    const { rows: [after] } = await database.query<{ wait: number; fault: string | null }>("SELECT round(extract(epoch FROM due_at - now()))::int AS wait, (SELECT last_fault->>'code' FROM transmission WHERE id::text = ref) AS fault FROM outbox WHERE topic = 'deliver'");
    return after ?? { wait: 0, fault: null };
  };
  const [first, second, third] = [await die(), await die(), await die()];
  t.deepEqual([first, second, third].map(({ wait, fault }) => [Math.round(wait / 60), fault]), [[1, "work-dead"], [10, "work-dead"], [10, "work-dead"]]);
  const { rows } = await database.query("SELECT FROM journal WHERE kind = 'work.dead'");
  t.is(rows.length, 3);
});
