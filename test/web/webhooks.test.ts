import test from "ava";
import { Webhook as ReferenceVerifier } from "standardwebhooks";
import { Client } from "pg";
import { eventually, type TownGateway } from "#test/support/town";
import { openWebhookReceiver } from "#test/support/webhook-receiver";
import { openDoor, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { form, fresh } from "./submission.ts";

const town = sharedTown();

function post(door: Door, path: string, body?: object) {
  return door.ask(path, { method: "POST", ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
}

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly agencies: readonly string[];
}

test("a QLVB registers a webhook over REST and is told of its documents, signed", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const receiver = await openWebhookReceiver(t);
  const added = await post(door, "/api/v1/webhooks", { name: "QLVB VPCP", url: receiver.url, types: ["document.submitted", "dispatch.moved"] });
  t.is(added.status, 201, added.text);
  const { id, agencies } = added.body["webhook"] as Shown;
  t.deepEqual(agencies, ["G22"]);
  t.is(added.headers.get("location"), `/api/v1/webhooks/${id}`);

  const metadata = fresh();
  const sent = await door.ask("/api/v1/documents", { method: "POST", body: form(metadata) });
  t.is(sent.status, 202);
  const { id: documentId } = sent.body["document"] as { id: string };
  const ofDocument = () => receiver.received.map(({ body }) => JSON.parse(body) as { readonly type: string; readonly subject: { readonly id: string }; readonly data: Record<string, unknown> }).filter(({ subject }) => subject.id === documentId);
  await eventually("the arrival", () => Promise.resolve(ofDocument().some(({ data }) => data["to"] === "arrived")), 30_000);
  t.deepEqual(ofDocument().map(({ type, data }) => data["to"] ?? type), ["document.submitted", "sending", "sent", "arrived"]);
  for (const { headers, body } of receiver.received) {
    const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
    t.is(new ReferenceVerifier(String(added.body["secret"])).sign(String(headers["webhook-id"]), at, body), String(headers["webhook-signature"]));
  }
  const listed = (await door.ask("/api/v1/webhooks")).body["items"] as Shown[];
  t.true(listed.some((one) => one.id === id && one.state === "working"));
  t.false(JSON.stringify(listed).includes("whsec_"));
});

test("a webhook is managed over REST: pause, resume, replay, a new secret, removal", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const receiver = await openWebhookReceiver(t);
  const { id } = (await post(door, "/api/v1/webhooks", { name: "QLVB", url: receiver.url })).body["webhook"] as Shown;
  const self = `/api/v1/webhooks/${id}`;
  const why = { reason: "QLVB bảo trì" };
  for (const path of ["pause", "resume", "replay", "secrets", "removal"]) t.is((await post(door, `${self}/${path}`, path === "replay" ? { after: "c0" } : {})).status, 422, `${path} asks for a reason`);
  t.is((await post(door, `${self}/pause`, why)).body["state"], "paused");
  t.is((await post(door, `${self}/pause`, why)).body["state"], "paused");
  t.is((await post(door, `${self}/resume`, why)).body["state"], "working");
  t.is((await post(door, `${self}/replay`, { after: "c0", ...why })).status, 202);
  t.is((await post(door, `${self}/replay`, { after: "czzzz", ...why })).body["code"], "request-invalid");
  t.regex(String((await post(door, `${self}/secrets`, { keepHours: 2, ...why })).body["secret"]), /^whsec_/);
  t.is((await door.ask(self)).status, 200);
  t.is((await post(door, `${self}/removal`, why)).status, 200);
  t.is((await door.ask(self)).status, 404);
  t.is((await door.ask(self, { method: "PUT" })).headers.get("allow"), "GET, PATCH, HEAD");
});

