import test, { type ExecutionContext } from "ava";
import { eventually } from "#test/support/town";
import { openDoor, soon, type Door } from "../door.ts";
import { sharedTown } from "../shared-town.ts";
import { call, documentXml, ENVELOPES, envelope, fileXml, includeXml, MTOM_TYPE, mtomBody, NAMESPACE, PDF, post, sendMtom, sendXml, TYPES, XOP, type SoapAnswer } from "./soap-door.ts";

const town = sharedTown();
const TEXT = { "content-type": TYPES["1.1"] };
const GHOST = "019aa9c4-6f00-7c3e-9f1a-0242ac120002";
const pendingXml = `<GetPendingDocuments xmlns="${NAMESPACE}"/>`;

function refused(t: ExecutionContext, door: Door, answer: SoapAnswer, code: string, why = code): void {
  t.is(answer.value("code"), code, `${why}: ${answer.text}`);
  t.is(answer.status, 500, why);
  t.notRegex(answer.text, /\bat \S+ \(|node_modules|\.[jt]s:\d/, `${why}: no stack trace`);
  t.is(door.drafts.committed, 0, `${why}: nothing is kept`);
}

/** What was begun has been thrown away. */
async function leftNothing(t: ExecutionContext, door: Door): Promise<void> {
  t.true(await soon(() => door.drafts.discarded === door.drafts.opened));
}

test("XXE, billion laughs, processing instructions and foreign encodings end at the first byte of them", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const body = `<GetDocumentStatus xmlns="${NAMESPACE}"><id>&xxe;</id></GetDocumentStatus>`;
  const plain = envelope(body).replace(/^<\?xml[^>]*\?>/, "");
  const attacks = {
    "external entity": `<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>${plain}`,
    "billion laughs": `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY xxe "&a;&a;&a;&a;&a;&a;&a;&a;">]>${plain}`,
    "external DTD": `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">${plain}`,
    "undeclared entity": plain,
    "processing instruction": `<?xml-stylesheet href="http://127.0.0.1:1/"?>${envelope(pendingXml)}`,
    "UTF-16": Buffer.from(`\uFEFF${envelope(pendingXml).replace("UTF-8", "UTF-16")}`, "utf16le"),
    "another encoding": envelope(pendingXml).replace("UTF-8", "ISO-8859-1"),
    "bytes that are no UTF-8": Buffer.concat([Buffer.from(`<GetDocumentStatus xmlns="${NAMESPACE}"><id>`), Buffer.from([0xff, 0xfe]), Buffer.from("</id></GetDocumentStatus>")]),
    "cut short": envelope(pendingXml).slice(0, -12),
    "no XML": "hello",
    nothing: "",
  };
  for (const [why, content] of Object.entries(attacks)) refused(t, door, await post(door, content, { headers: TEXT }), "request-invalid", why);
});

test("depth, number of elements and size of the root are bounded", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const inside = (content: string) => sendXml(`<document>${content}</document>`, []);
  refused(t, door, await call(door, inside("<subject>".repeat(200) + "</subject>".repeat(200))), "request-too-large", "depth");
  refused(t, door, await call(door, inside("<toPlaces/>".repeat(6000))), "request-too-large", "elements");
  refused(t, door, await call(door, inside(`<subject>${"x".repeat(1_200_000)}</subject>`)), "request-too-large", "huge root");
  refused(t, door, await sendMtom(door, inside(`<subject>${"x".repeat(1_200_000)}</subject>`), []), "request-too-large", "huge root part");
  refused(t, door, await call(door, inside(`<subject a="${"x".repeat(10_000)}"/>`)), "request-too-large", "huge tag");
  refused(t, door, await call(door, pendingXml, { header: `<h xmlns="urn:x">${"y".repeat(1_200_000)}</h>` }), "request-too-large", "huge header");
});

