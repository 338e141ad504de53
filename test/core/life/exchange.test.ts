import test from "ava";
import * as fc from "fast-check";
import { ACTION_NAMES, AGENCIES, Exchange } from "./exchange.ts";

/*
 * Random histories of a sender and four receivers: documents, updates that add receivers and take them away, documents taken back, recalls, replacements, clerks who
 * accept, refuse, work, agree and decline on what they see, deadlines, and a network that delivers anything at any time, any number of times.
 * When nothing is on its way any more both ends must say the same, and nothing that is delivered again may change that.
 */

const RUNS = 500;
const SUBJECTS = ["V/v một", "V/v hai", "V/v ba", "V/v ban đầu"] as const;

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("deliver" as const), pick: fc.nat() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("learn" as const), pick: fc.nat() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("decide" as const), pick: fc.nat(), receiver: fc.constantFrom(...AGENCIES), action: fc.constantFrom(...ACTION_NAMES) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("answer" as const), pick: fc.nat(), receiver: fc.constantFrom(...AGENCIES), answer: fc.constantFrom("agree" as const, "decline" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("update" as const), pick: fc.nat(), subject: fc.constantFrom(...SUBJECTS), added: fc.subarray([...AGENCIES]), removed: fc.subarray([...AGENCIES], { maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("recall" as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("take-back" as const), pick: fc.nat(), from: fc.subarray([...AGENCIES], { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("replace" as const), receivers: fc.subarray([...AGENCIES], { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("deadline" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const history = fc.record({
  receivers: fc.subarray([...AGENCIES], { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { maxLength: 60, size: "max" }),
  /** How clerks answer what is still open at the end, and the order in which the rest and the copies come. */
  answers: fc.infiniteStream(fc.constantFrom("agree" as const, "decline" as const)),
  order: fc.infiniteStream(fc.nat()),
});

function at<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[pick % Math.max(items.length, 1)];
}

class Drive {
  readonly exchange = new Exchange();
  readonly #delivered = new Set<unknown>();

  async take(step: Step): Promise<void> {
    const { exchange } = this;
    const document = "pick" in step ? step.pick % exchange.documents : 0;
    switch (step.kind) {
      case "deliver":
        return this.#deliver(at(exchange.messages, step.pick));
      case "learn":
        return this.#learn(at(exchange.reports, step.pick));
      case "decide":
        return exchange.decide(document, step.receiver, step.action);
      case "answer":
        return exchange.answerRecall(document, step.receiver, step.answer);
      case "update":
        await exchange.update(document, step.subject, step.added);
        return exchange.recall(document, step.removed);
      case "recall":
        return exchange.recall(document, AGENCIES);
      case "take-back":
        return exchange.recall(document, step.from, "take-back");
      case "replace":
        return exchange.issue(step.receivers);
      case "deadline":
        return exchange.deadline();
    }
  }

  /** Until nothing is on its way and no clerk owes an answer. */
  async settle(answers: Iterator<"agree" | "decline">, order: Iterator<number>, agree: () => void): Promise<void> {
    const { exchange } = this;
    for (;;) {
      const open = [...exchange.messages, ...exchange.reports].filter((one) => !this.#delivered.has(one));
      const next = at(open, order.next().value ?? 0);
      if (next !== undefined) await ("kind" in next ? this.#deliver(next) : this.#learn(next));
      const [owed] = exchange.unanswered;
      if (next === undefined) agree();
      if (next === undefined && owed === undefined) return;
      if (next === undefined && owed !== undefined) exchange.answerRecall(owed.document, owed.receiver, answers.next().value ?? "agree");
    }
  }

  /** Everything once more, twice, in another order. */
  async repeat(order: Iterator<number>): Promise<void> {
    const all = [...this.exchange.messages, ...this.exchange.reports];
    const copies = [...all, ...all].map((one) => ({ one, place: order.next().value ?? 0 })).sort((a, b) => a.place - b.place);
    for (const { one } of copies) await ("kind" in one ? this.#deliver(one) : this.#learn(one));
  }

  #deliver(sent: Exchange["messages"][number] | undefined): void {
    if (sent === undefined) return;
    this.#delivered.add(sent);
    this.exchange.deliver(sent);
  }

  async #learn(report: Exchange["reports"][number] | undefined): Promise<void> {
    if (report === undefined) return;
    this.#delivered.add(report);
    await this.exchange.learn(report);
  }
}

test("whatever people decide and however messages come, both ends say the same in the end, and copies of everything change nothing", async (t) => {
  await fc.assert(
    fc.asyncProperty(history, async ({ receivers, steps, answers, order }) => {
      const drive = new Drive();
      drive.exchange.issue(receivers);
      for (const one of steps) await drive.take(one);
      // once nobody answered in time, an old refusal may stand at the sender until the clerk has answered the new question
      const punctual = steps.every(({ kind }) => kind !== "deadline");
      await drive.settle(answers, order, () => void (punctual && t.deepEqual(drive.exchange.disagreements(), [])));
      t.deepEqual(drive.exchange.disagreements(), []);
      const [settled, reported] = [drive.exchange.outcome(), drive.exchange.reports.length];
      await drive.repeat(order);
      t.is(drive.exchange.outcome(), settled);
      t.is(drive.exchange.reports.length, reported, "a copy is not answered again");
    }),
    { numRuns: RUNS },
  );
});

test("a refusal delivered again does not answer the next question", async (t) => {
  const exchange = new Exchange();
  exchange.issue(["H48"]);
  const next = async (): Promise<void> => {
    for (const sent of exchange.messages) exchange.deliver(sent);
    for (const report of exchange.reports) await exchange.learn(report);
  };
  await next();
  exchange.decide(0, "H48", "accept");
  await exchange.recall(0, ["H48"]);
  await next();
  exchange.answerRecall(0, "H48", "decline");
  await next();
  await exchange.recall(0, ["H48"]);
  await next();
  t.deepEqual(exchange.unanswered, [{ document: 0, receiver: "H48" }]);
  t.deepEqual(exchange.disagreements(), [], "asked at both ends");
});

test("a refusal to give a document back does not answer the recall that took the place of the take back", async (t) => {
  const exchange = new Exchange();
  const deliver = (place: number): void => exchange.messages.slice(place, place + 1).forEach((message) => exchange.deliver(message));
  exchange.issue(["H48"]);
  deliver(0);
  exchange.decide(0, "H48", "accept");
  await exchange.recall(0, ["H48"], "take-back");
  deliver(1);
  exchange.answerRecall(0, "H48", "decline");
  await exchange.recall(0, ["H48"]);
  await exchange.recall(0, ["H48"], "take-back");
  t.deepEqual(exchange.messages.map(({ kind }) => kind), ["document", "take-back", "recall"], "the recall takes its place, never the other way round");
  for (const report of exchange.reports) await exchange.learn(report);
  t.regex(exchange.outcome(), /"accepted","asked"/, "the sender still waits for an answer to its recall");
  deliver(2);
  exchange.answerRecall(0, "H48", "agree");
  for (const report of exchange.reports) await exchange.learn(report);
  t.deepEqual(exchange.disagreements(), []);
});
