import test from "ava";
import { correctionSchema } from "#src/core/calendar/correction-command";
import { FieldsRefused, HouseError } from "#src/core/fault";
import type { Deadline } from "#src/core/deadlines/deadline";
import { parseLocalDate as day } from "#edxml";
import { becomes, gatewayOf, incomingAt, person, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };
const FRIDAY_EVENING = new Date("2026-11-20T17:42:00+07:00");

async function deadlinesOf(gateway: TownGateway, kind?: Deadline["kind"]) {
  const page = await gateway.house.service.deadlines({ limit: 200, ...(kind !== undefined && { kind }) }, gateway.operator);
  return page.rows;
}

async function eventsOf(gateway: TownGateway, type: "deadline.near" | "deadline.late" | "receipt.renewed" | "calendar.corrected") {
  return (await gateway.house.service.events({ limit: 200, types: [type] }, gateway.operator)).events;
}

const swap = (decision: "official" | "rejected") => correctionSchema.parse({ action: "decide", date: "2026-11-23", decision, source: "Thông báo 99/TB-BNV ngày 22/11/2026", reason: "đã có quyết định" });

test("QN-11.2: deciding the open question of 23/11/2026 gives a new version and a new effective receipt at both ends, and keeps the earlier one", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, start: FRIDAY_EVENING });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  const sent = await send(vpcp);
  const arrived = await incomingAt(ubnd, "H48");
  const dispatch = await becomes(vpcp, sent, "H48", "arrived");
  const firstVersion = arrived.calendarVersion;
  t.is(arrived.effectiveAt.toISOString(), "2026-11-23T00:30:00.000Z");
  t.true(arrived.effectiveProvisional, "23/11 is an open question");
  t.true(dispatch.instants.effectiveProvisional);
  t.is(dispatch.instants.calendarVersion, firstVersion);

  await eventually("the duties are known", async () => (await deadlinesOf(ubnd, "acknowledge")).length === 1);

  town.clock.set(new Date("2026-11-22T10:00:00+07:00"));
  for (const gateway of [ubnd, vpcp]) {
    const correction = await gateway.house.service.correctCalendar(swap("official"), gateway.operator);
    t.is(correction.version, `${firstVersion}.c1`);
    t.deepEqual(correction.rows.map((row) => row.what === "day" && row.row.date), ["2026-11-23", "2026-11-28"], "both halves of the swap");
  }
  const renewed = await eventually("the receipt is computed again", async () => {
    const document = await ubnd.house.service.incoming(arrived.id, ubnd.operator);
    return document.calendarVersion !== firstVersion && document;
  });
  t.is(renewed.effectiveAt.toISOString(), "2026-11-25T00:30:00.000Z", "Monday is free, Tuesday 24/11 is a holiday");
  t.false(renewed.effectiveProvisional);
  t.is(renewed.receivedAt.toISOString(), arrived.receivedAt.toISOString(), "the raw receipt is what it was");
  const [earlier, ...more] = await ubnd.house.store.reader.calendar.earlierValues(arrived.id);
  t.is(more.length, 0);
  t.is(earlier?.value.toISOString(), "2026-11-23T00:30:00.000Z");
  t.is(earlier?.calendarVersion, firstVersion);
  t.is(earlier?.replacedByVersion, `${firstVersion}.c1`);
  t.true(earlier?.provisional);
  const [told] = await eventually("it is told", async () => {
    const events = await eventsOf(ubnd, "receipt.renewed");
    return events.length > 0 && events;
  });
  t.is(told?.agencyCode, "H48");
  t.is(told?.data["before"], "2026-11-23T00:30:00.000Z");

  const atSender = await eventually("the sender's too", async () => {
    const [view] = (await vpcp.house.service.outgoing(sent.document.id, vpcp.operator)).dispatches;
    return view?.instants.calendarVersion === `${firstVersion}.c1` && view;
  });
  t.is(atSender.instants.effectiveAt?.toISOString(), "2026-11-25T00:30:00.000Z");
  t.is((await vpcp.house.store.reader.calendar.earlierValues(atSender.id))[0]?.value.toISOString(), "2026-11-23T00:30:00.000Z");

  const question = { what: "receipt", agency: "H48", at: FRIDAY_EVENING } as const;
  t.is((await ubnd.house.service.explainTime(question)).at?.toISOString(), "2026-11-25T00:30:00.000Z");
  const before = await ubnd.house.service.explainTime({ ...question, version: firstVersion });
  t.is(before.at?.toISOString(), "2026-11-23T00:30:00.000Z", "an older version answers as it did then");

  const [acknowledge] = await eventually("the deadlines follow", async () => {
    const found = await deadlinesOf(ubnd, "acknowledge");
    return found[0]?.dueAt.toISOString() === "2026-11-25T17:00:00.000Z" && found;
  });
  t.is(acknowledge?.calendarVersion, `${firstVersion}.c1`);
  t.true((await ubnd.house.store.reader.calendar.earlierValues(acknowledge?.id ?? "")).some(({ field, value }) => field === "due" && value.toISOString() === "2026-11-23T17:00:00.000Z"), "the earlier due instant is kept");

  await t.throwsAsync(ubnd.house.service.correctCalendar(swap("rejected"), ubnd.operator), { instanceOf: FieldsRefused, message: /refused/ }, "it is no open question any more");
});

