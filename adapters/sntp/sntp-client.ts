import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { lookup } from "node:dns/promises";
import { AdapterError } from "../errors.ts";
import { readSntpAnswer, sntpQuestion, type SntpAnswer } from "./sntp-packet.ts";

export interface TimeServer {
  readonly host: string;
  readonly port: number;
}

export interface ServerTime {
  /** Milliseconds to add to our clock to have the server's. */
  readonly offsetMs: number;
  /** Half of the round trip: the true offset is at most this far away. */
  readonly uncertaintyMs: number;
  readonly stratum: number;
}

const QUESTIONS = 4;
const PATIENCE_MS = 2_000;

/**
 * How far our clock is from a time server's: a few questions, the one with the shortest way counts. Throws AdapterError `partner-unreachable`,
 * `partner-timeout`, `partner-failed` (it refuses, or has no time itself), `aborted`.
 */
export async function askTime(server: TimeServer, now: () => Date, signal: AbortSignal, patienceMs: number = PATIENCE_MS): Promise<ServerTime> {
  const address = await lookup(server.host).catch((cause: unknown) => {
    throw new AdapterError("partner-unreachable", `the time server ${server.host} has no address`, { host: server.host }, { cause });
  });
  let best: ServerTime | null = null;
  let failure: AdapterError | null = null;
  for (let asked = 0; asked < QUESTIONS; asked++) {
    if (signal.aborted) throw new AdapterError("aborted", "the measurement was stopped", { host: server.host });
    try {
      const answer = await askOnce({ host: address.address, port: server.port }, now, signal, patienceMs);
      if (best === null || answer.uncertaintyMs < best.uncertaintyMs) best = answer;
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      failure = error;
      break; // a server that is silent or refuses is not asked again and again
    }
  }
  if (best !== null) return best;
  throw failure ?? new AdapterError("partner-timeout", `the time server ${server.host} did not answer`, { host: server.host });
}

async function askOnce(server: TimeServer, now: () => Date, signal: AbortSignal, patienceMs: number): Promise<ServerTime> {
  const nonce = randomBytes(8);
  const socket = createSocket(isIPv6(server.host) ? "udp6" : "udp4");
  const facts = { host: server.host, port: server.port };
  try {
    return await new Promise<ServerTime>((resolve, reject) => {
      const give = (error: AdapterError): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        reject(error);
      };
      const stop = (): void => give(new AdapterError("aborted", "the measurement was stopped", facts));
      const timer = setTimeout(() => give(new AdapterError("partner-timeout", `the time server ${server.host} did not answer`, facts)), patienceMs);
      signal.addEventListener("abort", stop, { once: true });
      socket.on("error", (cause) => give(new AdapterError("partner-unreachable", `the time server ${server.host} cannot be reached`, facts, { cause })));
      const askedAt = { wall: now().getTime(), monotonic: performance.now() };
      socket.on("message", (packet) => {
        const waitedMs = performance.now() - askedAt.monotonic; // our wall clock may be stepped meanwhile
        const answer = readSntpAnswer(packet, nonce, askedAt.wall);
        if (answer === null) return;
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        if (answer.kind === "unusable") reject(new AdapterError("partner-failed", answer.reason, facts));
        else resolve(offsetOf(answer, askedAt.wall, waitedMs));
      });
      // connected: the system drops datagrams of anybody else, and tells us when nobody listens
      socket.connect(server.port, server.host, () => socket.send(sntpQuestion(nonce)));
    });
  } finally {
    socket.close();
  }
}

function offsetOf(answer: Extract<SntpAnswer, { kind: "time" }>, askedMs: number, waitedMs: number): ServerTime {
  const answeredMs = askedMs + waitedMs;
  const offsetMs = (answer.receivedMs - askedMs + (answer.transmittedMs - answeredMs)) / 2;
  const onTheWay = waitedMs - (answer.transmittedMs - answer.receivedMs);
  return { offsetMs, uncertaintyMs: Math.max(0, onTheWay / 2), stratum: answer.stratum };
}
