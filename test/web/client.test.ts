import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { openApiDocument } from "#src/web/rest/openapi";
import { documentForm, openClient } from "#test/support/client/client";
import { CLIENT_TYPES_FILE, clientTypes } from "#test/support/client/client-types";
import { eventually } from "#test/support/town";
import { openWebhookReceiver } from "#test/support/webhook-receiver";
import { openDoor } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { fresh, LETTER } from "./submission.ts";

const town = sharedTown();

test("the types of the client and of the web console are those of the OpenAPI document", (t) => {
  t.true(readFileSync(join(packageRoot(), CLIENT_TYPES_FILE), "utf8") === clientTypes(openApiDocument()), "run `npm run client` and commit what it writes");
});

test("a QLVB program with the generated client: try, send, be told, take, accept, see it accepted", async (t) => {
  const [here, there] = [await openDoor(t, town().vpcp), await openDoor(t, town().quangNgai)];
  const sender = openClient(here.url, here.gateway.apiKey);
  const receiver = openClient(there.url, there.gateway.apiKey);
  const metadata = { ...fresh(), subject: "V/v chương trình mẫu dùng API" };
  const body = { metadata, files: [new File([String(LETTER.content)], LETTER.name)] };

  const tried = await sender.POST("/api/v1/documents", { params: { query: { validate: "only" } }, body: { metadata, files: [] }, bodySerializer: () => JSON.stringify(metadata), headers: { "content-type": "application/json" } });
  t.is(tried.response.status, 204, JSON.stringify(tried.error));
  const sent = await sender.POST("/api/v1/documents", { body, bodySerializer: () => documentForm(body), params: { header: { "Idempotency-Key": `mau-${metadata.code.number}` } } });
  t.is(sent.response.status, 202, JSON.stringify(sent.error));
  const id = sent.data?.document.id ?? "";

  const arrived = await eventually("the arrival, as an event", async () => {
    const { data } = await receiver.GET("/api/v1/events", { params: { query: { types: "incoming.arrived", limit: 200 } } });
    return data?.items.map(({ subject }) => subject).find((subject) => subject.kind === "incoming" && subject.code === `${metadata.code.number}/${metadata.code.notation}`);
  });
  if (arrived.kind !== "incoming") return t.fail();
  const path = { id: arrived.id };
  const taken = await receiver.GET("/api/v1/incoming/{id}/files/{index}", { params: { path: { ...path, index: "0" } }, parseAs: "text" });
  t.is(taken.data, String(LETTER.content));
  t.truthy((await receiver.POST("/api/v1/incoming/{id}/acknowledge", { params: { path } })).data?.fetchedAt);
  const accepted = await receiver.POST("/api/v1/incoming/{id}/statuses", { params: { path }, body: { action: "accept", person: { fullName: "Nguyễn Thị Lan" } } });
  t.deepEqual([accepted.response.status, accepted.data?.created], [201, true]);
  await eventually("accepted at the sender", async () => (await sender.GET("/api/v1/documents/{id}", { params: { path: { id } } })).data?.dispatches[0]?.state === "accepted");

  const found = await sender.GET("/api/v1/documents", { params: { query: { q: "chuong trinh mau" } } });
  t.deepEqual(found.data?.items.map((document) => document.id), [id]);
  const missing = await sender.GET("/api/v1/documents/{id}", { params: { path: { id: "x" } } });
  t.is(missing.error?.code, "not-found");
});

test("the generated client manages webhooks", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const api = openClient(door.url, door.gateway.apiKey);
  const { url } = await openWebhookReceiver(t);
  const added = await api.POST("/api/v1/webhooks", { body: { name: "mẫu", url, types: ["incoming.arrived"], after: "end" } });
  t.regex(added.data?.secret ?? "", /^whsec_/);
  const path = { id: added.data?.webhook.id ?? "" };
  t.is((await api.POST("/api/v1/webhooks/{id}/pause", { params: { path }, body: { reason: "bảo trì" } })).data?.state, "paused");
  t.is((await api.POST("/api/v1/webhooks/{id}/removal", { params: { path }, body: { reason: "thôi dùng" } })).data?.removed, true);
});
