import test from "ava";
import { newId, type DispatchId, type InboundId, type StatusRecordId } from "#src/core/ids";
import { timelineOf } from "#src/core/outgoing/timeline";
import type { StatusRecord } from "#src/core/status/status-record";
import { dispatch, outgoing, transmission } from "#test/storage/records";

const at = (time: string): Date => new Date(`2026-11-20T${time}+07:00`);

function report(dispatchId: DispatchId, statusCode: StatusRecord["statusCode"], statedAt: Date): StatusRecord {
  return { id: newId<StatusRecordId>(), statusCode, subject: { kind: "received", dispatchId, inboundId: newId<InboundId>(), effect: "moved" }, staff: null, description: null, statedAt, recordedAt: statedAt };
}

test("within one second the cause comes first, and no report stands before the entry it answers, whatever the clock of its receiver says", (t) => {
  const document = outgoing();
  const carrier = transmission(document);
  const sent = dispatch(document, carrier, {
    state: "accepted",
    instants: { submittedAt: at("09:00:00.100"), leftAt: at("09:00:01.200"), enteredAt: at("09:00:01.700"), receivedAt: at("09:00:02.000"), effectiveAt: at("09:00:02.000"), effectiveExplanation: "trong giờ", effectiveProvisional: false, calendarVersion: "1", acknowledgedAt: at("09:00:02.400"), decidedAt: null },
  });
  const steps = (first: string) => timelineOf(sent, carrier, [report(sent.id, "03", at("09:05:00.000")), report(sent.id, "01", at(first))]).steps.map(({ kind, statusCode }) => statusCode ?? kind);
  t.deepEqual(steps("09:00:01.000"), ["submitted", "left", "entered", "01", "received", "acknowledged", "effective", "03"], "of the second in which it entered");
  t.deepEqual(steps("08:59:00.000"), ["submitted", "left", "entered", "01", "received", "acknowledged", "effective", "03"], "a clock that runs behind");
  t.deepEqual(steps("09:00:02.000"), ["submitted", "left", "entered", "received", "01", "acknowledged", "effective", "03"]);
});
