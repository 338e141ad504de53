import { join } from "node:path";
import type { ExchangeAdapter } from "#adapters/adapter";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { AdapterError } from "#adapters/errors";
import { peerAmqpAdapter, type PeerAmqpAdapter } from "#adapters/peer-amqp/peer-amqp-adapter";
import { overlapping } from "#adapters/peer-credentials/overlapping";
import { lookAt } from "#adapters/peer-probe/look";
import { pinnedTls } from "#adapters/pinned-tls";
import { canonicalOrNull } from "./core/agency-code.ts";
import { localChannel, type SendingWire } from "./core/local/local-channel.ts";
import type { Channels, OpenChannel, ProbePeer, ProbeResult } from "./core/peers/channels.ts";
import { secretPurpose } from "./core/peers/manage.ts";
import { channelOf, type Peer, type PinnedCertificate } from "./core/peers/peer.ts";
import { closeness } from "./core/peers/reach.ts";
import { refuseParcel } from "./core/peers/refuse-parcel.ts";
import type { Clock, Store } from "./core/ports.ts";
import type { SecretSealer } from "./core/secret-sealer.ts";
import { startLoop } from "./jobs/loop.ts";

export interface ChannelNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  readonly dataDirectory: string;
  /** The axis of the environment. */
  readonly axis: { readonly adapter: ExchangeAdapter; readonly pullEveryMs: number } | null;
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
  readonly onFault: (name: string, error: unknown) => void;
}

const LOOK_AGAIN_MS = 60_000;
const LONGEST_FAULT_PAUSE_MS = 15_000;

interface Built {
  /** Changes with everything the channel is made of. */
  readonly mark: string;
  readonly wire: SendingWire;
  readonly channel: OpenChannel | null;
  close(): Promise<void>;
}

/**
 * All channels of this process: `local`, the axis of the environment, and one for each peer of the registry. With `follow` they are built anew
 * whenever anybody changes the registry, without a restart; what is under way on an old one ends there first.
 */
export async function openChannels(needs: ChannelNeeds, follow: boolean): Promise<Channels & { close(): Promise<void> }> {
  const { store, axis, onFault } = needs;
  const local = localChannel(needs);
  const fixed: readonly OpenChannel[] = axis === null ? [] : [{ ...axis, takesDirectory: true, onArrival: () => () => undefined }];
  const built = new Map<string, Built>();
  const listeners = new Set<() => void>();
  const ending = new Set<Promise<void>>();

  function end(old: Built): void {
    const closing = old.close().catch((error: unknown) => onFault("channels", error)).finally(() => ending.delete(closing));
    ending.add(closing);
  }

  async function rebuild(): Promise<boolean> {
    const peers = await store.reader.peers.list();
    let changed = false;
    for (const peer of peers) {
      const name = channelOf(peer.code);
      const mode = modeOf(peer);
      if (mode === null) continue;
      const secrets = mode === "open" || mode === "rehearse" ? await store.reader.peers.secretsOf(peer.code, needs.clock.now()) : [];
      const mark = JSON.stringify([mode, peer.endpoint, peer.account, peer.settings, peer.certificate?.fingerprint, peer.nextCertificate?.fingerprint, secrets.map(({ id }) => id)]);
      const before = built.get(name);
      if (before?.mark === mark) continue;
      const opened = await Promise.all(secrets.map(({ id, sealed }) => needs.sealer.open(sealed, secretPurpose(peer.code, id)))).catch((error: unknown) => {
        onFault(name, error);
        return null;
      });
      if (opened === null && before?.mark === "") continue;
      // what did not open now may at the next look: the file of the key was out of reach
      built.set(name, opened === null ? closedChannel(peer, "") : mode === "open" || mode === "rehearse" ? build(needs, peer, opened, mode, mark) : closedChannel(peer, mark));
      if (before !== undefined) end(before);
      changed = true;
    }
    if (changed) for (const listener of listeners) listener();
    return false;
  }

  // the channels are there before anybody wants to send
  if (follow) await rebuild().catch((error: unknown) => onFault("channels", error));
  const loop = follow ? startLoop({ name: "channels", round: rebuild, pauseMs: LOOK_AGAIN_MS, longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS, onFault }) : null;
  const stopListening = loop === null ? () => undefined : store.onPeers(() => loop.wake());
  return {
    open: () => [...fixed, ...Array.from(built.values(), ({ channel }) => channel).filter((channel) => channel !== null)],
    wire: (name) => (name === local.channel ? local : name === axis?.adapter.channel ? axis.adapter : (built.get(name)?.wire ?? null)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      stopListening();
      await loop?.close();
      for (const one of built.values()) end(one);
      await Promise.all(ending);
    },
  };
}