test("an agency's key corrects its own calendar, never the country's, and every correction is journalled with its reason", async (t) => {
  const town = await openTown(t, { gateways: { ubnd: UBND }, start: FRIDAY_EVENING, run: [] });
  const ubnd = gatewayOf(town, "ubnd");
  const key = (await ubnd.house.service.authenticate(ubnd.apiKey)) ?? ubnd.operator;
  await t.throwsAsync(ubnd.house.service.correctCalendar(swap("official"), key), { instanceOf: HouseError, code: "agency-not-yours" });
  const duty = correctionSchema.parse({ action: "override", scope: "H48.06", date: "2026-11-21", sessions: [["08:00", "11:00"]], name: "trực", source: "Thông báo 12/TB", reason: "trực thứ Bảy" });
  await ubnd.house.service.correctCalendar(duty, key);
  const foreign = correctionSchema.parse({ action: "override", scope: "H49", date: "2026-11-21", sessions: [], name: "bão", source: "Công điện 5", reason: "bão" });
  await t.throwsAsync(ubnd.house.service.correctCalendar(foreign, key), { instanceOf: HouseError, code: "agency-not-yours" });
  const at = new Date("2026-11-21T09:00:00+07:00");
  const inUnit = await ubnd.house.service.explainTime({ what: "receipt", agency: "H48.06", at });
  t.is(inUnit.at?.getTime(), at.getTime(), "its own Saturday counts");
  const above = await ubnd.house.service.explainTime({ what: "receipt", agency: "H48", at });
  t.is(above.at?.toISOString(), "2026-11-23T00:30:00.000Z");

  const summer = correctionSchema.parse({ action: "hours", scope: "H48", validFrom: "2026-12-01", season: { from: "04-16", to: "10-16" }, sessions: [["07:00", "11:30"], ["13:30", "17:00"]], source: "Quyết định 77/QĐ-UBND", reason: "giờ mùa hè" });
  await ubnd.house.service.correctCalendar(summer, key);
  const { days } = await ubnd.house.service.calendarDays("H48", day("2027-06-01"), day("2027-06-01"));
  t.deepEqual(days[0]?.sessions[0], { from: 420, to: 690 });
  t.is(days[0]?.hoursState, "confirmed");
  const winter = await ubnd.house.service.calendarDays("H48", day("2026-12-01"), day("2026-12-01"));
  t.deepEqual(winter.days[0]?.sessions[0], { from: 450, to: 690 });

  const told = await eventsOf(ubnd, "calendar.corrected");
  t.deepEqual(told.map(({ data }) => data["reason"]), ["trực thứ Bảy", "giờ mùa hè"]);
  t.deepEqual((await ubnd.house.service.calendarCorrections()).corrections.map(({ actor }) => actor.kind), ["system-key", "system-key"]);
});

