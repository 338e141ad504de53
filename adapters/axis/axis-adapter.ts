import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { ExchangeAdapter } from "../adapter.ts";
import { AdapterError } from "../errors.ts";
import type { PinnedTls } from "../pinned-tls.ts";
import { acknowledgeItem } from "./acknowledge.ts";
import type { AxisLine, AxisTimeouts } from "./exchange.ts";
import { fetchEnvelope } from "./fetch.ts";
import { findSentParcel } from "./find-sent.ts";
import { listAxisAgencies } from "./list-agencies.ts";
import type { AxisNotice } from "./list-call.ts";
import type { AgencyListOperation } from "./list-agencies.ts";
import { listPendingItems } from "./list-pending.ts";
import { isHeaderSafe } from "./plain-ascii.ts";
import { sendParcel } from "./send.ts";

export interface AxisAdapterOptions {
  /** Base address, http or https, e.g. `http://<security server>:8080/XrdAdapter/adapter`. */
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
  /** Stable name of the channel in records. Default `axis`. */
  readonly channel?: string;
  readonly timeouts?: Partial<AxisTimeouts>;
  /** Besides the sends, which each have their own. */
  readonly maxConnections?: number;
  /** Largest envelope that is fetched, in bytes. */
  readonly maxEnvelopeBytes?: number;
  readonly agencyLists?: readonly AgencyListOperation[];
  /** PEM of the authorities behind an https endpoint with a private certificate. */
  readonly ca?: string;
  /** What else to believe of an https endpoint: pinned certificates. */
  readonly tls?: PinnedTls;
  readonly now: () => Date;
  readonly onNotice?: (notice: AxisNotice) => void;
  /** Hears the Date of answers, with our time of asking and of the answer. */
  readonly onDate?: AxisLine["onDate"];
}

/** Trục liên thông văn bản quốc gia: the REST interface of the VXP adapter, as its official client speaks it. */
export function axisAdapter(options: AxisAdapterOptions): ExchangeAdapter {
  const line = lineOf(options);
  const onNotice = options.onNotice ?? (() => undefined);
  const maxBytes = options.maxEnvelopeBytes ?? 2 * 1024 ** 3;
  return {
    channel: options.channel ?? "axis",
    send: (parcel, signal) => sendParcel(line, parcel, signal),
    findSent: (parcel, signal, since) => findSentParcel(line, parcel, since, signal),
    listPending: (signal) => listPendingItems(line, onNotice, signal),
    fetch: (item, sink, signal) => fetchEnvelope(line, item, sink, maxBytes, signal),
    acknowledge: (item, verdict, signal, description) => acknowledgeItem(line, item, verdict, description, signal),
    listAgencies: (signal) => listAxisAgencies(line, options.agencyLists ?? ["getAgenciesList"], onNotice, signal),
    close: async () => line.agent.destroy(),
  };
}

/** Sixteen messages are pulled at once, and questions are asked meanwhile: who waits for a connection of ours would count as a partner that does not connect. */
const MOST_CONNECTIONS = 32;

function lineOf(options: AxisAdapterOptions): AxisLine {
  const endpoint = URL.canParse(options.endpoint) ? new URL(options.endpoint) : null;
  if (endpoint === null || !/^https?:$/.test(endpoint.protocol) || endpoint.username !== "" || endpoint.search !== "") {
    throw new AdapterError("adapter-settings-invalid", "the axis endpoint is not an http(s) address without user and query", { setting: "endpoint" });
  }
  if (!isHeaderSafe(options.systemId)) throw new AdapterError("adapter-settings-invalid", "the axis system id is empty or not plain ASCII", { setting: "systemId" });
  if (options.secret === "") throw new AdapterError("adapter-settings-invalid", "the axis secret is empty", { setting: "secret" });
  const most = options.maxConnections ?? MOST_CONNECTIONS;
  const connections = { keepAlive: true, maxSockets: most, maxFreeSockets: most };
  return {
    endpoint,
    credentials: { systemId: options.systemId, secret: options.secret },
    timeouts: { connectMs: 10_000, idleMs: 120_000, totalMs: 3_600_000, ...options.timeouts },
    now: options.now,
    agent: endpoint.protocol === "https:" ? new HttpsAgent(connections) : new HttpAgent(connections),
    tls: { ...(options.ca !== undefined && { ca: [options.ca] }), ...options.tls },
    onDate: options.onDate ?? null,
  };
}