/**
 * `rehearse`: two peers that are both being set up read their inboxes for test parcels, so that each can try the other before either is active; a
 * real parcel is asked to come again. null: nothing is open.
 */
function modeOf({ kind, state }: Peer): "open" | "rehearse" | "paused" | "retired" | null {
  switch (state) {
    case "draft":
    case "tested":
      return kind === "amqp" ? "rehearse" : null;
    case "active":
      return "open";
    case "paused":
    case "retired":
      return state;
  }
}

function build(needs: ChannelNeeds, peer: Peer, secrets: readonly string[], mode: "open" | "rehearse", mark: string): Built {
  const [newest = "", ...older] = secrets;
  const arrivals = new Set<() => void>();
  const onArrival = (): void => {
    for (const listener of arrivals) listener();
  };
  const adapter = peer.kind === "amqp" ? amqp(needs, peer, [newest, ...older], onArrival, mode === "rehearse") : overlapping([axisOf(needs, peer, newest), ...older.map((secret) => axisOf(needs, peer, secret))]);
  const used = untilUnused(adapter);
  const channel: OpenChannel = {
    adapter: used.adapter,
    pullEveryMs: peer.settings.pullSeconds * 1_000,
    takesDirectory: mode === "open" && peer.settings.takesDirectory,
    onArrival(listener) {
      arrivals.add(listener);
      return () => arrivals.delete(listener);
    },
  };
  return { mark, wire: used.adapter, channel, close: () => used.close() };
}

function axisOf(needs: Pick<ChannelNeeds, "clock">, peer: Peer, secret: string): ExchangeAdapter {
  return axisAdapter({ endpoint: peer.endpoint, systemId: peer.account, secret, channel: channelOf(peer.code), tls: pinnedTls(pemsOf(peer)), now: () => needs.clock.now() });
}

function amqp(needs: Pick<ChannelNeeds, "store" | "clock" | "dataDirectory" | "onEvent">, peer: Peer, secrets: readonly [string, ...string[]], onArrival: () => void, rehearses = false): PeerAmqpAdapter {
  const { store, clock, onEvent } = needs;
  const channel = channelOf(peer.code);
  const urlWith = (secret: string): string => {
    const url = new URL(peer.endpoint);
    url.username = encodeURIComponent(peer.account);
    url.password = encodeURIComponent(secret);
    return url.href;
  };
  const [newest, ...older] = secrets;
  return peerAmqpAdapter({
    channel,
    urls: [urlWith(newest), ...older.map(urlWith)],
    tls: pinnedTls(pemsOf(peer)),
    link: peer.settings.link ?? { here: "", there: "" },
    spoolDirectory: join(needs.dataDirectory, "peers", peer.code),
    reaches: (code) => closeness(peer.settings.reaches, canonicalOrNull(code) ?? code) > 0,
    known: async (id) => (await store.reader.inbound.byPartnerMessageId(channel, id))?.receivedAt ?? null,
    refuse: async (manifest) => (rehearses ? { outcome: "later", reason: "kết nối chưa được kích hoạt ở bên nhận" } : refuseParcel({ store, clock }, peer, manifest)),
    ownAgencies: async () => (await store.reader.agencies.hosted()).map(({ code, organization }) => ({ code, name: organization.organName ?? code })),
    onArrival,
    onEvent,
    now: () => clock.now(),
  });
}

function pemsOf({ certificate, nextCertificate }: Peer): string[] {
  return [certificate, nextCertificate].filter((pinned): pinned is PinnedCertificate => pinned !== null).map(({ pem }) => pem);
}

/** What is not to go out now: it waits where everybody can see why, or is given back to a person when the peer is gone for good. */
function closedChannel({ code, state }: Peer, mark: string): Built {
  const retired = state === "retired";
  const reason = retired ? `kết nối ${code} đã ngừng hẳn` : state === "paused" ? `kết nối ${code} đang tạm dừng` : `không mở được bí mật của kết nối ${code}`;
  const wire: SendingWire = {
    channel: channelOf(code),
    send: () => Promise.resolve(retired ? { kind: "refused", code: "peer-retired", reason } : { kind: "not-sent", code: "peer-paused", reason }),
    findSent: () => (retired ? Promise.resolve({ kind: "not-found" }) : Promise.reject(new AdapterError("peer-paused", reason))),
  };
  return { mark, wire, channel: null, close: () => Promise.resolve() };
}

