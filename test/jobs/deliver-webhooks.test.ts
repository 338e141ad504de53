import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import test, { type ExecutionContext } from "ava";
import { Webhook as ReferenceVerifier } from "standardwebhooks";
import type { EventJson } from "#src/core/events/event-json";
import type { NewWebhook } from "#src/core/events/webhooks/manage";
import type { WebhookView } from "#src/core/events/webhooks/webhook";
import type { OutgoingId } from "#src/core/ids";
import { postEvent } from "#src/jobs/webhooks/post";
import { eventually, openTown, type Town, type TownGateway } from "#test/support/town";
import { openWebhookReceiver, type Received, type WebhookReceiver } from "#test/support/webhook-receiver";
import { outgoing, transmission } from "#test/storage/records";

const MINUTE = 60_000;
const IDS = Array.from({ length: 3 }, (_, index) => index);

async function oneGateway(t: ExecutionContext): Promise<{ readonly town: Town; readonly gateway: TownGateway }> {
  const town = await openTown(t, { gateways: { quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] } }, start: new Date() });
  const gateway = town.gateways["quangngai"];
  if (gateway === undefined) throw new TypeError("no gateway");
  return { town, gateway };
}

function wanted(receiver: WebhookReceiver, changes: Partial<NewWebhook> = {}): NewWebhook {
  return { name: "QLVB", url: receiver.url, after: "end", ...changes };
}

/** A document in the books, without a road: what the journal says of it is up to the test. */
async function document(gateway: TownGateway): Promise<OutgoingId> {
  const sent = outgoing({ senderCode: "H48" });
  await gateway.house.store.write(async (tx) => {
    await tx.addOutgoing(sent);
    await tx.addTransmission(transmission(sent));
  });
  return sent.id;
}

async function happen(gateway: TownGateway, id: OutgoingId, mark: string): Promise<void> {
  await gateway.house.store.write((tx) => tx.append({ kind: "outgoing.duplicate-alarm", at: gateway.house.clock.now(), actor: { kind: "gateway", job: "test" }, outgoingId: id, facts: { identityKey: mark } }));
}

function told({ body }: Received): EventJson {
  return JSON.parse(body) as EventJson;
}

function taken(receiver: WebhookReceiver): Received[] {
  return receiver.received.filter(({ status }) => status < 300);
}

function marks(received: readonly Received[], id?: string): unknown[] {
  return received.map(told).filter(({ subject }) => id === undefined || ("id" in subject && subject.id === id)).map(({ data }) => data["identityKey"]);
}

/** Moves the clock on in steps, and gives the jobs time to look at it. */
async function pass(town: Town, ms: number, step = MINUTE): Promise<void> {
  for (let gone = 0; gone < ms; gone += step) {
    town.clock.set(new Date(town.clock.now().getTime() + step));
    await pause(60);
  }
}

