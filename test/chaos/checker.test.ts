import test from "ava";
import { check, RULES, type Rule } from "./checker.ts";
import type { History, JournalRow, PlaceBooks } from "./history.ts";

const EMPTY: PlaceBooks = { outgoing: [], dispatches: [], transmissions: [], inbound: [], incoming: [], outbox: [], journal: [] };
const DOCUMENT = "G22,2026/11/22,1/CHAOS";

/** One document from G22 to H48, accepted by its receiver. */
const GOOD: History = {
  accepted: [{ place: "vpcp", key: "vpcp-1", id: "out-1", documentId: DOCUMENT, receivers: ["H48"], sha256: "aa" }],
  taken: [{ place: "quangngai", incomingId: "in-1", receiver: "H48", documentId: DOCUMENT, sha256: "aa" }],
  decided: [{ incomingId: "in-1", state: "accepted" }],
  axis: [{ senderDocId: "s-1", receiverDocId: "r-1", messageType: "edoc", documentId: DOCUMENT, from: "G22", to: "H48", state: "done" }],
  places: {
    vpcp: {
      ...EMPTY,
      outgoing: [{ id: "out-1", documentId: DOCUMENT, key: "vpcp-1" }],
      dispatches: [{ id: "d-1", documentId: "out-1", receiver: "H48", state: "accepted", instants: [1, 2, 3, 4, 5] }],
      transmissions: [{ id: "t-1", state: "entered" }],
      journal: [moved(1, "queued", "sending"), moved(2, "sending", "sent"), moved(3, "sent", "arrived"), moved(4, "arrived", "accepted")],
    },
    quangngai: {
      ...EMPTY,
      inbound: [{ id: "i-1", partnerMessageId: "r-1", state: "filed" }],
      incoming: [{ id: "in-1", documentId: DOCUMENT, receiver: "H48", state: "accepted", receivedAt: 4, effectiveAt: 4, reported: true }],
    },
  },
};

function moved(position: number, from: string, to: string): JournalRow {
  return { position, kind: "dispatch.moved", facts: { dispatchId: "d-1", from, to } };
}

function withPlace(name: "vpcp" | "quangngai", change: Partial<PlaceBooks>): History {
  return { ...GOOD, places: { ...GOOD.places, [name]: { ...(GOOD.places[name] ?? EMPTY), ...change } } };
}

test("a history in which every promise was kept is found good", (t) => {
  t.deepEqual(check(GOOD), []);
});

const BROKEN: readonly { readonly title: string; readonly rule: Rule; readonly history: History }[] = [
  { title: "a document nobody took is lost", rule: "lost", history: { ...GOOD, taken: [], decided: [] } },
  { title: "a document the door answered for and the books do not have is lost", rule: "lost", history: withPlace("vpcp", { outgoing: [] }) },
  { title: "a document taken under two ids came twice", rule: "doubled", history: { ...GOOD, taken: [...GOOD.taken, { place: "quangngai", incomingId: "in-2", receiver: "H48", documentId: DOCUMENT, sha256: "aa" }] } },
  { title: "two messages of one document at the axis are one too many", rule: "doubled", history: { ...GOOD, axis: [...GOOD.axis, { senderDocId: "s-2", receiverDocId: "r-1", messageType: "edoc", documentId: DOCUMENT, from: "G22", to: "H48", state: "done" }] } },
  { title: "one key answered with two documents is one too many", rule: "doubled", history: { ...GOOD, accepted: [...GOOD.accepted, { place: "vpcp", key: "vpcp-1", id: "out-2", documentId: DOCUMENT, receivers: ["H48"], sha256: "aa" }] } },
  { title: "other bytes are seen", rule: "altered", history: { ...GOOD, taken: [{ place: "quangngai", incomingId: "in-1", receiver: "H48", documentId: DOCUMENT, sha256: "bb" }] } },
  { title: "a document nobody sent is stray", rule: "stray", history: { ...GOOD, taken: [...GOOD.taken, { place: "quangngai", incomingId: "in-9", receiver: "H48", documentId: "G22,2026/11/22,9/CHAOS", sha256: "aa" }] } },
  { title: "a kept document no door answered for is stray", rule: "stray", history: withPlace("vpcp", { outgoing: [{ id: "out-1", documentId: DOCUMENT, key: "vpcp-1" }, { id: "out-2", documentId: "x", key: null }] }) },
  { title: "the axis was told of what nobody stored", rule: "early", history: withPlace("quangngai", { inbound: [] }) },
  { title: "a sender that never heard of the decision is in another state", rule: "state", history: withPlace("vpcp", { dispatches: [{ id: "d-1", documentId: "out-1", receiver: "H48", state: "arrived", instants: [1, 2, 3, 4, null] }] }) },
  { title: "a move that no rule allows is seen", rule: "move", history: withPlace("vpcp", { journal: [moved(1, "queued", "sending"), moved(2, "sending", "sent"), moved(3, "sent", "queued")] }) },
  { title: "a move that begins elsewhere is seen", rule: "move", history: withPlace("vpcp", { journal: [moved(1, "queued", "sending"), moved(2, "sent", "arrived"), moved(3, "arrived", "accepted")] }) },
  { title: "an instant before the one before it is seen", rule: "instant", history: withPlace("vpcp", { dispatches: [{ id: "d-1", documentId: "out-1", receiver: "H48", state: "accepted", instants: [1, 3, 2, 4, 5] }] }) },
  { title: "a transmission nobody has an order for is forgotten", rule: "forgotten", history: withPlace("vpcp", { transmissions: [{ id: "t-1", state: "queued" }] }) },
  { title: "an envelope nobody has an order for is forgotten", rule: "forgotten", history: withPlace("quangngai", { inbound: [{ id: "i-1", partnerMessageId: "r-1", state: "kept" }] }) },
  { title: "a document whose arrival nobody reported is forgotten", rule: "forgotten", history: withPlace("quangngai", { incoming: (GOOD.places["quangngai"] ?? EMPTY).incoming.map((one) => ({ ...one, reported: false })) }) },
  { title: "an order that is still open waits unseen", rule: "waiting", history: withPlace("vpcp", { outbox: [{ id: "o-1", topic: "deliver", ref: "t-1" }] }) },
  { title: "a quarantined envelope of an honest partner is left over", rule: "waiting", history: withPlace("quangngai", { inbound: [{ id: "i-1", partnerMessageId: "r-1", state: "quarantined" }] }) },
];

for (const { title, rule, history } of BROKEN) {
  test(title, (t) => {
    t.true(check(history).some((violation) => violation.rule === rule));
  });
}

test("every rule has a history that breaks it", (t) => {
  t.deepEqual(new Set<string>(BROKEN.map(({ rule }) => rule)), new Set(Object.keys(RULES)));
});
