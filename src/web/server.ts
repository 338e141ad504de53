import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { HouseError, type HouseFaultCode } from "../core/fault.ts";
import { makeApp } from "./app.ts";
import type { WebNeeds } from "./needs.ts";
import { describeProblem, PROBLEM_TYPE } from "./problem.ts";
import { tuningOf, type WebTuning } from "./settings.ts";

export interface Web {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Takes no new connections, lets running requests finish, cuts what is left after `drainMs`. Harmless to repeat. */
  close(): Promise<void>;
}

/** Opens the web door. Throws `configuration-invalid` when the port cannot be had. */
export async function startWeb(needs: WebNeeds): Promise<Web> {
  const tuning = tuningOf(needs.settings);
  const stopping = new AbortController();
  const app = makeApp({ ...needs, stopping: stopping.signal }, () => stopping.signal.aborted);
  const server = createServer(timeLimits(tuning), app);
  // Answered only after authentication, by the reader of the body.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => void app(request, response));
  server.on("clientError", refuseRaw);
  server.maxHeadersCount = 100;
  await listen(server, needs.settings);
  // out of file descriptors, say: this connection is lost, the next may do
  server.on("error", (error) => needs.logger.error("cannot take a connection", { reason: error.message }));

  let closing: Promise<void> | null = null;
  return {
    url: urlOf(server.address() as AddressInfo),
    close: () => {
      stopping.abort();
      closing ??= drain(server, tuning.drainMs);
      return closing;
    },
  };
}

/** The axis protocol names hundreds of receivers in its headers, twice; every other door is held to less (`header-limit.ts`). */
const MAX_HEADER_BYTES = 256 * 1024;

function timeLimits(tuning: WebTuning) {
  return {
    headersTimeout: tuning.headersMs,
    requestTimeout: tuning.requestMs,
    keepAliveTimeout: 65_000, // longer than the usual 60 s of a proxy, which then closes first
    connectionsCheckingInterval: Math.min(1000, tuning.headersMs),
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    requireHostHeader: true,
    joinDuplicateHeaders: false,
  };
}

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (cause: Error) => reject(new HouseError("configuration-invalid", `cannot listen on ${host}:${port}`, { host, port }, { cause, hint: "choose another LIENTHONG_PORT or stop the program that uses it" }));
    server.once("error", refused);
    server.listen(port, host, () => {
      server.off("error", refused);
      resolve();
    });
  });
}

function drain(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}

/** What Node's parser refuses before there is a request: same shape, straight to the socket. */
function refuseRaw(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, code] = rawFault(error.code);
  const body = JSON.stringify({ ...describeProblem(new HouseError(code, "the request cannot be parsed"), "unnamed"), status });
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
}

function rawFault(code: string | undefined): [number, HouseFaultCode] {
  if (code === "HPE_HEADER_OVERFLOW") return [431, "request-too-large"];
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, "request-too-slow"];
  return [400, "request-invalid"];
}

function urlOf(address: AddressInfo): string {
  const everywhere = address.address === "::" || address.address === "0.0.0.0";
  const host = everywhere ? "127.0.0.1" : address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
