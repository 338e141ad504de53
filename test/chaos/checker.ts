import type { Accepted, DispatchRow, History, JournalRow, PlaceBooks } from "./history.ts";

/** One broken promise, with what shows it. */
export interface Violation {
  readonly rule: Rule;
  readonly text: string;
}

export const RULES = {
  lost: "what a door accepted reaches every receiver",
  doubled: "nothing reaches a receiver twice, and nothing is twice at the axis",
  altered: "the receiver has the bytes the sender gave",
  stray: "nothing comes that nobody sent, and no document is kept that no door accepted",
  early: "the axis is told only of what is stored",
  state: "sender and receiver end in the same state",
  move: "every move is legal and begins where the one before ended",
  instant: "the instants of a dispatch follow each other",
  forgotten: "what is not finished has an order that will finish it, and what is filed has been reported",
  waiting: "nothing waits unseen at the end",
} as const;
export type Rule = keyof typeof RULES;

/** Written by hand from docs/life-of-a-document.md, not taken from the program: what may follow what. Receivers skip steps. */
const ANSWERS = ["arrived", "accepted", "refused", "assigned", "processing", "completed"];
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  queued: ["sending", ...ANSWERS],
  sending: ["sent", "queued", "unknown", "failed", "expired", ...ANSWERS],
  unknown: ["sending", "sent", "failed", "expired", ...ANSWERS],
  sent: ANSWERS,
  arrived: ["accepted", "refused", "assigned", "processing", "completed"],
  accepted: ["assigned", "processing", "completed"],
  assigned: ["processing", "completed"],
  processing: ["completed"],
  failed: ["queued", ...ANSWERS],
  expired: ["queued", ...ANSWERS],
  refused: [],
  completed: [],
};

/** Whether a dispatch may go from the one state to the other. */
export function isLegal(from: string, to: string): boolean {
  return LEGAL[from]?.includes(to) === true;
}

/** Judges a finished history. Empty when every promise was kept. Knows nothing of the program but the words of its tables. */
export function check(history: History): readonly Violation[] {
  const found: Violation[] = [];
  const report = (rule: Rule, text: string): void => void found.push({ rule, text });
  checkDelivery(history, report);
  checkAxis(history, report);
  checkStates(history, report);
  for (const [place, books] of Object.entries(history.places)) {
    checkMoves(place, books, report);
    for (const dispatch of books.dispatches) checkInstants(place, dispatch, report);
    for (const incoming of books.incoming) if (incoming.effectiveAt < incoming.receivedAt) report("instant", `${place}: ${incoming.documentId} counts as received before it was`);
    checkForgotten(place, books, report);
    checkWaiting(place, books, report);
  }
  return found;
}

type Report = (rule: Rule, text: string) => void;

function checkDelivery({ accepted, taken, places }: History, report: Report): void {
  const sent = new Map(accepted.map((one) => [one.documentId, one]));
  const arrivals = new Map<string, Map<string, Set<string>>>();
  for (const one of taken) {
    const origin = sent.get(one.documentId);
    if (origin === undefined || !origin.receivers.includes(one.receiver)) report("stray", `${one.receiver} got ${one.documentId}, which no door accepted for it`);
    else if (origin.sha256 !== one.sha256) report("altered", `${one.receiver} got other bytes of ${one.documentId}`);
    const of = arrivals.get(one.documentId) ?? new Map<string, Set<string>>();
    arrivals.set(one.documentId, of.set(one.receiver, (of.get(one.receiver) ?? new Set()).add(one.incomingId)));
  }
  for (const { documentId, receivers } of accepted) {
    for (const receiver of receivers) {
      const times = arrivals.get(documentId)?.get(receiver)?.size ?? 0;
      if (times === 0) report("lost", `${receiver} never got ${documentId}`);
      if (times > 1) report("doubled", `${receiver} got ${documentId} ${times} times`);
    }
  }
  checkKept(accepted, places, report);
}

/** Every question was repeated until it was answered: what is in the books and was not answered was taken twice. */
function checkKept(accepted: readonly Accepted[], places: History["places"], report: Report): void {
  const answered = new Set(accepted.map(({ id }) => id));
  const byKey = new Map<string, Set<string>>();
  for (const { key, id } of accepted) byKey.set(key, (byKey.get(key) ?? new Set()).add(id));
  for (const [key, ids] of byKey) if (ids.size > 1) report("doubled", `the key ${key} was answered with ${ids.size} documents`);
  const kept = new Set<string>();
  for (const [place, { outgoing }] of Object.entries(places)) {
    for (const { id, documentId } of outgoing) {
      kept.add(id);
      if (!answered.has(id)) report("stray", `${place} keeps ${documentId}, which no door answered for`);
    }
  }
  for (const { id, documentId, place } of accepted) if (!kept.has(id)) report("lost", `${place} accepted ${documentId} and does not have it`);
}

