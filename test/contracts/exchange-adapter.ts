import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import type { ExecutionContext, TestFn } from "ava";
import { AdapterError } from "#adapters/errors";
import type { ExchangeAdapter, OutgoingParcel, PendingItem } from "#adapters/adapter";

/** A partner with two systems on it, and ways to spoil its day. */
export interface ExchangeWorld {
  readonly sender: ExchangeAdapter;
  readonly receiver: ExchangeAdapter;
  /** A parcel the partner accepts from `sender` to one address of `receiver`; each call another document. */
  readonly document: () => Promise<OutgoingParcel>;
  /** A status of `receiver` to `sender`. */
  readonly status: () => Promise<OutgoingParcel>;
  /** A parcel whose receiver the partner does not know. */
  readonly toNobody: () => Promise<OutgoingParcel>;
  /** Whether the bytes arrive as they left; a partner that rewrites envelopes says false. */
  readonly keepsBytes: boolean;
  /** The partner takes the next message but its answer is lost. */
  readonly loseNextSendAnswer: () => Promise<void>;
  /** The partner answers the next request with something that is no answer. */
  readonly garbleNextAnswer: () => Promise<void>;
  /** What was listed lies on the adapter's own disk: fetching and acknowledging it need nobody else. */
  readonly keepsArrivals?: { readonly spoilNextFetch: () => Promise<void> };
  /** Nobody listens any more. */
  readonly takeDown: () => Promise<void>;
}

