import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import type { PinnedTls } from "../pinned-tls.ts";

/** What a look at an endpoint from outside says, before anybody signs in. */
export interface Look {
  /** null: it answers; else why not. */
  readonly unreachable: string | null;
  /** null: the endpoint is not behind TLS, or not reached. */
  readonly certificate: { readonly trusted: boolean; readonly why: string | null; readonly fingerprint: string; readonly subject: string; readonly validTo: Date } | null;
  readonly secure: boolean;
}

const PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443, "amqp:": 5672, "amqps:": 5671 };

/** Opens a connection, reads the certificate, and goes. The certificate is judged apart, so that a wrong one can be shown. */
export async function lookAt(endpoint: string, tls: PinnedTls, timeoutMs: number): Promise<Look> {
  const url = new URL(endpoint);
  const secure = url.protocol === "https:" || url.protocol === "amqps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (PORTS[url.protocol] ?? 0) : Number(url.port);
  const socket = secure ? connectTls({ host, port, ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }), ...tls, rejectUnauthorized: false }) : connectTcp({ host, port });
  const fault = await opened(socket, secure ? "secureConnect" : "connect", timeoutMs);
  const certificate = fault === null && socket instanceof TLSSocket ? certificateOf(socket, host, tls) : null;
  socket.destroy();
  return { unreachable: fault, certificate, secure };
}

function certificateOf(socket: TLSSocket, host: string, tls: PinnedTls): Look["certificate"] {
  const shown = socket.getPeerCertificate();
  // with rejectUnauthorized off Node tells the fault of the chain, and leaves the name to us
  const byChain = socket.authorized ? null : String(socket.authorizationError);
  const byName = tls.checkServerIdentity?.(host, shown)?.message ?? null;
  const why = byChain ?? byName;
  return { trusted: why === null, why, fingerprint: shown.fingerprint256.replaceAll(":", "").toLowerCase(), subject: String(shown.subject.CN), validTo: new Date(shown.valid_to) };
}

/** null when it stands. */
async function opened(socket: Socket, event: "connect" | "secureConnect", timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("timeout"), timeoutMs);
    socket.once(event, () => resolve(null));
    socket.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    socket.once("close", () => clearTimeout(timer));
  });
}
