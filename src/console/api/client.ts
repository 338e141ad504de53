import createClient from "openapi-fetch";
import { earlyOrNow } from "../early.ts";
import { connection } from "./connection.ts";
import { faultOf, faultOfAnswer } from "./fault.ts";
import type { components, paths } from "./schema.ts";

export type Schemas = components["schemas"];

/** The only road of the pages to the gateway: its public REST API, under the cookie of the session. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin", fetch: earlyOrNow });

/** A change that has not been answered by then is said to be lost; a person decides what to do, instead of watching a wheel turn. Files may take longer. */
const ANSWERED_WITHIN_MS = 120_000;

let csrfToken = "";
const expiryListeners = new Set<() => void>();

/** Travels with every request that changes something; the cookie alone must not be enough for another site. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

export function onExpired(listener: () => void): () => void {
  expiryListeners.add(listener);
  return () => expiryListeners.delete(listener);
}

api.use({
  onRequest({ request }) {
    if (request.method === "GET" || request.method === "HEAD") return request;
    request.headers.set("x-csrf-token", csrfToken);
    const isUpload = request.headers.get("content-type")?.startsWith("multipart/") === true;
    return isUpload ? request : new Request(request, { signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) });
  },
  onResponse({ response, schemaPath }) {
    connection.answered();
    if (response.status === 401 && !schemaPath.startsWith("/api/v1/session")) for (const tell of expiryListeners) tell();
    return undefined;
  },
});

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer itself. Throws `Fault`, whatever went wrong. */
export async function asked<Data>(asking: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await asking;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) connection.failed();
    throw faultOf(error);
  }
  if (!answer.response.ok) throw faultOfAnswer(answer.response.status, answer.error);
  return answer.data as Data;
}
