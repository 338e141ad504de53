import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import type { OutgoingId } from "#src/core/ids";
import { newApiKey } from "#src/core/new-api-key";
import { eventually } from "#test/support/town";
import { openDoor, soon, type Door, type DoorOptions } from "./door.ts";
import { departure } from "./conformity.ts";
import { sharedTown } from "./shared-town.ts";
import { form, fresh } from "./submission.ts";

const town = sharedTown();

interface Told {
  readonly id: string;
  readonly cursor: string;
  readonly type: string;
  readonly agency: string | null;
  readonly subject: { readonly kind: string; readonly id: string; readonly code?: string; readonly href?: string };
  readonly data: Readonly<Record<string, unknown>>;
}

async function send(t: ExecutionContext, door: Door): Promise<{ readonly id: string; readonly code: string }> {
  const metadata = fresh();
  const sent = await door.ask("/api/v1/documents", { method: "POST", body: form(metadata) });
  t.is(sent.status, 202, sent.text);
  return { id: (sent.body["document"] as { id: string }).id, code: `${metadata.code.number}/${metadata.code.notation}` };
}

async function feedOf(door: Door, query = ""): Promise<Told[]> {
  const all: Told[] = [];
  for (let after = "c0"; ; ) {
    const { body } = await door.ask(`/api/v1/events?limit=3&after=${after}${query}`);
    all.push(...(body["items"] as Told[]));
    after = body["next"] as string;
    if (body["more"] !== true) return all;
  }
}

test("the feed tells both sides of a document what happened to it, in order, and nothing of others (DN-11.1)", async (t) => {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const { id, code } = await send(t, sender);
  const arrived = await eventually("the arrival", async () => (await feedOf(receiver, "&types=incoming.arrived")).find((event) => event.subject.code === code));
  t.is(arrived.agency, "H48");
  t.is((await receiver.ask(arrived.subject.href ?? "")).status, 200);
  const told = await eventually("status 01", async () => {
    const events = (await feedOf(sender)).filter((event) => event.subject.id === id);
    return events.some((event) => event.data["to"] === "arrived") ? events : null;
  });
  t.deepEqual(told.map((event) => [event.type, event.data["to"] ?? null]), [
    ["document.submitted", null],
    ["dispatch.moved", "sending"],
    ["dispatch.moved", "sent"],
    ["dispatch.moved", "arrived"],
  ]);
  t.true((await feedOf(sender)).every((event) => event.agency === "G22"));
  t.is((await sender.ask("/api/v1/events?types=nothing")).problems[0]?.field, "/query/types");
  t.is((await sender.ask("/api/v1/events?after=1")).body["code"], "request-invalid");
});

interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

interface Listening {
  readonly status: number;
  readonly messages: Message[];
  readonly ended: () => boolean;
  stop(): void;
}

async function listen(t: ExecutionContext, door: Door, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Listening> {
  const gone = new AbortController();
  const response = await fetch(door.url + path, { headers: { authorization: `Bearer ${door.gateway.apiKey}`, ...headers }, signal: gone.signal });
  if (response.ok) t.is(departure({ method: "GET", path, status: response.status, contentType: response.headers.get("content-type"), body: "" }), null);
  const messages: Message[] = [];
  let ended = false;
  const reading = (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
        messages.push(Object.fromEntries(text.slice(0, end).split("\n").map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)])));
        text = text.slice(end + 2);
      }
    }
  })();
  void reading.catch(() => undefined).finally(() => (ended = true));
  t.teardown(() => gone.abort());
  return { status: response.status, messages, ended: () => ended, stop: () => gone.abort() };
}

