import test from "ava";
import { createClientAsync, WSSecurity, type Client } from "soap";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import { recallCommandSchema } from "#src/core/outgoing/recall-command";
import { eventually } from "#test/support/town";
import { openDoor, type Door } from "../door.ts";
import { sharedTown } from "../shared-town.ts";
import { call, documentXml, fileXml, includeXml, NAMESPACE, PDF, schemaComplaint, sendMtom, sendXml, type Version } from "./soap-door.ts";

const town = sharedTown();
let number = 7000;

async function clientOf(door: Door, version: Version, secured: "bearer" | "token"): Promise<Client> {
  const client = await createClientAsync(`${door.url}/soap/v1?wsdl`, { forceSoap12Headers: version === "1.2", parseReponseAttachments: true });
  if (secured === "bearer") client.addHttpHeader("Authorization", `Bearer ${door.gateway.apiKey}`);
  else client.setSecurity(new WSSecurity("QLVB", door.gateway.apiKey, { passwordType: "PasswordText", hasTimeStamp: true }));
  return client;
}

type Result = Readonly<Record<string, unknown>>;

async function ask(client: Client, operation: string, input: object): Promise<Result> {
  const method = client[`${operation}Async`] as (input: object) => Promise<[Result | null]>;
  const [result] = await method.call(client, input);
  return result ?? {}; // an answer without elements
}

function letter(code: number): object {
  return {
    sender: "G22",
    receivers: [{ organId: "H48" }],
    code: { number: String(code), notation: "VPCP-KSTT" },
    issuedOn: "2026-11-20",
    issuedAt: "Hà Nội",
    documentType: "Công văn",
    subject: "V/v <kết nối> & “liên thông”",
    signer: { position: "PHÓ CHỦ NHIỆM", fullName: "Nguyễn Văn Đức" },
    paperOriginal: true,
    pages: 3,
  };
}

async function pendingAt(client: Client, code: number): Promise<Result> {
  return eventually(`${code} is pending at H48`, async () => {
    const { documents = [] } = (await ask(client, "GetPendingDocuments", { receiver: "H48" })) as { readonly documents?: readonly (Result & { readonly code: { readonly number: string } })[] };
    return documents.find((one) => one.code.number === String(code));
  });
}

for (const [version, secured] of [["1.1", "token"], ["1.2", "bearer"]] as const) {
  test(`the library's own client makes the whole journey over SOAP ${version} with a ${secured}`, async (t) => {
    const sending = await openDoor(t, town().vpcp);
    const receiving = await openDoor(t, town().quangNgai);
    const sender = await clientOf(sending, version, secured);
    const receiver = await clientOf(receiving, version, secured);
    const code = ++number;
    const content = Buffer.from(`%PDF-1.7 công văn ${code}\n%%EOF`);

    const input = { idempotencyKey: `qlvb-${code}`, document: letter(code), files: [{ name: "Công văn.pdf", content: content.toString("base64") }, { name: "Phụ lục.txt", description: "danh sách", content: Buffer.from("một\nhai").toString("base64") }] };
    const sent = await ask(sender, "SendDocument", input);
    t.true(sent["created"]);
    const { id } = sent["document"] as { readonly id: string };
    const again = await ask(sender, "SendDocument", input);
    t.deepEqual([again["created"], (again["document"] as { readonly id: string }).id], [false, id]);

    const pending = await pendingAt(receiver, code);
    t.deepEqual([pending["subject"], pending["fileCount"], pending["state"]], ["V/v <kết nối> & “liên thông”", 2, "arrived"]);
    const { document } = (await ask(receiver, "GetDocument", { id: pending["id"] })) as { readonly document: { readonly files: readonly Result[]; readonly paperOriginal: boolean; readonly signature: Result } };
    t.deepEqual(document.files.map((file) => [file["name"], file["description"], Buffer.from(String(file["content"]), "base64").toString()]), [["Công văn.pdf", undefined, content.toString()], ["Phụ lục.txt", "danh sách", "một\nhai"]]);
    t.deepEqual([document.paperOriginal, document.signature["kind"]], [true, "intact"]);

    const confirmed = (await ask(receiver, "ConfirmReceived", { id: pending["id"] })) as { readonly document: { readonly fetchedAt?: unknown } };
    t.not(confirmed.document.fetchedAt, undefined);
    const reported = await ask(receiver, "ReportStatus", { id: pending["id"], action: "refuse", person: { fullName: "Nguyễn Thị Lan" }, code: "WRONG_RECIPIENT", reason: "Văn bản gửi cho Sở Xây dựng" });
    t.deepEqual([reported["created"], (reported["status"] as Result)["statusCode"]], [true, "02"]);

    const status = await eventually("the refusal reaches the sender", async () => {
      const answer = (await ask(sender, "GetDocumentStatus", { id })) as { readonly document: { readonly dispatches: readonly Result[] }; readonly timelines: readonly { readonly steps: readonly Result[] }[] };
      return answer.document.dispatches[0]?.["state"] === "refused" && answer;
    });
    t.deepEqual(status.document.dispatches[0]?.["refusal"], { code: "WRONG_RECIPIENT", text: "Văn bản gửi cho Sở Xây dựng", person: "Nguyễn Thị Lan" });
    t.true(status.timelines[0]?.steps.some((step) => step["statusCode"] === "02"));
  });
}

