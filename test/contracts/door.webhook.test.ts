import { createHash } from "node:crypto";
import type { ExecutionContext } from "ava";
import { eventually, type TownGateway } from "#test/support/town";
import { openWebhookReceiver } from "#test/support/webhook-receiver";
import { doorContract, type DoorClient } from "./door.ts";
import { restClient } from "./rest-client.ts";

interface Told {
  readonly type: string;
  readonly subject: { readonly id: string; readonly href: string };
  readonly data: Record<string, unknown>;
}
interface Incoming {
  readonly id: string;
  readonly documentId: string;
  readonly subject: string;
  readonly files: readonly { readonly name: string; readonly href: string }[];
}

/** A QLVB that submits by REST and never asks what is new: whatever it learns comes to its webhook. */
async function clientOf(t: ExecutionContext, gateway: TownGateway): Promise<DoorClient> {
  const webhook = await openWebhookReceiver(t);
  const headers = { authorization: `Bearer ${gateway.apiKey}` };
  const url = gateway.house.url ?? "";
  const added = await fetch(`${url}/api/v1/webhooks`, { method: "POST", body: JSON.stringify({ name: "QLVB", url: webhook.url, types: ["dispatch.moved", "incoming.arrived"] }), headers: { ...headers, "content-type": "application/json" } });
  t.is(added.status, 201);
  const told = (type: string): readonly Told[] => webhook.received.map(({ body }) => JSON.parse(body) as Told).filter((event) => event.type === type);
  let received = 0;
  return {
    ...restClient(gateway),
    async receive() {
      const { subject } = await eventually("a document is announced", () => Promise.resolve(told("incoming.arrived")[received]));
      received += 1;
      const found = (await (await fetch(url + subject.href, { headers })).json()) as Incoming;
      const files = [];
      for (const { name, href } of found.files) files.push({ name, sha256: createHash("sha256").update(Buffer.from(await (await fetch(url + href, { headers })).arrayBuffer())).digest("hex") });
      await fetch(`${url}${subject.href}/acknowledge`, { method: "POST", headers });
      return { id: found.id, documentId: found.documentId, subject: found.subject, files };
    },
    told: (id) => Promise.resolve(told("dispatch.moved").filter(({ subject }) => subject.id === id).map(({ data }) => String(data["to"]))),
  };
}

doorContract({ name: "Webhook", plan: {}, open: clientOf });
