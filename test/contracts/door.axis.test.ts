import { Readable } from "node:stream";
import type { ExecutionContext } from "ava";
import { checkedDocumentId, readEnvelope, type EdxmlDocument, type StatusCode } from "#edxml";
import type { StatusCommand } from "#src/core/incoming/status-command";
import type { SendDocumentInput } from "#src/core/outgoing/send-command";
import { callDoor, fetched, letterOf, never, openQlvb, sending, statusOn, type Answered, type Qlvb } from "#test/support/axis-door";
import { eventually, type TownGateway } from "#test/support/town";
import { doorContract, type DoorClient, type GivenFile, type SendAnswer } from "./door.ts";

type Problem = Extract<SendAnswer, { kind: "refused" }>["problems"][number];

/** The wire has numbers of its own for what the other doors name. */
const CODES: Readonly<Record<string, string>> = { "18": "receiver-unknown", "19": "agency-not-yours", "22": "envelope", "24": "duplicate-document", "26": "move-illegal" };
const FIELDS: Readonly<Record<string, string>> = { To: "/receivers", "Code/CodeNumber": "/code/number", Subject: "/subject", Attachment: "/files/0" };
const STEPS: Readonly<Record<StatusCommand["action"], { readonly code: StatusCode; readonly state: string }>> = {
  refuse: { code: "02", state: "refused" },
  accept: { code: "03", state: "accepted" },
  assign: { code: "04", state: "assigned" },
  process: { code: "05", state: "processing" },
  complete: { code: "06", state: "completed" },
};

async function clientOf(t: ExecutionContext, gateway: TownGateway): Promise<DoorClient> {
  const agencies = (await gateway.house.store.reader.agencies.hosted()).map(({ code }) => code);
  const qlvb = await openQlvb(t, gateway, agencies);
  const sent = new Map<string, EdxmlDocument>();
  const known = new Set<string>();
  const received = new Map<string, EdxmlDocument>();
  /** A repetition gets the number of the first time. */
  const isNew = (docId: string): boolean => !known.has(docId) && known.add(docId).has(docId);
  return {
    async send(_attempt, metadata, files) {
      const from = metadata.sender ?? "";
      const { bytes, documentId } = await envelopeOf(gateway, metadata, files);
      const answer = await callDoor(qlvb, "sendEdoc", sending(bytes, from));
      const docId = docIdIn(answer);
      if (docId !== "") sent.set(docId, (await open(gateway, bytes)).message);
      return docId === "" ? { kind: "refused", code: codeOf(answer), problems: problemsIn(answer) } : { kind: "accepted", created: isNew(docId), id: docId, documentId };
    },
    async receive() {
      const item = await eventually("a document waits", async () => (await qlvb.sdk.listPending(never())).find(({ messageKind }) => messageKind === "document"));
      const { message, files } = await open(gateway, await fetched(qlvb, item));
      await qlvb.sdk.acknowledge(item, "done", never());
      received.set(item.partnerMessageId, message);
      return { id: item.partnerMessageId, documentId: message.documentId, subject: message.subject, files };
    },
    async report({ id }, command) {
      const document = received.get(id);
      if (document === undefined) return t.fail(`nothing was received as ${id}`);
      const { code, state } = STEPS[command.action];
      const description = command.action === "refuse" ? `[${command.code}] ${command.reason}` : command.note;
      const written = await statusOn(gateway, document, agencies[0] ?? "", { code, staff: command.person.fullName, ...(description !== undefined && { description }) });
      const answer = await callDoor(qlvb, "sendEdoc", sending(written.bytes, agencies[0] ?? "", "status"));
      const docId = docIdIn(answer);
      return docId === "" ? { kind: "refused", code: codeOf(answer) } : { kind: "reported", created: isNew(docId), state };
    },
    async amend(id, { kind, reason, ...more }) {
      const message = sent.get(id);
      const to = message?.to[0]?.organId;
      if (message === undefined || to === undefined) return t.fail(`nothing was sent as ${id}`);
      const staff = [{ staff: "Trần Thị B" }];
      const answer =
        kind === "take-back"
          ? await callDoor(qlvb, "sendEdoc", sending((await statusOn(gateway, { ...message, from: { organId: to } }, message.from.organId, { code: "13", description: reason, staff: "Trần Thị B" })).bytes, message.from.organId, "status"))
          : await callDoor(qlvb, "sendEdoc", sending((await letterOf(gateway, message.from.organId, [to], { ...message, ...more, business: kind === "recall" ? { kind, reason, paper: false, staff } : { kind: "update", reason, paper: false, staff, informationChanged: true, receiversChanged: false, receivers: [] } }, [])).bytes, message.from.organId));
      const docId = docIdIn(answer);
      return docId === "" ? { kind: "refused", code: codeOf(answer) } : { kind: "asked", created: isNew(docId) };
    },
    told: async (id) => (await sentTo(qlvb, id)).flatMap((description) => [...Object.values(STEPS), { code: "01", state: "arrived" }].filter(({ code }) => description.startsWith(code)).map(({ state }) => state)),
  };
}

