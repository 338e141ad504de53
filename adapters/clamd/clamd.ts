import { connect, type Socket } from "node:net";
import { setTimeout as after } from "node:timers/promises";

/** Where clamd listens: `host:port`, or the path of its unix socket. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ClamdSettings {
  readonly address: ClamdAddress;
  /** To connect, and between any two signs of life. Default 3 s and 60 s. */
  readonly connectMs?: number;
  readonly silenceMs?: number;
  /** Sessions at once; clamd itself has ten threads. */
  readonly sessions?: number;
}

/** What clamd says of one stream. `engine`: program and signatures, as it names them, e.g. `ClamAV 1.4.3/27810/Sat Nov 21 09:20:02 2026`. */
export type ScanOutcome =
  | { readonly kind: "clean"; readonly engine: string }
  | { readonly kind: "infected"; readonly signature: string; readonly engine: string }
  /** `away`: nobody there; `silent`: no answer in time; `too-large`: beyond its StreamMaxLength; `failed`: it hung up, or its answer is none. */
  | { readonly kind: "unscanned"; readonly reason: "away" | "silent" | "too-large" | "failed" };

export interface ClamdScanner {
  /**
   * Streams the content through INSTREAM, one connection each. Never throws for clamd's sake and never calls anything clean that clamd did not
   * call so; what the content itself throws is thrown on.
   */
  scan(content: AsyncIterable<Buffer>): Promise<ScanOutcome>;
  /** Whether it answers PING. */
  ping(): Promise<boolean>;
  /** Ends every session; what is being scanned is `away`. */
  close(): void;
}

type Reply = { readonly kind: "said"; readonly text: string } | { readonly kind: "away" | "silent" | "failed" };

const CONNECT_MS = 3_000;
const SILENCE_MS = 60_000;
const SESSIONS = 8;
const LONGEST_REPLY = 4_096;
/** clamd reads it into memory piece by piece; larger pieces gain nothing. */
const PIECE = 256 * 1024;
const ENGINE_FOR_MS = 60_000;

export function clamdScanner(settings: ClamdSettings): ClamdScanner {
  const open = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let free = settings.sessions ?? SESSIONS;
  let engine: { readonly text: string; readonly at: number } | null = null;

  async function session<Result>(use: () => Promise<Result>): Promise<Result> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await use();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  }

  async function ask(command: string, body: AsyncIterable<Buffer> | null): Promise<Reply> {
    const socket = connect({ ...settings.address });
    open.add(socket);
    try {
      return await converse(socket, command, body, settings);
    } finally {
      open.delete(socket);
      socket.destroy();
    }
  }

  async function engineNow(): Promise<string> {
    if (engine !== null && performance.now() - engine.at < ENGINE_FOR_MS) return engine.text;
    const reply = await ask("VERSION", null);
    engine = { text: reply.kind === "said" ? reply.text.slice(0, 200) : "clamd", at: performance.now() };
    return engine.text;
  }

  return {
    scan: (content) =>
      session(async () => {
        const outcome = outcomeOf(await ask("INSTREAM", content));
        return outcome.kind === "unscanned" ? outcome : { ...outcome, engine: await engineNow() };
      }),
    async ping() {
      const reply = await ask("PING", null);
      return reply.kind === "said" && reply.text === "PONG";
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** One command, its body in pieces, and the one line that answers; clamd may answer and hang up before the body is through. */
async function converse(socket: Socket, command: string, body: AsyncIterable<Buffer> | null, { connectMs = CONNECT_MS, silenceMs = SILENCE_MS }: ClamdSettings): Promise<Reply> {
  const answer = answerOf(socket, connectMs, silenceMs);
  try {
    if (!(await Promise.race([answer.connected, answer.reply.then(() => false)]))) return await answer.reply;
    await write(socket, Buffer.from(`z${command}\0`), answer.reply);
    for await (const bytes of body ?? []) {
      for (let at = 0; at < bytes.length; at += PIECE) {
        const piece = bytes.subarray(at, at + PIECE);
        if (!(await write(socket, Buffer.concat([lengthOf(piece), piece]), answer.reply))) return await answer.reply;
      }
    }
    if (body !== null) await write(socket, lengthOf(Buffer.alloc(0)), answer.reply);
    return await answer.reply;
  } finally {
    answer.stop();
  }
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}

/** false: the conversation is over already. */
async function write(socket: Socket, bytes: Buffer, reply: Promise<Reply>): Promise<boolean> {
  if (socket.destroyed) return false;
  if (socket.write(bytes)) return true;
  const drain = new Promise<true>((resolve) => socket.once("drain", () => resolve(true)));
  try {
    return await Promise.race([drain, reply.then(() => false)]);
  } finally {
    socket.removeAllListeners("drain");
  }
}

/** The answer up to its zero byte, or why there is none. Every byte in either direction is a sign of life. */
function answerOf(socket: Socket, connectMs: number, silenceMs: number) {
  let text = "";
  let met = false;
  let end: (reply: Reply) => void = () => undefined;
  const reply = new Promise<Reply>((resolve) => (end = resolve));
  const connected = new Promise<true>((resolve) => socket.once("connect", () => resolve(true)));
  const patience = new AbortController();
  void after(connectMs, undefined, { signal: patience.signal }).then(
    () => end({ kind: "away" }),
    () => undefined,
  );
  socket.once("connect", () => {
    met = true;
    patience.abort();
  });
  socket.setNoDelay(true);
  socket.setTimeout(silenceMs, () => end({ kind: "silent" }));
  socket.on("data", (bytes: Buffer) => {
    text += bytes.toString("latin1");
    const stop = text.indexOf("\0");
    if (stop >= 0 || text.length > LONGEST_REPLY) end({ kind: "said", text: text.slice(0, stop < 0 ? 0 : stop).trim() });
  });
  socket.on("error", () => undefined); // `close` follows
  // when it hangs up because the stream is too large, its answer may be lost with the connection
  socket.on("close", () => end({ kind: met ? "failed" : "away" }));
  return { reply, connected, stop: () => patience.abort() };
}

type Said = { readonly kind: "clean" } | { readonly kind: "infected"; readonly signature: string } | Extract<ScanOutcome, { kind: "unscanned" }>;

function outcomeOf(reply: Reply): Said {
  if (reply.kind !== "said") return { kind: "unscanned", reason: reply.kind };
  if (reply.text === "stream: OK") return { kind: "clean" };
  const found = /^stream: (.{1,200}) FOUND$/.exec(reply.text);
  if (found?.[1] !== undefined) return { kind: "infected", signature: found[1] };
  return { kind: "unscanned", reason: /size limit exceeded/i.test(reply.text) ? "too-large" : "failed" };
}

/** Reads `host:port`, `[::1]:3310`, `unix:/run/clamav/clamd.ctl` or a path. null: none of these. */
export function clamdAddress(text: string): ClamdAddress | null {
  const path = /^(?:unix:)?(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { path };
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined || port === undefined || Number(port) > 65_535 ? null : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}
