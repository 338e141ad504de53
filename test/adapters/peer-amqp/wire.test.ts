import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Readable, Writable } from "node:stream";
import { connect, type Channel } from "amqplib";
import test from "ava";
import type { PendingItem } from "#adapters/adapter";
import { AdapterError } from "#adapters/errors";
import { endNames } from "#adapters/peer-amqp/names";
import { CHANNEL_CLOSE_OK, openBrokerProxy } from "#test/support/broker-proxy";
import { parcelOf } from "#test/support/parcel";
import { newLink } from "#test/support/peers";
import { brokerUrl } from "#test/support/rabbitmq";
import { never, openEnd, type PeerEnd } from "./support.ts";

const parcel = (bytes: Buffer): ReturnType<typeof parcelOf> => parcelOf(bytes, "document", "G22", ["H48"], "G22,2026/11/20,1/VPCP");

test("a parcel of many parts arrives whole, once, also when its reader loses the connection in the middle and when it is sent again", async (t) => {
  const { left, right } = newLink(t);
  const proxy = await openBrokerProxy(t, brokerUrl());
  const sender = await openEnd(t, { here: left, there: right });
  const receiver = await openEnd(t, { here: right, there: left }, { urls: [proxy.url] });
  await receiver.adapter.listPending(never());
  const bytes = randomBytes(5 * 1024 * 1024 + 17);
  proxy.cutAt("octet-stream");
  t.is((await sender.adapter.send(parcel(bytes), never())).kind, "entered");
  t.true(receiver.events.includes("peer-lost"));
  t.is((await sender.adapter.send(parcel(bytes), never())).kind, "entered", "the same again is known");
  const [item, ...others] = await receiver.adapter.listPending(never());
  t.deepEqual(others, []);
  if (item === undefined) return t.fail();
  t.is(item.partnerMessageId, createHash("sha256").update(bytes).digest("hex"));
  t.is(await digestOf(receiver, item), item.partnerMessageId);

  // the house has it: nothing is left, and a repetition does not bring it back
  receiver.taken.set(item.partnerMessageId, new Date());
  await receiver.adapter.acknowledge(item, "done", never());
  t.deepEqual(await readdir(receiver.spoolDirectory), []);
  t.is((await sender.adapter.send(parcel(bytes), never())).kind, "entered");
  t.deepEqual(await receiver.adapter.listPending(never()), []);
  t.is((await sender.adapter.findSent(parcel(bytes), never())).kind, "found");
  t.deepEqual(await readdir(receiver.spoolDirectory), []);
});

test("what is no message, a false digest and a parcel that is too large harm nothing behind them", async (t) => {
  const { left, right } = newLink(t);
  const sender = await openEnd(t, { here: left, there: right }, { maxBytes: 64 * 1024 * 1024 });
  const receiver = await openEnd(t, { here: right, there: left }, { maxBytes: 1024 * 1024 });
  await receiver.adapter.listPending(never());
  const { exchange } = endNames(right, left);
  const id = "ab".repeat(32);
  const manifest = { version: 1, id, size: 3, messageKind: "document", from: "G22", to: ["H48"], documentId: "x" };
  const answers = await onChannel(async (channel) => {
    const { queue } = await channel.assertQueue("", { exclusive: true });
    const own = endNames(left, right).exchange;
    await sender.adapter.listPending(never());
    await channel.bindQueue(queue, own, "answers.raw");
    const tell = (type: string, body: string | Buffer, more: object = {}): boolean => channel.publish(exchange, "inbox", Buffer.from(body), { type, replyTo: "answers.raw", correlationId: "1", ...more });
    for (const type of ["part", "manifest", "ask", "nonsense", ""]) tell(type, "{");
    tell("part", "abc", { messageId: "../../etc/passwd", headers: { offset: 0 } });
    tell("part", "abc", { messageId: id, headers: { offset: -1 } });
    tell("part", "abc", { messageId: id, headers: { offset: 0 } });
    tell("manifest", JSON.stringify(manifest));
    tell("manifest", JSON.stringify({ ...manifest, size: 5_000_000 }), { replyTo: `${own}.inbox` });
    tell("manifest", JSON.stringify({ ...manifest, size: 5_000_000 }));
    const got: string[] = [];
    for (const end = Date.now() + 10_000; got.length < 4 && Date.now() < end; await sleep(20)) {
      const message = await channel.get(queue, { noAck: true });
      if (message !== false) got.push(String((JSON.parse(message.content.toString()) as { outcome: unknown }).outcome));
    }
    return got;
  });
  t.deepEqual(answers, ["refused", "refused", "incomplete", "refused"], "an answer goes to a queue for answers and nowhere else");
  t.is((await sender.adapter.send(parcel(randomBytes(2 * 1024 * 1024)), never())).kind, "refused");
  t.is((await sender.adapter.send(parcel(Buffer.from("văn bản")), never())).kind, "entered");
  t.is((await receiver.adapter.listPending(never())).length, 1);
  t.true(receiver.events.filter((kind) => kind === "peer-message-unreadable").length >= 4);
});