test("KD-6.4a, DN-14.3a, QN-12: deadlines open, become near, become late, are told once each and close; late is reported, never blocked", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, start: new Date("2026-11-20T09:00:00+07:00") });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  // issued on Wednesday, so it had to leave by Thursday 11:30; sent on Friday all the same
  const sent = await send(vpcp, { issuedOn: "2026-11-18", dueOn: "2026-11-27" });
  const arrived = await incomingAt(ubnd, "H48");
  await becomes(vpcp, sent, "H48", "arrived");
  const missed = await eventually("the send deadline is closed", async () => (await vpcp.house.service.deadlines({ limit: 10, kind: "send", state: "missed" }, vpcp.operator)).rows[0]);
  t.is(missed.dueAt.toISOString(), "2026-11-19T04:30:00.000Z");
  t.regex(missed.rule, /Đ6\.2 QĐ 28\/2018/);
  await eventually("the late send is told", async () => (await eventsOf(vpcp, "deadline.late")).length === 1);

  const open = await eventually("the receiver's duties are known", async () => {
    const found = await deadlinesOf(ubnd);
    return found.length === 3 && found;
  });
  t.deepEqual(open.map(({ kind, state }) => [kind, state]), [["acknowledge", "on-time"], ["register", "on-time"], ["process", "on-time"]]);
  t.deepEqual(open.map(({ dueAt }) => dueAt.toISOString()), ["2026-11-20T17:00:00.000Z", "2026-11-23T17:00:00.000Z", "2026-11-27T17:00:00.000Z"]);
  t.is(open[0]?.minutesLeft, 150 + 210);

  town.clock.set(new Date("2026-11-20T15:30:00+07:00"));
  const [near] = await eventually("the acknowledgement is near", async () => {
    const events = await eventsOf(ubnd, "deadline.near");
    return events.length > 0 && events;
  });
  t.is(near?.data["deadline"], "acknowledge");
  t.is((await ubnd.house.service.deadlines({ limit: 10, state: "near" }, ubnd.operator)).rows[0]?.minutesLeft, 90);
  t.is((await ubnd.house.service.deadlines({ limit: 10, state: "near", withinMinutes: 30 }, ubnd.operator)).rows.length, 0);
  t.is((await ubnd.house.service.deadlines({ limit: 10, state: "near", withinMinutes: 90 + 450 }, ubnd.operator)).rows.length, 2, "and what is due on Monday");

  town.clock.set(new Date("2026-11-21T00:00:00+07:00"));
  await eventually("it is late", async () => (await eventsOf(ubnd, "deadline.late")).length === 1);
  const [line] = await ubnd.house.service.deadlineBoard({ limit: 10, agency: "H48" }, ubnd.operator);
  t.like(line, { kind: "acknowledge", late: 1, near: 0, onTime: 0 });

  town.clock.set(new Date("2026-11-23T08:00:00+07:00"));
  await ubnd.house.service.reportStatus(arrived.id, { action: "accept", person }, ubnd.operator);
  const closed = await eventually("both duties are closed", async () => {
    const { rows } = await ubnd.house.service.deadlines({ limit: 10, state: "missed" }, ubnd.operator);
    return rows.length === 1 && rows;
  });
  t.is(closed[0]?.kind, "acknowledge");
  t.is((await ubnd.house.service.deadlines({ limit: 10, state: "met" }, ubnd.operator)).rows[0]?.kind, "register");
  await ubnd.house.service.reportStatus(arrived.id, { action: "complete", person }, ubnd.operator);
  await eventually("nothing is left at the receiver", async () => (await deadlinesOf(ubnd)).length === 0);
  await becomes(vpcp, sent, "H48", "completed");
  await eventually("nor at the sender", async () => (await deadlinesOf(vpcp)).length === 0);
  t.is((await eventsOf(ubnd, "deadline.late")).length, 1, "told once");
  t.is((await eventsOf(ubnd, "deadline.near")).filter(({ data }) => data["deadline"] === "acknowledge").length, 1, "told once");
});
