import { randomBytes } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import test, { type ExecutionContext } from "ava";
import { clamdAddress, clamdScanner, type ClamdSettings, type ScanOutcome } from "#adapters/clamd/clamd";
import { CLAMD_LIMIT, EICAR, startClamd } from "../../support/clamd.ts";

function scan(settings: ClamdSettings, content: Buffer, pieces = 1_000): Promise<ScanOutcome> {
  const chunks = Array.from({ length: Math.ceil(content.length / pieces) }, (_, index) => content.subarray(index * pieces, (index + 1) * pieces));
  return clamdScanner(settings).scan(Readable.from(chunks.length === 0 ? [] : chunks, { objectMode: true }));
}

/** A server that answers as it is told; only for what a real clamd does not do on demand. */
async function scripted(t: ExecutionContext, behave: (socket: Socket) => void): Promise<ClamdSettings> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { address: { host: "127.0.0.1", port: typeof address === "object" && address !== null ? address.port : 0 }, connectMs: 2_000, silenceMs: 200 };
}

test("DN-19.2: a real clamd finds what it knows, over TCP and a unix socket, in a whole file and inside one", async (t) => {
  const clamd = await startClamd(t);
  for (const address of [clamd.tcp, clamd.unix]) {
    const infected = await scan({ address }, EICAR, 7);
    t.is(infected.kind, "infected");
    t.regex(infected.kind === "infected" ? infected.signature : "", /^Eicar-/);
    t.regex(infected.kind === "infected" ? infected.engine : "", /^ClamAV \d/, "which engine with which signatures is kept");
    t.is((await scan({ address }, Buffer.concat([Buffer.from("%PDF-1.7\n"), EICAR, Buffer.from("\n%%EOF")]))).kind, "infected");
    t.is((await scan({ address }, Buffer.from("Công văn bình thường"))).kind, "clean");
    t.is((await scan({ address }, Buffer.alloc(0))).kind, "clean");
  }
  const address = clamd.tcp;
  const large = await scan({ address }, randomBytes(CLAMD_LIMIT * 3), 65_536);
  t.true(large.kind === "unscanned" && ["too-large", "failed"].includes(large.reason), "clamd answers and hangs up in the middle; the answer may be lost on the way");
  const scanner = clamdScanner({ address, sessions: 2 });
  const many = await Promise.all(Array.from({ length: 12 }, (_, index) => scanner.scan(Readable.from([index % 3 === 0 ? EICAR : Buffer.from(`${index}`)]))));
  t.deepEqual(many.map(({ kind }) => kind), many.map((_, index) => (index % 3 === 0 ? "infected" : "clean")));
  clamd.freeze(true);
  t.deepEqual(await scan({ address, silenceMs: 200 }, EICAR), { kind: "unscanned", reason: "silent" });
  clamd.freeze(false);
  await clamd.stop();
  t.deepEqual(await scan({ address }, EICAR), { kind: "unscanned", reason: "away" });
  t.deepEqual(await scan({ address: clamd.unix }, EICAR), { kind: "unscanned", reason: "away" });
});

test("whatever a scanner does wrong, nothing is called clean that it did not call so", async (t) => {
  const cases: readonly (readonly [what: string, behave: (socket: Socket) => void, reason: string])[] = [
    ["hangs up at once", (socket) => socket.destroy(), "failed"],
    ["hangs up in the middle of the stream", (socket) => socket.once("data", () => socket.destroy()), "failed"],
    ["hangs up in the middle of its answer", (socket) => socket.once("data", () => socket.end("stream: OK")), "failed"],
    ["says nothing", (socket) => socket.resume(), "silent"],
    ["reads nothing", (socket) => socket.pause(), "silent"],
    ["talks without end", (socket) => socket.once("data", () => socket.write("a".repeat(10_000))), "failed"],
    ["says an error", (socket) => socket.once("data", () => socket.end("stream: Can't allocate memory ERROR\0")), "failed"],
    ["says something else", (socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\n\0")), "failed"],
    ["says OK of another", (socket) => socket.once("data", () => socket.end("/tmp/a: OK\0")), "failed"],
  ];
  await Promise.all(
    cases.map(async ([what, behave, reason]) => {
      const settings = await scripted(t, behave);
      t.deepEqual(await scan({ ...settings, ...(reason !== "silent" && { silenceMs: 20_000 }) }, randomBytes(1_000_000), 65_536), { kind: "unscanned", reason } as never, what);
    }),
  );
});

test("what the content throws is thrown on, not taken for a finding", async (t) => {
  const settings = await scripted(t, (socket) => socket.resume());
  const broken = Readable.from((function* () {
    yield Buffer.from("a");
    throw new RangeError("blob corrupt");
  })());
  await t.throwsAsync(clamdScanner(settings).scan(broken), { instanceOf: RangeError });
});

test("where clamd listens is read from one line", (t) => {
  t.deepEqual(["127.0.0.1:3310", "[::1]:3310", "clamav.internal:3310", "unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl", "clamav", "x:99999", ""].map(clamdAddress), [
    { host: "127.0.0.1", port: 3310 },
    { host: "::1", port: 3310 },
    { host: "clamav.internal", port: 3310 },
    { path: "/run/clamav/clamd.ctl" },
    { path: "/run/clamav/clamd.ctl" },
    null,
    null,
    null,
  ]);
});
