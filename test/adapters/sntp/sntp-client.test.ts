import { createSocket, type RemoteInfo } from "node:dgram";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import type { ExecutionContext } from "ava";
import { AdapterError } from "#adapters/errors";
import { askTime, type TimeServer } from "#adapters/sntp/sntp-client";
import { readSntpAnswer } from "#adapters/sntp/sntp-packet";

/** A real time server on this machine, whose clock is as far from ours as the test wants. */
interface Responder {
  readonly offsetMs?: number;
  readonly stratum?: number;
  readonly leap?: number;
  readonly refuse?: string;
  readonly delayMs?: number;
  /** What it sends before the true answer. */
  readonly first?: (question: Buffer) => Buffer;
  readonly silent?: boolean;
}

async function responder(t: ExecutionContext, plan: Responder): Promise<TimeServer & { asked(): number }> {
  const socket = createSocket("udp4");
  let asked = 0;
  socket.on("message", (question: Buffer, from: RemoteInfo) => {
    asked += 1;
    void (async () => {
      const receivedMs = Date.now() + (plan.offsetMs ?? 0);
      await sleep(plan.delayMs ?? 0);
      if (plan.silent === true) return;
      if (plan.first !== undefined) socket.send(plan.first(question), from.port, from.address);
      socket.send(answer(question, plan, receivedMs, Date.now() + (plan.offsetMs ?? 0)), from.port, from.address);
    })();
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  t.teardown(() => socket.close());
  return { host: "127.0.0.1", port: socket.address().port, asked: () => asked };
}

function answer(question: Buffer, plan: Responder, receivedMs: number, sentMs: number): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = ((plan.leap ?? 0) << 6) | (4 << 3) | 4;
  packet[1] = plan.refuse === undefined ? (plan.stratum ?? 2) : 0;
  packet.write(plan.refuse ?? "TEST", 12, "latin1");
  question.copy(packet, 24, 40, 48);
  writeTime(packet, 32, receivedMs);
  writeTime(packet, 40, sentMs);
  return packet;
}

function writeTime(packet: Buffer, offset: number, ms: number): void {
  const seconds = Math.floor(ms / 1_000);
  packet.writeUInt32BE((seconds + 2_208_988_800) % 2 ** 32, offset);
  packet.writeUInt32BE(Math.floor(((ms / 1_000 - seconds) * 2 ** 32) % 2 ** 32), offset + 4);
}

const never = new AbortController().signal;
const now = () => new Date();

for (const offsetMs of [0, 4_200, -90_000, 86_400_000]) {
  test(`a time server ${offsetMs} ms away is measured within its uncertainty`, async (t) => {
    const server = await responder(t, { offsetMs });
    const time = await askTime(server, now, never);
    t.true(Math.abs(time.offsetMs - offsetMs) <= time.uncertaintyMs + 5, `${time.offsetMs} ± ${time.uncertaintyMs}`);
    t.true(time.uncertaintyMs < 1_000);
    t.is(time.stratum, 2);
    t.is(server.asked(), 4);
  });
}

test("the time a server thinks does not count as distance", async (t) => {
  const server = await responder(t, { offsetMs: 1_000, delayMs: 80 });
  const time = await askTime(server, now, never);
  t.true(time.uncertaintyMs < 40, `${time.uncertaintyMs}`);
  t.true(Math.abs(time.offsetMs - 1_000) <= time.uncertaintyMs + 5);
});

test("an answer to another question, or of a stranger, is passed over", async (t) => {
  const wrongNonce = (question: Buffer): Buffer => {
    const forged = answer(question, {}, Date.now() + 9e9, Date.now() + 9e9);
    forged.writeUInt32BE(0, 24);
    return forged;
  };
  const server = await responder(t, { offsetMs: 300, first: wrongNonce });
  const time = await askTime(server, now, never);
  t.true(Math.abs(time.offsetMs - 300) <= time.uncertaintyMs + 5);
  const short = await responder(t, { first: () => Buffer.from("no") });
  await t.notThrowsAsync(askTime(short, now, never));
});

test("a server that refuses, has no time, is silent or is not there is named as such", async (t) => {
  await t.throwsAsync(askTime(await responder(t, { refuse: "RATE" }), now, never), { instanceOf: AdapterError, code: "partner-failed", message: /RATE/ });
  await t.throwsAsync(askTime(await responder(t, { leap: 3 }), now, never), { code: "partner-failed", message: /not synchronised/ });
  await t.throwsAsync(askTime(await responder(t, { stratum: 16 }), now, never), { code: "partner-failed" });
  const silent = await responder(t, { silent: true });
  await t.throwsAsync(askTime(silent, now, never, 100), { code: "partner-timeout" });
  t.is(silent.asked(), 1, "it is not asked again and again");
  await t.throwsAsync(askTime({ host: "127.0.0.1", port: 1 }, now, never, 500), { instanceOf: AdapterError });
  await t.throwsAsync(askTime({ host: "time.invalid", port: 123 }, now, never), { code: "partner-unreachable" });
});

test("a measurement that is stopped ends at once", async (t) => {
  const stop = new AbortController();
  const asking = askTime(await responder(t, { silent: true }), now, stop.signal, 10_000);
  setTimeout(() => stop.abort(), 50);
  await t.throwsAsync(asking, { code: "aborted" });
});

test("seconds that ran over in 2036 are read in the era of our clock", (t) => {
  const nonce = Buffer.alloc(8, 7);
  const at = Date.parse("2036-02-08T00:00:00Z");
  const packet = answer(Buffer.concat([Buffer.alloc(40), nonce]), {}, at, at);
  t.true(packet.readUInt32BE(32) < 2 ** 20, "the counter has run over");
  const read = readSntpAnswer(packet, nonce, Date.parse("2036-02-07T23:00:00Z"));
  t.is(read?.kind === "time" ? Math.round(read.receivedMs) : null, at);
});