test("a connection that dies while a send says goodbye to a channel ends the send, which is repeated", async (t) => {
  const { left, right } = newLink(t);
  const proxy = await openBrokerProxy(t, brokerUrl());
  const sender = await openEnd(t, { here: left, there: right }, { urls: [proxy.url] });
  const receiver = await openEnd(t, { here: right, there: left });
  await receiver.adapter.listPending(never());
  await sender.adapter.signIn(never());
  proxy.cutAt(CHANNEL_CLOSE_OK);
  t.is((await sender.adapter.send(parcel(Buffer.from("abc")), never())).kind, "not-sent");
  t.is((await sender.adapter.send(parcel(Buffer.from("abc")), never())).kind, "entered");
});

test("content that is not what was promised is never sent whole", async (t) => {
  const { left, right } = newLink(t);
  const sender = await openEnd(t, { here: left, there: right });
  const receiver = await openEnd(t, { here: right, there: left });
  await receiver.adapter.listPending(never());
  const outcome = await sender.adapter.send({ ...parcel(Buffer.from("abc")), open: () => Readable.from([Buffer.from("abd")]) }, never());
  t.like(outcome, { kind: "not-sent", code: "parcel-unreadable" });
  t.is((await sender.adapter.send(parcel(Buffer.from("abc")), never())).kind, "entered");
});

test("a peer that never opened its inbox, one that does not read it, and one that is told to come again", async (t) => {
  const { left, right } = newLink(t);
  const sender = await openEnd(t, { here: left, there: right }, { answerMs: 300 });
  t.like(await sender.adapter.send(parcel(Buffer.from("a")), never()), { kind: "not-sent", code: "peer-inbox-missing" });
  t.is((await sender.adapter.findSent(parcel(Buffer.from("a")), never())).kind, "not-found");
  const receiver = await openEnd(t, { here: right, there: left }, { refuse: () => Promise.resolve({ outcome: "later", reason: "chưa kích hoạt" }) });
  await receiver.adapter.signIn(never());
  t.like(await sender.adapter.send(parcel(Buffer.from("a")), never()), { kind: "unknown", code: "partner-timeout" });
  t.is((await t.throwsAsync(sender.adapter.findSent(parcel(Buffer.from("a")), never()), { instanceOf: AdapterError }))?.code, "partner-timeout");
  await receiver.adapter.listPending(never());
  const patient = await openEnd(t, { here: left, there: right });
  t.like(await patient.adapter.send(parcel(Buffer.from("a")), never()), { kind: "not-sent", code: "partner-busy" });
  t.is((await patient.adapter.exchangeTest(never())).kind, "entered", "a test parcel passes also then");
  t.deepEqual(await readdir(receiver.spoolDirectory), []);
});

test("another process goes on where the first one ended, and an older password counts while the new one is not known", async (t) => {
  const { left, right } = newLink(t);
  const wrong = new URL(brokerUrl());
  wrong.password = "chua-doi";
  const sender = await openEnd(t, { here: left, there: right }, { urls: [wrong.href, brokerUrl()] });
  const first = await openEnd(t, { here: right, there: left });
  const second = await openEnd(t, { here: right, there: left }, { spoolDirectory: first.spoolDirectory });
  for (const { adapter } of [first, second]) await adapter.listPending(never());
  t.is((await sender.adapter.send(parcel(Buffer.from("một")), never())).kind, "entered");
  t.is((await second.adapter.listPending(never())).length, 1, "both see what lies on the common disk");
  await first.adapter.close();
  t.is((await sender.adapter.send(parcel(Buffer.from("hai")), never())).kind, "entered");
  t.is((await second.adapter.listPending(never())).length, 2);
  const refused = await openEnd(t, { here: left, there: right }, { urls: [wrong.href] });
  t.is((await t.throwsAsync(refused.adapter.listPending(never()), { instanceOf: AdapterError }))?.code, "partner-credentials-refused");
});

async function digestOf({ adapter }: PeerEnd, item: PendingItem): Promise<string> {
  const hash = createHash("sha256");
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (hash.update(chunk), done()) });
  await adapter.fetch(item, sink, never());
  return hash.digest("hex");
}

async function onChannel<Result>(work: (channel: Channel) => Promise<Result>): Promise<Result> {
  const connection = await connect(brokerUrl());
  try {
    return await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
}
