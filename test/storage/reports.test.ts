import test from "ava";
import { loadCalendarData } from "#config";
import { parseOrganId, type LocalDate } from "#edxml";
import { buildCalendars } from "#src/core/calendar/index";
import { newId, type DispatchId, type OutgoingId } from "#src/core/ids";
import type { Dispatch, DispatchState } from "#src/core/outgoing/dispatch";
import type { OutgoingDocument } from "#src/core/outgoing/outgoing-document";
import { periodWith } from "#src/core/reports/period";
import { reportContent, type ReportContent } from "#src/core/reports/report-content";
import type { Store } from "#src/core/ports";
import { dispatch, inbound, incoming, message, outgoing, transmission } from "./records.ts";
import { testStore } from "./stores.ts";

const calendars = buildCalendars(loadCalendarData());
const at = (time: string): Date => new Date(`2026-11-${time}:00+07:00`);

interface Sent {
  readonly sender?: string;
  readonly issuedOn: string;
  readonly urgency?: 0 | 1 | 2 | 3;
  readonly type?: string;
  readonly submittedAt: Date;
  readonly to: readonly { readonly code: string; readonly state: DispatchState; readonly entered?: Date; readonly received?: Date; readonly acknowledged?: Date; readonly decided?: Date; readonly owned?: boolean }[];
}

async function add(store: Store, sent: Sent): Promise<readonly Dispatch[]> {
  const text = message("1");
  const document: OutgoingDocument = outgoing({
    id: newId<OutgoingId>(),
    senderCode: sent.sender ?? "H48",
    submittedAt: sent.submittedAt,
    message: { ...text, promulgation: { ...text.promulgation, date: sent.issuedOn as LocalDate }, otherInfo: { priority: sent.urgency ?? 0 }, documentType: { ...text.documentType, typeName: sent.type ?? "Công văn" } },
  });
  const carrier = transmission(document);
  const dispatches = sent.to.map((one) =>
    dispatch(document, carrier, {
      id: newId<DispatchId>(),
      receiver: parseOrganId(one.code),
      receiverCode: one.code,
      state: one.state,
      controlModel: one.owned === true ? "sender_owned" : "shared",
      instants: {
        submittedAt: sent.submittedAt,
        leftAt: null,
        enteredAt: one.entered ?? null,
        receivedAt: one.received ?? null,
        effectiveAt: one.received ?? null,
        effectiveExplanation: null,
        effectiveProvisional: null,
        calendarVersion: null,
        acknowledgedAt: one.acknowledged ?? null,
        decidedAt: one.decided ?? null,
      },
    }),
  );
  await store.write(async (tx) => {
    await tx.addOutgoing(document);
    await tx.addTransmission(carrier);
    await tx.addDispatches(dispatches);
  });
  return dispatches;
}

/** Four dispatches of three documents and one incoming document; every number below is worked out by hand. */
async function history(store: Store): Promise<void> {
  // signed 19/11, so due Friday 20/11 11:30: the first receiver in time; the other failed
  await add(store, {
    issuedOn: "2026-11-19",
    submittedAt: at("20T09:00"),
    to: [
      { code: "G22", state: "completed", received: at("20T09:30"), acknowledged: at("20T10:00"), decided: at("20T10:30") },
      { code: "H49", state: "failed", owned: true },
    ],
  });
  // the same day in the afternoon: late
  await add(store, { issuedOn: "2026-11-19", type: "Báo cáo", submittedAt: at("20T14:00"), to: [{ code: "G22", state: "refused", received: at("20T14:30"), acknowledged: at("20T14:30"), decided: at("20T15:00") }] });
  // urgent, of a department, by its own gateway: in time, nobody has answered
  await add(store, { sender: "H48.06", issuedOn: "2026-11-20", urgency: 3, submittedAt: at("20T16:00"), to: [{ code: "G22", state: "sent", owned: true, entered: at("20T16:05") }] });
  const envelope = inbound();
  await store.write(async (tx) => {
    await tx.addInbound([envelope]);
    await tx.addIncoming(incoming(envelope, { state: "accepted", receivedAt: at("20T17:30"), effectiveAt: at("23T07:30"), decidedAt: at("23T08:15") }));
  });
}

