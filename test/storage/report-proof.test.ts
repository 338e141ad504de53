import test, { type ExecutionContext } from "ava";
import { Client } from "pg";
import { loadCalendarData } from "#config";
import type { LocalDate } from "#edxml";
import { liveCalendars } from "#src/core/calendar/index";
import type { Access } from "#src/core/actor";
import { newId, type DispatchId, type NoticeId, type ReportId } from "#src/core/ids";
import type { Dispatch, DispatchState } from "#src/core/outgoing/dispatch";
import type { Store } from "#src/core/ports";
import { reportService } from "#src/core/reports/reports";
import { printer } from "#src/reporting/printer";
import { dispatch, inbound, incoming, outgoing, transmission } from "./records.ts";
import { testStore } from "./stores.ts";

/* A frozen report can be counted again, number by number, whatever happened since; and a number somebody changed is found. */

const SUBMITTED = new Date("2026-11-20T02:00:00Z");
const ISSUED = new Date("2026-12-01T01:00:00Z");
const ACCESS: Access = { actor: { kind: "operator", name: "kiểm tra" }, agencies: "all" };
const ASKED = { agency: "H48", tree: true, period: "month", on: "2026-11-20" as LocalDate } as const;

/** Two dispatches of one document, one of a department, and an incoming document, each with its moves in the journal. */
async function sent(store: Store): Promise<Dispatch[]> {
  const made: Dispatch[] = [];
  for (const [senderCode, states] of [["H48", ["accepted", "failed"]], ["H48.06", ["sent"]]] as const) {
    const document = outgoing({ senderCode, submittedAt: SUBMITTED });
    const carrier = transmission(document);
    const rows = states.map((state, at) => dispatch(document, carrier, { id: newId<DispatchId>(), receiverCode: `G${22 + at}`, state, instants: { ...dispatch(document, carrier).instants, submittedAt: SUBMITTED, enteredAt: SUBMITTED } }));
    await store.write(async (tx) => {
      await tx.addOutgoing(document);
      await tx.addTransmission(carrier);
      await tx.addDispatches(rows);
      for (const row of rows) await tx.append(moved(row, row.state));
    });
    made.push(...rows);
  }
  const envelope = inbound();
  const received = incoming(envelope, { state: "refused", receivedAt: SUBMITTED, effectiveAt: SUBMITTED, decidedAt: SUBMITTED });
  await store.write(async (tx) => {
    await tx.addInbound([envelope]);
    await tx.addIncoming(received);
    await tx.append({ kind: "incoming.moved", at: SUBMITTED, actor: ACCESS.actor, incomingId: received.id, facts: { from: "arrived", to: "refused", statusCode: "02", person: "" } });
  });
  return made;
}

const moved = ({ id, documentId, receiverCode }: Dispatch, to: DispatchState) => ({ kind: "dispatch.moved", at: SUBMITTED, actor: ACCESS.actor, outgoingId: documentId, facts: { dispatchId: id, receiver: receiverCode, from: "queued", event: "03", to } }) as const;

async function issued(t: ExecutionContext) {
  const { store, databaseUrl } = await testStore(t);
  const calendars = liveCalendars(loadCalendarData());
  let now = ISSUED;
  const clock = { now: () => now };
  const service = reportService({ store, clock, calendars, printer: printer(clock) });
  const dispatches = await sent(store);
  const { report } = await service.issueReport(ASKED, null, ACCESS);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  t.teardown(async () => await client.end());
  return { store, service, dispatches, client, id: report.id as ReportId, later: (at: Date) => void (now = at) };
}

test("a frozen report is counted again as it was, after what it counted has changed", async (t) => {
  const { store, service, dispatches, id, later } = await issued(t);
  const [first, , third] = dispatches;
  if (first === undefined || third === undefined) return t.fail();
  t.like(await service.verifyReport(id, ACCESS), { matches: true, digestMatches: true, recounted: true, differing: 0, disagreeing: 0, replayed: { exchanges: 3, accepted: 1, failed: 1, waiting: 1, refused: 0, withdrawn: 0 } });

  later(new Date("2026-12-02T01:00:00Z"));
  await store.write(async (tx) => {
    await tx.moveDispatch(third, { ...third, state: "refused", instants: { ...third.instants, acknowledgedAt: ISSUED, decidedAt: ISSUED } });
    await tx.append(moved(third, "refused"));
    await tx.addNotice({ id: newId<NoticeId>(), kind: "incident", agencyCode: "H48", number: "1/TB", what: "w", suspendedFrom: SUBMITTED, resumesAt: null, temporaryMeasures: "t", backfillMeasures: "b", agencies: ["H48"], contacts: [], signer: "s", issuedAt: new Date("2026-12-01T02:00:00Z"), issuedBy: "x", resumedAt: null, endedBy: null, remedy: null });
  });
  const now = await service.statistics(ASKED, ["agency"], ACCESS);
  t.is(now.total.outgoing.refused, 1, "the numbers of today are others");
  t.is(now.operations.incidents, 1, "an incident was told of later");
  const after = await service.verifyReport(id, ACCESS);
  t.true(after.matches, JSON.stringify(after.differences));
  const second = await service.issueReport(ASKED, "bổ sung", ACCESS);
  t.is(second.content.total.outgoing.refused, 1);
  t.true((await service.verifyReport(second.report.id as ReportId, ACCESS)).matches, "and so is the next version");
});

test("a number changed in a frozen report is found, even with a digest made to fit", async (t) => {
  const { service, client, id } = await issued(t);
  await client.query("ALTER TABLE issued_report DISABLE TRIGGER USER");
  await client.query(`UPDATE issued_report SET content = jsonb_set(content::jsonb, '{tables,agency,1,outgoing,sent}', '7')::text WHERE id = $1`, [id]);
  await client.query("UPDATE issued_report SET digest = encode(sha256(convert_to(content, 'UTF8')), 'hex') WHERE id = $1", [id]);
  const found = await service.verifyReport(id, ACCESS);
  t.like(found, { matches: false, digestMatches: false, differing: 1, disagreeing: 0 });
  t.deepEqual(found.differences, [{ where: "Theo cơ quan, H48.06, văn bản đi: Đã gửi theo luật (t1)", reported: 7, recounted: 1 }]);
});

test("an exchange changed behind the back of the gateway is found, and so is one the journal tells otherwise", async (t) => {
  const { service, client, dispatches, id } = await issued(t);
  await client.query("UPDATE exchange_fact SET outcome = 'accepted', state = 'accepted' WHERE id = $1", [dispatches[1]?.id]);
  const found = await service.verifyReport(id, ACCESS);
  t.like(found, { matches: false, digestMatches: true, disagreeing: 1 });
  t.true(found.differences.some(({ where, reported, recounted }) => where === "Tổng cộng, văn bản đi: Gửi không thành công" && reported === 1 && recounted === 0));
  await client.query(`INSERT INTO reported_fact SELECT (jsonb_populate_record(NULL::reported_fact, to_jsonb(f) || '{"until": 1}')).* FROM exchange_fact AS f LIMIT 1`);
  await t.throwsAsync(client.query("DELETE FROM reported_fact"), { message: /never change/ });
  await t.throwsAsync(client.query("DELETE FROM issued_report"), { message: /never change/ });
});