/** Closes an adapter when the last that uses it is through. */
function untilUnused(adapter: ExchangeAdapter): { readonly adapter: ExchangeAdapter; close(): Promise<void> } {
  const busy = new Set<Promise<unknown>>();
  const during = async <Result>(work: Promise<Result>): Promise<Result> => {
    busy.add(work);
    return work.finally(() => busy.delete(work));
  };
  return {
    adapter: {
      ...adapter,
      send: (...given) => during(adapter.send(...given)),
      findSent: (...given) => during(adapter.findSent(...given)),
      listPending: (...given) => during(adapter.listPending(...given)),
      fetch: (...given) => during(adapter.fetch(...given)),
      acknowledge: (...given) => during(adapter.acknowledge(...given)),
    },
    async close() {
      while (busy.size > 0) await Promise.allSettled(busy);
      await adapter.close();
    },
  };
}

const LOOK_MS = 10_000;

/** Tries a peer with the newest secret: each step only when the one before it leaves something to try. */
export function probeWith(needs: Pick<ChannelNeeds, "store" | "clock" | "dataDirectory">): ProbePeer {
  return async (peer, secret, signal) => {
    const look = await lookAt(peer.endpoint, pinnedTls(pemsOf(peer)), LOOK_MS);
    const results: ProbeResult[] = [{ check: "reach", ...(look.unreachable === null ? passed(new URL(peer.endpoint).host) : failed("partner-unreachable", look.unreachable)) }];
    if (look.unreachable !== null) return [...results, ...(["certificate", "credentials", "exchange"] as const).map((check) => ({ check, ...skipped("not-reached") }))];
    const { certificate } = look;
    if (certificate === null) results.push({ check: "certificate", ...skipped("no-tls") });
    else results.push({ check: "certificate", ...(certificate.trusted ? passed(`${certificate.subject} ${certificate.fingerprint}, ${certificate.validTo.toISOString()}`) : failed("certificate-not-trusted", `${certificate.why}: ${certificate.subject} ${certificate.fingerprint}`)) });
    if (certificate?.trusted === false) return [...results, { check: "credentials", ...skipped("not-trusted") }, { check: "exchange", ...skipped("not-trusted") }];
    return [...results, ...(peer.kind === "amqp" ? await probeAmqp(needs, peer, secret, signal) : await probeAxis(needs, peer, secret, signal))];
  };
}

async function probeAxis(needs: Pick<ChannelNeeds, "clock">, peer: Peer, secret: string, signal: AbortSignal): Promise<ProbeResult[]> {
  const adapter = axisOf(needs, peer, secret);
  try {
    const pending = await adapter.listPending(signal);
    return [{ check: "credentials", ...passed(`${pending.length} pending`) }, { check: "exchange", ...skipped("kind-has-none") }];
  } catch (error) {
    return [{ check: "credentials", ...failedWith(error) }, { check: "exchange", ...skipped("kind-has-none") }];
  } finally {
    await adapter.close();
  }
}

async function probeAmqp(needs: Pick<ChannelNeeds, "store" | "clock" | "dataDirectory">, peer: Peer, secret: string, signal: AbortSignal): Promise<ProbeResult[]> {
  const adapter = amqp({ ...needs, onEvent: () => undefined }, peer, [secret], () => undefined);
  try {
    await adapter.signIn(signal);
  } catch (error) {
    await adapter.close();
    return [{ check: "credentials", ...failedWith(error) }, { check: "exchange", ...skipped("not-signed-in") }];
  }
  const outcome = await adapter.exchangeTest(signal);
  await adapter.close();
  const exchange = outcome.kind === "entered" ? passed(outcome.partnerMessageId) : failed(outcome.code, outcome.reason);
  return [{ check: "credentials", ...passed(peer.account) }, { check: "exchange", ...exchange }];
}

function passed(detail: string): Pick<ProbeResult, "outcome" | "code" | "detail"> {
  return { outcome: "passed", code: null, detail };
}

function failed(code: string, detail: string): Pick<ProbeResult, "outcome" | "code" | "detail"> {
  return { outcome: "failed", code, detail };
}

function failedWith(error: unknown): Pick<ProbeResult, "outcome" | "code" | "detail"> {
  return failed(error instanceof AdapterError ? error.code : "attempt-broke", error instanceof Error ? error.message : String(error));
}

function skipped(code: string): Pick<ProbeResult, "outcome" | "code" | "detail"> {
  return { outcome: "skipped", code, detail: "" };
}
