import { createHash, randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import test from "ava";
import { signedHeaders } from "#adapters/axis/signing";
import { callDoor, handSigned, letterOf, openQlvb, sending, type Qlvb } from "#test/support/axis-door";
import { eventually, openTown, TownTimeout, type TownGateway } from "#test/support/town";
import { makeOffice } from "#test/support/office";

/*
 * The door as the official clients 2.0.0 and 2.0.1 meet it, from bytes made by hand: orders of a Java hash map, headers left over from
 * earlier calls, names collapsed into one, word-for-word repeats.
 */
const LIST = { servicetype: "eDoc", messagetype: "edoc" };
const closers: (() => unknown)[] = [];
const opened: { vpcp?: TownGateway; quangNgai?: TownGateway } = {};

test.before(async () => {
  const town = await openTown(
    { teardown: (close) => closers.push(close) },
    {
      gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] }, quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Nội vụ" }] } },
      run: ["web", "jobs"],
    },
  );
  Object.assign(opened, { vpcp: town.gateways["vpcp"], quangNgai: town.gateways["quangngai"] });
});
test.after.always(async () => {
  for (const close of closers.toReversed()) await close();
});

function vpcp(): TownGateway {
  if (opened.vpcp === undefined) throw new TownTimeout("the town is not open");
  return opened.vpcp;
}
function quangNgai(): TownGateway {
  if (opened.quangNgai === undefined) throw new TownTimeout("the town is not open");
  return opened.quangNgai;
}

let lastNumber = 1000;
/** A letter nobody sent yet, with bytes of its own. */
async function freshLetter(to: readonly string[] = ["H48"]) {
  const number = String(++lastNumber);
  return { number, ...(await letterOf(vpcp(), "000.00.00.G22", to, { code: { number, notation: "QLVB-VP" } })) };
}

async function waiting(qlvb: Qlvb, messagetype = "edoc") {
  return (await callDoor(qlvb, "getReceivedEdocList", { parameters: { ...LIST, messagetype }, body: "" })).items;
}

/** Sent by VPCP and waiting at Quảng Ngãi: its docId there. */
async function arrived(sender: Qlvb, receiver: Qlvb, to = "H48"): Promise<{ readonly docId: string; readonly bytes: Buffer }> {
  const { bytes, number } = await freshLetter([to]);
  const sent = await callDoor(sender, "sendEdoc", sending(bytes, "000.00.00.G22"));
  if (sent.json["status"] !== "OK") throw new TownTimeout(sent.text);
  const incoming = await eventually("the letter arrives", async () => (await quangNgai().house.service.listIncoming({ limit: 100 }, quangNgai().operator)).rows.find(({ message }) => message.code.number === number), 60_000);
  if (!(await waiting(receiver)).some((item) => item["docId"] === incoming.id)) throw new TownTimeout(`${number} does not wait at ${receiver.systemId}`);
  return { docId: incoming.id, bytes };
}

test("every operation answers as the axis does: HTTP 200, status, ErrorCode and ErrorDesc, Content-Length, no null", async (t) => {
  const qlvb = await openQlvb(t, quangNgai(), ["H48"]);
  for (const operation of ["getAgenciesList", "getAgenciesListQD20", "getSynchronizeUnit", "getReceivedEdocList", "getSentEdocList", "countReceiveEdoc", "countReceiveStatus"]) {
    const answer = await callDoor(qlvb, operation, { parameters: LIST, body: "", path: "/XrdAdapter/adapter" });
    t.like(answer, { http: 200, json: { status: "OK", ErrorCode: "0", ErrorDesc: "Thanh cong" } }, operation);
    t.false(answer.text.includes("null"), operation);
  }
  const agencies = (await callDoor(qlvb, "getAgenciesList", { body: "" })).items;
  t.deepEqual(agencies.find(({ code }) => code === "H48.06"), { id: agencies.find(({ code }) => code === "H48.06")?.["id"] ?? "", code: "H48.06", name: "Sở Nội vụ", mail: "", pid: agencies.find(({ code }) => code === "H48")?.["id"] ?? "", oldCode: "000.00.06.H48" });
  t.regex(agencies[0]?.["id"] ?? "", /^[0-9a-f]{24}$/);
  t.is((await callDoor(qlvb, "getAgenciesListQD20", { body: "", parameters: { level: "1" } })).items.find(({ code }) => code === "H48.06")?.["code102"], "000.00.06.H48");
});