/** A letter that has arrived at H48, by hand. */
async function arrived(door: Door, receiving: Door, files: readonly string[] = [fileXml(PDF)]): Promise<IncomingDocument> {
  const code = String(++number);
  const sent = await call(door, sendXml(documentXml({ number: code }), files));
  if (sent.status !== 200) throw new TypeError(sent.text);
  const { service } = receiving.gateway.house;
  return eventually(`${code} arrives`, async () => (await service.listIncoming({ limit: 200 }, receiving.gateway.operator)).rows.find((one) => one.message.code.number === code));
}

test("files go in and out as MTOM parts byte by byte, and parts sent as base64 are decoded", async (t) => {
  const sending = await openDoor(t, town().vpcp);
  const receiving = await openDoor(t, town().quangNgai);
  const code = String(++number);
  const bytes = Buffer.concat([Buffer.from("%PDF-1.7\r\n--MIME_boundar\r\n--"), Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256))]);
  const sent = await sendMtom(sending, sendXml(documentXml({ number: code }), [includeXml("lớn.pdf", "file1%40qlvb"), includeXml("chữ.txt", "file2@qlvb"), fileXml({ name: "trong.txt", content: "ngay trong thư" })]), [
    { id: "file2@qlvb", content: Buffer.from("phụ lục").toString("base64"), head: "Content-Transfer-Encoding: base64" },
    { id: "file1@qlvb", content: bytes },
  ]);
  t.is(sent.status, 200, sent.text);
  t.deepEqual(sending.drafts, { opened: sending.drafts.opened, committed: sending.drafts.opened, discarded: 0 });
  const { service } = receiving.gateway.house;
  const incoming = await eventually(`${code} arrives`, async () => (await service.listIncoming({ limit: 200 }, receiving.gateway.operator)).rows.find((one) => one.message.code.number === code));

  const answer = await call(receiving, `<GetDocument xmlns="${NAMESPACE}"><id>${incoming.id}</id><attachments>mtom</attachments></GetDocument>`);
  t.is(answer.status, 200);
  t.regex(answer.headers.get("content-type") ?? "", /^multipart\/related; type="application\/xop\+xml"/);
  t.true(answer.bytes.includes(bytes));
  t.true(answer.bytes.includes("\r\n\r\nphụ lục\r\n--"));
  t.true(answer.bytes.includes("\r\n\r\nngay trong thư\r\n--"));
  t.is(await schemaComplaint(t, answer.text.replaceAll(/<xop:Include[^>]*\/>/g, "")), null);
});

