import type { Facts } from "#edxml";
import { notFound, requireOperator, requireOverview } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import { newId, type PeerSecretId } from "../ids.ts";
import type { JournalKind } from "../journal/journal-entry.ts";
import type { Policies } from "../policy/policies.ts";
import type { Clock, Store, Transaction } from "../ports.ts";
import type { SecretSealer } from "../secret-sealer.ts";
import type { ProbePeer } from "./channels.ts";
import type { ChangePeer } from "./commands.ts";
import { changedFields, fileOf, planConfiguration } from "./configuration.ts";
import { claimProblems, descriptionOf, readDescription, type Described, type Description } from "./describe.ts";
import { channelOf, movePeer, type Peer, type PeerEvent, type PeerKind, type PeerSecret } from "./peer.ts";
import type { Peers } from "./peers.ts";
import { sayCheck } from "./say-check.ts";
import { sendTestDocument, type TestDocumentNeeds } from "./test-document.ts";
import { PEER_MOVES, type PeerService, type PeerView } from "./service.ts";

export interface PeerNeeds extends TestDocumentNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  readonly policies: Policies;
  readonly peers: Peers;
  readonly probePeer: ProbePeer;
  /** The axis of the environment as a peer; null: there is none. */
  readonly environmentAxis: Peer | null;
}

const HOUR = 3_600_000;

/** Binds a sealed secret to its peer and row. */
export function secretPurpose(code: string, id: PeerSecretId): string {
  return `peer ${code} ${id}`;
}