function checkAxis({ axis, places }: History, report: Report): void {
  const messages = new Map<string, Set<string>>();
  const stored = new Set(Object.values(places).flatMap(({ inbound }) => inbound.map(({ partnerMessageId }) => partnerMessageId)));
  for (const one of axis) {
    if (one.messageType === "edoc") {
      const what = `${one.from} → ${one.to} ${one.documentId}`;
      messages.set(what, (messages.get(what) ?? new Set()).add(one.senderDocId));
    }
    if (one.state !== "initial" && !stored.has(one.receiverDocId)) report("early", `the axis was told that ${one.to} has ${one.documentId} (${one.receiverDocId}), and nobody stored it`);
  }
  for (const [what, ids] of messages) if (ids.size > 1) report("doubled", `the axis holds ${what} ${ids.size} times`);
}

function checkStates({ accepted, taken, decided, places }: History, report: Report): void {
  const last = new Map(decided.map(({ incomingId, state }) => [incomingId, state]));
  const incoming = new Map(taken.map((one) => [`${one.documentId} ${one.receiver}`, one.incomingId]));
  const dispatches = new Map(Object.values(places).flatMap((books) => books.dispatches.map((row) => [`${row.documentId} ${row.receiver}`, row] as const)));
  const filed = new Map(Object.values(places).flatMap((books) => books.incoming.map((row) => [row.id, row.state] as const)));
  for (const { id, documentId, receivers } of accepted) {
    for (const receiver of receivers) {
      const incomingId = incoming.get(`${documentId} ${receiver}`);
      if (incomingId === undefined) continue; // lost, said already
      const expected = last.get(incomingId) ?? "arrived";
      const here = dispatches.get(`${id} ${receiver}`)?.state ?? "missing";
      const there = filed.get(incomingId) ?? "missing";
      if (here !== expected || there !== expected) report("state", `${documentId} for ${receiver}: decided ${expected}, the sender says ${here}, the receiver ${there}`);
    }
  }
}

function checkMoves(place: string, { journal, dispatches }: PlaceBooks, report: Report): void {
  const at = new Map<string, string>();
  for (const { kind, facts } of journal.filter(isMove)) {
    const id = String(facts["dispatchId"]);
    const [from, to] = [String(facts["from"]), String(facts["to"])];
    const before = at.get(id) ?? "queued";
    if (from !== before) report("move", `${place}: dispatch ${id} moves from ${from} and was ${before}`);
    if (!isLegal(from, to)) report("move", `${place}: dispatch ${id} moved from ${from} to ${to} (${kind})`);
    at.set(id, to);
  }
  for (const { id, state } of dispatches) if ((at.get(id) ?? "queued") !== state) report("move", `${place}: dispatch ${id} is ${state}, the journal ends with ${at.get(id) ?? "queued"}`);
}

function isMove({ kind }: JournalRow): boolean {
  return kind === "dispatch.moved";
}

const INSTANTS = ["submitted", "left", "entered", "received", "decided"] as const;

function checkInstants(place: string, { id, instants }: DispatchRow, report: Report): void {
  let before = 0;
  let name = "";
  for (const [index, instant] of instants.entries()) {
    if (instant === null) continue;
    if (instant < before) report("instant", `${place}: dispatch ${id} was ${INSTANTS[index]} before it was ${name}`);
    before = instant;
    name = INSTANTS[index] ?? "";
  }
}

/** True at any moment, not only at rest: what has to be done stands in the row of the same transaction. */
function checkForgotten(place: string, { outbox, transmissions, inbound, incoming }: PlaceBooks, report: Report): void {
  const ordered = new Set(outbox.map(({ topic, ref }) => `${topic} ${ref}`));
  for (const { id, state } of transmissions) if (["queued", "sending", "unknown"].includes(state) && !ordered.has(`deliver ${id}`)) report("forgotten", `${place}: transmission ${id} is ${state}, and there is no order for it`);
  for (const { id, state } of inbound) if (["kept", "waiting"].includes(state) && !ordered.has(`process-incoming ${id}`)) report("forgotten", `${place}: envelope ${id} is ${state}, and there is no order for it`);
  for (const { id, documentId, reported } of incoming) if (!reported) report("forgotten", `${place}: ${documentId} is filed as ${id}, and no report of its arrival was written`);
}

/** A dead letter may happen; it must not be what is left. */
function checkWaiting(place: string, { outbox, transmissions, inbound }: PlaceBooks, report: Report): void {
  for (const { topic, ref } of outbox) report("waiting", `${place}: an order ${topic} for ${ref} is still open`);
  for (const { id, state } of transmissions) if (state !== "entered" && state !== "withdrawn") report("waiting", `${place}: transmission ${id} is ${state}`);
  for (const { id, state } of inbound) if (state === "kept" || state === "waiting" || state === "quarantined") report("waiting", `${place}: envelope ${id} is ${state}`);
}