test("a webhook changes its address, name and choice with a reason, and nothing waits for what is no longer chosen", async (t) => {
  const door = await openDoor(t, town().quangNgai);
  const { gateway } = door;
  const [old, moved] = [await openWebhookReceiver(t), await openWebhookReceiver(t)];
  old.answer = () => 500;
  const { view } = await gateway.house.service.addWebhook({ name: "QLVB", url: old.url, after: "end", agencies: ["H48", "H48.06"] }, gateway.operator);
  const path = `/api/v1/webhooks/${view.webhook.id}`;
  const patch = (body: object) => door.ask(path, { method: "PATCH", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

  t.deepEqual((await patch({ url: moved.url })).problems.map(({ field, code }) => [field, code]), [["/reason", "field-missing"]]);
  t.is((await patch({ reason: "không đổi gì" })).status, 422);
  t.deepEqual((await patch({ reason: "x", url: "http://169.254.169.254/" })).problems.map(({ field }) => field), ["/url"]);
  t.is((await patch({ reason: "x", agencies: ["G22"] })).body["code"], "agency-not-yours");

  const sender = await openDoor(t, town().vpcp);
  const metadata = fresh();
  await sender.ask("/api/v1/documents", { method: "POST", body: form(metadata) });
  const backlog = async () => (await gateway.house.service.webhook(view.webhook.id, gateway.operator)).backlog;
  await eventually("an event waits for the dead address", async () => (await gateway.house.service.webhook(view.webhook.id, gateway.operator)).webhook.health.failures > 0);
  const changed = await patch({ reason: "QLVB chuyển máy chủ", name: "QLVB mới", url: moved.url, types: ["incoming.arrived"] });
  t.deepEqual([changed.status, changed.body["name"], changed.body["url"], changed.body["types"], changed.body["agencies"]], [200, "QLVB mới", moved.url, ["incoming.arrived"], ["H48", "H48.06"]]);
  await eventually("the new address is told at once", async () => moved.received.length > 0 && (await backlog()) === 0);
  t.true(moved.received.every(({ body }) => (JSON.parse(body) as { readonly type: string }).type === "incoming.arrived"));

  t.is((await patch({ reason: "chỉ Sở Nội vụ", agencies: ["H48.06"], types: null })).body["types"], null);
  t.deepEqual((await gateway.house.service.webhook(view.webhook.id, gateway.operator)).webhook.agencies, ["H48.06"]);
  const entries = await journalOf(gateway);
  t.deepEqual(entries.map(({ reason, changed: what }) => [reason, what]), [["QLVB chuyển máy chủ", ["name", "url", "types"]], ["chỉ Sở Nội vụ", ["agencies", "types"]]]);
});

async function journalOf({ config }: TownGateway): Promise<readonly { readonly reason: string; readonly changed: readonly string[] }[]> {
  const database = new Client({ connectionString: config.databaseUrl ?? "" });
  await database.connect();
  const { rows } = await database.query<{ facts: { readonly reason: string; readonly changed: readonly string[] } }>("SELECT facts FROM journal WHERE kind = 'access.webhook-changed' AND facts->>'change' = 'changed' ORDER BY position");
  await database.end();
  return rows.map(({ facts }) => facts);
}

test("addresses that must not be asked, and agencies of others, are refused", async (t) => {
  const door = await openDoor(t, town().vpcp);
  for (const url of ["http://qlvb.example.gov.vn/", "https://169.254.169.254/latest/meta-data", "https://[::ffff:169.254.169.254]/", "file:///etc/passwd", ""]) {
    const refused = await post(door, "/api/v1/webhooks", { name: "x", url });
    t.deepEqual([refused.status, refused.problems[0]?.field], [422, "/url"], url);
  }
  const foreign = await post(door, "/api/v1/webhooks", { name: "x", url: "https://qlvb.example.gov.vn/", agencies: ["H48"] });
  t.deepEqual([foreign.status, foreign.body["code"]], [403, "agency-not-yours"]);
  const theirs = await town().quangNgai.house.service.addWebhook({ name: "của họ", url: "https://qlvb.example.gov.vn/", after: "end", agencies: ["H48"] }, town().quangNgai.operator);
  t.is((await door.ask(`/api/v1/webhooks/${theirs.view.webhook.id}`)).status, 404);
});