export function peerService(needs: PeerNeeds): PeerService {
  const { store, clock, peers, policies } = needs;
  const profileExists = (id: string): boolean => policies.book.profiles.some((profile) => profile.id === id);

  async function views(found: readonly Peer[]): Promise<PeerView[]> {
    const waiting = await store.reader.peers.waiting(found.map((peer) => nameOf(peer)));
    return Promise.all(found.map(async (peer) => viewOf(peer, isEnvironment(peer) ? [] : await store.reader.peers.secretsOf(peer.code, clock.now()), waiting.get(nameOf(peer)) ?? 0)));
  }

  function isEnvironment(peer: Peer): boolean {
    return peer === needs.environmentAxis;
  }

  /** The axis of the environment keeps the name it always had. */
  function nameOf(peer: Peer): string {
    return isEnvironment(peer) ? peer.code : channelOf(peer.code);
  }

  function viewOf(peer: Peer, secrets: readonly PeerSecret[], waiting: number): PeerView {
    const ends = secrets.flatMap(({ endsAt }) => (endsAt === null ? [] : [endsAt.getTime()]));
    return { peer, channel: nameOf(peer), source: isEnvironment(peer) ? "environment" : "registry", hasSecret: isEnvironment(peer) || secrets.length > 0, overlapUntil: ends.length === 0 ? null : new Date(Math.max(...ends)), waiting };
  }

  async function view(code: string): Promise<PeerView> {
    const found = await byCode(code);
    const [one] = await views([found]);
    if (one === undefined) throw notFound("peer", code);
    return one;
  }

  async function byCode(code: string): Promise<Peer> {
    const found = code === needs.environmentAxis?.code ? needs.environmentAxis : await store.reader.peers.byCode(code.slice(0, 100));
    if (found === null) throw notFound("peer", code.slice(0, 100));
    return found;
  }

  /** Reads, decides, writes, journals, in one transaction; then every process of the gateway hears of it. */
  async function change(code: string, access: Access, kind: JournalKind, work: (tx: Transaction, before: Peer, at: Date) => Promise<{ readonly after: Peer; readonly facts: Facts } | null>): Promise<void> {
    if (code === needs.environmentAxis?.code) throw new HouseError("move-illegal", "the axis of the environment is changed by its environment variables", { peer: code });
    const at = clock.now();
    await store.write(async (tx) => {
      const before = await tx.peers.byCode(code);
      if (before === null) throw notFound("peer", code);
      const done = await work(tx, before, at);
      if (done === null) return;
      await save(tx, before, done.after, at);
      await tx.append({ kind, at, actor: access.actor, facts: { peer: code, ...done.facts } });
    });
    await peers.refresh(true);
  }

  async function save(tx: Transaction, before: Peer, after: Peer, at: Date): Promise<void> {
    if (!(await tx.savePeer({ ...after, revision: before.revision + 1, changedAt: at }))) throw new HouseError("move-illegal", `peer ${before.code} was changed by somebody else just now`, { peer: before.code });
  }

  async function seal(code: string, secret: string, createdAt: Date): Promise<PeerSecret> {
    const id = newId<PeerSecretId>();
    return { id, peerCode: code, sealed: await needs.sealer.seal(secret, secretPurpose(code, id)), createdAt, endsAt: null };
  }

  async function add(tx: Transaction, code: string, kind: PeerKind, described: Described, secret: PeerSecret | null, reason: string, access: Access, at: Date): Promise<void> {
    const peer: Peer = { code, kind, ...described, state: "draft", revision: 1, createdAt: at, changedAt: at, testedAt: null };
    if (code === needs.environmentAxis?.code || !(await tx.addPeer(peer))) {
      throw new FieldsRefused([{ field: "/code", code: "field-invalid", message: `Mã “${code}” đã dùng cho một kết nối khác, kể cả kết nối đã ngừng. Hãy đặt mã khác.`, rule: "docs/peers.md" }]);
    }
    if (secret !== null) await tx.addPeerSecret(secret);
    await tx.append({ kind: "peer.added", at, actor: access.actor, facts: { peer: code, kind, name: peer.name, endpoint: peer.endpoint, reaches: [...peer.settings.reaches], reason } });
  }

  /** What an edit makes of the state: how the peer is reached must be tried anew before it can be activated. */
  async function edit(tx: Transaction, before: Peer, described: Described): Promise<{ readonly after: Peer; readonly changed: string[] } | null> {
    const changed = changedFields(before, described);
    if (changed.length === 0) return null;
    const after: Peer = { ...before, ...described, state: moved(before, "change") };
    if (after.state === "active" || after.state === "paused") throwProblems(claimProblems(after, await tx.peers.list()));
    return { after, changed };
  }

  return {
    async peers(access) {
      requireOverview(access);
      return views([...(needs.environmentAxis === null ? [] : [needs.environmentAxis]), ...(await store.reader.peers.list())]);
    },
    async peer(code, access) {
      requireOverview(access);
      return view(code);
    },
    async addPeer({ code, kind, secret, reason, ...description }, access) {
      requireOperator(access);
      const { problems, described } = readDescription(kind, description, profileExists);
      throwProblems(problems);
      const at = clock.now();
      const sealed = await seal(code, secret, at);
      await store.write((tx) => add(tx, code, kind, described, sealed, reason, access, at));
      await peers.refresh(true);
      return view(code);
    },
    async changePeer(code, { reason, revision, ...wanted }, access) {
      requireOperator(access);
      await change(code, access, "peer.changed", async (tx, before) => {
        if (revision !== undefined && revision !== before.revision) throw new HouseError("move-illegal", `peer ${code} was changed since revision ${revision}`, { peer: code, revision: before.revision });
        const { problems, described } = readDescription(before.kind, merged(before, wanted), profileExists);
        throwProblems(problems);
        const edited = await edit(tx, before, described);
        return edited === null ? null : { after: edited.after, facts: { changed: edited.changed, from: before.state, to: edited.after.state, reason } };
      });
      return view(code);
    },
    async testPeer(code, access, signal) {
      requireOperator(access);
      const peer = await byCode(code);
      const [secret] = isEnvironment(peer) ? [] : await store.reader.peers.secretsOf(code, clock.now());
      if (isEnvironment(peer) || peer.state === "retired") throw new HouseError("move-illegal", `peer ${code} cannot be tested here`, { peer: code, state: peer.state });
      const settings = settingsProblem(peer, secret !== undefined, claimProblems(peer, await store.reader.peers.list()));
      const opened = secret === undefined ? "" : await needs.sealer.open(secret.sealed, secretPurpose(code, secret.id));
      const results = [settings, ...(settings.outcome === "failed" ? [] : await needs.probePeer(peer, opened, signal))];
      const passed = results.every(({ outcome }) => outcome !== "failed");
      await change(code, access, "peer.tested", (_tx, before, at) => {
        // what was tried is what was read; an edit in between has to be tried by itself
        const current = before.revision === peer.revision;
        const after: Peer = current ? { ...before, state: moved(before, passed ? "pass" : "fail"), testedAt: passed ? at : before.testedAt } : before;
        return Promise.resolve({ after, facts: { passed, from: before.state, to: after.state, checks: results.map(({ check, outcome, code: fault }) => `${check}: ${outcome}${fault === null ? "" : ` ${fault}`}`) } });
      });
      return { view: await view(code), checks: results.map((result) => ({ ...result, ...sayCheck(result, peer) })), passed };
    },
    async movePeer(code, event, reason, access) {
      requireOperator(access);
      await change(code, access, "peer.moved", async (tx, before) => {
        const state = moved(before, event);
        if (state === before.state) return null;
        const after = { ...before, state };
        if (state === "active") throwProblems(claimProblems(after, await tx.peers.list()));
        const woken = state === "active" || state === "retired" ? await tx.wakeChannel(channelOf(code)) : 0;
        return { after, facts: { from: before.state, to: PEER_MOVES[event], event, woken, reason } };
      });
      return view(code);
    },
    async rotatePeerKey(code, { reason, secret, keepHours, promoteCertificate }, access) {
      requireOperator(access);
      const now = clock.now();
      const sealed = secret === undefined ? null : await seal(code, secret, now);
      await change(code, access, "peer.key-rotated", async (tx, before, at) => {
        refuseRetired(before);
        if (promoteCertificate && before.nextCertificate === null) throw new HouseError("move-illegal", `peer ${code} has no next certificate`, { peer: code });
        if (sealed !== null) {
          const present = await tx.peers.secretsOf(code, at);
          // at most two count: the one before the last goes now
          await tx.dropPeerSecrets(present.slice(keepHours === 0 ? 0 : 1).map(({ id }) => id));
          await tx.endPeerSecrets(code, new Date(at.getTime() + keepHours * HOUR));
          await tx.addPeerSecret(sealed);
        }
        const after = promoteCertificate ? { ...before, certificate: before.nextCertificate, nextCertificate: null } : before;
        return { after, facts: { secret: sealed !== null, keepHours: sealed === null ? null : keepHours, certificate: promoteCertificate ? (after.certificate?.fingerprint ?? null) : null, reason } };
      });
      return view(code);
    },
    sendTestDocument: (code, command, access) => sendTestDocument(needs, code, command, access),
    async peerHistory(code, limit, access) {
      requireOverview(access);
      await byCode(code);
      return store.reader.peers.history(code, limit);
    },
    async exportPeers(access) {
      requireOverview(access);
      return fileOf(await store.reader.peers.list());
    },
    async comparePeers(file, access) {
      requireOperator(access);
      const { differences, review } = planConfiguration(file, await store.reader.peers.list(), profileExists);
      return { differences, review };
    },
    async applyPeers({ file, review, reason }, access) {
      requireOperator(access);
      const at = clock.now();
      const touched = await store.write(async (tx) => {
        const plan = planConfiguration(file, await tx.peers.list(), profileExists);
        if (plan.review !== review) throw new HouseError("move-illegal", "the file or the registry is not as it was reviewed", {}, { hint: "compare again and have the result reviewed" });
        const codes: string[] = [];
        for (const { code, kind, described, before } of plan.planned) {
          const edited = before === null ? null : await edit(tx, before, described);
          if (before === null) await add(tx, code, kind, described, null, reason, access, at);
          else if (edited === null) continue;
          else {
            await save(tx, before, edited.after, at);
            await tx.append({ kind: "peer.changed", at, actor: access.actor, facts: { peer: code, changed: edited.changed, from: before.state, to: edited.after.state, reason, review } });
          }
          codes.push(code);
        }
        return codes;
      });
      await peers.refresh(true);
      return Promise.all(touched.map(view));
    },
  };
}

function moved(peer: Peer, event: PeerEvent): Peer["state"] {
  const state = movePeer(peer.state, event);
  if (state === null) throw new HouseError("move-illegal", `peer ${peer.code} is ${peer.state}: ${event} is not possible`, { peer: peer.code, state: peer.state, event });
  return state;
}

function refuseRetired(peer: Peer): void {
  moved(peer, "change");
}

function merged(before: Peer, wanted: Omit<ChangePeer, "reason" | "revision">): Description {
  return { ...descriptionOf(before), ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) };
}

function settingsProblem({ settings }: Peer, hasSecret: boolean, claims: readonly FieldProblem[]): { readonly check: "settings"; readonly outcome: "passed" | "failed"; readonly code: string | null; readonly detail: string } {
  const [code, detail] = !hasSecret ? ["secret-missing", ""] : settings.reaches.length === 0 ? ["reaches-nobody", ""] : claims[0] === undefined ? [null, ""] : ["claimed-twice", claims[0].message];
  return { check: "settings", outcome: code === null ? "passed" : "failed", code, detail };
}

function throwProblems(problems: readonly FieldProblem[]): void {
  const [first, ...rest] = problems;
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
}
