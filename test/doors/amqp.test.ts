import { setTimeout as sleep } from "node:timers/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { letter, gatewayOf, incomingAt, PDF, person } from "#test/support/letters";
import { brokerUrl, startRabbitNode } from "#test/support/rabbitmq";
import { eventually, openTown } from "#test/support/town";
import { openAmqpClient } from "./amqp-client.ts";

interface Result {
  readonly ok: boolean;
  readonly created: boolean;
  readonly requestId: string | null;
  readonly document: { readonly id: string };
  readonly problem: { readonly code: string; readonly problems?: readonly { readonly field: string }[] };
}

const PROVINCE = { tinh: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Khoa học và Công nghệ" }] } };
const RUN = { run: ["web", "doors", "jobs"] } as const;

function sending(number: number, more: object = {}): object {
  return { command: "send", metadata: { ...letter({ sender: "H48", receivers: [{ organId: "H48.06" }], code: { number: String(number), notation: "UBND-VP" } }) }, files: [{ name: "cong-van.pdf", content: PDF.toString("base64") }], ...more };
}

test("poison is put aside, said in the journal and answered, and stops nobody", async (t) => {
  const town = await openTown(t, { gateways: PROVINCE, amqpUrl: brokerUrl(), ...RUN });
  const tinh = gatewayOf(town, "tinh");
  const amqp = await openAmqpClient(t, tinh, brokerUrl());
  await amqp.publish(Buffer.from("{không phải JSON"), "hong-1");
  await amqp.publish(Buffer.from([0xff, 0xfe, 0x00]), "hong-2");
  await amqp.publish(Buffer.alloc(1024 * 1024 + 1, 0x20), "hong-3");
  await amqp.publish(sending(1), "");
  const good = await amqp.publish(sending(2), "tot-1");
  t.true((await amqp.answerTo<Result>(good)).ok);
  for (const [id, code] of [["hong-1", "request-invalid"], ["hong-2", "request-invalid"], ["hong-3", "request-too-large"]] as const) t.is((await amqp.answerTo<Result>(id)).problem.code, code);
  t.is((await tinh.house.messageDoors?.depths(tinh.keyId))?.dead, 4);
  const { events } = await tinh.house.service.events({ after: "c0", limit: 200, types: ["work.dead"] }, tinh.operator);
  t.deepEqual(events.map(({ data }) => data["reason"]), ["request-invalid", "request-invalid", "request-too-large", "request-invalid"]);
  t.is((await tinh.house.service.listOutgoing({ limit: 10 }, tinh.operator)).rows.length, 1);

  const merelyWrong = [
    await amqp.publish({ command: "bay" }),
    await amqp.publish(sending(3, { files: [{ name: "a.pdf" }, { name: "b.pdf", content: "***" }] })),
    await amqp.publish(sending(4, { files: [{ name: "a.pdf", upload: "0".repeat(64) }] })),
    await amqp.publish({ command: "report", incomingId: "không-có", status: { action: "accept", person } }),
  ];
  const codes: string[] = [];
  for (const id of merelyWrong) codes.push((await amqp.answerTo<Result>(id)).problem.code);
  t.deepEqual(codes, ["field-invalid", "field-invalid", "file-missing", "not-found"]);
  t.is((await tinh.house.messageDoors?.depths(tinh.keyId))?.dead, 4, "what can be read is answered, not put aside");
});

test("a file put down by one key is nothing for another; a revoked key closes its door, and its messages stay", async (t) => {
  const town = await openTown(t, { gateways: { ...PROVINCE, vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, amqpUrl: brokerUrl(), ...RUN });
  const [tinh, vpcp] = [gatewayOf(town, "tinh"), gatewayOf(town, "vpcp")];
  const response = await fetch(`${tinh.house.url ?? ""}/api/v1/uploads`, { method: "POST", body: new Blob([PDF]), headers: { authorization: `Bearer ${tinh.apiKey}`, "content-type": "application/octet-stream" } });
  const { sha256, size } = (await response.json()) as { readonly sha256: string; readonly size: number };
  t.deepEqual([response.status, size], [201, PDF.length]);
  t.deepEqual(await tinh.house.store.doors.upload(tinh.keyId, sha256), { sha256, size });
  t.is(await tinh.house.store.doors.upload(vpcp.keyId, sha256), null);

  const secret = await openAmqpClient(t, tinh, brokerUrl());
  const forbidden = sending(9, { metadata: { ...letter({ sender: "H48", receivers: [{ organId: "H48.06" }] }), secrecy: "mat" }, files: [{ name: "cong-van.pdf", upload: sha256 }] });
  t.deepEqual((await secret.answerTo<Result>(await secret.publish(forbidden))).problem.problems?.map(({ field }) => field), ["/secrecy"]);
  t.is(await tinh.house.store.doors.upload(tinh.keyId, sha256), null, "what belongs to a secret message does not wait for its 24 hours");
  t.false(await tinh.house.blobs.has(sha256));

  await tinh.house.store.doors.keepUpload(tinh.keyId, { sha256, size }, 60_000);
  t.not(await tinh.house.store.doors.upload(tinh.keyId, sha256), null);
  await tinh.house.store.doors.keepUpload(tinh.keyId, { sha256, size }, -1);
  t.is(await tinh.house.store.doors.upload(tinh.keyId, sha256), null, "after its time it is gone");

  const amqp = await openAmqpClient(t, tinh, brokerUrl());
  await tinh.house.store.write((tx) => tx.revokeApiKey(tinh.keyId, town.clock.now()));
  await eventually("the door is closed", async () => (await tinh.house.store.doors.amqpAccess(tinh.keyId)) === null);
  await amqp.publish(sending(1), "sau-thu-hoi");
  await eventually("the message stays in its queue", async () => (await amqp.channel.checkQueue(amqp.queue("submit"))).consumerCount === 0, 30_000);
  t.is((await tinh.house.messageDoors?.depths(tinh.keyId))?.submit, 1);
  t.is((await tinh.house.service.listOutgoing({ limit: 10 }, tinh.operator)).rows.length, 0);
});

test("a broker killed with requests and events on their way loses none and makes no second document", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-broker-"));
  const node = await startRabbitNode(directory);
  t.teardown(async () => {
    await node.close();
    await rm(directory, { recursive: true, force: true });
  });
  const town = await openTown(t, { gateways: PROVINCE, amqpUrl: node.url, ...RUN });
  const tinh = gatewayOf(town, "tinh");
  const before = await openAmqpClient(t, tinh, node.url);
  await before.publish(sending(1), "yc-1");
  await before.answerTo("yc-1");
  // RabbitMQ 3.10 writes the name of a new quorum queue to disk some time after it exists: killed before that, the queue neither answers nor can be declared again
  await sleep(3_000);
  for (let number = 2; number <= 8; number++) await before.publish(sending(number), `yc-${number}`);
  await eventually("some were answered", () => Promise.resolve(before.results.length > 2));
  await node.kill();
  await node.start();

  const after = await openAmqpClient(t, tinh, node.url, false);
  const answered = (): Set<string> => new Set([...before.results, ...after.results].map(({ messageId }) => messageId));
  await eventually("every request is answered", () => Promise.resolve(answered().size === 8));
  const { rows } = await tinh.house.service.listOutgoing({ limit: 50 }, tinh.operator);
  t.is(rows.length, 8);
  for (const number of [1, 8]) await incomingAt(tinh, "H48.06", `${number}/UBND-VP`);

  const wanted = await eventually("the feed is quiet", async () => {
    const { events, more } = await tinh.house.service.events({ after: "c0", limit: 200 }, { ...tinh.operator, agencies: ["H48", "H48.06"] });
    return !more && events.filter(({ type }) => type === "incoming.arrived").length === 8 && events;
  });
  const told = (): Set<string> => new Set([...before.events, ...after.events].map(({ messageId }) => messageId));
  await eventually("every event is told", () => Promise.resolve(wanted.every(({ id }) => told().has(id))));
});

test("a crash before the cursor was saved tells the same events again under the same ids", async (t) => {
  const town = await openTown(t, { gateways: PROVINCE, amqpUrl: brokerUrl(), ...RUN });
  const tinh = gatewayOf(town, "tinh");
  const amqp = await openAmqpClient(t, tinh, brokerUrl());
  await amqp.answerTo(await amqp.publish(sending(1)));
  await eventually("it is told", () => Promise.resolve(amqp.events.some(({ text }) => text.includes("incoming.arrived"))));
  await quiet(() => amqp.events.length); // the feeder would save its own cursor over ours while it still tells
  const first = amqp.events.map(({ messageId }) => messageId);
  const times = (id: string): number => amqp.events.filter(({ messageId }) => messageId === id).length;
  t.true(first.every((id) => times(id) === 1));
  await tinh.house.store.doors.saveCursor(`amqp:${tinh.keyId}`, "c0"); // as if the process had died after the confirms
  await eventually("all are told again", () => Promise.resolve(first.every((id) => times(id) === 2)), 30_000);
});

test("an update, a recall and the answer to it go by message as well", async (t) => {
  const town = await openTown(t, { gateways: PROVINCE, amqpUrl: brokerUrl(), ...RUN });
  const tinh = gatewayOf(town, "tinh");
  const amqp = await openAmqpClient(t, tinh, brokerUrl());
  const ask = async (body: object): Promise<Result> => await amqp.answerTo<Result>(await amqp.publish(body));
  const { document } = await ask(sending(1));
  const incoming = await incomingAt(tinh, "H48.06", "1/UBND-VP");
  t.is((await ask({ command: "answer-recall", incomingId: incoming.id, answer: { answer: "agree", person } })).problem.code, "move-illegal", "nobody has asked");
  t.true((await ask({ command: "update", documentId: document.id, update: { reason: "ghi sai hạn", change: { dueOn: "2026-12-15" } } })).ok);
  await eventually("the update is told", () => Promise.resolve(amqp.events.some(({ text }) => text.includes('"incoming.changed"'))));
  t.true((await ask({ command: "recall", documentId: document.id, recall: { reason: "nhầm" } })).ok);
  await eventually("the recall is told", async () => (await tinh.house.service.incoming(incoming.id, tinh.operator)).recall !== null);
  const answered = await ask({ command: "answer-recall", incomingId: incoming.id, answer: { answer: "agree", person } });
  t.true(answered.ok || answered.problem.code === "move-illegal");
  t.not((await tinh.house.service.incoming(incoming.id, tinh.operator)).purgedAt, null);
});

/** Resolves when the number has not changed for two seconds. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); await sleep(2_000)) before = count();
}