test("SOAPAction and body must name the same operation, and only one that exists", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const action = (name: string) => ({ headers: { soapaction: `"${name}"` } });
  refused(t, door, await call(door, pendingXml, action(`${NAMESPACE}/ConfirmReceived`)), "request-invalid", "mismatch");
  refused(t, door, await call(door, pendingXml, action("GetPendingDocuments")), "request-invalid", "not the whole name");
  t.is((await call(door, pendingXml, action(`${NAMESPACE}/GetPendingDocuments`))).status, 200);
  t.is((await call(door, pendingXml, action(""))).status, 200);
  const twelve = await call(door, pendingXml, { version: "1.2", headers: { "content-type": `application/soap+xml; action="${NAMESPACE}/SendDocument"` } });
  t.deepEqual([twelve.status, twelve.value("code")], [400, "request-invalid"]);
  for (const name of ["Nope", "__proto__", "constructor", "toString", "GetPendingDocumentsResponse", "GatewayFault"]) refused(t, door, await call(door, `<${name} xmlns="${NAMESPACE}"/>`), "request-invalid", name);
});

test("operations wrapped, doubled, hidden or from elsewhere are refused", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const confirm = `<ConfirmReceived xmlns="${NAMESPACE}"><id>${GHOST}</id></ConfirmReceived>`;
  const soap = ENVELOPES["1.1"];
  const odd = {
    "two operations": envelope(`${pendingXml}${confirm}`),
    "two bodies": `<e:Envelope xmlns:e="${soap}"><e:Body>${pendingXml}</e:Body><e:Body>${confirm}</e:Body></e:Envelope>`,
    "body in the header": `<e:Envelope xmlns:e="${soap}"><e:Header><e:Body>${pendingXml}</e:Body></e:Header></e:Envelope>`,
    "header after the body": `<e:Envelope xmlns:e="${soap}"><e:Body>${pendingXml}</e:Body><e:Header/></e:Envelope>`,
    "wrapped in another envelope": envelope(envelope(pendingXml).replace(/^<\?xml[^>]*\?>/, "")),
    "empty body": envelope(""),
    "another namespace": envelope('<GetPendingDocuments xmlns="urn:other"/>'),
    "a child of another namespace": envelope(`<GetPendingDocuments xmlns="${NAMESPACE}"><x:receiver xmlns:x="urn:other">G22</x:receiver></GetPendingDocuments>`),
    "an inherited name": envelope(`<GetPendingDocuments xmlns="${NAMESPACE}"><__proto__><limit>1</limit></__proto__></GetPendingDocuments>`),
    "no body": `<e:Envelope xmlns:e="${soap}"><e:Header/></e:Envelope>`,
    "no envelope": pendingXml,
  };
  for (const [why, content] of Object.entries(odd)) refused(t, door, await post(door, content, { headers: TEXT }), "request-invalid", why);
  refused(t, door, await post(door, odd["no body"], { headers: TEXT, key: null }), "request-invalid", "no body and no key");
  const soap13 = await post(door, envelope(pendingXml).replace(soap, "urn:soap:13"), { headers: TEXT });
  t.true(soap13.text.includes("<faultcode>soap:VersionMismatch</faultcode>"));
  const mixed = await post(door, envelope(pendingXml, "1.2"), { headers: TEXT });
  t.true(mixed.text.includes("VersionMismatch"));
});

test("references inside the envelope reach neither the parser nor its prototypes", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const body = `<GetPendingDocuments xmlns="${NAMESPACE}"><limit id="__proto__">1</limit><receiver href="#__proto__" id="a"/></GetPendingDocuments>`;
  t.is((await call(door, body)).status, 200);
  const cdata = `<GetDocumentStatus xmlns="${NAMESPACE}"><id><![CDATA[<?xml version="1.0"?><a id="__proto__"><b/></a>]]></id></GetDocumentStatus>`;
  refused(t, door, await call(door, cdata), "not-found");
  const names: string[] = [];
  for (const name in {}) names.push(name);
  t.deepEqual(names, []);
});

test("a header that must be understood and is not stops the call; others do not matter", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const must = await call(door, pendingXml, { header: `<x:Route xmlns:x="urn:x" xmlns:s="${ENVELOPES["1.1"]}" s:mustUnderstand="1"/>` });
  t.deepEqual([must.status, must.text.includes("<faultcode>soap:MustUnderstand</faultcode>")], [500, true]);
  t.is((await call(door, pendingXml, { header: '<x:Route xmlns:x="urn:x" mustUnderstand="1"><y/></x:Route>' })).status, 200);
});

const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const token = (password: string, type = "PasswordText") => `<w:Security xmlns:w="${WSSE}" xmlns:s="${ENVELOPES["1.1"]}" s:mustUnderstand="1"><w:UsernameToken><w:Username>QLVB</w:Username><w:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#${type}">${password}</w:Password></w:UsernameToken></w:Security>`;