test("a word-for-word repeat of a send answers the same DocId, also when both come at once, and one document leaves", async (t) => {
  const sender = await openQlvb(t, vpcp(), ["G22"]);
  const { bytes, number } = await freshLetter();
  const once = { ...sending(bytes, "000.00.00.G22"), headers: Object.entries(signedHeaders(sender, new Date(0), "application/octet-stream", sending(bytes, "000.00.00.G22").parameters ?? {})).flat() };
  const [first, second] = await Promise.all([callDoor(sender, "sendEdoc", once), callDoor(sender, "sendEdoc", once)]);
  const third = await callDoor(sender, "sendEdoc", once);
  t.is(first.json["status"], "OK", first.text);
  t.deepEqual([second.json["DocId"], third.json["DocId"]], [first.json["DocId"], first.json["DocId"]]);
  t.is((await vpcp().house.service.listOutgoing({ limit: 10, code: `${number}/QLVB-VP` }, vpcp().operator)).rows.length, 1);
});

test("headers left over from other calls change nothing, docId and docid beside each other and collapsed", async (t) => {
  const [sender, receiver] = [await openQlvb(t, vpcp(), ["G22"]), await openQlvb(t, quangNgai(), ["H48"])];
  const first = await arrived(sender, receiver);
  const second = await arrived(sender, receiver);
  const leaked = { docId: first.docId, docid: second.docId, filePath: "xml", status: "done", description: "abc", from: "H48", to: '["H99"]', "hash-file": "ab", fromDate: "x" };

  const listed = await callDoor(receiver, "getReceivedEdocList", { parameters: { ...LIST, ...leaked }, body: "" });
  t.true([first, second].every(({ docId }) => listed.items.some((item) => item["docId"] === docId)), "not narrowed");
  const got = await callDoor(receiver, "getEdoc", { parameters: leaked });
  const other = await callDoor(receiver, "getEdoc", { parameters: { docId: second.docId, filePath: "xml" } });
  t.not(got.json["data"], other.json["data"], "getEdoc takes docId");
  t.is((await callDoor(receiver, "updateStatus", { parameters: leaked })).json["status"], "OK");
  const left = (await waiting(receiver)).map((item) => item["docId"]);
  t.deepEqual([left.includes(first.docId), left.includes(second.docId)], [true, false], "updateStatus takes docid");

  const { bytes } = await freshLetter();
  const call = sending(bytes, "000.00.00.G22", "edoc", { docId: "aaa", docid: "bbb", filePath: "xml", status: "fail", to: '["H99"]' });
  const headers = Object.entries(signedHeaders(sender, new Date(0), "application/octet-stream", call.parameters ?? {})).flat();
  const collapsed = headers.filter((_, index) => headers[index - (index % 2)] !== "XroadVnpt-docId");
  t.is((await callDoor(sender, "sendEdoc", { ...call, headers: collapsed })).json["status"], "OK", "HttpURLConnection sends one of the two");
});

test("members in the order of a Java hash map, an old timestamp, raw UTF-8 in a header", async (t) => {
  const [sender, receiver] = [await openQlvb(t, vpcp(), ["G22"]), await openQlvb(t, quangNgai(), ["H48"])];
  const members = [["servicetype", "eDoc"], ["messagetype", "edoc"], ["systemid", receiver.systemId], ["docId", "5bebcfeff858e3e0cc154762"], ["timestamp", "22112019T083119+0592"], ["Content-Type", "application/json"]] as const;
  t.is((await callDoor(receiver, "countReceiveEdoc", { headers: handSigned(receiver, members) })).json["status"], "OK");

  const { docId } = await arrived(sender, receiver);
  const lines = Object.entries(signedHeaders(receiver, new Date(), "application/json", { docid: docId, status: "fail", description: "Không mở được tệp" })).map(([name, value]) => `${name}: ${value}`);
  const { hostname, port } = new URL(receiver.url);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(`POST /axis/updateStatus HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines.join("\r\n")}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`, "utf8")));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (text.endsWith("100 Continue\r\n\r\n")) socket.write("{}");
    });
    socket.on("close", () => resolve(text)).on("error", reject);
  });
  t.regex(answer, /"status":"OK"/);
  const listed = (await waiting(receiver)).find((item) => item["docId"] === docId);
  t.deepEqual([listed?.["status"], listed?.["status_desc"]], ["fail", "Nhan loi"], "a failure is kept and listed again");
  const journal = await quangNgai().house.store.reader.journal.ofIncoming(docId as never);
  t.is(journal.find(({ kind }) => kind === "incoming.fetch-failed")?.facts["reason"], "Khong mo duoc tep", "an operator sees why");
});

