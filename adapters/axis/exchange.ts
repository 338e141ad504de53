import { request as httpRequest } from "node:http";
import type { ClientRequest, Agent as HttpAgent, IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Agent as HttpsAgent } from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AdapterError } from "../errors.ts";
import type { PinnedTls } from "../pinned-tls.ts";
import type { AdapterFaultCode } from "../errors.ts";
import { askedToWaitMs } from "./retry-after.ts";
import { signedHeaders } from "./signing.ts";
import type { AxisCredentials } from "./signing.ts";

export interface AxisTimeouts {
  /** Until the connection (and TLS) stands, in ms. */
  readonly connectMs: number;
  /** Longest silence in both directions once connected, in ms. */
  readonly idleMs: number;
  /** The whole exchange, in ms. */
  readonly totalMs: number;
}

/** The way to one axis adapter: address, credentials, clock, connections. */
export interface AxisLine {
  readonly endpoint: URL;
  readonly credentials: AxisCredentials;
  readonly timeouts: AxisTimeouts;
  readonly now: () => Date;
  readonly agent: HttpAgent | HttpsAgent;
  /** What to believe of an https endpoint; empty: what Node believes by itself. */
  readonly tls: PinnedTls;
  /** Hears the Date of answers to calls without content of their own: by it two clocks are compared. */
  readonly onDate: ((date: Date, askedAt: Date, answeredAt: Date) => void) | null;
}

export interface AxisCall {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** `none`: Content-Length 0. `braces`: the two characters `{}` the official client sends. */
  readonly body: "none" | "braces" | { readonly size: number; open(): Readable };
  /**
   * A connection of its own. A send takes one: on a kept-alive connection that the partner is just closing,
   * a certain "not sent" could not be told from an "unknown".
   */
  readonly ownConnection?: boolean;
  /** The connection stands; from now on bytes of this request leave us. */
  readonly onLeaving?: () => void;
}

export interface AxisReply {
  readonly httpStatus: number;
  /** When the partner wants to be asked again; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Decoded (gzip) answer body. Its errors are AdapterErrors. */
  readonly body: AsyncIterable<Buffer>;
  /** Gives the connection up. Call always; harmless after the end. */
  release(): void;
}

/** One signed request, sent once. Throws AdapterError; never repeats anything. */
export async function exchange(line: AxisLine, call: AxisCall, signal: AbortSignal): Promise<AxisReply> {
  if (signal.aborted) throw fault("aborted", call, "was stopped before it began");
  const request = open(line, call);
  const watch = watchOver(request, line.timeouts, call, signal);
  try {
    const askedAt = line.now();
    const response = await answerTo(request, call, watch);
    noteDate(line, call, response, askedAt);
    const httpStatus = response.statusCode ?? 0;
    return { httpStatus, retryAfterMs: askedToWaitMs(response.headers["retry-after"], line.now()), body: watchedBody(response, watch, call), release: () => watch.release(response) };
  } catch (cause) {
    watch.release();
    throw watch.reason() ?? asAdapterError(cause, call);
  }
}

function open(line: AxisLine, call: AxisCall): ClientRequest {
  const contentType = typeof call.body === "object" ? "application/octet-stream" : "application/json";
  const length = typeof call.body === "object" ? call.body.size : call.body === "braces" ? 2 : 0;
  const secure = line.endpoint.protocol === "https:";
  const url = new URL(`${line.endpoint.pathname.replace(/\/+$/, "")}/${call.operation}`, line.endpoint);
  return (secure ? httpsRequest : httpRequest)(url, {
    method: "POST",
    agent: call.ownConnection === true ? false : line.agent,
    ...(secure ? line.tls : {}),
    headers: { ...signedHeaders(line.credentials, line.now(), contentType, call.parameters), Accept: "application/json", "Content-Length": length },
  });
}

/** A long upload would make the comparison worthless. */
function noteDate(line: AxisLine, call: AxisCall, response: IncomingMessage, askedAt: Date): void {
  const date = new Date(response.headers.date ?? "");
  if (typeof call.body !== "object" && !Number.isNaN(date.getTime())) line.onDate?.(date, askedAt, line.now());
}

async function answerTo(request: ClientRequest, call: AxisCall, watch: Watch): Promise<IncomingMessage> {
  let answered = false;
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", (response) => {
      answered = true;
      resolve(response);
    });
    // nobody asked for another protocol; without a listener Node ends the connection and says neither `response` nor `error`
    request.once("upgrade", (_response, socket) => {
      answered = true;
      socket.destroy();
      reject(fault("partner-answer-unreadable", call, "was answered with a change of protocol"));
    });
    request.on("error", reject);
    watch.onFail(reject);
  });
  writeBody(request, call).catch((cause: unknown) => {
    // The partner may answer before it has read everything; then the answer counts, not the broken pipe.
    if (!answered) watch.fail(asAdapterError(cause, call));
  });
  return answer;
}

