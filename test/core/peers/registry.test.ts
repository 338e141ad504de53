import test from "ava";
import { array, assert, constantFrom, property } from "fast-check";
import { channelOf, movePeer, PEER_STATES, peerOfChannel, type Peer, type PeerEvent } from "#src/core/peers/peer";
import { openPeers } from "#src/core/peers/peers";
import { closeness } from "#src/core/peers/reach";
import { planConfiguration, fileOf } from "#src/core/peers/configuration";
import { FieldsRefused } from "#src/core/fault";
import { peerFileSchema } from "#src/core/peers/commands";

function peer(code: string, reaches: readonly string[], change: Partial<Peer> = {}, settings: Partial<Peer["settings"]> = {}): Peer {
  const at = new Date(0);
  const own = { reaches, dialect: null, policyProfile: null, maxDocumentMb: null, whenPaused: "wait", takesDirectory: false, pullSeconds: 15, link: null, ...settings } as const;
  return { code, name: code, kind: "axis", state: "active", endpoint: "https://may.example/a", account: "a", settings: own, certificate: null, nextCertificate: null, revision: 1, createdAt: at, changedAt: at, testedAt: null, ...change };
}

async function book(...all: Peer[]): Promise<ReturnType<typeof openPeers>> {
  const peers = openPeers(() => Promise.resolve(all));
  await peers.refresh();
  return peers;
}

test("the closest entry wins: an agency by name, then the units below, then everybody", async (t) => {
  const peers = await book(peer("all", ["*"]), peer("tinh", ["H48", "H48.*"]), peer("so", ["H48.06"]), peer("so-con", ["H48.06.*"]));
  const to = (code: string): string | undefined => peers.routeTo(code)?.channel;
  t.deepEqual(["G22", "H48", "H48.05", "H48.06", "H48.06.01", "H480"].map(to), ["all", "tinh", "tinh", "so", "so-con", "all"].map(channelOf));
  t.is(closeness(["H48.*"], "H48"), 0);
});

test("a peer that is no more than drafted or is retired is no way; a paused one is waited for, or left aside when that is its setting", async (t) => {
  for (const state of PEER_STATES) {
    const way = (await book(peer("p", ["H48"], { state }))).routeTo("H48") !== null;
    t.is(way, state === "active" || state === "paused", state);
  }
  t.is((await book(peer("p", ["H48"], { state: "paused" }, { whenPaused: "fall-back" }))).routeTo("H48"), null);
});

test("a peer may bring what it reaches and nothing else, whatever its state; other channels are not bound here", async (t) => {
  const peers = await book(peer("p", ["H48.*"], { state: "retired" }));
  t.deepEqual(["H48.06", "H48", "G22"].map((code) => peers.mayBring("peer:p", code)), [true, false, false]);
  t.false(peers.mayBring("peer:unknown", "H48.06"));
  t.true(peers.mayBring("axis", "G22") && peers.mayBring("local", "G22"));
  t.is(peerOfChannel("peer:p"), "p");
});

test("retired is the end, and nobody becomes active without having passed a test", (t) => {
  const events: readonly PeerEvent[] = ["pass", "fail", "change", "activate", "pause", "resume", "retire"];
  t.notThrows(() =>
    assert(
      property(array(constantFrom(...events), { maxLength: 12 }), (history) => {
        let [state, passed]: [Peer["state"], boolean] = ["draft", false];
        for (const event of history) {
          const next = movePeer(state, event);
          if (state === "retired" && next !== null && next !== "retired") return false;
          if (event === "pass" && next !== null) passed = true;
          if (next !== null) state = next;
          if (state === "active" && !passed) return false;
        }
        return true;
      }),
    ),
  );
});

test("a configuration file goes around: what was exported changes nothing, every mistake is named, and the review names exactly this", (t) => {
  const present = [peer("a", ["H36"]), peer("b", ["H37"], { state: "draft" }), peer("gone", ["H38"], { state: "retired" })];
  const file = peerFileSchema.parse(JSON.parse(JSON.stringify(fileOf(present))));
  t.deepEqual(file.peers.map(({ code }) => code), ["a", "b"]);
  const same = planConfiguration(file, present, () => true);
  t.deepEqual(same.differences, []);

  const [a, b] = file.peers;
  if (a === undefined || b === undefined) return t.fail();
  const edited = { ...file, peers: [{ ...a, reaches: ["000.00.06.H48", "H36"] }, { ...b, code: "c" }] };
  const plan = planConfiguration(edited, present, () => true);
  t.deepEqual(plan.differences.map(({ code, change }) => `${code} ${change}`), ["a changed", "c added", "b missing"]);
  t.deepEqual(plan.differences[0]?.fields, [{ field: "reaches", before: '["H36"]', after: '["H36","H48.06"]' }]);
  t.not(plan.review, same.review);
  t.not(planConfiguration(edited, present.slice(1), () => true).review, plan.review);

  const wrong = { ...file, peers: [{ ...a, kind: "amqp" as const, endpoint: "https://u:p@may", reaches: ["H48", "sai mã"], policyProfile: "không có" }, { ...b, code: "a" }, { ...b, code: "gone" }] };
  const refused = t.throws(() => planConfiguration(wrong, present, () => false), { instanceOf: FieldsRefused });
  for (const field of ["/file/peers/0/kind", "/file/peers/0/endpoint", "/file/peers/0/link", "/file/peers/0/reaches/1", "/file/peers/0/policyProfile", "/file/peers/1/code", "/file/peers/2/code"]) t.true(refused?.problems.some((problem) => problem.field === field), field);
});

test("two peers in use never claim the same entry", (t) => {
  const present = [peer("a", ["H36"]), peer("b", ["H37"])];
  const file = fileOf(present);
  const [a, b] = file.peers;
  if (a === undefined || b === undefined) return t.fail();
  const refused = t.throws(() => planConfiguration({ ...file, peers: [a, { ...b, reaches: ["H36"] }] }, present, () => true), { instanceOf: FieldsRefused });
  t.regex(refused?.problems[0]?.message ?? "", /H36 đã đi qua kết nối/);
});
