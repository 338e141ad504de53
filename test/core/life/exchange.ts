import type { StatusCode } from "#edxml";
import { HouseError } from "#src/core/fault";
import { decideRecallArrival } from "#src/core/incoming/decide-recall";
import { decideUpdateArrival, withUpdate } from "#src/core/incoming/decide-update";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import { ACTIONS, decideIncomingMove } from "#src/core/incoming/incoming-moves";
import type { StatusCommand } from "#src/core/incoming/status-command";
import type { Dispatch } from "#src/core/outgoing/dispatch";
import { settleDispatch } from "#src/core/outgoing/settle-dispatch";
import { settleRequest } from "#src/core/outgoing/settle-request";
import { answeredRequest, namedQuestion, readAnswer, writeAnswer } from "#src/core/status/answer-text";
import { askingEvent, decideRequest, isOver, type Request } from "#src/core/status/request";
import { dispatch, message, outgoing, transmission } from "../../storage/records.ts";

/*
 * A sender with several documents and receivers, made of the program's own deciders and movers. Whoever drives it chooses what is delivered
 * when and how often, and what people decide on what they see at that moment.
 */

export const ACTION_NAMES = ["accept", "refuse", "assign", "process", "complete"] as const satisfies readonly StatusCommand["action"][];
export const AGENCIES = ["H48", "H49", "H50", "H51"] as const;
export type AgencyName = (typeof AGENCIES)[number];

/** One document at one receiver. */
type Lane = `${number} ${AgencyName}`;
export interface Message {
  readonly lane: Lane;
  readonly kind: "document" | "update" | "recall" | "take-back";
  readonly second: number;
  readonly subject: string;
}
export interface Report {
  readonly lane: Lane;
  readonly code: StatusCode;
  readonly description: string | null;
  readonly second: number;
}
type Known = Pick<IncomingDocument, "message" | "statedAt" | "versions" | "state" | "recall"> & { readonly purged: boolean; readonly digests: boolean; readonly came: boolean };

/** States of a dispatch in which nobody has accepted the document. */
const UNTOUCHED: readonly string[] = ["sent", "arrived", "refused"];
const CLERK = { kind: "operator", name: "văn thư" } as const;
const ISSUED = message("1");
const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 2, 0, second));

export class Exchange {
  /** Everything ever handed to the network, in the order of sending; the driver delivers it. */
  readonly messages: Message[] = [];
  readonly reports: Report[] = [];
  readonly #dispatches = new Map<Lane, Dispatch>();
  readonly #books = new Map<Lane, Known>();
  readonly #waiting = new Map<Lane, Message[]>();
  readonly #subjects: string[] = [];
  #second = 0;

  /** What a document says now at the sender. */
  get documents(): number {
    return this.#subjects.length;
  }

  issue(receivers: readonly AgencyName[]): void {
    this.#subjects.push("V/v ban đầu");
    for (const receiver of receivers) this.#send(this.#subjects.length - 1, receiver);
  }

