import { createHash } from "node:crypto";
import type { ExecutionContext } from "ava";
import { openAmqpClient } from "#test/doors/amqp-client";
import { brokerUrl } from "#test/support/rabbitmq";
import { eventually, type TownGateway } from "#test/support/town";
import { doorContract, type DoorClient, type SendAnswer } from "./door.ts";

interface Result {
  readonly ok: boolean;
  readonly created: boolean;
  readonly document: { readonly id: string; readonly documentId: string; readonly state: string };
  readonly problem: { readonly code: string; readonly problems?: Extract<SendAnswer, { kind: "refused" }>["problems"] };
}
interface Event {
  readonly type: string;
  readonly subject: { readonly id: string };
  readonly data: Record<string, unknown>;
}

const INLINE_BYTES = 100_000;

async function clientOf(t: ExecutionContext, gateway: TownGateway): Promise<DoorClient> {
  const amqp = await openAmqpClient(t, gateway, brokerUrl());
  const headers = { authorization: `Bearer ${gateway.apiKey}` };
  const url = gateway.house.url ?? "";
  const ask = async (body: unknown, id?: string): Promise<Result> => await amqp.answerTo<Result>(await amqp.publish(body, id));
  const events = (type: string): readonly Event[] => amqp.events.map(({ text }) => JSON.parse(text) as Event).filter((event) => event.type === type);
  const upload = async (content: Buffer): Promise<string> => {
    const response = await fetch(`${url}/api/v1/uploads`, { method: "POST", body: new Blob([content]), headers: { ...headers, "content-type": "application/octet-stream" } });
    return ((await response.json()) as { readonly sha256: string }).sha256;
  };
  let received = 0;
  return {
    async send(attempt, metadata, files) {
      const named = [];
      for (const { name, content } of files) named.push(content.length > INLINE_BYTES ? { name, upload: await upload(content) } : { name, content: content.toString("base64") });
      const { ok, created, document, problem } = await ask({ command: "send", metadata, files: named }, attempt);
      return ok ? { kind: "accepted", created, id: document.id, documentId: document.documentId } : { kind: "refused", code: problem.code, problems: problem.problems ?? [] };
    },
    async receive() {
      const { subject } = await eventually("a document arrives", () => Promise.resolve(events("incoming.arrived")[received]));
      received++;
      const document = (await (await fetch(`${url}/api/v1/incoming/${subject.id}`, { headers })).json()) as { readonly documentId: string; readonly subject: string; readonly files: readonly { readonly name: string; readonly href: string }[] };
      const files = [];
      for (const { name, href } of document.files) files.push({ name, sha256: createHash("sha256").update(Buffer.from(await (await fetch(url + href, { headers })).arrayBuffer())).digest("hex") });
      await ask({ command: "acknowledge", incomingId: subject.id });
      return { id: subject.id, documentId: document.documentId, subject: document.subject, files };
    },
    async report({ id }, status) {
      const { ok, created, document, problem } = await ask({ command: "report", incomingId: id, status });
      return ok ? { kind: "reported", created, state: document.state } : { kind: "refused", code: problem.code };
    },
    async amend(documentId, { kind, reason, ...more }) {
      const { ok, created, problem } = await ask({ command: kind, documentId, ...(kind === "update" ? { update: { reason, change: more } } : { recall: { reason } }) });
      return ok ? { kind: "asked", created } : { kind: "refused", code: problem.code };
    },
    told: (id) => Promise.resolve(events("dispatch.moved").filter(({ subject }) => subject.id === id).map(({ data }) => String(data["to"]))),
  };
}

doorContract({ name: "AMQP", plan: { amqpUrl: brokerUrl() }, open: clientOf });
