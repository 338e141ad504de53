import test from "ava";
import * as fc from "fast-check";
import type { StatusCode } from "#edxml";
import { decideRecallArrival } from "#src/core/incoming/decide-recall";
import { decideUpdateArrival, withUpdate, type Stated } from "#src/core/incoming/decide-update";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import type { DispatchState } from "#src/core/outgoing/dispatch";
import { decideMove } from "#src/core/outgoing/dispatch-moves";
import { answeredRequest, writeAnswer } from "#src/core/status/answer-text";
import { decideRequest, REQUEST_EVENTS, REQUEST_STATES, type Request, type RequestState } from "#src/core/status/request";
import { message } from "../../storage/records.ts";

/*
 * One sender and one receiver made of the pure deciders alone. What the sender sent is delivered in any order, any number of times, and both
 * ends must come to the same state as if it had come in order.
 */

const RUNS = 2_000;
const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 2, 0, second));

type Sent = { readonly kind: "document" } | { readonly kind: "recall"; readonly second: number } | { readonly kind: "update"; readonly second: number; readonly subject: string };
type Known = Pick<IncomingDocument, "message" | "statedAt" | "versions" | "state" | "recall"> & { readonly purged: boolean; readonly digests: boolean };

interface Receiver {
  readonly known: Known | null;
  readonly waiting: readonly Sent[];
  readonly answers: readonly string[];
}

const ISSUED = message("1");
const FILED: Known = { message: ISSUED, statedAt: null, versions: [], state: "arrived", recall: null, purged: false, digests: true };

function request(state: RequestState, second: number): Request {
  return { state, reason: "nhầm", askedAt: at(second), answerDueAt: null, answeredAt: null, answer: null, person: null };
}

function receive(receiver: Receiver, sent: Sent): Receiver {
  const { known, waiting, answers } = receiver;
  switch (sent.kind) {
    case "document": {
      if (known !== null) return { known: known.purged ? { ...known, digests: true } : known, waiting, answers };
      return waiting.reduce(receive, { known: FILED, waiting: [], answers: [...answers, "01"] });
    }
    case "recall": {
      const decision = decideRecallArrival(known, at(sent.second), "automatic-until-accepted", true);
      if (decision === "repeat") return receiver;
      const tombstone: Known = { ...(known ?? FILED), message: ISSUED, statedAt: null, versions: [], purged: true, digests: known !== null, recall: request("agreed", sent.second) };
      const answered: Receiver = { known: tombstone, waiting: [], answers: [...answers, "15 recall"] };
      return known === null ? waiting.reduce(receive, answered) : { ...answered, waiting };
    }
    case "update": {
      if (known === null) return { ...receiver, waiting: [...waiting, sent] };
      if (known.purged) return receiver;
      const stated: Stated = { message: { ...ISSUED, subject: sent.subject }, statedAt: at(sent.second), reason: "sửa" };
      const decision = decideUpdateArrival(known, stated);
      return decision === "repeat" ? receiver : { known: withUpdate(known, stated, decision, at(0)), waiting, answers: [...answers, "15 update"] };
    }
  }
}

function outcome({ known, waiting }: Receiver): unknown {
  if (known === null) return { waiting: waiting.length };
  const versions = known.versions.map((version) => [version.message.subject, version.statedAt?.getTime() ?? null]);
  return { subject: known.message.subject, versions, recall: known.recall?.state ?? null, askedAt: known.recall?.askedAt.getTime() ?? null, purged: known.purged, digests: known.digests, waiting: waiting.length };
}

/** What a sender may do: update any number of times, then perhaps recall, perhaps again. */
const history = fc.tuple(fc.array(fc.constantFrom("V/v một", "V/v hai", "V/v ba"), { maxLength: 4 }), fc.nat({ max: 2 })).map(([subjects, recalls]): readonly Sent[] => [
  { kind: "document" },
  ...subjects.map((subject, index) => ({ kind: "update" as const, second: index + 1, subject })),
  ...Array.from({ length: recalls }, (_, index) => ({ kind: "recall" as const, second: subjects.length + index + 1 })),
]);

const delivery = history.chain((sent) => fc.tuple(fc.constant(sent), fc.shuffledSubarray([...sent, ...sent, ...sent], { minLength: sent.length * 3 }), fc.nat({ max: 20 })).map(([all, shuffled, cut]) => ({ all, shuffled: [...shuffled.slice(cut), ...shuffled, ...shuffled.slice(0, cut)] })));

const NOBODY: Receiver = { known: null, waiting: [], answers: [] };

