import test from "ava";
import type { ControlModel } from "#src/core/agency";
import { legalSending } from "#src/core/outgoing/legal-sending";

const at = (time: string): Date => new Date(`${time}+07:00`);

function instants(controlModel: ControlModel, submittedAt: Date, leftAt: Date | null, enteredAt: Date | null) {
  return { controlModel, instants: { submittedAt, leftAt, enteredAt, receivedAt: null, effectiveAt: null, effectiveExplanation: null, effectiveProvisional: null, calendarVersion: null, acknowledgedAt: null, decidedAt: null } };
}

const [submitted, left, entered] = [at("2026-11-20T16:50:00"), at("2026-11-23T11:29:58"), at("2026-11-23T11:30:02")];

test("QN-11.1, QN-5: under the sender's own control both tests differ, and the law of 2023 counts the leaving", (t) => {
  const sent = legalSending(instants("sender_owned", submitted, left, entered));
  t.is(sent?.at, left);
  t.regex(sent?.rule ?? "", /Đ\.15\.1 Luật GDĐT 2023/);
  t.is(sent?.leaving.at, left);
  t.is(sent?.entering.at, entered);
  t.regex(sent?.entering.rule ?? "", /Đ\.11\.1 QĐ 57\/2014/);
});

test("QN-11.1, QN-5: before 01/07/2024 the entry into a system outside the sender's control counts", (t) => {
  const sent = legalSending(instants("sender_owned", at("2024-06-28T10:00:00"), at("2024-06-30T23:59:59.999"), at("2024-07-01T00:00:03")));
  t.is(sent?.at.toISOString(), at("2024-07-01T00:00:03").toISOString());
  t.regex(sent?.rule ?? "", /Luật GDĐT 2005/);
  t.regex(legalSending(instants("sender_owned", at("2024-06-28T10:00:00"), at("2024-07-01T00:00:00"), at("2024-07-01T00:00:03")))?.rule ?? "", /2023/);
});

test("leaving alone proves nothing until the other side has confirmed the entry", (t) => {
  t.is(legalSending(instants("sender_owned", submitted, left, null)), null);
  t.is(legalSending(instants("sender_owned", submitted, null, entered))?.at, entered);
});

test("in a shared gateway a document is sent when it enters the gateway, whatever the axis does", (t) => {
  const waiting = legalSending(instants("shared", submitted, null, null));
  t.is(waiting?.at, submitted);
  t.is(waiting?.leaving.at, submitted);
  t.is(waiting?.entering.at, submitted);
  t.is(legalSending(instants("shared", submitted, left, entered))?.at, submitted);
});