test("getEdoc and downloadEdoc give the envelope exactly as it came, and acknowledge nothing; processing and done are kept", async (t) => {
  const [sender, receiver] = [await openQlvb(t, vpcp(), ["G22"]), await openQlvb(t, quangNgai(), ["H48"])];
  const { docId } = await arrived(sender, receiver);
  const got = Buffer.from(String((await callDoor(receiver, "getEdoc", { parameters: { docId, filePath: "xml" } })).json["data"]), "base64");
  const kept = (await quangNgai().house.service.incoming(docId as never, quangNgai().operator)).envelope;
  t.deepEqual([got.length, createHash("sha256").update(got).digest("hex")], [kept.size, kept.sha256]);
  t.is((await callDoor(receiver, "downloadEdoc", { parameters: { docId, filePath: "xml" }, method: "GET" })).text, got.toString("utf8"));

  const say = (status: string) => callDoor(receiver, "updateStatus", { parameters: { docid: docId, status } });
  t.is((await say("processing")).json["status"], "OK");
  t.is((await waiting(receiver)).find((item) => item["docId"] === docId)?.["status"], "processing");
  for (const _ of [1, 2]) t.is((await say("done")).json["status"], "OK", "repeating is harmless");
  t.is((await say("fail")).json["status"], "OK", "done is final");
  t.false((await waiting(receiver)).some((item) => item["docId"] === docId));
  t.not((await quangNgai().house.service.incoming(docId as never, quangNgai().operator)).fetchedAt, null);
  t.is((await callDoor(receiver, "getEdoc", { parameters: { docId } })).json["status"], "OK", "a QLVB that lost it gets it again");
  t.regex((await say("eaten")).text, /"ErrorCode":"26"/);
});

test("a list of four hundred receivers stands twice in the headers and is taken; other doors keep their limit", async (t) => {
  const sender = await openQlvb(t, vpcp(), ["G22"]);
  const { bytes } = await freshLetter();
  const to = JSON.stringify(Array.from({ length: 400 }, (_, index) => `000.00.${String(index % 100).padStart(2, "0")}.H${String(10 + (index % 60))}`));
  const answer = await callDoor(sender, "sendEdoc", sending(bytes, "000.00.00.G22", "edoc", { to }));
  t.is(answer.json["status"], "OK", answer.text);
  const other = await fetch(`${vpcp().house.url ?? ""}/api/v1/documents`, { headers: { "x-long": "a".repeat(20_000) } });
  t.is(other.status, 413);
});