test("nobody comes in without a key, a wrong one counts as a guess, and a digest is no key", async (t) => {
  const door = await openDoor(t, town().vpcp, { tuning: { wrongKeysPerAddressPerMinute: 5 } });
  const { apiKey } = door.gateway;
  t.is((await call(door, pendingXml, { key: null, header: token(apiKey) })).status, 200);
  refused(t, door, await call(door, pendingXml, { key: null }), "credentials-missing", "none");
  refused(t, door, await call(door, pendingXml, { key: null, header: token("lt_wrong") }), "credentials-missing", "wrong");
  refused(t, door, await call(door, pendingXml, { key: "lt_wrong", header: token(apiKey) }), "credentials-missing", "a wrong bearer is not made good by a token");
  refused(t, door, await call(door, pendingXml, { key: null, header: token(apiKey, "PasswordDigest") }), "credentials-missing", "digest");
  refused(t, door, await call(door, pendingXml, { key: null, header: token("x".repeat(5000)) }), "credentials-missing", "long");
  refused(t, door, await call(door, sendXml(), { key: null, header: token("lt_wrong") }), "credentials-missing", "before a file is written");
  t.is(door.drafts.opened, 0);
  const many = await call(door, pendingXml, { key: null, header: token("lt_wrong") });
  const more = await call(door, pendingXml, { key: null, header: token("lt_wrong") });
  t.true([many, more].some((answer) => answer.value("code") === "too-many-requests" && answer.value("retryAfterSeconds") !== null));
  t.false(door.log.some((line) => JSON.stringify(line).includes(apiKey)));
});

test("MTOM with parts missing, doubled, circular or unasked for is refused and leaves nothing", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const pdf = (id: string) => ({ id, content: PDF.content });
  const one = sendXml(documentXml(), [includeXml("a.pdf", "a@qlvb")]);
  const odd: Readonly<Record<string, readonly [string, readonly { id: string; content: Buffer | string; head?: string }[]]>> = {
    missing: [one, []],
    "wrong content id": [one, [pdf("b@qlvb")]],
    "duplicate content id": [one, [pdf("a@qlvb"), pdf("a@qlvb")]],
    "unasked part": [one, [pdf("a@qlvb"), pdf("b@qlvb")]],
    "unasked part of another operation": [pendingXml, [pdf("a@qlvb")]],
    "circular: the root itself": [sendXml(documentXml(), [includeXml("a.pdf", "root@qlvb")]), []],
    "two includes of one part": [sendXml(documentXml(), [includeXml("a.pdf", "a@qlvb"), includeXml("b.pdf", "a@qlvb")]), [pdf("a@qlvb")]],
    "a heading twice": [one, [{ ...pdf("a@qlvb"), head: "Content-ID: <b@qlvb>" }]],
    "a heading injected": [one, [{ ...pdf("a@qlvb"), head: "X: 1\nContent-ID: <b@qlvb>" }]],
    "an encoding nobody reads": [one, [{ ...pdf("a@qlvb"), head: "Content-Transfer-Encoding: quoted-printable" }]],
    "base64 that is none": [one, [{ id: "a@qlvb", content: "%%%%", head: "Content-Transfer-Encoding: base64" }]],
    "an address of elsewhere": [sendXml(documentXml(), [includeXml("a.pdf", "a@qlvb").replace("cid:", "http://127.0.0.1:1/")]), [pdf("a@qlvb")]],
    "a file of ours": [sendXml(documentXml(), [includeXml("a.pdf", "a@qlvb").replace("cid:", "file:///etc/passwd#")]), []],
    "include and base64": [sendXml(documentXml(), [`<files><name>a.pdf</name><content>AAAA<xop:Include xmlns:xop="${XOP}" href="cid:a@qlvb"/></content></files>`]), [pdf("a@qlvb")]],
    "two includes in one content": [sendXml(documentXml(), [`<files><name>a.pdf</name><content><xop:Include xmlns:xop="${XOP}" href="cid:a@qlvb"/><xop:Include xmlns:xop="${XOP}" href="cid:b@qlvb"/></content></files>`]), [pdf("a@qlvb"), pdf("b@qlvb")]],
  };
  for (const [why, [body, parts]] of Object.entries(odd)) refused(t, door, await sendMtom(door, body, parts), "request-invalid", why);
  const whole = mtomBody(envelope(one), [pdf("a@qlvb")]);
  refused(t, door, await post(door, whole.subarray(0, -20), { headers: { "content-type": MTOM_TYPE } }), "request-invalid", "cut short");
  refused(t, door, await post(door, whole, { headers: { "content-type": MTOM_TYPE.replace("root@qlvb", "a@qlvb") } }), "request-invalid", "root not first");
  refused(t, door, await post(door, whole, { headers: { "content-type": 'multipart/related; type="application/xop+xml"' } }), "request-invalid", "no boundary");
  refused(t, door, await post(door, envelope(sendXml(documentXml(), [includeXml("a.pdf", "a@qlvb")])), { headers: TEXT }), "request-invalid", "include without parts");
  await leftNothing(t, door);
});