test("every answer and every fault is valid by the schema", async (t) => {
  const sending = await openDoor(t, town().vpcp);
  const receiving = await openDoor(t, town().quangNgai);
  const incoming = await arrived(sending, receiving);
  const byId = (operation: string, more = "") => `<${operation} xmlns="${NAMESPACE}"><id>${incoming.id}</id>${more}</${operation}>`;
  const sent = await call(sending, sendXml());
  const asked = [
    sent,
    await call(sending, `<GetDocumentStatus xmlns="${NAMESPACE}"><id>${sent.value("id")}</id></GetDocumentStatus>`, { version: "1.2" }),
    await call(receiving, `<GetPendingDocuments xmlns="${NAMESPACE}"><limit>2</limit></GetPendingDocuments>`),
    await call(receiving, byId("GetDocument")),
    await call(receiving, byId("GetDocument", "<attachments>none</attachments>"), { version: "1.2" }),
    await call(receiving, byId("ConfirmReceived")),
    await call(receiving, byId("ReportStatus", "<action>accept</action><person><fullName>Lan</fullName></person>")),
  ];
  for (const answer of asked) {
    t.is(answer.status, 200, answer.text);
    t.is(await schemaComplaint(t, answer.text), null);
  }
  const faults = [
    await call(receiving, byId("ReportStatus", "<action>refuse</action><person><fullName>Lan</fullName></person>")),
    await call(receiving, byId("ReportStatus", "<action>refuse</action><person><fullName>Lan</fullName></person><code>OTHER</code><reason>vì sao</reason>"), { version: "1.2" }),
    await call(sending, sendXml("<document/>")),
  ];
  t.deepEqual(faults.map((fault) => [fault.status, fault.value("code")]), [[500, "field-missing"], [400, "move-illegal"], [500, "field-missing"]]);
  for (const fault of faults) t.is(await schemaComplaint(t, fault.text), null);
  t.true(faults[2]?.all("field").includes("/document/subject"));
});

test("a recall is seen, answered, and leaves nothing to read", async (t) => {
  const sending = await openDoor(t, town().vpcp);
  const receiving = await openDoor(t, town().quangNgai);
  const incoming = await arrived(sending, receiving);
  const of = (operation: string, more = "") => `<${operation} xmlns="${NAMESPACE}"><id>${incoming.id}</id>${more}</${operation}>`;
  const person = "<person><fullName>Nguyễn Thị Lan</fullName></person>";
  t.is((await call(receiving, of("AnswerRecall", `<answer>agree</answer>${person}`))).value("code"), "move-illegal");
  await call(receiving, of("ConfirmReceived"));
  await call(receiving, of("ReportStatus", `<action>accept</action>${person}`));

  const { service } = sending.gateway.house;
  const { rows } = await service.listOutgoing({ limit: 1, code: `${incoming.message.code.number}/VPCP-KSTT` }, sending.gateway.operator);
  const [sent] = rows;
  if (sent === undefined) return t.fail("what was sent is not listed");
  await service.recall(sent.document.id, recallCommandSchema.parse({ reason: "ban hành nhầm" }), sending.gateway.operator);
  const asked = await eventually("the recall is seen", async () => {
    const answer = await call(receiving, `<GetPendingDocuments xmlns="${NAMESPACE}"><recallAsked>true</recallAsked></GetPendingDocuments>`);
    return answer.all("id").includes(incoming.id) && answer;
  });
  t.is(await schemaComplaint(t, asked.text), null);
  const declined = await call(receiving, of("AnswerRecall", `<answer>decline</answer>${person}`));
  t.deepEqual([declined.value("code"), declined.value("field")], ["field-missing", "/reason"]);
  const agreed = await call(receiving, of("AnswerRecall", `<answer>agree</answer>${person}`));
  t.deepEqual([agreed.status, agreed.value("statusCode")], [200, "15"], agreed.text);
  t.is(await schemaComplaint(t, agreed.text), null);
  for (const delivery of ["inline", "mtom"]) t.is((await call(receiving, of("GetDocument", `<attachments>${delivery}</attachments>`))).value("code"), "payload-purged");
  const tombstone = await call(receiving, of("GetDocument", "<attachments>none</attachments>"));
  t.deepEqual([tombstone.status, tombstone.value("purgedAt") !== null], [200, true]);
  t.is(await schemaComplaint(t, tombstone.text), null);
  const status = await eventually("the sender is told", async () => {
    const answer = await call(sending, `<GetDocumentStatus xmlns="${NAMESPACE}"><id>${sent.document.id}</id></GetDocumentStatus>`);
    return answer.text.includes(">agreed<") && answer;
  });
  t.is(await schemaComplaint(t, status.text), null);
});
