import test from "ava";
import * as fc from "fast-check";
import { STATUS_CODES, type StatusCode } from "#edxml";
import { HouseError } from "#src/core/fault";
import { DISPATCH_STATES, type DispatchState } from "#src/core/outgoing/dispatch";
import { decideMove, type RoadEvent } from "#src/core/outgoing/dispatch-moves";

function run(from: DispatchState, events: readonly (RoadEvent | StatusCode)[]): DispatchState {
  return events.reduce<DispatchState>((state, event) => {
    const move = decideMove(state, event);
    return move.kind === "moved" ? move.to : state;
  }, from);
}

test("a dispatch travels the whole road from queued to completed (DN-14.2c)", (t) => {
  t.is(run("queued", ["attempt", "entered", "01", "03", "04", "05", "06"]), "completed");
});

test("a vendor that skips steps is understood: a later status implies the earlier ones", (t) => {
  t.is(run("sent", ["06"]), "completed");
  t.is(run("sent", ["03", "01"]), "accepted");
});

test("a status that overtakes our own confirmation wins, and the late confirmation changes nothing", (t) => {
  t.is(run("sending", ["01", "entered"]), "arrived");
  t.is(run("failed", ["03"]), "accepted");
});

test("what certainly did not enter is queued again, what may have entered is asked about", (t) => {
  t.is(run("queued", ["attempt", "not-sent"]), "queued");
  t.is(run("queued", ["attempt", "unknown", "attempt", "entered"]), "sent");
});

test("a refusal after an acceptance, or an acceptance after a refusal, is a contradiction and moves nothing", (t) => {
  t.deepEqual(decideMove("accepted", "02"), { kind: "contradiction" });
  t.deepEqual(decideMove("completed", "02"), { kind: "contradiction" });
  t.deepEqual(decideMove("refused", "03"), { kind: "contradiction" });
  t.deepEqual(decideMove("refused", "06"), { kind: "contradiction" });
});

test("only a failed dispatch is resent by a person", (t) => {
  t.deepEqual(decideMove("failed", "resend"), { kind: "moved", to: "queued" });
  for (const state of ["queued", "sending", "unknown", "sent"] as const) {
    const error = t.throws(() => decideMove(state, "resend"), { instanceOf: HouseError });
    t.is(error?.code, "move-illegal");
  }
});

const receiverStory = fc.constantFrom<readonly StatusCode[]>(["01", "03", "04", "05", "06"], ["01", "03", "05"], ["01", "02"], ["03", "05", "06"], ["01", "03"]);

test("reports of one receiver reach the same state in any order and any number of copies (QN-14.4)", (t) => {
  t.notThrows(() => fc.assert(
    fc.property(
      receiverStory.chain((story) => fc.tuple(fc.constant(story), fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }))),
      ([story, shuffled]) => run("sent", shuffled) === run("sent", story),
    ),
  ));
});

test("no event ever takes a dispatch back once the receiver has spoken", (t) => {
  const rank = (state: DispatchState): number => ["arrived", "accepted", "assigned", "processing", "completed"].indexOf(state === "refused" ? "accepted" : state);
  fc.assert(
    fc.property(fc.constantFrom(...DISPATCH_STATES), fc.constantFrom<RoadEvent | StatusCode>("attempt", "entered", "not-sent", "unknown", "failed", ...STATUS_CODES), (state, event) => {
      if (rank(state) < 0) return;
      const move = decideMove(state, event);
      if (move.kind === "moved") t.true(rank(move.to) > rank(state));
    }),
  );
});