async function sentTo(qlvb: Qlvb, docId: string): Promise<readonly string[]> {
  const { items } = await callDoor(qlvb, "getSentEdocList", { parameters: { servicetype: "eDoc", messagetype: "edoc", docId }, body: "" });
  return items.filter((item) => item["senderDocId"] === docId).map((item) => item["receiveStatusDesc"] ?? "");
}

/** As a QLVB writes it: what its user left out is empty in the envelope. */
async function envelopeOf(gateway: TownGateway, metadata: Partial<SendDocumentInput>, files: readonly GivenFile[]): Promise<{ readonly bytes: Buffer; readonly documentId: string }> {
  const { sender = "", receivers = [], code = { number: "", notation: "" }, issuedOn = "", signer, subject = "" } = metadata;
  const documentId = checkedDocumentId(`${sender},${issuedOn.replaceAll("-", "/")},${code.number}/${code.notation}`);
  const { bytes } = await letterOf(
    gateway,
    sender,
    receivers.map(({ organId }) => organId),
    { documentId, code: { ...code, number: said(code.number) }, subject: said(subject), content: said(subject), ...(signer !== undefined && { signer: { position: signer.position ?? "", fullName: signer.fullName } }) },
    files,
  );
  return { bytes: Buffer.from(bytes.toString("utf8").replaceAll(LEFT_OUT, "")), documentId };
}

/** Our own writer makes no envelope without these fields; other vendors' do. */
const LEFT_OUT = "@@left-out@@";

function said(text: string): string {
  return text === "" ? LEFT_OUT : text;
}

async function open(gateway: TownGateway, bytes: Buffer): Promise<{ readonly message: EdxmlDocument; readonly files: readonly { readonly name: string; readonly sha256: string }[] }> {
  const reading = await readEnvelope(Readable.from([bytes]), { scratchDirectory: gateway.house.blobs.scratchDirectory });
  if (reading.unverified.kind !== "document") throw new TypeError("a status came as a document");
  return { message: reading.unverified, files: reading.attachments.map(({ name, sha256 }) => ({ name, sha256 })) };
}

/** Empty when it was refused. */
function docIdIn({ json }: Answered): string {
  return typeof json["DocId"] === "string" ? json["DocId"] : "";
}

function codeOf({ json }: Answered): string {
  return CODES[String(json["ErrorCode"])] ?? String(json["ErrorDesc"]);
}

/** The door names the element and says what is wrong with it, one after the other in one line. */
function problemsIn({ json }: Answered): readonly Problem[] {
  const [, ...said] = String(json["ErrorDesc"]).split(/(?:^|; |khong hop le |ton tai )(?=[A-Z][\w/]*: )/);
  return said.map((text) => {
    const [element = "", ...message] = text.split(": ");
    return { field: FIELDS[element] ?? element, code: /phai ghi|khong duoc de trong|can ghi|thieu/.test(text) ? "field-missing" : "field-invalid", message: message.join(": ") };
  });
}

doorContract({ name: "the axis protocol", plan: {}, dated: true, open: clientOf });