test("limits hold while files stream in, in every form", async (t) => {
  const door = await openDoor(t, town().vpcp, { limits: { maxFileBytes: 200_000, maxDocumentBytes: 300_000 }, tuning: { maxFiles: 3, maxInlineBytes: 10 } });
  const big = Buffer.alloc(250_000, 65);
  const half = Buffer.alloc(160_000, 65);
  const mtom = (...contents: Buffer[]) => sendMtom(door, sendXml(documentXml(), contents.map((_, index) => includeXml(`${index}.pdf`, `${index}@q`))), contents.map((content, index) => ({ id: `${index}@q`, content })));
  refused(t, door, await mtom(big), "file-too-large", "one part");
  refused(t, door, await mtom(half, half), "file-too-large", "all parts");
  refused(t, door, await call(door, sendXml(documentXml(), [fileXml({ name: "a.pdf", content: big })])), "file-too-large", "one base64");
  refused(t, door, await call(door, sendXml(documentXml(), Array.from({ length: 4 }, () => fileXml(PDF)))), "field-invalid", "many files");
  refused(t, door, await post(door, Buffer.alloc(4_000_000, 32), { headers: TEXT }), "request-too-large", "announced");
  await leftNothing(t, door);
});

test("everything wrong with a submission is told at once, with field, rule and what to do", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const bad = await call(door, sendXml(documentXml({ subject: "" }).replace("<issuedOn>2026-11-20", "<issuedOn>2026-02-30").replace("</document>", "<pages>3x</pages><paperOriginal>maybe</paperOriginal><nope>1</nope></document>")));
  refused(t, door, bad, "field-invalid");
  t.deepEqual(bad.all("field").toSorted(), ["/document/issuedOn", "/document/nope", "/document/pages", "/document/paperOriginal", "/document/subject"]);
  t.regex(bad.text, /<lt:rule>NĐ 30\/2020/);
  const names = await call(door, sendXml(documentXml(), [fileXml({ name: "a.pdf&#13;&#10;Set-Cookie: x=1", content: "%PDF" }), fileXml({ name: "b.exe", content: "MZ" })]));
  t.deepEqual(new Set(names.all("field")), new Set(["/files/0", "/files/1"]));
  t.is(names.headers.get("set-cookie"), null);
  const other = await call(door, sendXml(documentXml({ receiver: "Z99" })));
  t.deepEqual([other.value("field"), other.value("faultstring") !== null], ["/document/receivers/0/organId", true]);
  t.is((await call(door, sendXml(documentXml({ sender: "H48" })))).value("code"), "agency-not-yours");
});

test("a secret document is not written to disk, in whichever form it comes", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const secret = documentXml({ more: "<secrecy>mat</secrecy>" });
  refused(t, door, await call(door, sendXml(secret)), "secret-content-forbidden", "base64");
  refused(t, door, await sendMtom(door, sendXml(secret, [includeXml("a.pdf", "a@q")]), [{ id: "a@q", content: PDF.content }]), "secret-content-forbidden", "MTOM");
  refused(t, door, await call(door, `<SendDocument xmlns="${NAMESPACE}">${fileXml(PDF)}${secret}</SendDocument>`), "field-invalid", "files first");
  t.true(door.drafts.opened <= 1);
  await leftNothing(t, door);
});

