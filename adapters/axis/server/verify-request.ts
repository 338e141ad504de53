import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { axisHmac, HEADER_PREFIX } from "../signing.ts";
import type { AxisAccount, AxisDesk } from "./desk.ts";
import { refuse } from "./refusal.ts";

const PREFIX = HEADER_PREFIX.toLowerCase();

/** A request whose signature holds. Parameters are the signed ones; those an operation does not know are ignored by it. */
export interface VerifiedRequest<Account extends AxisAccount = AxisAccount> {
  readonly operation: string;
  readonly account: Account;
  /** Exact spelling first: `docId` and `docid` are two parameters. */
  parameter(name: string): string | null;
  readonly stream: IncomingMessage;
}

/**
 * A2 and A5: HMAC over the sign-header bytes as received, in whatever order, then every signed member against its own header.
 * Replays and old timestamps pass: official clients keep one timestamp for days and repeat a request word for word.
 */
export async function verifyRequest<Account extends AxisAccount>(request: IncomingMessage, operation: string, desk: AxisDesk<Account>): Promise<VerifiedRequest<Account>> {
  const headers = headersByName(request.rawHeaders);
  const signHeader = only(headers, "sign-header");
  const signed = signHeader === null ? null : signedMembers(signHeader);
  if (signHeader === null || signed === null) return refuse("credentials", "thieu sign-header");

  const account = await desk.account(signed.get(`${HEADER_PREFIX}systemid`) ?? "");
  // Header values arrive as Latin-1 text of their bytes; back to bytes, so that raw UTF-8 keeps its digest.
  const expected = axisHmac(account?.secret ?? "no such account", Buffer.from(signHeader, "latin1"));
  if (!sameText(expected, (only(headers, "hash-header") ?? "").toLowerCase()) || account === null) return refuse("credentials", "hash-header khong khop");

  const names = (only(headers, "sign-header-key") ?? "").split(";");
  if (names.length !== signed.size || !names.every((name) => signed.has(HEADER_PREFIX + name))) return refuse("credentials", "sign-header-key khong khop sign-header");
  for (const [name, value] of signed) {
    if (!agreesWithHeaders(headers, signed, name, value)) return refuse("credentials", `header ${name.slice(HEADER_PREFIX.length)} khac sign-header`);
  }
  return { operation, account, parameter: (name) => signed.get(HEADER_PREFIX + name) ?? null, stream: request };
}

/** Values as they came, by lower-case name: names of HTTP have no case, and one may come twice. */
type Headers = ReadonlyMap<string, readonly string[]>;

function headersByName(raw: readonly string[]): Headers {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = "", value = ""] = [raw[index]?.toLowerCase(), raw[index + 1]];
    const same = headers.get(name);
    if (same === undefined) headers.set(name, [value]);
    else same.push(value);
  }
  return headers;
}

function only(headers: Headers, name: string): string | null {
  return headers.get(PREFIX + name)?.[0] ?? null;
}

/** The JSON in the sign-header, decoded as UTF-8; null when it is not an object of strings. */
function signedMembers(signHeader: string): ReadonlyMap<string, string> | null {
  try {
    const value: unknown = JSON.parse(utf8(signHeader));
    if (typeof value !== "object" || value === null) return null;
    const entries = Object.entries(value);
    return entries.every((entry): entry is [string, string] => typeof entry[1] === "string") ? new Map(entries) : null;
  } catch {
    // Not JSON: the same as not signed.
    return null;
  }
}

/**
 * HTTP names have no case, so `docId` and `docid` may have collapsed to one header (HttpURLConnection does that to sendEdoc)
 * while the sign-header still lists both: then the header may carry either value.
 */
function agreesWithHeaders(headers: Headers, signed: ReadonlyMap<string, string>, name: string, value: string): boolean {
  const lower = name.toLowerCase();
  const sent = (headers.get(lower) ?? []).map((text) => utf8(text).trim());
  if (sent.length === 0) return value.trim() === "";
  if (sent.includes(value.trim())) return true;
  const twins = [...signed].filter(([other]) => other !== name && other.toLowerCase() === lower);
  return twins.some(([, other]) => sent.includes(other.trim()));
}

function utf8(latin1: string): string {
  return /[^ -~]/.test(latin1) ? Buffer.from(latin1, "latin1").toString("utf8") : latin1;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
