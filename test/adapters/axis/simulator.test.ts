import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import test from "ava";
import { axisHmac, signedHeaders, unpaddedHash } from "#adapters/axis/signing";
import { golden, MEMBERS, openAxis, otherDocument, RECEIVER, SENDER } from "./support.ts";
import type { Axis } from "./support.ts";

interface Call {
  readonly operation: string;
  readonly parameters?: Record<string, string>;
  readonly body?: Buffer | string;
  readonly member?: { readonly systemId: string; readonly secret: string };
  readonly method?: string;
  /** Replaces the signed headers by hand-made raw ones. */
  readonly headers?: readonly string[];
}

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly length: string;
  readonly text: string;
  readonly json: Record<string, string>;
}

/** One request as the official client writes it. */
async function call(url: string, { operation, parameters = {}, body = "{}", member = SENDER, method = "POST", headers }: Call): Promise<Answered> {
  const type = operation === "sendEdoc" ? "application/octet-stream" : "application/json";
  const raw = headers ?? Object.entries(signedHeaders(member, new Date(), type, parameters)).flat();
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/${operation}`, { method, headers: [...raw, "Host", "axis", ...(method === "GET" ? [] : ["Content-Length", String(bytes.length)])] }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const json: Record<string, string> = text.startsWith("{") ? JSON.parse(text) : {};
        resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", length: response.headers["content-length"] ?? "", text, json });
      });
    });
    request.on("error", reject);
    request.end(method === "GET" ? undefined : bytes);
  });
}

function sending(bytes: Buffer, overrides: Record<string, string> = {}): Call {
  const hash = unpaddedHash(createHash("sha256").update(bytes).digest("hex"));
  return { operation: "sendEdoc", parameters: { from: "000.00.00.G22", servicetype: "eDoc", messagetype: "edoc", "hash-file": hash, ...overrides }, body: Buffer.concat([bytes, Buffer.from("\r\n")]) };
}

const LIST = { servicetype: "eDoc", messagetype: "edoc" };

async function pending(axis: Axis, member: { readonly systemId: string; readonly secret: string }, messagetype = "edoc"): Promise<readonly Record<string, string>[]> {
  const answer = await call(axis.simulator.url, { operation: "getReceivedEdocList", parameters: { ...LIST, messagetype }, member });
  const data: unknown = answer.json["data"];
  return Array.isArray(data) ? data : [];
}

test("A3, A6: one send has one docId; every receiver has its own, listed for its system under its own code", async (t) => {
  const axis = await openAxis(t);
  const sent = await call(`${axis.simulator.url}/XrdAdapter/adapter`, sending(await golden("doc-new")));
  t.deepEqual([sent.status, sent.json["status"], sent.json["ErrorCode"], sent.json["ErrorDesc"]], [200, "OK", "0", "Thanh cong"]);
  t.regex(sent.json["DocId"] ?? "", /^[0-9a-f]{24}$/);
  t.is(sent.length, String(Buffer.byteLength(sent.text)));

  const [atReceiver] = await pending(axis, RECEIVER);
  t.like(atReceiver, { serviceType: "eDoc", messageType: "edoc", from: "000.00.00.G22", to: "H41", status: "initial" });
  t.regex(atReceiver?.["created_time"] ?? "", /^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/);
  t.deepEqual((await pending(axis, SENDER)).map((item) => item["to"]), ["G17"]);

  const sentList = await call(axis.simulator.url, { operation: "getSentEdocList", parameters: LIST, body: "" });
  const items: unknown = sentList.json["data"];
  t.true(Array.isArray(items));
  if (!Array.isArray(items)) return;
  t.deepEqual(items.map((item: Record<string, string>) => [item["senderDocId"], item["toCode"], item["notation"], item["receiveStatus"]]), [
    [sent.json["DocId"], "H41", "123/VPCP-KSTT", "initial"],
    [sent.json["DocId"], "G17", "123/VPCP-KSTT", "initial"],
  ]);
  t.is(items[0]["receiverDocId"], atReceiver?.["docId"]);
  t.is(items[0]["title"], 'V/v kết nối <Trục> & liên thông "văn bản"');
});

test("A3: getEdoc gives the bytes as they were sent, without the CRLF, as base64 and by downloadEdoc raw", async (t) => {
  const axis = await openAxis(t);
  const bytes = await golden("doc-new");
  await call(axis.simulator.url, sending(bytes));
  const docId = (await pending(axis, RECEIVER))[0]?.["docId"] ?? "";
  const got = await call(axis.simulator.url, { operation: "getEdoc", parameters: { docId, filePath: "xml" }, member: RECEIVER });
  t.deepEqual(Buffer.from(got.json["data"] ?? "", "base64"), bytes);
  t.is(got.length, String(Buffer.byteLength(got.text)));
  const raw = await call(axis.simulator.url, { operation: "downloadEdoc", parameters: { docId, filePath: "xml" }, member: RECEIVER, method: "GET" });
  t.is(raw.text, bytes.toString("utf8"));
  t.is((await pending(axis, RECEIVER)).length, 1, "getEdoc does not acknowledge");
});

test("A4: a FAIL keeps the members the official client needs, without null and without marks", async (t) => {
  const axis = await openAxis(t);
  const wrongFrom = await call(axis.simulator.url, sending(await golden("doc-new"), { from: "H41" }));
  t.is(wrongFrom.text, '{"status":"FAIL","ErrorCode":"19","ErrorDesc":"Don vi gui H41 khong dung voi ma da dang ky: vxp.test.01","DocId":""}');
  const noDocument = await call(axis.simulator.url, { operation: "getEdoc", parameters: { docId: "no-such" } });
  t.is(noDocument.text, '{"status":"FAIL","ErrorCode":"25","ErrorDesc":"Khong tim thay docId no-such","data":""}');
  const noMember = await call(axis.simulator.url, { operation: "getReceivedEdocList", parameters: LIST, member: { systemId: "vxp.test.01", secret: "wrong" } });
  t.is(noMember.text, '{"status":"FAIL","ErrorCode":"15","ErrorDesc":"Sai systemid hoac secretkey hash-header khong khop","data":[]}');
  t.is((await call(axis.simulator.url, { operation: "downloadEdoc", parameters: { docId: "x" }, method: "GET" })).text, "", "a text would be stored as the document");
  t.is((await call(axis.simulator.url, { operation: "makeCoffee" })).json["ErrorCode"], "27");
  t.is((await call(axis.simulator.url, { operation: "constructor" })).json["ErrorCode"], "27");
  t.deepEqual((await call(axis.simulator.url, { operation: "getReceivedEdocList", parameters: LIST })).json["data"], [] as never);
});

test("A2: HMAC over the sign-header as received, in the order of a Java hash map", async (t) => {
  const axis = await openAxis(t);
  const signHeader =
    '{"XroadVnpt-systemid":"vxp.test.01","XroadVnpt-servicetype":"eDoc","XroadVnpt-messagetype":"edoc","XroadVnpt-hash-file":"ab1","XroadVnpt-docId":"5bebcfeff858e3e0cc154762","XroadVnpt-from":"H41","XroadVnpt-timestamp":"22112019T083119+0592","XroadVnpt-Content-Type":"application/json"}';
  const logical = [...signHeader.matchAll(/"XroadVnpt-([^"]+)":"([^"]+)"/g)].map((match) => [match[1] ?? "", match[2] ?? ""] as const);
  const headers = (over: { hash?: string; from?: string; key?: string } = {}): string[] => [
    ...logical.flatMap(([name, value]) => [`XroadVnpt-${name}`, name === "from" ? (over.from ?? value) : value]),
    "Content-Type",
    "application/json",
    "XroadVnpt-sign-header-key",
    over.key ?? logical.map(([name]) => name).join(";"),
    "XroadVnpt-sign-header",
    signHeader,
    "XroadVnpt-hash-header",
    over.hash ?? axisHmac(SENDER.secret, signHeader),
  ];
  const status = async (raw: string[]): Promise<string | undefined> => (await call(axis.simulator.url, { operation: "getSentEdocList", headers: raw, body: "" })).json["status"];
  t.is(await status(headers()), "OK", "an old timestamp and leaked members pass (A5)");
  t.is(await status(headers()), "OK", "a word-for-word replay passes (A5)");
  t.is(await status(headers({ hash: axisHmac("other", signHeader) })), "FAIL");
  t.is(await status(headers({ from: "G17" })), "FAIL", "a header that differs from what was signed");
  t.is(await status(headers({ key: "systemid;timestamp" })), "FAIL");
  t.is(await status(["XroadVnpt-systemid", "vxp.test.01"]), "FAIL", "unsigned");
});

test("A5: docId and docid beside each other: updateStatus takes docid, getEdoc takes docId", async (t) => {
  const axis = await openAxis(t);
  await call(axis.simulator.url, sending(await otherDocument("1")));
  await call(axis.simulator.url, sending(await otherDocument("2")));
  const [first, second] = (await pending(axis, RECEIVER)).map((item) => item["docId"] ?? "");
  const both = { docId: first ?? "", docid: second ?? "", filePath: "xml", status: "done" };
  const got = await call(axis.simulator.url, { operation: "getEdoc", parameters: both, member: RECEIVER });
  t.true(Buffer.from(got.json["data"] ?? "", "base64").toString("utf8").includes("Trích yếu 1"));
  t.is((await call(axis.simulator.url, { operation: "updateStatus", parameters: both, member: RECEIVER })).json["status"], "OK");
  t.deepEqual((await pending(axis, RECEIVER)).map((item) => item["docId"]), [first]);
  t.is((await call(axis.simulator.url, { operation: "updateStatus", parameters: { docId: first ?? "", status: "done" }, member: RECEIVER })).json["status"], "OK");
  t.deepEqual(await pending(axis, RECEIVER), []);
});

test("A5: sendEdoc with docId and docid collapsed to one header, and with everything else leaked, is taken", async (t) => {
  const axis = await openAxis(t);
  const bytes = await golden("doc-new");
  const { parameters = {}, body } = sending(bytes, { docId: "aaa", docid: "bbb", filePath: "xml", status: "fail", description: "abc", to: '["H99"]', fromDate: "x" });
  const headers = Object.entries(signedHeaders(SENDER, new Date(0), "application/octet-stream", parameters)).flat();
  const collapsed = headers.filter((_, index) => headers[index - (index % 2)] !== "XroadVnpt-docId");
  const sent = await call(axis.simulator.url, { operation: "sendEdoc", headers: collapsed, body: body ?? "" });
  t.is(sent.json["status"], "OK");
  t.is((await pending(axis, RECEIVER)).length, 1, "the leaked `to` loses nobody");
});

test("A5: a list is not narrowed by leaked docId, from, to or status", async (t) => {
  const axis = await openAxis(t);
  await call(axis.simulator.url, sending(await golden("doc-new")));
  const leaked = { ...LIST, docId: "5bebcfeff858e3e0cc154762", from: "H01", to: "H02", status: "done", "hash-file": "1" };
  for (const [operation, member, count] of [["getReceivedEdocList", RECEIVER, 1], ["getSentEdocList", SENDER, 2]] as const) {
    const data: unknown = (await call(axis.simulator.url, { operation, parameters: leaked, member })).json["data"];
    t.is(Array.isArray(data) ? data.length : -1, count, operation);
  }
});

test("A5: raw UTF-8 in a header keeps its signature", async (t) => {
  const axis = await openAxis(t);
  await call(axis.simulator.url, sending(await golden("doc-new")));
  const docid = (await pending(axis, RECEIVER))[0]?.["docId"] ?? "";
  const headers = signedHeaders(RECEIVER, new Date(), "application/json", { docid, status: "fail", description: "Không mở được" });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(axis.simulator.url).port), "127.0.0.1", () => socket.write(Buffer.from(`POST /updateStatus HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines.join("\r\n")}\r\nContent-Length: 2\r\n\r\n{}`, "utf8")));
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString("latin1"))).on("close", () => resolve(text)).on("error", reject);
  });
  t.true(answer.includes('"status":"OK"'), answer);
  t.is(axis.simulator.control.deliveries().find((one) => one.receiverDocId === docid)?.description, "Khong mo duoc");
});

test("A3: a client that expects 100-continue gets it before it writes its two characters", async (t) => {
  const axis = await openAxis(t);
  const headers = Object.entries(signedHeaders(SENDER, new Date(), "application/json", LIST)).map(([name, value]) => `${name}: ${value}`);
  const received = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(Number(new URL(axis.simulator.url).port), "127.0.0.1", () => socket.write(`POST /countReceiveEdoc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers.join("\r\n")}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (text.endsWith("100 Continue\r\n\r\n")) socket.write("{}");
    });
    socket.on("close", () => resolve(text)).on("error", reject);
  });
  t.regex(received, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  t.true(received.endsWith('{"status":"OK","ErrorCode":"0","ErrorDesc":"Thanh cong","count":0}'));
});