test("another agency's document is as if it were not there", async (t) => {
  const sending = await openDoor(t, town().vpcp);
  const receiving = await openDoor(t, town().quangNgai);
  const sent = await call(sending, sendXml(documentXml({ number: "6001" })));
  const { service } = receiving.gateway.house;
  const incoming = await eventually("6001 arrives", async () => (await service.listIncoming({ limit: 200 }, receiving.gateway.operator)).rows.find((one) => one.message.code.number === "6001"));
  const of = (operation: string, id: string, more = "") => `<${operation} xmlns="${NAMESPACE}"><id>${id}</id>${more}</${operation}>`;
  const person = "<action>accept</action><person><fullName>Lan</fullName></person>";
  for (const body of [of("GetDocument", incoming.id), of("ConfirmReceived", incoming.id), of("ReportStatus", incoming.id, person)]) t.is((await call(sending, body)).value("code"), "not-found", body);
  t.is((await call(receiving, of("GetDocumentStatus", sent.value("id") ?? ""))).value("code"), "not-found");
  t.is((await call(receiving, of("GetDocument", "../../etc/passwd"))).value("code"), "not-found");
  t.is((await call(sending, `<GetPendingDocuments xmlns="${NAMESPACE}"><receiver>H48</receiver></GetPendingDocuments>`)).value("code"), "agency-not-yours");
  const small = await openDoor(t, town().quangNgai, { tuning: { maxInlineBytes: 10 } });
  const tooBig = await call(small, of("GetDocument", incoming.id));
  t.deepEqual([tooBig.value("code"), tooBig.value("field")], ["file-too-large", "/attachments"]);
});

test("a fault of ours says Server and a reference, and the log has the rest", async (t) => {
  const door = await openDoor(t, town().vpcp, { breaking: (service) => ({ ...service, listIncoming: () => Promise.reject(new TypeError("secret words of a bug")) }) });
  const answer = await call(door, pendingXml);
  t.deepEqual([answer.status, answer.value("faultcode"), answer.value("code")], [500, "soap:Server", "invariant-broken"]);
  t.notRegex(answer.text, /secret words/);
  const reference = answer.value("reference");
  t.true(door.log.some((line) => line.level === "error" && line.facts["reference"] === reference));
  const twelve = await call(door, pendingXml, { version: "1.2" });
  t.deepEqual([twelve.status, /<soap:Value>soap:Receiver</.test(twelve.text)], [500, true]);
});

test("only SOAP is read, the WSDL is open and names the host that was asked, never more", async (t) => {
  const door = await openDoor(t, town().vpcp);
  t.is((await post(door, "{}", { headers: { "content-type": "application/json" } })).value("code"), "media-type-unsupported");
  t.is((await post(door, envelope(pendingXml), { headers: { ...TEXT, "content-encoding": "gzip" } })).value("code"), "media-type-unsupported");
  const wsdl = await fetch(`${door.url}/soap/v1?WSDL`);
  const text = await wsdl.text();
  t.deepEqual([wsdl.status, text.match(/location="[^"]*"/g)], [200, [`location="${door.url}/soap/v1"`, `location="${door.url}/soap/v1"`]]);
  t.is((await fetch(`${door.url}/soap/v1`)).status, 405);
  t.is((await fetch(`${door.url}/soap/v1?wsdl`, { method: "DELETE" })).status, 405);
  for (const host of ['a"><x/>', "a/b", "a b", "&amp;"]) {
    const answer = await door.raw(`GET /soap/v1?wsdl HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    t.regex(answer, /^HTTP\/1\.1 400/, host);
    t.notRegex(answer, /<x\/>/);
  }
  t.regex(await door.raw("GET /soap/v1?wsdl HTTP/1.1\r\nHost: cong.example.gov.vn:8443\r\nConnection: close\r\n\r\n"), /location="http:\/\/cong\.example\.gov\.vn:8443\/soap\/v1"/);
});

test("a body that drips is stopped with a fault", async (t) => {
  const door = await openDoor(t, town().vpcp, { tuning: { slowGraceMs: 300, minBytesPerSecond: 100_000 } });
  const answer = await door.raw(`POST /soap/v1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nAuthorization: Bearer ${door.gateway.apiKey}\r\nContent-Length: 5000\r\n\r\n<e:Envelope`);
  t.regex(answer, /^HTTP\/1\.1 500[\s\S]*<lt:code>request-too-slow<\/lt:code>/);
});
