import { createHash } from "node:crypto";
import { createClientAsync, type Client } from "soap";
import { eventually, type TownGateway } from "#test/support/town";
import { doorContract, type DoorClient, type SendAnswer } from "./door.ts";

type Problem = Extract<SendAnswer, { kind: "refused" }>["problems"][number];
interface Refused {
  readonly code: string;
  readonly problems: readonly Problem[];
}
interface Pending {
  readonly id: string;
  readonly documentId: string;
  readonly subject: string;
  readonly state: string;
}
interface Answered {
  readonly created?: boolean;
  readonly document?: Pending & { readonly files: readonly { readonly name: string; readonly content: string }[]; readonly dispatches: readonly { readonly state: string }[] };
  readonly documents?: readonly Pending[];
}
const AMENDING = { recall: "RecallDocument", "take-back": "TakeBackDocument", update: "UpdateDocument" } as const;
/** What the library throws for a fault: the answer as it parsed it. */
interface Thrown {
  readonly root?: { readonly Envelope: { readonly Body: { readonly Fault: { readonly detail: { readonly GatewayFault: { readonly code: string; readonly problems?: Problem | readonly Problem[] } } } } } };
}

async function clientOf(gateway: TownGateway): Promise<DoorClient> {
  const client = await createClientAsync(`${gateway.house.url ?? ""}/soap/v1?wsdl`);
  client.addHttpHeader("Authorization", `Bearer ${gateway.apiKey}`);
  const told = async (id: string): Promise<readonly string[]> => {
    const answer = await ask(client, "GetDocumentStatus", { id });
    return "refused" in answer ? [] : (answer.document?.dispatches ?? []).map(({ state }) => state);
  };
  return {
    async send(attempt, metadata, files) {
      const answer = await ask(client, "SendDocument", { idempotencyKey: attempt, document: metadata, files: files.map(({ name, content }) => ({ name, content: content.toString("base64") })) });
      if ("refused" in answer) return { kind: "refused", ...answer.refused };
      return { kind: "accepted", created: answer.created === true, id: answer.document?.id ?? "", documentId: answer.document?.documentId ?? "" };
    },
    async receive() {
      const found = await eventually("a document is pending", async () => {
        const answer = await ask(client, "GetPendingDocuments", {});
        return "refused" in answer ? null : answer.documents?.[0];
      });
      const answer = await ask(client, "GetDocument", { id: found.id });
      const files = "refused" in answer ? [] : (answer.document?.files ?? []).map(({ name, content }) => ({ name, sha256: createHash("sha256").update(Buffer.from(content, "base64")).digest("hex") }));
      await ask(client, "ConfirmReceived", { id: found.id });
      return { id: found.id, documentId: found.documentId, subject: found.subject, files };
    },
    async report({ id }, command) {
      const answer = await ask(client, "ReportStatus", { id, ...command });
      return "refused" in answer ? { kind: "refused", code: answer.refused.code } : { kind: "reported", created: answer.created === true, state: answer.document?.state ?? "" };
    },
    async amend(id, { kind, reason, ...more }) {
      const answer = await ask(client, AMENDING[kind], { id, reason, ...("subject" in more && { change: more }) });
      return "refused" in answer ? { kind: "refused", code: answer.refused.code } : { kind: "asked", created: answer.created === true };
    },
    told,
  };
}

/** This door says where in its own message a problem is; below `document` it is where every door says it. */
async function ask(client: Client, operation: string, input: object): Promise<Answered | { readonly refused: Refused }> {
  const method = client[`${operation}Async`] as (input: object) => Promise<[Answered | null]>;
  try {
    const [answer] = await method.call(client, input);
    return answer ?? {}; // an answer without elements
  } catch (error) {
    const fault = (error as Thrown).root?.Envelope.Body.Fault.detail.GatewayFault;
    if (fault === undefined) throw error;
    return { refused: { code: fault.code, problems: [fault.problems ?? []].flat().map((problem) => ({ ...problem, field: problem.field.replace(/^\/document(?=\/)/, "") })) } };
  }
}

doorContract({ name: "SOAP", plan: {}, open: (_t, gateway) => clientOf(gateway) });
