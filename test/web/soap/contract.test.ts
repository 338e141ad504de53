import test from "ava";
import { answerRecallSchema } from "#src/core/incoming/answer-recall";
import { REFUSAL_CODES, statusCommandSchema } from "#src/core/incoming/status-command";
import { sendDocumentSchema } from "#src/core/outgoing/send-command";
import { DELIVERIES } from "#src/web/soap/commands";
import { CATEGORIES, PURPOSES } from "#src/core/policy/rules";
import { openContract } from "#src/web/soap/contract";
import { OPERATIONS } from "#src/web/soap/operations";
import { contractText, SOAP_FILES, ENVELOPES, NAMESPACE } from "./soap-door.ts";

const xsd = contractText("lienthong.xsd");

function enumeration(name: string): string[] {
  const type = new RegExp(`<xs:simpleType name="${name}">([\\s\\S]*?)</xs:simpleType>`).exec(xsd)?.[1] ?? "";
  return Array.from(type.matchAll(/enumeration value="([^"]*)"/g), (match) => match[1] ?? "");
}

function children(type: string): { readonly name: string; readonly required: boolean }[] {
  const body = new RegExp(`<xs:(?:complexType|element) name="${type}">([\\s\\S]*?)\\n  </xs:(?:complexType|element)>`).exec(xsd)?.[1] ?? "";
  return Array.from(body.matchAll(/<xs:element name="(\w+)"([^>]*)/g), ([, name = "", rest = ""]) => ({ name, required: !rest.includes('minOccurs="0"') }));
}

test("the schema of a submission has the fields of the command, and demands the same", (t) => {
  const { shape } = sendDocumentSchema;
  const expected = Object.entries(shape).filter(([name]) => name !== "files").map(([name, field]) => ({ name, required: !field.safeParse(undefined).success }));
  t.deepEqual(children("DocumentToSend"), expected);
  t.deepEqual(children("Signer").map(({ name }) => name), Object.keys(shape.signer.shape));
  t.deepEqual(children("Staff").map(({ name }) => name), Object.keys(shape.staff.unwrap().shape));
  t.deepEqual(children("Release").map(({ name }) => name), Object.keys(shape.release.unwrap().shape));
  t.deepEqual(children("Replaced").map(({ name }) => name), Object.keys(shape.replaces.unwrap().shape));
  t.deepEqual(children("EarlierDocument").map(({ name }) => name), Object.keys(shape.responseFor.unwrap().element.shape));
});

test("the enumerations of the schema are those of the commands", (t) => {
  t.deepEqual(enumeration("Urgency"), sendDocumentSchema.shape.urgency.unwrap().options);
  t.deepEqual(enumeration("Steering"), sendDocumentSchema.shape.steering.unwrap().options);
  t.deepEqual(enumeration("Purpose"), [...PURPOSES]);
  t.deepEqual(enumeration("Category"), [...CATEGORIES]);
  t.deepEqual(enumeration("RefusalCode"), [...REFUSAL_CODES]);
  t.deepEqual(enumeration("StatusAction"), statusCommandSchema.options.map((option) => option.shape.action.value));
  t.deepEqual(enumeration("RecallAnswer"), answerRecallSchema.options.map((option) => option.shape.answer.value));
  t.deepEqual(enumeration("AttachmentDelivery"), [...DELIVERIES]);
});

test("the WSDL has the operations the door answers, in both versions, and carries its schema", async (t) => {
  const contract = await openContract(SOAP_FILES);
  const wsdl = contract.wsdl("https://cong.example.gov.vn/soap/v1");
  const actions = Array.from(wsdl.matchAll(/soapAction="urn:lienthong:soap:v1\/(\w+)"/g), (match) => match[1]);
  t.deepEqual(actions, [...Object.keys(OPERATIONS), ...Object.keys(OPERATIONS)]);
  t.false(wsdl.includes("schemaLocation"));
  t.deepEqual(wsdl.match(/location="[^"]*"/g), ['location="https://cong.example.gov.vn/soap/v1"', 'location="https://cong.example.gov.vn/soap/v1"']);
});

test("what the library would guess at stays what the caller wrote", async (t) => {
  const contract = await openContract(SOAP_FILES);
  const read = (body: string) => contract.read(`<soap:Envelope xmlns:soap="${ENVELOPES["1.1"]}"><soap:Body><SendDocument xmlns="${NAMESPACE}"><document>${body}</document></SendDocument></soap:Body></soap:Envelope>`, "SendDocument");
  t.deepEqual(read("<issuedOn>2026-11-20+07:00</issuedOn><pages>12x</pages><copies>12</copies><paperOriginal>có</paperOriginal><toPlaces>A</toPlaces><dueOn/><signer><position/></signer>"), {
    document: { issuedOn: "2026-11-20", pages: "12x", copies: 12, paperOriginal: "có", toPlaces: ["A"] },
  });
  t.deepEqual(read("<paperOriginal>1</paperOriginal><subject> V/v &lt;a&gt; &amp; b </subject>"), { document: { paperOriginal: true, subject: "V/v <a> & b" } });
});

test("characters XML cannot hold never leave the door", async (t) => {
  const contract = await openContract(SOAP_FILES);
  const answer = contract.write({ name: "1.1", namespace: ENVELOPES["1.1"], mediaType: "text/xml", sides: { caller: "Client", gateway: "Server" } }, "GetPendingDocumentsResponse", { next: "a\u0000b\uFFFEc\uD800d]]>&<" });
  t.true(answer.includes("a\uFFFDb\uFFFDc\uFFFDd]]&gt;&amp;&lt;"), answer);
});