test("an address is down for an hour: every event arrives after recovery, in order per document, once by id", async (t) => {
  const { town, gateway } = await oneGateway(t);
  const { service } = gateway.house;
  const receiver = await openWebhookReceiver(t);
  const { view, secret } = await service.addWebhook(wanted(receiver), gateway.operator);
  const { id } = view.webhook;
  const documents = await Promise.all(IDS.map(() => document(gateway)));
  const all = async (mark: string) => {
    for (const one of documents) await happen(gateway, one, mark);
  };
  await all("trước");
  await eventually("the first events", () => Promise.resolve(taken(receiver).length === 3));

  receiver.answer = () => 503;
  for (const round of ["1", "2", "3", "4"]) {
    await all(round);
    await pass(town, 15 * MINUTE, 5 * MINUTE);
    await pause(1_100); // the job looks at the clock once a second
  }
  const down = await service.webhook(id, gateway.operator);
  t.deepEqual([down.state, down.backlog, down.webhook.health.lastError?.startsWith("HTTP 503")], ["down", 12, true]);
  const tries = receiver.received.length - 3;
  t.true(tries < 30, `${tries} attempts at a dead address in an hour`);

  receiver.answer = () => 204;
  await pass(town, 15 * MINUTE, 5 * MINUTE);
  await eventually("everything", () => Promise.resolve(taken(receiver).length >= 15));
  const good = taken(receiver);
  t.is(new Set(good.map(({ headers }) => headers["webhook-id"])).size, 15);
  t.is(good.length, 15, "once by id");
  for (const one of documents) t.deepEqual(marks(good, one), ["trước", "1", "2", "3", "4"], "in order");
  const feed = (await service.events({ after: "c0", limit: 100 }, gateway.operator)).events.map((event) => event.id as string);
  t.deepEqual(good.map(({ headers }) => String(headers["webhook-id"])).toSorted(), feed.toSorted(), "the same ids as in the feed");
  const up = await eventually("a quiet webhook", async () => {
    const view = await service.webhook(id, gateway.operator);
    return view.backlog === 0 ? view : null;
  });
  t.deepEqual([up.state, up.webhook.health.failures], ["working", 0]);

  [receiver.answer, receiver.retryAfter] = [() => 429, "600"];
  await happen(gateway, documents[1] as OutgoingId, "bận");
  await eventually("a receiver that is busy", () => Promise.resolve(receiver.received.at(-1)?.status === 429));
  const refused = receiver.received.length;
  await happen(gateway, documents[2] as OutgoingId, "bận");
  await pass(town, 9 * MINUTE, 3 * MINUTE);
  await pause(1_100);
  t.is(receiver.received.length, refused, "neither that event nor another one before the time it named");
  [receiver.answer, receiver.retryAfter] = [() => 204, null];
  await pass(town, 2 * MINUTE);
  await eventually("both", () => Promise.resolve(taken(receiver).length === 17));

  await happen(gateway, documents[0] as OutgoingId, "ký");
  const signed = await eventually("one more", () => Promise.resolve(taken(receiver)[17]));
  const stamp = Number(signed.headers["webhook-timestamp"]);
  t.is(stamp, Math.floor(town.clock.now().getTime() / 1000));
  const verifier = new ReferenceVerifier(secret);
  t.deepEqual(verifier.sign(String(signed.headers["webhook-id"]), new Date(stamp * 1000), signed.body), signed.headers["webhook-signature"]);
});

test("an event that is refused holds back only its own document", async (t) => {
  const { town, gateway } = await oneGateway(t);
  const receiver = await openWebhookReceiver(t);
  const bad = await document(gateway);
  const good = await document(gateway);
  receiver.answer = (body) => (body.includes("độc") ? 500 : 204);
  const { view } = await gateway.house.service.addWebhook(wanted(receiver), gateway.operator);
  for (const mark of ["độc", "sau"]) await happen(gateway, bad, mark);
  for (let index = 0; index < 30; index += 1) {
    await happen(gateway, good, String(index));
    if (index % 10 === 9) await pass(town, 5 * MINUTE);
  }
  await eventually("the other document", async () => {
    await pass(town, MINUTE);
    return taken(receiver).length === 30;
  });
  t.deepEqual(marks(taken(receiver)), Array.from({ length: 30 }, (_, index) => String(index)));
  t.is((await gateway.house.service.webhook(view.webhook.id, gateway.operator)).backlog, 2);

  receiver.answer = () => 204;
  await eventually("the held document", async () => {
    await pass(town, 10 * MINUTE, 10 * MINUTE);
    await pause(300);
    return taken(receiver).length === 32;
  });
  t.deepEqual(marks(taken(receiver), bad), ["độc", "sau"]);
});

test("a webhook is paused, resumed, replayed from a cursor with the old ids, and gone with its key", async (t) => {
  const { gateway } = await oneGateway(t);
  const { service, store, clock } = gateway.house;
  const receiver = await openWebhookReceiver(t);
  const access = await service.authenticate(gateway.apiKey);
  if (access === null || access.actor.kind !== "system-key") throw new TypeError("no key");
  const { view } = await service.addWebhook(wanted(receiver), access);
  const { id } = view.webhook;
  const one = await document(gateway);
  await happen(gateway, one, "a");
  await eventually("a", () => Promise.resolve(taken(receiver).length === 1));

  t.is((await service.pauseWebhook(id, "thử", access)).state, "paused");
  await happen(gateway, one, "b");
  await pause(300);
  const held = await eventually("the backlog", async () => {
    const view = await service.webhook(id, access);
    return view.backlog === 1 ? view : null;
  });
  t.deepEqual([held.state, taken(receiver).length], ["paused", 1]);
  await service.resumeWebhook(id, "thử", access);
  await eventually("b", () => Promise.resolve(taken(receiver).length === 2));

  await service.replayWebhook(id, "c0", "thử", access);
  await eventually("a and b again", () => Promise.resolve(taken(receiver).length === 4));
  t.deepEqual(marks(taken(receiver)), ["a", "b", "a", "b"]);
  const ids = taken(receiver).map(({ headers }) => headers["webhook-id"]);
  t.deepEqual(ids.slice(0, 2), ids.slice(2));
  await t.throwsAsync(service.replayWebhook(id, "czz", "thử", access), { code: "request-invalid" });

  const { actor } = access;
  await store.write((tx) => tx.revokeApiKey(actor.keyId, clock.now()));
  await happen(gateway, one, "c");
  await pause(1_200);
  t.is(taken(receiver).length, 4);
  t.is((await service.webhook(id, gateway.operator)).state, "key-revoked" satisfies WebhookView["state"]);
  await service.removeWebhook(id, "thử", gateway.operator);
  t.deepEqual(await service.webhooks(gateway.operator), []);
});