/** What every ExchangeAdapter promises, run against a real partner or its simulator. `start` opens a fresh world and closes it with the test. */
export function exchangeAdapterContract(test: TestFn, name: string, start: (t: ExecutionContext) => Promise<ExchangeWorld>): void {
  test(`${name}: a document entered once waits once at its receiver, and nowhere else`, async (t) => {
    const { sender, receiver, document } = await start(t);
    const outcome = await sender.send(await document(), signal());
    t.is(outcome.kind, "entered");
    if (outcome.kind !== "entered") return;
    t.true(outcome.partnerMessageId.length > 0);
    t.true(outcome.leftAt.getTime() <= outcome.enteredAt.getTime());
    const items = await receiver.listPending(signal());
    t.deepEqual(items.map((item) => item.messageKind), ["document"]);
    t.deepEqual(await sender.listPending(signal()), []);
  });

  test(`${name}: a status goes the other way and is listed as a status`, async (t) => {
    const { sender, receiver, document, status } = await start(t);
    await sender.send(await document(), signal());
    t.is((await receiver.send(await status(), signal())).kind, "entered");
    t.deepEqual((await sender.listPending(signal())).map((item) => item.messageKind), ["status"]);
  });

  test(`${name}: several messages are listed oldest first, each once`, async (t) => {
    const { sender, receiver, document } = await start(t);
    const parcels = [await document(), await document(), await document()];
    for (const parcel of parcels) t.is((await sender.send(parcel, signal())).kind, "entered");
    const items = await receiver.listPending(signal());
    t.is(new Set(items.map((item) => item.partnerMessageId)).size, 3);
    t.is(items.length, 3);
  });

  test(`${name}: fetching gives the bytes and acknowledges nothing`, async (t) => {
    const { sender, receiver, document, keepsBytes } = await start(t);
    const parcel = await document();
    await sender.send(parcel, signal());
    const item = await theOnly(receiver);
    const [first, second] = [await fetched(receiver, item), await fetched(receiver, item)];
    t.deepEqual(first, second);
    if (keepsBytes) t.is(createHash("sha256").update(first).digest("hex"), parcel.sha256);
    t.is((await receiver.listPending(signal())).length, 1);
  });

  for (const verdict of ["done", "fail"] as const) {
    test(`${name}: a message acknowledged ${verdict} leaves the list, and saying it twice is harmless`, async (t) => {
      const { sender, receiver, document } = await start(t);
      await sender.send(await document(), signal());
      const item = await theOnly(receiver);
      await receiver.acknowledge(item, verdict, signal(), "lý do");
      t.deepEqual(await receiver.listPending(signal()), []);
      await t.notThrowsAsync(receiver.acknowledge(item, verdict, signal(), "lý do"));
    });
  }

  test(`${name}: a receiver nobody knows is refused for good`, async (t) => {
    const { sender, toNobody } = await start(t);
    const outcome = await sender.send(await toNobody(), signal());
    t.is(outcome.kind, "refused");
    if (outcome.kind === "refused") t.true(outcome.reason.length > 0);
  });

  test(`${name}: a lost answer is unknown, is not sent again by itself, and is found when asked`, async (t) => {
    const { sender, receiver, document, loseNextSendAnswer } = await start(t);
    const parcel = await document();
    t.is((await sender.findSent(parcel, signal())).kind, "not-found");
    await loseNextSendAnswer();
    const outcome = await sender.send(parcel, signal());
    t.is(outcome.kind, "unknown");
    t.is((await receiver.listPending(signal())).length, 1);
    const trace = await sender.findSent(parcel, signal(), outcome.kind === "unknown" ? outcome.leftAt : undefined);
    t.is(trace.kind, "found");
    t.is((await sender.findSent(await document(), signal())).kind, "not-found");
  });

  test(`${name}: an answer that is none is an outage, never an empty list`, async (t) => {
    const { receiver, garbleNextAnswer } = await start(t);
    await garbleNextAnswer();
    await t.throwsAsync(receiver.listPending(signal()), { instanceOf: AdapterError });
    t.deepEqual(await receiver.listPending(signal()), []);
  });

  test(`${name}: with nobody there a send has not left, and everything else throws`, async (t) => {
    const { sender, receiver, document, takeDown, keepsArrivals } = await start(t);
    await sender.send(await document(), signal());
    const item = await theOnly(receiver);
    const parcel = await document();
    await takeDown();
    t.is((await sender.send(parcel, signal())).kind, "not-sent");
    for (const attempt of [
      () => receiver.listPending(signal()),
      ...(keepsArrivals === undefined ? [() => fetched(receiver, item), () => receiver.acknowledge(item, "done", signal())] : []),
      () => sender.findSent(parcel, signal()),
      () => receiver.listAgencies(signal())[Symbol.asyncIterator]().next(),
    ]) {
      const error = await t.throwsAsync(attempt, { instanceOf: AdapterError });
      t.is(error?.retry, "later");
    }
    if (keepsArrivals === undefined) return;
    t.true((await fetched(receiver, item)).length > 0);
    await t.notThrowsAsync(receiver.acknowledge(item, "done", signal()));
  });

  test(`${name}: a fetch that fails destroys the sink and leaves the message waiting`, async (t) => {
    const { sender, receiver, document, garbleNextAnswer, keepsArrivals } = await start(t);
    await sender.send(await document(), signal());
    const item = await theOnly(receiver);
    await (keepsArrivals?.spoilNextFetch ?? garbleNextAnswer)();
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    await t.throwsAsync(receiver.fetch(item, sink, signal()), { instanceOf: AdapterError });
    t.true(sink.destroyed && !sink.writableFinished);
    t.is((await receiver.listPending(signal())).length, 1);
  });

  test(`${name}: a fetch into a sink that failed meanwhile, as on a full disk, ends and leaves the message waiting`, async (t) => {
    const { sender, receiver, document } = await start(t);
    await sender.send(await document(), signal());
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    sink.on("error", () => undefined).destroy(new Error("no space left on device"));
    await t.throwsAsync(receiver.fetch(await theOnly(receiver), sink, signal()));
    t.is((await receiver.listPending(signal())).length, 1);
  });

  test(`${name}: one who stopped before it began has sent nothing`, async (t) => {
    const { sender, receiver, document } = await start(t);
    const stopped = AbortSignal.abort();
    t.is((await sender.send(await document(), stopped)).kind, "not-sent");
    const error = await t.throwsAsync(receiver.listPending(stopped), { instanceOf: AdapterError });
    t.is(error?.code, "aborted");
    t.deepEqual(await receiver.listPending(signal()), []);
  });

  test(`${name}: agencies have a code and a name`, async (t) => {
    const { sender } = await start(t);
    let count = 0;
    for await (const agency of sender.listAgencies(signal())) {
      t.true(agency.code.length > 0 && agency.name.length > 0);
      count += 1;
    }
    t.true(count > 0);
  });

  test(`${name}: closing twice is harmless`, async (t) => {
    const { sender } = await start(t);
    await sender.close();
    await t.notThrowsAsync(sender.close());
  });
}

async function theOnly(receiver: ExchangeAdapter): Promise<PendingItem> {
  const [item] = await receiver.listPending(signal());
  if (item === undefined) throw new AdapterError("partner-failed", "the contract expected one pending message");
  return item;
}

async function fetched(receiver: ExchangeAdapter, item: PendingItem): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await receiver.fetch(item, sink, signal());
  return Buffer.concat(chunks);
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