  /** Cập nhật: new words to all who have it, the document with them to whom was added. Nothing while it is frozen. */
  async update(document: number, subject: string, added: readonly AgencyName[]): Promise<void> {
    const lanes = this.#lanesOf(document);
    const all = lanes.map((lane) => this.#dispatch(lane));
    if (all.some(({ recall }) => recall?.state === "asked") || all.every(({ recall }) => isOver(recall))) return;
    const second = this.#next();
    this.#subjects[document] = subject;
    for (const lane of lanes) {
      if (isOver(this.#dispatch(lane).recall)) continue;
      await this.#ask(lane, "update", second);
      this.messages.push({ lane, kind: "update", second, subject });
    }
    for (const receiver of added) if (!this.#dispatches.has(`${document} ${receiver}`)) this.#send(document, receiver);
  }

  /** Thu hồi, of all or, when an update takes somebody off, of some. Lấy lại, of those who have not accepted it as far as the sender knows. */
  async recall(document: number, from: readonly AgencyName[], kind: "recall" | "take-back" = "recall"): Promise<void> {
    const named = this.#lanesOf(document).filter((lane) => from.some((receiver) => lane === `${document} ${receiver}`));
    const open = named.filter((lane) => askingEvent(this.#dispatch(lane).recall, kind) !== null && (kind === "recall" || UNTOUCHED.includes(this.#dispatch(lane).state)));
    const second = this.#next();
    for (const lane of open) {
      await this.#ask(lane, "recall", second, kind);
      this.messages.push({ lane, kind, second, subject: "" });
    }
  }

  /** Nobody answered in time. */
  async deadline(): Promise<void> {
    for (const [lane, found] of this.#dispatches) if (found.recall?.state === "asked") await settleRequest(this.#keeper(lane), found, { request: "recall", event: "deadline", at: at(this.#second), actor: CLERK });
  }

  /** A clerk of a receiver decides; what the table forbids at that moment is not done. */
  decide(document: number, receiver: AgencyName, action: StatusCommand["action"]): void {
    const lane: Lane = `${document} ${receiver}`;
    const known = this.#books.get(lane);
    if (known === undefined || isOver(known.recall)) return;
    try {
      const move = decideIncomingMove(known.state, action);
      if (move.kind === "repeated") return;
      this.#books.set(lane, { ...known, state: move.to });
      this.#report(lane, ACTIONS[action].code, null);
    } catch (error) {
      if (!(error instanceof HouseError) || error.code !== "move-illegal") throw error;
    }
  }

  answerRecall(document: number, receiver: AgencyName, answer: "agree" | "decline"): void {
    const lane: Lane = `${document} ${receiver}`;
    const known = this.#books.get(lane);
    if (known?.recall == null || decideRequest(known.recall.state, answer).kind !== "moved") return;
    const recall: Request = { ...known.recall, state: answer === "agree" ? "agreed" : "declined" };
    this.#books.set(lane, { ...known, recall, ...(answer === "agree" && purged(known)) });
    this.#report(lane, answer === "agree" ? "15" : "16", writeAnswer(known.recall.takeBack === true ? "take-back" : "recall", answer, "đã xem"));
  }

  /** Documents whose sender waits for a clerk. */
  get unanswered(): readonly { readonly document: number; readonly receiver: AgencyName }[] {
    return [...this.#books].filter(([, { recall }]) => recall?.state === "asked").map(([lane]) => ({ document: Number(lane.split(" ")[0]), receiver: AGENCIES.find((agency) => lane.endsWith(agency)) ?? "H48" }));
  }

  deliver(sent: Message): void {
    const { lane } = sent;
    const known = this.#books.get(lane) ?? null;
    switch (sent.kind) {
      case "document":
        if (known === null) {
          this.#books.set(lane, { message: { ...ISSUED, subject: sent.subject }, statedAt: null, versions: [], state: "arrived", recall: null, purged: false, digests: true, came: true });
          this.#report(lane, "01", null);
          this.#wake(lane);
        } else if (known.purged) this.#books.set(lane, { ...known, digests: true });
        return;
      case "take-back":
      case "recall": {
        if (known === null && sent.kind === "take-back") {
          this.#waiting.set(lane, [...(this.#waiting.get(lane) ?? []), sent]);
          return;
        }
        const light = sent.kind === "take-back" ? ({ takeBack: true } as const) : {};
        const decision = decideRecallArrival(known, at(sent.second), "automatic-until-accepted", true);
        if (decision === "repeat" || decision === "wait") return;
        const here: Known = known ?? { message: ISSUED, statedAt: null, versions: [], state: "arrived", recall: null, purged: true, digests: false, came: false };
        const recall: Request = { state: decision === "ask" ? "asked" : "agreed", reason: "nhầm", askedAt: at(sent.second), answerDueAt: null, answeredAt: null, answer: null, person: null, ...light };
        this.#books.set(lane, { ...here, recall, ...(decision === "agree" && purged(here)) });
        if (decision !== "ask") this.#report(lane, "15", writeAnswer(sent.kind, "agree", "đã hủy"));
        if (known === null) this.#wake(lane);
        return;
      }
      case "update": {
        if (known === null) {
          this.#waiting.set(lane, [...(this.#waiting.get(lane) ?? []), sent]);
          return;
        }
        if (known.purged) return;
        const stated = { message: { ...ISSUED, subject: sent.subject }, statedAt: at(sent.second), reason: "sửa" };
        const decision = decideUpdateArrival(known, stated);
        if (decision === "repeat") return;
        this.#books.set(lane, withUpdate(known, stated, decision, at(0)));
        this.#report(lane, "15", writeAnswer("update", "agree", null));
      }
    }
  }

  async learn({ lane, code, description, second }: Report): Promise<void> {
    const before = this.#dispatch(lane);
    await settleDispatch(this.#keeper(lane), before, { event: code, at: at(second), actor: CLERK });
    if (code !== "15" && code !== "16") return;
    const event = code === "15" ? "agree" : "decline";
    const request = answeredRequest(before, event, description);
    if (request === null) return;
    const answered = { answeredAt: at(second), answer: readAnswer(event, description), person: null };
    await settleRequest(this.#keeper(lane), this.#dispatch(lane), { request, event, at: at(second), actor: CLERK, answered, question: namedQuestion(event, description) });
  }

  /** Where both ends stand, comparable as text. */
  outcome(): string {
    const rows = [...this.#dispatches].map(([lane, { state, recall, update }]) => {
      const known = this.#books.get(lane);
      const versions = known?.versions.map((version) => [version.message.subject, version.statedAt?.getTime()]);
      return [lane, state, recall?.state, update?.state, known?.state, known?.recall?.state, known?.message.subject, versions, known?.purged, known?.digests, this.#waiting.get(lane)?.length ?? 0];
    });
    return JSON.stringify(rows);
  }

  /** Where the two ends do not say the same although nothing is on its way any more. */
  disagreements(): readonly string[] {
    return [...this.#dispatches].flatMap(([lane, { state, recall, update }]) => {
      const known = this.#books.get(lane);
      if (known === undefined) return [`${lane}: never filed`];
      const said: [string, unknown, unknown][] = [
        ["state", state, known.came ? known.state : "sent"],
        ["recall", recall?.state ?? null, known.recall?.state ?? null],
        ["purged", known.purged, recall?.state === "agreed"],
        ["digests", known.digests, true],
        ["waiting", this.#waiting.get(lane)?.length ?? 0, 0],
        ["subject", known.purged ? null : known.message.subject, known.purged ? null : (this.#subjects[Number(lane.split(" ")[0])] ?? null)],
        ["update", update !== null && update.state !== "agreed" && !known.purged, false],
      ];
      return said.filter(([, one, other]) => one !== other).map(([what, one, other]) => `${lane}: ${what} is ${String(one)}, expected ${String(other)}`);
    });
  }

  #send(document: number, receiver: AgencyName): void {
    const lane: Lane = `${document} ${receiver}`;
    const issued = outgoing();
    this.#dispatches.set(lane, dispatch(issued, transmission(issued), { state: "sent", receiverCode: receiver }));
    this.messages.push({ lane, kind: "document", second: this.#next(), subject: this.#subjects[document] ?? "" });
  }

  async #ask(lane: Lane, request: "recall" | "update", second: number, kind: "recall" | "take-back" = "recall"): Promise<void> {
    const event = request === "update" ? "ask" : (askingEvent(this.#dispatch(lane).recall, kind) ?? "ask");
    const asked = { reason: "nhầm", askedAt: at(second), answerDueAt: null, ...(kind === "take-back" && ({ takeBack: true } as const)) };
    await settleRequest(this.#keeper(lane), this.#dispatch(lane), { request, event, at: at(second), actor: CLERK, asked });
  }

  #report(lane: Lane, code: StatusCode, description: string | null): void {
    this.reports.push({ lane, code, description, second: this.#next() });
  }

  #wake(lane: Lane): void {
    const waiting = this.#waiting.get(lane) ?? [];
    this.#waiting.delete(lane);
    for (const sent of waiting) this.deliver(sent);
  }

  #dispatch(lane: Lane): Dispatch {
    const found = this.#dispatches.get(lane);
    if (found === undefined) throw new HouseError("invariant-broken", `no dispatch ${lane}`);
    return found;
  }

  #lanesOf(document: number): Lane[] {
    return [...this.#dispatches.keys()].filter((lane) => lane.startsWith(`${document} `));
  }

  /** The two writes of a transaction that the movers make. */
  #keeper(lane: Lane) {
    return {
      moveDispatch: async (_before: Dispatch, after: Dispatch): Promise<void> => void (await Promise.resolve(this.#dispatches.set(lane, after))),
      append: (): Promise<void> => Promise.resolve(),
    };
  }

  #next(): number {
    return (this.#second += 1);
  }
}

/** What a cancelled document is reduced to. */
function purged({ digests }: Known): Partial<Known> {
  return { purged: true, digests, message: ISSUED, statedAt: null, versions: [] };
}