test("while one secret replaces another both sign; the database holds neither in clear (QN-17.4)", async (t) => {
  const { town, gateway } = await oneGateway(t);
  const { service, store } = gateway.house;
  const receiver = await openWebhookReceiver(t);
  const first = await service.addWebhook(wanted(receiver), gateway.operator);
  const { id } = first.view.webhook;
  const second = await service.rotateWebhookSecret(id, 1, "thử", gateway.operator);
  const one = await document(gateway);
  await happen(gateway, one, "cả hai");
  const both = await eventually("signed by both", () => Promise.resolve(taken(receiver)[0]));
  for (const { secret } of [first, second]) t.notThrows(() => new ReferenceVerifier(secret).verify(both.body, both.headers as Record<string, string>));
  const sealed = await store.reader.webhooks.secretsOf(id, town.clock.now());
  t.is(sealed.length, 2);
  t.false(sealed.some((row) => JSON.stringify(row).includes("whsec_")));

  await pass(town, 61 * MINUTE, 61 * MINUTE);
  await happen(gateway, one, "chỉ mới");
  const later = await eventually("signed by one", () => Promise.resolve(taken(receiver)[1]));
  t.is(String(later.headers["webhook-signature"]).split(" ").length, 1);
  const at = new Date(Number(later.headers["webhook-timestamp"]) * 1000);
  t.is(new ReferenceVerifier(second.secret).sign(String(later.headers["webhook-id"]), at, later.body), String(later.headers["webhook-signature"]));
});

const RULES = { allowLoopback: false, timeoutMs: 500 };
const never = new AbortController().signal;

test("a name that leads to a forbidden address, by its first answer or any, is not connected to; a name is asked once", async (t) => {
  let connections = 0;
  const server = createServer((_request, response) => response.end()).on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const answers = [[{ address: "127.0.0.1", family: 4 }], [{ address: "203.0.113.1", family: 4 }, { address: "169.254.169.254", family: 4 }], []];
  for (const addresses of answers) {
    const outcome = await postEvent(`https://qlvb.example.gov.vn:${port}/`, {}, "{}", { ...RULES, resolve: () => Promise.resolve(addresses) }, never);
    t.is(outcome.kind, "failed");
  }
  t.is(connections, 0);

  let asked = 0;
  const turning = () => Promise.resolve([{ address: asked++ === 0 ? "127.0.0.1" : "169.254.169.254", family: 4 }]);
  await postEvent(`https://qlvb.example.gov.vn:${port}/`, {}, "{}", { ...RULES, allowLoopback: true, resolve: turning }, never);
  t.deepEqual([asked, connections], [1, 1], "the connection went to the address that was checked");
});

test("a redirect, a slow answer, an endless one and one in another protocol are failures or cut short, never followed", async (t) => {
  const receiver = await openWebhookReceiver(t);
  const post = (url: string) => postEvent(url, {}, "{}", { ...RULES, allowLoopback: true }, never);
  receiver.answer = () => 307;
  t.deepEqual([(await post(receiver.url)).kind, receiver.received.length], ["failed", 1]);
  const silent = createServer(() => undefined);
  const endless = createServer((_request, response) => {
    const pour = (): void => void (response.destroyed || (response.write("x".repeat(10_000)), setImmediate(pour)));
    pour();
  });
  const changing = createServer((request) => void request.socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"));
  for (const server of [silent, endless, changing]) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
  }
  const addressOf = (server: typeof silent) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  // a time limit must not be swept away with the garbage
  setFlagsFromString("--expose-gc");
  const sweep = setInterval(runInNewContext("gc") as () => void, 100);
  t.teardown(() => clearInterval(sweep));
  t.like(await post(addressOf(silent)), { kind: "failed", reason: "không trả lời trong 0.5 giây" });
  clearInterval(sweep);
  t.like(await post(addressOf(changing)), { kind: "failed", reason: "HTTP 101" });
  t.is((await post(addressOf(endless))).kind, "taken", "the status is what counts");
});