test("a stream tells at once, resumes after the last event, and shows what the feed shows", async (t) => {
  const door = await openDoor(t, town().vpcp, QUICK);
  const stream = await listen(t, door, "/api/v1/events/stream");
  t.true(await soon(() => stream.messages.length > 0));
  const { id } = await send(t, door);
  const told = () => stream.messages.filter(({ data }) => data !== undefined && (JSON.parse(data) as Told).subject.id === id);
  t.true(await soon(() => told().length >= 3), "submitted, sending, sent");
  const first = told()[0];
  t.is(first?.event, "document.submitted");
  stream.stop();

  const again = await listen(t, door, "/api/v1/events/stream?after=c0", { "last-event-id": first?.id ?? "" });
  t.true(await soon(() => again.messages.filter(({ data }) => data !== undefined).length >= 2));
  const events = again.messages.filter(({ data }) => data !== undefined).slice(0, 2);
  const feed = await feedOf(door);
  const from = feed.findIndex((event) => event.cursor === first?.id) + 1;
  t.deepEqual(events.map(({ data }) => JSON.parse(data ?? "null") as unknown), feed.slice(from, from + events.length), "the next ones, nothing skipped and nothing twice");
});

const QUICK: DoorOptions = { tuning: { heartbeatMs: 100, streamsPerKey: 2 } };

test("a quiet stream shows that it lives; a third one of the same key is refused until one is gone", async (t) => {
  const door = await openDoor(t, town().quangNgai, QUICK);
  const one = await listen(t, door, "/api/v1/events/stream");
  await listen(t, door, "/api/v1/events/stream");
  t.is((await door.ask("/api/v1/events/stream")).status, 429);
  t.true(await soon(() => one.messages.some((message) => Object.hasOwn(message, ""))), "a comment");
  one.stop();
  await eventually("a free place", async () => (await listen(t, door, "/api/v1/events/stream")).status === 200);
});

test("streams end when the key is revoked, and when the gateway stops (KD-4.2b)", async (t) => {
  const gateway = town().vpcp;
  const { key, secret } = newApiKey("sắp thu hồi", ["G22"], gateway.house.clock.now());
  await gateway.house.store.write((tx) => tx.saveApiKey(key));
  const door = await openDoor(t, gateway);
  const theirs = await listen(t, { ...door, gateway: { ...gateway, apiKey: secret } }, "/api/v1/events/stream");
  const ours = await listen(t, door, "/api/v1/events/stream");
  t.true(await soon(() => theirs.messages.length > 0 && ours.messages.length > 0));
  await gateway.house.store.write((tx) => tx.revokeApiKey(key.id, gateway.house.clock.now()));
  t.true(await soon(() => theirs.ended()), "revoked");
  t.false(ours.ended());
  const closing = door.web.close();
  t.true(await soon(() => ours.ended()), "stopped");
  await closing;
});

test("a stream asked for with HEAD ends at once, and one with a wrong cursor is refused before it begins", async (t) => {
  const door = await openDoor(t, town().vpcp);
  t.is((await door.ask("/api/v1/events/stream", { method: "HEAD" })).status, 200);
  const refused = await door.ask("/api/v1/events/stream?after=zz");
  t.deepEqual([refused.status, refused.body["code"]], [400, "request-invalid"]);
});

test("a reader that does not read is waited for: the gateway reads no further than the caller takes", async (t) => {
  let read = 0;
  const counting: DoorOptions["breaking"] = (service) => ({
    ...service,
    events: async (request, access) => {
      const page = await service.events(request, access);
      read += page.events.length;
      return page;
    },
  });
  const door = await openDoor(t, town().vpcp, { breaking: counting });
  const { id } = await send(t, door);
  const { store, clock } = door.gateway.house;
  const entry = { kind: "outgoing.duplicate-alarm", at: clock.now(), actor: { kind: "gateway", job: "test" }, outgoingId: id as OutgoingId, facts: { identityKey: "x".repeat(60_000) } } as const;
  await store.write(async (tx) => {
    for (let index = 0; index < 300; index += 1) await tx.append(entry);
  });
  const { hostname, port } = new URL(door.url);
  const socket = connect(Number(port), hostname);
  t.teardown(async () => {
    await Promise.resolve(socket.destroy());
  });
  socket.write(`GET /api/v1/events/stream?after=c0 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${door.gateway.apiKey}\r\n\r\n`);
  t.true(await soon(() => read > 0));
  await pause(500);
  t.true(read <= 200, `${read} events were read for a caller that takes none`);
});