test("A8.3: hash-file padded, unpadded, wrong and absent, by strictness; one CRLF is stripped and no more", async (t) => {
  const axis = await openAxis(t);
  const send = async (overrides: Record<string, string>, bytes?: Buffer): Promise<string | undefined> => (await call(axis.simulator.url, sending(bytes ?? (await otherDocument()), overrides))).json["status"];
  const known = await otherDocument("known");
  t.is(await send({ "hash-file": createHash("sha256").update(known).digest("hex") }, known), "OK");
  t.is(await send({ "hash-file": createHash("sha256").update(known).digest("hex").toUpperCase() }, known), "OK");
  t.is(await send({}, Buffer.concat([await otherDocument(), Buffer.from("\r\n\r\n")])), "OK");
  t.is(await send({ "hash-file": "ab" }), "FAIL");
  t.is(await send({ "hash-file": "" }), "FAIL");
  axis.simulator.control.setFaults({ hashFile: "checked" });
  t.is(await send({ "hash-file": "" }), "OK");
  t.is(await send({ "hash-file": "ab" }), "FAIL");
  axis.simulator.control.setFaults({ hashFile: "ignored" });
  t.is(await send({ "hash-file": "ab" }), "OK");
});

test("A8.4: units match in both generations of their code, and an unknown receiver refuses the whole send", async (t) => {
  const axis = await openAxis(t);
  t.is((await call(axis.simulator.url, sending(await golden("doc-new"), { from: "G22" }))).json["status"], "OK");
  const unknown = Buffer.from((await golden("doc-new")).toString("utf8").replace("<edXML:OrganId>G17<", "<edXML:OrganId>G99<"));
  const refused = await call(axis.simulator.url, sending(unknown));
  t.deepEqual([refused.json["ErrorCode"], refused.json["ErrorDesc"], refused.json["DocId"]], ["18", "Don vi nhan khong ton tai G99", ""]);
  axis.simulator.control.setFaults({ unknownReceiver: "skip" });
  t.is((await call(axis.simulator.url, sending(unknown))).json["status"], "OK");
  t.deepEqual((await pending(axis, RECEIVER)).length, 2);
});