test("a receiver comes to the same state whatever the order and number of copies of document, updates and recalls", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(delivery, ({ all, shuffled }) => {
        const [inOrder, anyhow] = [all.reduce(receive, NOBODY), shuffled.reduce(receive, NOBODY)];
        return JSON.stringify(outcome(inOrder)) === JSON.stringify(outcome(anyhow));
      }),
      { numRuns: RUNS },
    ),
  );
});

test("a recalled document is purged at the end, whatever came after the recall", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(delivery, ({ all, shuffled }) => {
        const { known } = shuffled.reduce(receive, NOBODY);
        return known?.purged === all.some(({ kind }) => kind === "recall");
      }),
      { numRuns: RUNS },
    ),
  );
});

interface Sender {
  readonly state: DispatchState;
  readonly recall: RequestState | "none";
  readonly update: RequestState | "none";
}

type Report = { readonly code: StatusCode; readonly description: string | null };

function learn(sender: Sender, { code, description }: Report): Sender {
  if (code !== "15" && code !== "16") {
    const move = decideMove(sender.state, code);
    return move.kind === "moved" ? { ...sender, state: move.to } : sender;
  }
  const answer = code === "15" ? "agree" : "decline";
  const asked = (state: RequestState | "none"): Request | null => (state === "none" ? null : request(state, 0));
  const about = answeredRequest({ recall: asked(sender.recall), update: asked(sender.update) }, answer, description);
  if (about === null) return sender;
  const move = decideRequest(sender[about], answer);
  return move.kind === "moved" ? { ...sender, [about]: move.to } : sender;
}

const reports = fc
  .tuple(
    fc.constantFrom<readonly StatusCode[]>(["01"], ["01", "03"], ["01", "03", "05"], ["01", "03", "04", "05", "06"], ["01", "02"], ["03", "06"]),
    fc.subarray<Report>([
      { code: "15", description: writeAnswer("recall", "agree", null) },
      { code: "16", description: writeAnswer("recall", "decline", "đã thực hiện") },
      { code: "15", description: writeAnswer("update", "agree", null) },
    ]),
  )
  .chain(([codes, answers]) => {
    const said: readonly Report[] = [...codes.map((code) => ({ code, description: null })), ...answers];
    return fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 }));
  });

test("a sender comes to the same state whatever the order and number of copies of what its receiver reports and answers", (t) => {
  const start: Sender = { state: "sent", recall: "asked", update: "asked" };
  t.notThrows(() => fc.assert(fc.property(reports, ([said, shuffled]) => JSON.stringify(said.reduce(learn, start)) === JSON.stringify(shuffled.reduce(learn, start))), { numRuns: RUNS }));
});

test("an answer in another vendor's words never shows a document as cancelled while an update is open", (t) => {
  t.is(answeredRequest({ recall: request("asked", 1), update: request("asked", 0) }, "agree", "Đồng ý"), "update");
  t.is(answeredRequest({ recall: request("asked", 1), update: request("agreed", 0) }, "agree", "Đồng ý"), "recall");
  t.is(answeredRequest({ recall: null, update: null }, "agree", null), null);
});

test("no event takes a request back: what is cancelled stays cancelled, a refusal becomes at most an agreement or a new question", (t) => {
  for (const event of REQUEST_EVENTS) {
    t.not(decideRequest("agreed", event).kind, "moved");
    t.not(decideRequest("withdrawn", event).kind, "moved");
    const declined = decideRequest("declined", event);
    t.true(declined.kind !== "moved" || declined.to === "agreed" || declined.to === "asked");
  }
  t.deepEqual(REQUEST_STATES.filter((state) => decideRequest(state, "deadline").kind === "moved"), ["asked"]);
});

test("a recall nobody can prove destroys nothing by itself, and one of an accepted document waits for a clerk", (t) => {
  t.is(decideRecallArrival(FILED, at(1), "automatic-until-accepted", false), "ask");
  t.is(decideRecallArrival(null, at(1), "automatic-until-accepted", false), "wait");
  t.is(decideRecallArrival({ ...FILED, state: "accepted" }, at(1), "automatic-until-accepted", true), "ask");
  t.is(decideRecallArrival(FILED, at(1), "always-ask", true), "ask");
  t.is(decideRecallArrival({ ...FILED, recall: request("declined", 1) }, at(1), "automatic-until-accepted", true), "repeat");
  t.is(decideRecallArrival({ ...FILED, recall: request("agreed", 1) }, at(2), "automatic-until-accepted", true), "answer-again");
});
