import { createHash } from "node:crypto";
import type { TownGateway } from "#test/support/town";
import { eventually } from "#test/support/town";
import type { DoorClient, SendAnswer } from "./door.ts";

interface RestAnswer {
  readonly status: number;
  readonly body: Body;
}
interface Body {
  readonly created: boolean;
  readonly code: string;
  readonly problems?: Extract<SendAnswer, { kind: "refused" }>["problems"];
  readonly document: { readonly id: string; readonly documentId: string; readonly state: string };
  readonly items: readonly { readonly id: string; readonly documentId: string; readonly subject: string; readonly data: Record<string, unknown>; readonly files: readonly { readonly name: string; readonly href: string }[] }[];
}

/** A QLVB that calls REST for everything. */
export function restClient(gateway: TownGateway): DoorClient {
  const headers = { authorization: `Bearer ${gateway.apiKey}` };
  const url = gateway.house.url ?? "";
  const ask = async (path: string, init: RequestInit = {}): Promise<RestAnswer> => {
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...(init.headers as Record<string, string> | undefined) } });
    return { status: response.status, body: (await response.json()) as Body };
  };
  return {
    async send(attempt, metadata, files) {
      const form = new FormData();
      form.append("metadata", JSON.stringify(metadata));
      for (const { name, content } of files) form.append("files", new Blob([content]), name);
      const { status, body } = await ask("/api/v1/documents", { method: "POST", body: form, headers: { "idempotency-key": attempt } });
      return status < 300 ? { kind: "accepted", created: body.created, id: body.document.id, documentId: body.document.documentId } : { kind: "refused", code: body.code, problems: body.problems ?? [] };
    },
    async receive() {
      const found = await eventually("a document arrives", async () => (await ask("/api/v1/incoming?fetched=false")).body.items[0]);
      const files = [];
      for (const { name, href } of found.files) files.push({ name, sha256: createHash("sha256").update(Buffer.from(await (await fetch(url + href, { headers })).arrayBuffer())).digest("hex") });
      await ask(`/api/v1/incoming/${found.id}/acknowledge`, { method: "POST" });
      return { id: found.id, documentId: found.documentId, subject: found.subject, files };
    },
    async report(received, command) {
      const { status, body } = await ask(`/api/v1/incoming/${received.id}/statuses`, { method: "POST", body: JSON.stringify(command), headers: { "content-type": "application/json" } });
      return status < 300 ? { kind: "reported", created: body.created, state: body.document.state } : { kind: "refused", code: body.code };
    },
    async amend(id, { kind, reason, ...more }) {
      const { status, body } = await ask(`/api/v1/documents/${id}/${kind}`, { method: "POST", body: JSON.stringify({ reason, ...("subject" in more && { change: more }) }), headers: { "content-type": "application/json" } });
      return status < 300 ? { kind: "asked", created: body.created } : { kind: "refused", code: body.code };
    },
    async told(id) {
      const { body } = await ask("/api/v1/events?types=dispatch.moved");
      return body.items.filter(({ subject }) => JSON.stringify(subject).includes(id)).map(({ data }) => String(data["to"]));
    },
  };
}