async function content(store: Store, tree = true): Promise<ReportContent> {
  while ((await store.facts.refresh(calendars, 100)) > 0);
  return await reportContent({ ...store.reader.reports, operations: (question) => store.reader.notices.operations(question), asked: "together" }, { code: "H48", name: "UBND", tree }, periodWith("month", "2026-11-20" as LocalDate), at("25T08:00"));
}

test("HG-14.2, HG-15.3, DN-10.1, QN-17.5, QN-18.3, QN-6.2b, QN-17.11, BG-11.2b: the indicators of a small month are those worked out by hand", async (t) => {
  const { store } = await testStore(t);
  await history(store);
  const { total, tables } = await content(store);
  t.like(total.outgoing, { documents: 3, exchanges: 4, sent: 3, onTime: 2, late: 2, answered: 2, answeredInDay: 2, accepted: 1, refused: 1, failed: 1, withdrawn: 0, waiting: 1, electronicOnly: 4 });
  t.like(total.outgoing, { answerP50: 30, answerP95: 60, decideP50: 30, decideP95: 60 });
  t.like(total.incoming, { documents: 1, accepted: 1, waiting: 0, answeredInDay: 1, signed: 1, decideP50: 45 });
  t.deepEqual(tables.agency?.map(({ key, depth, outgoing: sent }) => [key, depth, sent.exchanges, sent.onTime]), [["H48", 0, 4, 2], ["H48.06", 1, 1, 1]], "H48 has what is below it");
  t.deepEqual(tables.peer?.map(({ key, outgoing: sent, incoming: received }) => [key, sent.exchanges, received.exchanges]), [["G22", 3, 1], ["H49", 1, 0]]);
  t.deepEqual(tables.type?.map(({ key, outgoing: sent }) => [key, sent.documents, sent.late]), [["Công văn", 2, 1], ["Báo cáo", 1, 1]]);
  t.deepEqual(tables.urgency?.map(({ label, outgoing: sent }) => [label, sent.exchanges]), [["Thường", 3], ["Khẩn", 0], ["Hỏa tốc", 1]]);

  const own = await content(store, false);
  t.like(own.total.outgoing, { documents: 2, exchanges: 3 });
});

test("what is not sent is late only from the moment it was due; a later status and a corrected calendar make new facts", async (t) => {
  const { store } = await testStore(t);
  const [waiting] = await add(store, { issuedOn: "2026-11-19", submittedAt: at("20T09:00"), to: [{ code: "G22", state: "queued", owned: true }] });
  if (waiting === undefined) return t.fail();
  while ((await store.facts.refresh(calendars, 100)) > 0);
  const lateAt = async (asOf: Date): Promise<number> => {
    const { total } = await reportContent({ ...store.reader.reports, operations: (question) => store.reader.notices.operations(question), asked: "together" }, { code: "H48", name: "", tree: false }, periodWith("day", "2026-11-20" as LocalDate), asOf);
    return total.outgoing.late;
  };
  t.is(await lateAt(at("20T11:29")), 0);
  t.is(await lateAt(at("20T11:30")), 1);

  await store.write((tx) => tx.moveDispatch(waiting, { ...waiting, state: "sent", instants: { ...waiting.instants, enteredAt: at("20T10:00") } }));
  t.true((await store.facts.refresh(calendars, 100)) > 0);
  t.is(await lateAt(at("20T12:00")), 0, "it had been sent in time after all");

  const data = loadCalendarData();
  const corrected = buildCalendars({ ...data, version: `${data.version}+corrected`, days: [...data.days, { date: "2026-11-20" as LocalDate, kind: "swap_off", state: "official", name: "nghỉ bão", swappedWith: null, source: "thử nghiệm" }] });
  t.is(await store.facts.replan(corrected.version, 100), 1);
  await store.facts.refresh(corrected, 100);
  t.is(await store.facts.replan(corrected.version, 100), 0);
});