async function writeBody(request: ClientRequest, call: AxisCall): Promise<void> {
  if (call.body === "none") return void request.end();
  if (call.body === "braces") return void request.end("{}");
  const content = call.body;
  if (content.size > AT_ONCE_BYTES) return await pipeline(() => exactly(content.open(), content.size, call), request);
  const chunks: Buffer[] = [];
  for await (const chunk of exactly(content.open(), content.size, call)) chunks.push(chunk);
  request.end(Buffer.concat(chunks));
}

/** What is no longer goes out by one write: most of what is sent is small, and a pipeline costs as much as sending it. */
const AT_ONCE_BYTES = 256 * 1024;

/** A wrong length must not become a half message: the request breaks off instead. */
async function* exactly(source: Readable, size: number, call: AxisCall): AsyncGenerator<Buffer> {
  let left = size;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      left -= chunk.length;
      if (left < 0) break;
      yield chunk;
    }
  } catch (cause) {
    throw fault("parcel-unreadable", call, "cannot read the content to send", { cause });
  }
  if (left !== 0) throw fault("parcel-unreadable", call, `was given content that does not have the ${size} bytes it promised`);
}

interface Watch {
  reason(): AdapterError | null;
  /** Heard at once: a destroyed request says nothing itself while it waits for a connection of the agent. */
  onFail(listener: (error: AdapterError) => void): void;
  fail(error: AdapterError): void;
  release(response?: IncomingMessage): void;
}

/** Three clocks and the caller's signal; whichever fires first gives the reason. */
function watchOver(request: ClientRequest, timeouts: AxisTimeouts, call: AxisCall, signal: AbortSignal): Watch {
  let reason: AdapterError | null = null;
  let heard: (error: AdapterError) => void = () => undefined;
  const fail = (error: AdapterError): void => {
    reason ??= error;
    request.destroy(error);
    heard(reason);
  };
  const late = (what: string, ms: number) => (): void => fail(fault("partner-timeout", call, `${what} within ${ms} ms`, { facts: { timeoutMs: ms } }));
  const connecting = setTimeout(late("did not connect", timeouts.connectMs), timeouts.connectMs);
  const total = setTimeout(late("was not finished", timeouts.totalMs), timeouts.totalMs);
  const stop = (): void => fail(fault("aborted", call, "was stopped"));
  signal.addEventListener("abort", stop, { once: true });
  request.once("socket", (socket) => {
    const connected = (): void => {
      clearTimeout(connecting);
      call.onLeaving?.();
    };
    if (!socket.connecting) connected();
    else socket.once("encrypted" in socket ? "secureConnect" : "connect", connected);
  });
  // Node starts this clock when the connection stands and takes it off the socket before another request uses it.
  request.setTimeout(timeouts.idleMs, late("met silence", timeouts.idleMs));
  request.on("error", () => undefined);
  return {
    reason: () => reason,
    onFail: (listener) => void (heard = listener),
    fail,
    release: (response) => {
      clearTimeout(connecting);
      clearTimeout(total);
      signal.removeEventListener("abort", stop);
      if (response?.complete !== true || !request.writableFinished) request.destroy();
    },
  };
}

async function* watchedBody(response: IncomingMessage, watch: Watch, call: AxisCall): AsyncGenerator<Buffer> {
  const gzip = response.headers["content-encoding"] === "gzip";
  const body: Readable = gzip ? response.pipe(createGunzip()) : response;
  if (gzip) response.once("error", (cause) => body.destroy(cause));
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) yield chunk;
  } catch (cause) {
    throw watch.reason() ?? asAdapterError(cause, call);
  }
}

function asAdapterError(cause: unknown, call: AxisCall): AdapterError {
  if (cause instanceof AdapterError) return cause;
  const errno = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return fault("partner-unreachable", call, `got no answer${errno === "" ? "" : ` (${errno})`}`, { facts: { errno }, cause });
}

function fault(
  code: AdapterFaultCode,
  call: AxisCall,
  what: string,
  more: { readonly facts?: Record<string, string | number>; readonly cause?: unknown } = {},
): AdapterError {
  return new AdapterError(code, `axis operation ${call.operation} ${what}`, { operation: call.operation, ...more.facts }, more.cause === undefined ? {} : { cause: more.cause });
}
