import test from "ava";
import * as fc from "fast-check";
import { parseOrganId } from "#edxml";
import { newId, type DispatchId, type OutgoingId, type TransmissionId } from "#src/core/ids";
import type { Dispatch } from "#src/core/outgoing/dispatch";
import { settleDispatch } from "#src/core/outgoing/settle-dispatch";

const SUBMITTED = new Date("2026-11-20T02:00:00Z");
const HOUR = 3_600_000;
const NOTHING = { leftAt: null, enteredAt: null, receivedAt: null, effectiveAt: null, effectiveExplanation: null, effectiveProvisional: null, calendarVersion: null, acknowledgedAt: null, decidedAt: null };

function fresh(): Dispatch {
  return {
    id: newId<DispatchId>(),
    documentId: newId<OutgoingId>(),
    transmissionId: newId<TransmissionId>(),
    receiver: parseOrganId("H48"),
    receiverCode: "H48",
    receiverName: "UBND tỉnh Quảng Ngãi",
    channel: "axis",
    state: "queued",
    controlModel: "sender_owned",
    instants: { submittedAt: SUBMITTED, ...NOTHING },
    refusal: null,
    recall: null,
    update: null,
  };
}

type Learnt = Parameters<typeof settleDispatch>[2]["learnt"];

/** The dispatch after one event, and what the journal says of it. */
async function after(dispatch: Dispatch, event: Parameters<typeof settleDispatch>[2]["event"], at: Date, learnt: Learnt = {}): Promise<Dispatch> {
  let moved = dispatch;
  await settleDispatch({ moveDispatch: (_before, next) => Promise.resolve(void (moved = next)), append: () => Promise.resolve() }, dispatch, { event, at, actor: { kind: "gateway", job: "deliver" }, learnt });
  return moved;
}

test("the clock is set back an hour after the document was submitted: it does not leave before it was submitted", async (t) => {
  const back = new Date(SUBMITTED.getTime() - HOUR);
  const sending = await after(fresh(), "attempt", back);
  const { instants } = await after(sending, "entered", back, { leftAt: back, enteredAt: back });
  t.deepEqual([instants.leftAt, instants.enteredAt], [SUBMITTED, SUBMITTED]);
});

test("the clock jumps a day ahead when the answer is learnt after the receiver's report: the receiver did not have it before it entered", async (t) => {
  const received = new Date(SUBMITTED.getTime() + 60_000);
  const reported = await after(await after(fresh(), "attempt", SUBMITTED), "01", received, { receivedAt: received });
  const ahead = new Date(SUBMITTED.getTime() + 24 * HOUR);
  const { instants, state } = await after(reported, "entered", ahead, { leftAt: ahead, enteredAt: ahead });
  t.is(state, "arrived");
  t.deepEqual([instants.leftAt, instants.enteredAt, instants.receivedAt], [received, received, received]);
});

test("however the clock jumps and in whatever order the instants are learnt, each follows the one before it, and none is learnt twice", async (t) => {
  const names = ["leftAt", "enteredAt", "receivedAt", "decidedAt"] as const;
  const jump = fc.integer({ min: -48 * HOUR, max: 48 * HOUR }).map((ms) => new Date(SUBMITTED.getTime() + ms));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...names), jump), { maxLength: 8 }), async (all) => {
      let dispatch = await after(fresh(), "attempt", SUBMITTED);
      for (const [name, at] of all) {
        const known = dispatch.instants[name];
        dispatch = await after(dispatch, "attempt", at, { [name]: at });
        if (known !== null) t.is(dispatch.instants[name], known);
      }
      const instants = [dispatch.instants.submittedAt, ...names.map((name) => dispatch.instants[name])].filter((instant) => instant !== null);
      t.deepEqual(instants, instants.toSorted((a, b) => a.getTime() - b.getTime()));
    }),
  );
});