test("what is wrong with a document is said without marks, with its element and its rule, all at once", async (t) => {
  const sender = await openQlvb(t, vpcp(), ["G22"]);
  const send = async (change: Parameters<typeof letterOf>[3], to: readonly string[] = ["H48"], files?: Parameters<typeof letterOf>[4]): Promise<string> =>
    (await callDoor(sender, "sendEdoc", sending((await letterOf(vpcp(), "G22", to, { code: { number: String(++lastNumber), notation: "QLVB-VP" }, ...change }, files)).bytes, "G22"))).text;
  const { bytes } = await letterOf(vpcp(), "G22", ["H48"], { code: { number: String(++lastNumber), notation: "QLVB-VP" }, subject: "x".repeat(501) });
  const unsigned = Buffer.from(bytes.toString("utf8").replace("Nguyễn Văn A", ""));
  const said = (await callDoor(sender, "sendEdoc", sending(unsigned, "G22"))).text;
  t.regex(said, /^\{"status":"FAIL","ErrorCode":"22","ErrorDesc":"[ -~]+","DocId":""\}$/);
  t.regex(said, /Subject: Trich yeu: toi da 500 ky tu \(ND 30\/2020 PL VI\).*SignerInfo\/FullName/);
  t.regex(await send({}, ["H99"]), /"ErrorCode":"18","ErrorDesc":"Don vi nhan khong ton tai To: .*H99/);
  t.regex(await send({}, ["H16"]), /"ErrorCode":"18".*H16.*da dong.*H36/);
  t.regex(await send({}, ["H48"], [{ name: "cong-van.docx", content: Buffer.from("PK") }]), /Attachment: .*phai la PDF.*QD 28\/2018/);
  t.regex(await send({ documentId: "H48,2026/11/20,1/X" as never }), /DocumentId: .*khong khop co quan G22/);
  t.regex(await send({ business: { kind: "recall", reason: "gui nham", paper: false, staff: [] } }), /"ErrorCode":"25","ErrorDesc":"Khong tim thay \d+\/QLVB-VP"/, "nothing of this number was sent");
});

test("the first PDF is the document itself, wherever it stands", async (t) => {
  const sender = await openQlvb(t, vpcp(), ["G22"]);
  const number = String(++lastNumber);
  const files = [{ name: "Phụ lục.xlsx", content: makeOffice("xlsx") }, { name: "Công văn.pdf", content: Buffer.from("%PDF-1.7") }];
  const { bytes } = await letterOf(vpcp(), "G22", ["H48"], { code: { number, notation: "QLVB-VP" } }, files);
  const sent = await callDoor(sender, "sendEdoc", sending(bytes, "G22"));
  t.is(sent.json["status"], "OK", sent.text);
  const { document } = await vpcp().house.service.outgoing(String(sent.json["DocId"]) as never, vpcp().operator);
  t.deepEqual(document.files.map(({ name }) => name), ["Công văn.pdf", "Phụ lục.xlsx"]);
});

test("the same number with other content is refused and the first stays", async (t) => {
  const sender = await openQlvb(t, vpcp(), ["G22"]);
  const code = { number: String(++lastNumber), notation: "QLVB-VP" };
  const [one, two] = [await letterOf(vpcp(), "G22", ["H48"], { code }), await letterOf(vpcp(), "G22", ["H48"], { code, subject: "V/v khác" })];
  t.is((await callDoor(sender, "sendEdoc", sending(one.bytes, "G22"))).json["status"], "OK");
  t.regex((await callDoor(sender, "sendEdoc", sending(two.bytes, "G22"))).text, /"ErrorCode":"24","ErrorDesc":"Van ban da gui truoc do/);
});

test("one account for several agencies sees the documents of each and sends as each, and nothing of others", async (t) => {
  const [sender, both, department] = [await openQlvb(t, vpcp(), ["G22"]), await openQlvb(t, quangNgai(), ["H48", "H48.06"]), await openQlvb(t, quangNgai(), ["H48.06"])];
  const own = await arrived(sender, department, "H48.06");
  t.true((await waiting(both)).some((item) => item["docId"] === own.docId));
  const province = await arrived(sender, both, "H48");
  t.false((await waiting(department)).some((item) => item["docId"] === province.docId));
  const written = await letterOf(quangNgai(), "000.00.06.H48", ["G22"], { code: { number: String(++lastNumber), notation: "SNV-VP" } });
  t.is((await callDoor(both, "sendEdoc", sending(written.bytes, "H48.06"))).json["status"], "OK");
});

test("a client that leaves in the middle of an upload leaves nothing behind", async (t) => {
  const sender = await openQlvb(t, vpcp(), ["G22"]);
  const { bytes, number } = await freshLetter();
  const headers = Object.entries(signedHeaders(sender, new Date(), "application/octet-stream", sending(bytes, "G22").parameters ?? {})).flat();
  const request = httpRequest(`${sender.url}/sendEdoc`, { method: "POST", headers: [...headers, "Host", "cong", "Content-Length", String(bytes.length + 2)] });
  request.on("error", () => undefined);
  request.write(bytes.subarray(0, 500));
  await wait(200);
  request.destroy();
  await wait(200);
  t.is((await vpcp().house.service.listOutgoing({ limit: 1, code: `${number}/QLVB-VP` }, vpcp().operator)).rows.length, 0);
  t.is((await callDoor(sender, "sendEdoc", sending(bytes, "G22"))).json["status"], "OK", "and can send it afterwards");
});

test("a document of 20 MB goes through the door and comes out of the next one whole", async (t) => {
  const [sender, receiver] = [await openQlvb(t, vpcp(), ["G22"]), await openQlvb(t, quangNgai(), ["H48"])];
  const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(20 * 1024 * 1024)]);
  const number = String(++lastNumber);
  const { bytes } = await letterOf(vpcp(), "G22", ["H48"], { code: { number, notation: "QLVB-VP" } }, [{ name: "lon.pdf", content }]);
  t.is((await callDoor(sender, "sendEdoc", sending(bytes, "G22"))).json["status"], "OK");
  const incoming = await eventually("it arrives", async () => (await quangNgai().house.service.listIncoming({ limit: 20 }, quangNgai().operator)).rows.find(({ message }) => message.code.number === number), 60_000);
  t.is(incoming.files[0]?.sha256, createHash("sha256").update(content).digest("hex"));
  const got = await callDoor(receiver, "downloadEdoc", { parameters: { docId: incoming.id, filePath: "xml" }, method: "GET" });
  t.is(Buffer.byteLength(got.text), incoming.envelope.size);
});
