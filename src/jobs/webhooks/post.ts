import { lookup } from "node:dns/promises";
import { request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { addressRefusal, hostOf, urlRefusal, type AddressRules } from "../../core/events/webhooks/address.ts";
import type { DeliveryOutcome } from "../../core/events/webhooks/decide-after-delivery.ts";

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface PostOptions extends AddressRules {
  readonly timeoutMs: number;
  /** All addresses of a name; the system's resolver unless told. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
}

/** Of an answer the status matters, and when to come again; a few bytes of a refusal help whoever mends it. */
const KEPT_OF_ANSWER = 200;
const READ_OF_ANSWER = 64 * 1024;

/**
 * One POST of an event. The name is resolved once, every address it has is checked, and the connection goes to a checked one:
 * a name that answers differently the second time gains nothing. Redirects are not followed. Never throws for what the other side does.
 */
export async function postEvent(target: string, headers: Readonly<Record<string, string>>, body: string, options: PostOptions, signal: AbortSignal): Promise<DeliveryOutcome> {
  const refusal = urlRefusal(target, options);
  if (refusal !== null) return failed(refusal);
  const url = new URL(target);
  const late = new AbortController();
  // Node 20 lets go of the signal of AbortSignal.timeout inside AbortSignal.any: after a garbage collection it never fires
  const timer = setTimeout(() => late.abort(), options.timeoutMs);
  const limit = AbortSignal.any([signal, late.signal]);
  try {
    const pinned = await pin(hostOf(url), options);
    if (typeof pinned === "string") return failed(pinned);
    return await exchange(url, headers, Buffer.from(body), pinned, limit);
  } catch (error) {
    return failed(limit.aborted ? `không trả lời trong ${options.timeoutMs / 1000} giây` : reasonOf(error));
  } finally {
    clearTimeout(timer);
  }
}

async function pin(host: string, options: PostOptions): Promise<Address | string> {
  const resolve = options.resolve ?? ((name) => lookup(name, { all: true, verbatim: true }));
  const addresses = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  for (const { address } of addresses) {
    const refusal = addressRefusal(address, options);
    if (refusal !== null) return `${host} trỏ tới ${address}: ${refusal}`;
  }
  return addresses[0] ?? `${host} không có địa chỉ`;
}

function exchange(url: URL, headers: Readonly<Record<string, string>>, body: Buffer, pinned: Address, signal: AbortSignal): Promise<DeliveryOutcome> {
  const toPinned: LookupFunction = (_host, options, done) => (options.all === true ? done(null, [{ ...pinned }]) : done(null, pinned.address, pinned.family));
  const options: RequestOptions = {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": body.length, "user-agent": "lienthong-webhooks/1", ...headers },
    lookup: toPinned,
    agent: false,
    signal,
    maxHeaderSize: 16 * 1024,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    request.once("error", reject);
    // nobody asked for another protocol; without a listener Node says neither `response` nor `error`, and no time limit would count
    request.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve(failed(`HTTP ${response.statusCode}`));
    });
    request.once("response", (response) => {
      const status = response.statusCode ?? 0;
      let text = "";
      let read = 0;
      response.on("data", (chunk: Buffer) => {
        if (text.length < KEPT_OF_ANSWER) text += chunk.toString("utf8");
        read += chunk.length;
        if (read > READ_OF_ANSWER) response.destroy();
      });
      response.once("error", () => undefined); // the status is what counts
      response.once("close", () => resolve(status >= 200 && status < 300 ? { kind: "taken" } : { ...failed(`HTTP ${status} ${oneLine(text)}`.trim()), ...busy(status, response.headers["retry-after"]) }));
    });
    request.end(body);
  });
}

function failed(reason: string): DeliveryOutcome {
  return { kind: "failed", reason: reason.slice(0, 300) };
}

function busy(status: number, retryAfter: string | undefined): { readonly retryAfter?: string } {
  return retryAfter !== undefined && (status === 429 || status === 503) ? { retryAfter } : {};
}

function oneLine(text: string): string {
  return text.slice(0, KEPT_OF_ANSWER).replaceAll(/[\p{Cc}\s]+/gu, " ");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? `${error.code}: ` : "";
  return `${code}${error.message}`;
}
