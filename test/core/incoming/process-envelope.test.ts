import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { Client } from "pg";
import { gatewayOf, person, send } from "#test/support/letters";
import { eventually, openTown } from "#test/support/town";

test("a group of reports locks its dispatches by id, as settlements do, in whatever order the reports came: neither waits for the other in a circle", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] }, ubnd: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] } } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const open = async (): Promise<Client> => {
    const client = new Client({ connectionString: vpcp.house.databaseUrl });
    await client.connect();
    t.teardown(() => client.end());
    return client;
  };
  const [keeper, settlement] = [await open(), await open()];
  const rows = async <Row>(sql: string): Promise<readonly Row[]> => (await settlement.query<Row & Record<string, unknown>>(sql)).rows;

  for (const number of ["1", "2", "3"]) await send(vpcp, { code: { number, notation: "VPCP-KSTT" } });
  await eventually("all three arrive", async () => (await rows("SELECT FROM dispatch WHERE state = 'arrived'")).length === 3);
  const dispatches = await rows<{ id: string; documentId: string }>(`SELECT d.id, o.message->>'documentId' AS "documentId" FROM dispatch d JOIN outgoing_document o ON o.id = d.document_id ORDER BY d.id`);
  const [low, high, first] = dispatches.map(({ id }) => id);
  const accept = async (index: number): Promise<void> => {
    const kept = (await rows("SELECT FROM inbound_envelope")).length;
    const { rows: incoming } = await ubnd.house.service.listIncoming({ limit: 10 }, ubnd.operator);
    const one = incoming.find(({ message }) => message.documentId === dispatches[index]?.documentId);
    if (one !== undefined) await ubnd.house.service.reportStatus(one.id, { action: "accept", person }, ubnd.operator);
    await eventually("the report is here", async () => (await rows("SELECT FROM inbound_envelope")).length > kept);
  };
  const somebodyWaits = async (): Promise<boolean> => (await rows("SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')")).length > 0;

  // the first report keeps the processor busy, so that those after it share a transaction, the one on the higher id in front
  await keeper.query("BEGIN");
  await keeper.query("SELECT FROM dispatch WHERE id = $1 FOR UPDATE", [first]);
  await accept(2);
  await eventually("the first report waits", somebodyWaits);
  await accept(1);
  await pause(300); // until it was read
  await accept(0);
  await pause(300);
  await settlement.query("BEGIN");
  await settlement.query("SELECT FROM dispatch WHERE id = $1 FOR UPDATE", [low]);
  await keeper.query("COMMIT");
  await eventually("the group waits for the settlement", somebodyWaits);
  await t.notThrowsAsync(settlement.query("SELECT FROM dispatch WHERE id = $1 FOR UPDATE NOWAIT", [high]), "the group holds what the settlement needs next");
  await settlement.query("ROLLBACK");
  await eventually("all are accepted", async () => (await rows("SELECT FROM dispatch WHERE state = 'accepted'")).length === 3);
});