test("A8.4: garbage is refused as an envelope, not stored", async (t) => {
  const axis = await openAxis(t);
  for (const body of ["", "not xml", "<a/>", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><edXML/>']) {
    const answer = await call(axis.simulator.url, sending(Buffer.from(body)));
    t.is(answer.json["ErrorCode"], "22", body);
  }
  t.deepEqual(axis.simulator.control.deliveries(), []);
});

test("A6: a status packet goes to the agency it responds to", async (t) => {
  const axis = await openAxis(t);
  const status = await golden("status-03");
  const sent = await call(axis.simulator.url, { ...sending(status, { from: "000.00.00.H41", messagetype: "status" }), member: RECEIVER });
  t.is(sent.json["status"], "OK");
  t.deepEqual((await pending(axis, SENDER, "status")).map(({ from, to, messageType }) => ({ from, to, messageType })), [{ from: "000.00.00.H41", to: "G22", messageType: "status" }]);
  t.deepEqual(await pending(axis, SENDER, "edoc"), [], "the two kinds are separate lists");
  t.is((await call(axis.simulator.url, { operation: "countReceiveStatus", parameters: LIST })).json["count"], 1 as never);
  t.is((await call(axis.simulator.url, { operation: "countReceiveEdoc", parameters: LIST })).json["count"], 0 as never);
});

test("A8.5: processing stays listed, done leaves, a repeated verdict is harmless, a stranger's docId is not found", async (t) => {
  const axis = await openAxis(t);
  await call(axis.simulator.url, sending(await golden("doc-new")));
  const docid = (await pending(axis, RECEIVER))[0]?.["docId"] ?? "";
  const update = async (status: string, member: typeof SENDER | typeof RECEIVER = RECEIVER): Promise<string | undefined> => (await call(axis.simulator.url, { operation: "updateStatus", parameters: { status, docid }, member })).json["status"];
  t.is(await update("processing"), "OK");
  t.is((await pending(axis, RECEIVER))[0]?.["status"], "processing");
  t.is(await update("done", SENDER), "FAIL");
  t.is(await update("lost"), "FAIL");
  t.is(await update("done"), "OK");
  t.deepEqual(await pending(axis, RECEIVER), []);
  t.is(await update("done"), "OK");
  t.is(await update("fail"), "OK");
  t.is(axis.simulator.control.deliveries().find((one) => one.receiverDocId === docid)?.state, "done", "done is final");
});

test("A8.5: fail leaves the list, or comes again when failRequeues is on", async (t) => {
  const axis = await openAxis(t);
  await call(axis.simulator.url, sending(await golden("doc-new")));
  const docid = (await pending(axis, RECEIVER))[0]?.["docId"] ?? "";
  await call(axis.simulator.url, { operation: "updateStatus", parameters: { status: "fail", docid }, member: RECEIVER });
  t.deepEqual(await pending(axis, RECEIVER), []);
  axis.simulator.control.setFaults({ failRequeues: true });
  t.deepEqual((await pending(axis, RECEIVER)).map((item) => item["status"]), ["fail"]);
});

test("A8.6: getSentEdocList narrows by a docId only when it names a send of the caller", async (t) => {
  const axis = await openAxis(t);
  const first = await call(axis.simulator.url, sending(await otherDocument("1")));
  await call(axis.simulator.url, sending(await otherDocument("2")));
  const count = async (docId: string): Promise<number> => {
    const data: unknown = (await call(axis.simulator.url, { operation: "getSentEdocList", parameters: { ...LIST, docId } })).json["data"];
    return Array.isArray(data) ? data.length : -1;
  };
  t.is(await count(first.json["DocId"] ?? ""), 2);
  t.is(await count("5bebcfeff858e3e0cc154762"), 4);
});

test("A8.7: a repeated send is one message, also while the first is under way; or two; or refused", async (t) => {
  const axis = await openAxis(t);
  const bytes = await golden("doc-new");
  const answers = await Promise.all([1, 2, 3, 4].map(() => call(axis.simulator.url, sending(bytes))));
  t.is(new Set(answers.map((answer) => answer.json["DocId"])).size, 1);
  t.is((await pending(axis, RECEIVER)).length, 1);
  axis.simulator.control.setFaults({ repeatedSend: "reject" });
  t.is((await call(axis.simulator.url, sending(bytes))).json["ErrorCode"], "24");
  axis.simulator.control.setFaults({ repeatedSend: "accept" });
  t.is((await call(axis.simulator.url, sending(bytes))).json["status"], "OK");
  t.is((await pending(axis, RECEIVER)).length, 2);
});

test("A8.7: outside the window a repeated send is a new message", async (t) => {
  let now = Date.parse("2026-11-20T10:00:00Z");
  const axis = await openAxis(t, { now: () => new Date(now), faults: { repeatWindowMs: 60_000 } });
  const first = await call(axis.simulator.url, sending(await golden("doc-new")));
  now += 60_001;
  const second = await call(axis.simulator.url, sending(await golden("doc-new")));
  t.not(first.json["DocId"], second.json["DocId"]);
});

test("A3: agencies: listed in both ways, registered, updated, deleted and synchronised", async (t) => {
  const axis = await openAxis(t);
  const list = async (operation: string, member: typeof SENDER | typeof RECEIVER = SENDER): Promise<readonly Record<string, string>[]> => {
    const data: unknown = (await call(axis.simulator.url, { operation, parameters: operation.endsWith("QD20") ? { level: "1" } : {}, body: "", member })).json["data"];
    return Array.isArray(data) ? data : [];
  };
  t.deepEqual((await list("getAgenciesList")).map(({ code, name, oldCode, mail, pid }) => ({ code, name, oldCode, mail, pid }))[0], { code: "G22", name: "Văn phòng Chính phủ", oldCode: "000.00.00.G22", mail: "vpcp@example.gov.vn", pid: "" });
  t.is((await list("getAgenciesListQD20"))[0]?.["code102"], "000.00.00.G22");

  const register = async (agency: object | string, member: typeof SENDER | typeof RECEIVER = SENDER): Promise<string | undefined> =>
    (await call(axis.simulator.url, { operation: "registerAgency", body: typeof agency === "string" ? agency : JSON.stringify(agency), member })).json["status"];
  t.is(await register({ id: "", pcode: "G22", code: "G22.10", name: "Cục Kiểm soát thủ tục", mail: "", mobile: "", fax: "" }), "OK");
  t.is(await register({ id: "x", pid: "G22", code: "000.00.10.G22", name: "Cục Kiểm soát TTHC" }), "OK");
  t.is(await register({ code: "G22.10", name: "Cướp" }, RECEIVER), "FAIL");
  t.is(await register('{"code":cc""}'), "FAIL");
  const registered = (await list("getAgenciesList")).filter((agency) => /10/.test(agency["code"] ?? ""));
  t.deepEqual(registered.map(({ name }) => name), ["Cục Kiểm soát TTHC"]);
  t.is(registered[0]?.["pid"], (await list("getAgenciesList"))[0]?.["id"]);

  t.is((await call(axis.simulator.url, { operation: "deleteAgency", parameters: { AgencyCode: "G22.10" }, member: RECEIVER })).json["status"], "FAIL");
  t.is((await call(axis.simulator.url, { operation: "deleteAgency", parameters: { AgencyCode: "G22.10" } })).json["status"], "OK");
  t.is((await list("getAgenciesList")).length, 3);
  t.like((await list("getSynchronizeUnit")).at(-1), { deleted: true, version: 3, isAgency: true, centerCode: "00.22.W00" });
});

test("A5: headers of 40 KiB pass", async (t) => {
  const axis = await openAxis(t);
  const to = JSON.stringify(Array.from({ length: 1500 }, (_, n) => `H41.${n}`));
  t.is((await call(axis.simulator.url, sending(await golden("doc-new"), { to }))).json["status"], "OK");
});

test("a message over the limit is read away and refused", async (t) => {
  const axis = await openAxis(t, { maxMessageBytes: 1000 });
  const answer = await call(axis.simulator.url, sending(await golden("doc-new")));
  t.is(answer.json["ErrorDesc"], "File qua lon, dung luong toi da 1000 byte");
});

test("members with a doubled account or unit, or a misspelt member, are refused by name", async (t) => {
  const [first, second] = MEMBERS;
  await t.throwsAsync(openAxis(t, { members: [first, { ...second, systemId: first.systemId }] }), { message: /vxp\.test\.01 appears twice/ });
  await t.throwsAsync(openAxis(t, { members: [first, { ...second, units: [{ code: "000.00.00.G22", name: "x" }] }] }), { message: /belongs to two members/ });
  await t.throwsAsync(openAxis(t, { members: [{ ...first, units: [{ code: "", name: "x" }] }] }), { message: /0\.units\.0\.code/ });
  await t.throwsAsync(openAxis(t, { members: [] }), { message: /members of the axis simulator/ });
});

test("an upload broken off in the middle leaves neither a file nor a message", async (t) => {
  const axis = await openAxis(t);
  const { parameters = {} } = sending(await golden("doc-new"));
  const headers = Object.entries(signedHeaders(SENDER, new Date(), "application/octet-stream", parameters)).map(([name, value]) => `${name}: ${value}`);
  const socket = connect(Number(new URL(axis.simulator.url).port), "127.0.0.1");
  socket.write(`POST /sendEdoc HTTP/1.1\r\nHost: a\r\n${headers.join("\r\n")}\r\nContent-Length: 1000000\r\n\r\n<?xml${" ".repeat(400_000)}`); // more than is gathered before there is a file
  const incoming = join(axis.directory, "incoming");
  while ((await readdir(incoming)).length === 0) await setTimeout(5);
  socket.destroy();
  while ((await readdir(incoming)).length > 0) await setTimeout(5);
  t.deepEqual(await readdir(join(axis.directory, "content")), []);
  t.deepEqual(axis.simulator.control.deliveries(), []);
});
